// Which workspace one is in, and the way into another. Entering another one loads the app anew: rights, zone and data differ.
import { NativeSelect, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { nothing } from '../api.ts';
import { useNotify } from '../components/notify.tsx';
import { useText } from '../i18n/language.ts';
import { useOutside } from '../outside.ts';
import { SESSION, useSession } from '../session.ts';
import classes from './shell.module.css';

export function WorkspaceName(): ReactElement {
  const { t } = useText();
  const { workspace, workspaces } = useSession();
  const { api, leaveTo } = useOutside();
  const notify = useNotify();
  const enter = useMutation({
    mutationFn: (name: string) => api.send('POST', SESSION.enter, { workspace: name }, nothing),
    onSuccess: () => leaveTo('/'),
    onError: notify.failed,
  });
  if (workspaces.length < 2) return <Text className={classes['workspace'] ?? ''} c="dimmed" truncate>{workspace.label}</Text>;
  return (
    <NativeSelect
      aria-label={t('shell:workspace')}
      value={workspace.name}
      onChange={({ currentTarget: { value } }) => enter.mutate(value)}
      data={workspaces.map(({ name, label }) => ({ value: name, label }))}
      disabled={enter.isPending}
      size="xs"
      miw={0}
      maw={220}
    />
  );
}
