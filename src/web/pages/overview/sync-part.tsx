// Whether the systems are kept the same: when they were last read, the last runs, and what an admin has to do first.
import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { Figures, Part } from './part.tsx';

const AGAIN_MS = 15_000;
const STALE_SECONDS = 900;

export function SyncPart(): ReactElement {
  const { t } = useText();
  const { ago, instantTime, number } = useFormat();
  const now = useNow();
  const api = useApi();
  const runs = useQuery({ queryKey: ['overview-runs'], queryFn: ({ signal }) => api.ask(CONTRACTS.runs, { query: { limit: 20, quiet: 'with' }, signal }), refetchInterval: AGAIN_MS });
  const connections = useQuery({ queryKey: ['overview-connections'], queryFn: ({ signal }) => api.ask(CONTRACTS.connections, { query: {}, signal }), refetchInterval: AGAIN_MS });
  const steps = useQuery({ queryKey: ['onboarding'], queryFn: ({ signal }) => api.ask(CONTRACTS.onboarding, { query: {}, signal }) });
  const isNew = steps.data?.entities.some(({ isBackfilled }) => !isBackfilled) === true;
  const items = runs.data?.items ?? [];
  const [last] = items;
  const troubled = items.filter(({ state }) => state === 'failed' || state === 'halted').length;
  const systems = (connections.data?.connections ?? []).flatMap(({ system, feeds }) => {
    const read = feeds.flatMap(({ at }) => (at === null ? [] : [at])).toSorted();
    return [{ system, at: read.at(-1) ?? null }];
  });
  const calls = (connections.data?.connections ?? []).flatMap(({ quotas }) => quotas.map(({ callsToday }) => callsToday)).reduce((sum, count) => sum + count, 0);
  return (
    <Part title={t('overview:sync.title')} more={{ to: '/runs', label: t('overview:sync.more') }} asked={runs}>
      {isNew && (
        <Alert variant="light" mb="sm" title={t('overview:sync.none.title')}>
          <Text size="sm">{t('overview:sync.none.text')} <Anchor component={Link} to="/welcome">{t('overview:sync.none.action')}</Anchor></Text>
        </Alert>
      )}
      <Figures>
        {last && <KeyFigure label={t('overview:sync.last')} value={ago(last.startedAt, now)} detail={t(`runs:state.${last.state}`)} to={`/runs/${last.id}`} />}
        <KeyFigure label={t('overview:sync.troubled')} value={number(troubled)} detail={t('overview:sync.of', { count: items.length })} to="/runs?state=failed&state=halted&quiet=with" />
        {systems.map(({ system, at }) => <KeyFigure key={system} label={t(`overview:sync.read.${system}`)} value={at === null ? t('overview:sync.never') : instantTime(at)} asOf={at} staleAfterSeconds={STALE_SECONDS} to="/connections" />)}
        {calls > 0 && <KeyFigure label={t('overview:sync.calls')} value={number(calls)} detail={t('overview:sync.callsOf')} to="/connections" />}
      </Figures>
    </Part>
  );
}
