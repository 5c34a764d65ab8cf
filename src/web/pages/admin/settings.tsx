// The settings of the workspace by group, with a search over all of them.
import { Alert, NavLink, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { SearchIcon } from '../../components/icons.tsx';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { SaveBar } from './save-bar.tsx';
import { SettingField } from './setting-field.tsx';
import { SETTING_GROUPS, settingGroupOf, type SettingGroup } from './setting-groups.ts';
import { SettingHistory } from './setting-history.tsx';
import { useSettingDraft, useSettings } from './use-settings.ts';
import type { Setting, Settings } from './use-settings.ts';
import classes from './settings.module.css';

export default function SettingsPage(): ReactElement {
  const { t } = useText();
  const { data, isPending, error, refetch } = useSettings();
  return (
    <>
      <PageHeader text={t('settings:intro')} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && <Groups told={data} />}
    </>
  );
}

function Groups({ told: { settings, waiting } }: { readonly told: Settings }): ReactElement {
  const { t, language } = useText();
  const [params, setParams] = useSearchParams();
  const draft = useSettingDraft(settings);
  const mayChange = may(useSession(), { changes: ['settings'] });
  const [history, setHistory] = useState<Setting | null>(null);
  const word = params.get('q') ?? '';
  const present = useMemo(() => SETTING_GROUPS.filter((group) => settings.some(({ path }) => settingGroupOf(path) === group)), [settings]);
  const group = present.find((one) => one === params.get('group')) ?? present[0] ?? 'other';
  const fits = ({ path, label, text }: Setting): boolean => [path, label[language], text[language]].some((one) => one.toLocaleLowerCase(language).includes(word.toLocaleLowerCase(language)));
  const shown = word === '' ? settings.filter(({ path }) => settingGroupOf(path) === group) : settings.filter(fits);
  const choose = (name: string, value: string): void => setParams(value === '' ? {} : { [name]: value }, { replace: name === 'q' });
  return (
    <>
      {waiting > 0 && <Alert color="yellow" variant="light" mb="md">{t('settings:waiting', { count: waiting })}</Alert>}
      <TextInput aria-label={t('settings:find')} placeholder={t('settings:find')} leftSection={<SearchIcon size={16} />} value={word} onChange={(event) => choose('q', event.currentTarget.value)} mb="md" maw={360} />
      <div className={classes['layout']}>
        <GroupChoice groups={present} group={word === '' ? group : null} onChoose={(next) => choose('group', next)} />
        <div>
          {word === '' && <GroupHead group={group} />}
          {shown.length === 0 && <EmptyNotice title={t('settings:nothingFound.title')} text={t('settings:nothingFound.text')} />}
          {shown.filter(({ applies }) => applies !== 'never').map((setting) => <SettingField key={setting.path} setting={setting} draft={draft} mayChange={mayChange} onHistory={setHistory} />)}
          {shown.some(({ applies }) => applies === 'never') && <Title order={3} mt="lg">{t('settings:inFiles')}</Title>}
          {shown.filter(({ applies }) => applies === 'never').map((setting) => <SettingField key={setting.path} setting={setting} draft={draft} mayChange={mayChange} />)}
          <SaveBar draft={draft} />
        </div>
      </div>
      <SettingHistory setting={history} mayChange={mayChange} onClose={() => setHistory(null)} />
    </>
  );
}

interface GroupChoiceProps {
  readonly groups: readonly SettingGroup[];
  /** Null: a search goes over all of them. */
  readonly group: SettingGroup | null;
  readonly onChoose: (group: SettingGroup) => void;
}

function GroupChoice({ groups, group, onChoose }: GroupChoiceProps): ReactElement {
  const { t } = useText();
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  if (narrow) {
    return <Select aria-label={t('settings:title')} data={groups.map((one) => ({ value: one, label: t(`settings:group.${one}`) }))} value={group} onChange={(next) => { const chosen = groups.find((one) => one === next); if (chosen) onChoose(chosen); }} allowDeselect={false} />;
  }
  return (
    <nav className={classes['groups']} aria-label={t('settings:title')}>
      {groups.map((one) => <NavLink key={one} component="button" label={t(`settings:group.${one}`)} active={one === group} {...(one === group && { 'aria-current': 'page' as const })} onClick={() => onChoose(one)} />)}
    </nav>
  );
}

const EXPLAINED = ['amounts', 'gates', 'guard', 'deletes'] as const;

function GroupHead({ group }: { readonly group: SettingGroup }): ReactElement {
  const { t } = useText();
  const explained = EXPLAINED.find((one) => one === group);
  return <Stack gap={4} mb="xs"><Title order={2}>{t(`settings:group.${group}`)}</Title>{explained && <Text>{t(`settings:groupText.${explained}`)}</Text>}</Stack>;
}
