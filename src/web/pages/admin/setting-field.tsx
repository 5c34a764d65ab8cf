// One setting: what it is called, what it means, its value, where that comes from and when a change counts.
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { SettingInput } from './setting-input.tsx';
import { useSettingText } from './setting-value.ts';
import type { Setting, SettingDraft } from './use-settings.ts';
import classes from './settings.module.css';

interface SettingFieldProps {
  readonly setting: Setting;
  readonly draft: SettingDraft;
  readonly mayChange: boolean;
  readonly onHistory?: (setting: Setting) => void;
}

export function SettingField({ setting, draft, mayChange, onHistory }: SettingFieldProps): ReactElement {
  const { t, language } = useText();
  const textOf = useSettingText();
  const { path, kind, label, text, current, installed, applies, file, waits, isOverridden, changed } = setting;
  const isChanged = draft.changes.has(path);
  const drafted = draft.changes.get(path) ?? (isChanged ? installed : current);
  const editable = mayChange && applies !== 'never' && kind !== 'other' && kind !== 'list';
  return (
    <section className={classes['field']} data-changed={isChanged} aria-label={label[language]}>
      <div>
        <Group gap={8}><Text fw={600}>{label[language]}</Text>{waits && <Badge color="yellow">{t('settings:waits')}</Badge>}</Group>
        <Text size="sm" c="dimmed">{text[language]}</Text>
        <Needs setting={setting} />
      </div>
      <Stack gap={6}>
        {editable ? <SettingInput setting={setting} value={drafted} onChange={(next) => draft.set(setting, next)} error={draft.errors[path]} /> : <Text>{textOf(setting, current)}</Text>}
        <Group gap="sm">
          <Text size="xs" c="dimmed">{t(`settings:applies.${applies}`, { file })}</Text>
          {path === 'schedules.jobs' && <Anchor component={Link} to="/schedules" size="xs">{t('settings:schedulesLink')}</Anchor>}
        </Group>
        <Origin setting={setting} />
        {(isOverridden || changed !== null) && (
          <Group gap="xs">
            {isOverridden && editable && <Button size="compact-xs" variant="default" onClick={() => draft.set(setting, null)}>{t('settings:reset')}</Button>}
            {onHistory && changed !== null && <Button size="compact-xs" variant="subtle" onClick={() => onHistory(setting)}>{t('settings:history')}</Button>}
          </Group>
        )}
      </Stack>
    </section>
  );
}

function Origin({ setting }: { readonly setting: Setting }): ReactElement | null {
  const { t } = useText();
  const { instant } = useFormat();
  const textOf = useSettingText();
  const { changed, isOverridden, installed } = setting;
  if (changed === null) return null;
  const said = { by: changed.by, at: instant(changed.at) };
  return <Text size="xs" c="dimmed">{isOverridden ? `${t('settings:changedBy', said)}. ${t('settings:installed', { value: textOf(setting, installed) })}` : t('settings:takenBack', said)}</Text>;
}

function Needs({ setting: { needs, current } }: { readonly setting: Setting }): ReactElement | null {
  const { t } = useText();
  const { list } = useFormat();
  if (needs.length === 0) return null;
  return (
    <Stack gap={2} mt={4}>
      {needs.map(({ system, scopes, missing }) => (
        <Text key={system} size="xs" c={current === true && missing.length > 0 ? 'red' : 'dimmed'}>{current === true && missing.length > 0 ? t('settings:lacks', { system, scopes: list(missing) }) : t('settings:needs', { system, scopes: list(scopes) })}</Text>
      ))}
    </Stack>
  );
}
