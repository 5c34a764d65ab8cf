// Every change of one setting, the newest first, and the way back to the one before.
import { Button, Drawer, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { useSettingText } from './setting-value.ts';
import { SETTINGS_KEY } from './use-settings.ts';
import type { Setting } from './use-settings.ts';

interface SettingHistoryProps {
  /** Null: closed. */
  readonly setting: Setting | null;
  readonly mayChange: boolean;
  readonly onClose: () => void;
}

export function SettingHistory({ setting, mayChange, onClose }: SettingHistoryProps): ReactElement {
  const { t, language } = useText();
  return (
    <Drawer opened={setting !== null} onClose={onClose} position="right" size="md" title={setting === null ? '' : t('settings:historyOf', { name: setting.label[language] })} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {setting !== null && <Changes setting={setting} mayChange={mayChange} onClose={onClose} />}
    </Drawer>
  );
}

function Changes({ setting, mayChange, onClose }: SettingHistoryProps & { readonly setting: Setting }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  const textOf = useSettingText();
  const { data, error } = useQuery({ queryKey: [CONTRACTS.settingHistory.path, setting.path, setting.changed?.version], queryFn: ({ signal }) => api.ask(CONTRACTS.settingHistory, { query: { path: setting.path }, signal }) });
  const undo = useMutation({
    mutationFn: () => api.act(CONTRACTS.undoSetting, { body: { path: setting.path, version: setting.changed?.version ?? 0 } }),
    onSuccess: (told) => {
      queries.setQueryData(SETTINGS_KEY, told);
      notify.done(t('settings:undone'));
      onClose();
    },
    onError: notify.failed,
  });
  return (
    <Stack>
      {error && <ErrorNotice error={error} />}
      {data?.changes.length === 0 && <Text c="dimmed">{t('settings:historyEmpty')}</Text>}
      {data?.changes.map(({ version, current, by, at }) => (
        <div key={version}><Text>{current === null ? t('settings:toFile') : textOf(setting, current)}</Text><Text size="xs" c="dimmed">{t('settings:changedBy', { by, at: instant(at) })}</Text></div>
      ))}
      {mayChange && setting.applies !== 'never' && <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>{t('settings:undo')}</Button>}
    </Stack>
  );
}
