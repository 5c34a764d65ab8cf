// The connections to the systems: whether they work, what they may do, what is known of them and how much is asked of them.
import { Anchor, Button, Card, Group, SimpleGrid, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { Freshness } from '../../components/freshness.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useOutside } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { ConnectionProblem } from './connection-problem.tsx';
import { ConnectionState } from './connection-state.tsx';
import { FactList, FeatureList, FeedList, QuotaList } from './connection-parts.tsx';
import { useAsked, useConnections } from './use-connections.ts';
import type { Connection } from './use-connections.ts';

export default function Connections(): ReactElement {
  const { t } = useText();
  const { data, isPending, error, refetch } = useConnections();
  return (
    <>
      <PageHeader text={t('connections:intro')} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      <Stack gap="lg">{data?.connections.map((connection) => <ConnectionCard key={connection.system} connection={connection} />)}</Stack>
    </>
  );
}

function ConnectionCard({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useText();
  const { system, name, isConnected } = connection;
  return (
    <Card component="section" aria-labelledby={`connection-${system}`} padding="lg">
      <Group justify="space-between" align="flex-start" mb="md">
        <Group gap="sm"><Title order={2} id={`connection-${system}`}>{name}</Title><ConnectionState connection={connection} /></Group>
        <Deeds connection={connection} />
      </Group>
      {!isConnected && <Text>{t(`connections:connect.${system}`)}</Text>}
      {isConnected && <Known connection={connection} />}
    </Card>
  );
}

function Known({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useText();
  const { how, host, isVendor, mode, checked } = connection;
  return (
    <Stack gap="lg">
      <ConnectionProblem connection={connection} />
      <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="md">
        <Told label={t('connections:facts.account')}>{checked?.account ?? '–'}</Told>
        <Told label={t('connections:facts.mode')}>{t(`connections:mode.${mode}`)}<br /><Anchor component={Link} to="/settings?group=connections" size="xs">{t('connections:modeChange')}</Anchor></Told>
        <Told label={t('connections:facts.how')}>{how === null ? '–' : t(`connections:how.${how}`)}</Told>
        <Told label={t('connections:facts.host')}>{host}{!isVendor && <Text size="xs" c="dimmed">{t('connections:facts.sandbox')}</Text>}</Told>
        <Told label={t('connections:facts.tested')}>{checked === null ? t('connections:notTested') : <Freshness asOf={checked.at} staleAfterSeconds={7 * 86_400} />}</Told>
      </SimpleGrid>
      <QuotaList connection={connection} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <Stack gap="lg"><FeatureList connection={connection} /></Stack>
        <Stack gap="lg"><FeedList connection={connection} /><FactList connection={connection} /></Stack>
      </SimpleGrid>
    </Stack>
  );
}

function Told({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return <div><Text size="sm" c="dimmed">{label}</Text><Text component="div">{children}</Text></div>;
}

function Deeds({ connection: { system, name, isConnected, install } }: { readonly connection: Connection }): ReactElement | null {
  const { t } = useText();
  const [api, notify, confirm, { leaveTo }] = [useApi(), useNotify(), useConfirm(), useOutside()];
  const session = useSession();
  const test = useAsked(CONTRACTS.testConnection, system, t('connections:tested', { name }));
  const probe = useAsked(CONTRACTS.probeConnection, system, t('connections:probed', { name }));
  const begin = useMutation({ mutationFn: () => api.act(CONTRACTS.installConnection, { params: { system }, body: {} }), onSuccess: ({ url }) => leaveTo(url), onError: notify.failed });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('connections:installAsk.title'), text: t('connections:installAsk.text'), yes: t('connections:installAsk.yes') })) begin.mutate();
  };
  if (!may(session, { changes: ['connections'] })) return null;
  return (
    <Group gap="xs">
      {install === 'possible' && <Button variant="default" loading={begin.isPending} onClick={() => void ask()}>{t('connections:install')}</Button>}
      {(install === 'needs-public-url' || install === 'needs-app') && <Text size="sm" c="dimmed" maw={280}>{t(`connections:installNeeds.${install}`)}</Text>}
      {isConnected && <Tooltip label={t('connections:probeHint')}><Button variant="default" loading={probe.isPending} onClick={() => probe.mutate()}>{t('connections:probe')}</Button></Tooltip>}
      {isConnected && <Button loading={test.isPending} onClick={() => test.mutate()}>{t('connections:test')}</Button>}
    </Group>
  );
}
