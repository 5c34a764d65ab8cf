// The first step: the connections, each with its test.
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { ConnectionProblem } from './connection-problem.tsx';
import { ConnectionState } from './connection-state.tsx';
import { useAsked } from './use-connections.ts';
import type { Connection } from './use-connections.ts';

export function ConnectStep({ connections, isDone }: { readonly connections: readonly Connection[]; readonly isDone: boolean }): ReactElement {
  const { t } = useText();
  return (
    <Stack gap="sm">
      {connections.map((connection) => <OneConnection key={connection.system} connection={connection} />)}
      {!isDone && <Text size="sm" c="dimmed">{t('welcome:connect.missing')}</Text>}
      <Anchor component={Link} to="/connections" size="sm">{t('welcome:connect.details')}</Anchor>
    </Stack>
  );
}

function OneConnection({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useText();
  const { system, name, isConnected, mode, checked } = connection;
  const test = useAsked(CONTRACTS.testConnection, system, t('connections:tested', { name }));
  const mayTest = may(useSession(), { changes: ['connections'] });
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Group gap="sm"><Text fw={600}>{name}</Text><ConnectionState connection={connection} />{isConnected && <Text size="sm" c="dimmed">{[checked?.account, t(`connections:mode.${mode}`)].filter(Boolean).join(' · ')}</Text>}</Group>
        {isConnected && mayTest && <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>{t('connections:test')}</Button>}
      </Group>
      {!isConnected && <Text size="sm">{t(`connections:connect.${system}`)}</Text>}
      <ConnectionProblem connection={connection} />
    </Stack>
  );
}
