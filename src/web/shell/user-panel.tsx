// What opens from one's own button in the header: who one is, how the app looks and speaks to oneself, the way out.
import { Button, Divider, Group, Popover, SegmentedControl, Stack, Switch, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useId, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DeviceIcon, MoonIcon, SunIcon } from '../components/icons.tsx';
import { useNotify } from '../components/notify.tsx';
import { switchLanguage, useText } from '../i18n/language.ts';
import { LANGUAGES, type Language } from '../i18n/text-key.ts';
import { useOutside } from '../outside.ts';
import { languageChoice, shortcutsChoice } from '../choices.ts';
import { usePreference } from '../preferences.ts';
import { leftSchema, SESSION, useSession } from '../session.ts';
import { UserButton } from './user-button.tsx';

const LANGUAGE_NAMES = { fi: 'Suomi', en: 'English' } as const;

/** Open from its first moment: it was asked for. */
export default function UserPanel(): ReactElement {
  const { t, language } = useText();
  const { user, roles } = useSession();
  const [opened, { toggle, close }] = useDisclosure(true);
  return (
    <Popover opened={opened} onDismiss={close} position="bottom-end" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target><UserButton onClick={toggle} /></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <div>
            <Text fw={600}>{user.name}</Text>
            {user.email !== null && <Text size="sm" c="dimmed">{user.email}</Text>}
            <Text size="sm" c="dimmed">{roles.map((role) => role.label[language]).join(', ')}</Text>
          </div>
          <Divider />
          <LanguageSwitch />
          <ThemeSwitch />
          <ShortcutSwitch />
          <Divider />
          <Button component={Link} to="/own-access" variant="subtle" justify="flex-start" px="xs" onClick={close}>{t('shell:user.ownAccess')}</Button>
          <SignOut />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function LanguageSwitch(): ReactElement {
  const { t, language } = useText();
  const { i18n } = useTranslation();
  const [, choose] = usePreference(languageChoice.key, languageChoice.schema, null);
  const notify = useNotify();
  const change = (wanted: Language): void => {
    choose(wanted);
    switchLanguage(i18n, wanted).catch(notify.failed);
  };
  return (
    <Labelled label={t('shell:language')}>
      {(id) => <SegmentedControl<Language> aria-labelledby={id} fullWidth value={language} onChange={change} data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />}
    </Labelled>
  );
}

function ThemeSwitch(): ReactElement {
  const { t } = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const entry = (value: MantineColorScheme, icon: ReactElement): { value: MantineColorScheme; label: ReactNode } => ({
    value,
    label: <Group gap={6} justify="center" wrap="nowrap">{icon}<span>{t(`shell:theme.${value}`)}</span></Group>,
  });
  return (
    <Labelled label={t('shell:theme.label')}>
      {(id) => (
        <SegmentedControl<MantineColorScheme>
          aria-labelledby={id}
          fullWidth
          orientation="vertical"
          value={colorScheme}
          onChange={setColorScheme}
          data={[entry('light', <SunIcon size={16} />), entry('dark', <MoonIcon size={16} />), entry('auto', <DeviceIcon size={16} />)]}
        />
      )}
    </Labelled>
  );
}

function ShortcutSwitch(): ReactElement {
  const { t } = useText();
  const [on, choose] = usePreference(shortcutsChoice.key, shortcutsChoice.schema, true);
  return <Switch checked={on} onChange={(event) => choose(event.currentTarget.checked)} label={t('shell:shortcuts.label')} description={t('shell:shortcuts.hint')} />;
}

function SignOut(): ReactElement {
  const { t } = useText();
  const { api, leaveTo } = useOutside();
  const notify = useNotify();
  const leave = useMutation({
    mutationFn: () => api.send('POST', SESSION.leave, {}, leftSchema),
    onSuccess: ({ location }) => leaveTo(location),
    onError: notify.failed,
  });
  return (
    <Button variant="default" loading={leave.isPending} loaderProps={{ 'aria-label': t('shell:user.signingOut') }} onClick={() => leave.mutate()}>
      {t('shell:user.signOut')}
    </Button>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }): ReactElement {
  const id = useId();
  return <div><Text id={id} size="sm" fw={500} mb={4}>{label}</Text>{children(id)}</div>;
}
