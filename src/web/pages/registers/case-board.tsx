// The sales cases as a board: a column per stage, those that are to be ordered first on top. Invariant: a column shows a few, and says
// how many there are and where all of them stand.
import { Anchor, Card, Group, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { useCaseQuestion, type CaseState } from './case-question.ts';
import type { SalesCase } from './case-table.tsx';
import { withParameter } from './quick-choice.tsx';
import classes from './registers.module.css';
import { StageFigures, useStages, type Stage } from './stage-sums.tsx';

const SHOWN = 20;

export function CaseBoard({ state }: { readonly state: CaseState | null }): ReactElement {
  const { t } = useText();
  const { stages, error, again } = useStages(state);
  if (error !== null && stages === null) return <ErrorNotice error={error} onRetry={again} />;
  if (stages === null) return <Skeleton height={320} />;
  const known = stages.filter((stage): stage is Stage & { readonly id: string } => stage.id !== null);
  if (known.length === 0) return <EmptyNotice title={t('registers:salesCase.empty.title')} text={t('registers:salesCase.empty.text')} />;
  // A region that scrolls has to be reachable by keyboard.
  return <section className={classes['board']} aria-label={t('registers:stages.label')} tabIndex={0}>{known.map((stage) => <StageColumn key={stage.id} stage={stage} state={state} />)}</section>;
}

function StageColumn({ stage, state }: { readonly stage: Stage & { readonly id: string }; readonly state: CaseState | null }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const [params] = useSearchParams();
  const query = { ...useCaseQuestion(state), stage: [stage.id], limit: SHOWN, sort: 'expectedOrderDate' as const };
  const cases = useQuery({ queryKey: [CONTRACTS.salesCases.path, query], queryFn: ({ signal }) => api.ask(CONTRACTS.salesCases, { query, signal }), placeholderData: keepPreviousData });
  const all = withParameter(withParameter(params, 'view', null), 'stage', stage.id);
  return (
    <Stack gap="xs" className={classes['column'] ?? ''}>
      <div><Text component="h2" size="sm" fw={600}>{stage.name}</Text><StageFigures stage={stage} /></div>
      {cases.isError && <ErrorNotice error={cases.error} onRetry={() => void cases.refetch()} />}
      {cases.isPending && <Skeleton height={120} />}
      {cases.data?.items.map((one) => <CaseCard key={one.id} of={one} />)}
      {cases.data?.items.length === 0 && <Text size="sm" c="dimmed">{t('registers:salesCase.noneInStage')}</Text>}
      {stage.count > SHOWN && <Anchor component={Link} to={{ search: all.toString() }} size="sm">{t('registers:salesCase.showAll', { count: stage.count })}</Anchor>}
    </Stack>
  );
}

function CaseCard({ of: { id, name, account, accountName, value, currency, expectedOrderDate, ownerName } }: { readonly of: SalesCase }): ReactElement {
  const { t } = useText();
  const { date, money } = useFormat();
  return (
    <Card padding="sm">
      <RecordLink to="salesCase" id={id}>{name ?? t('registers:salesCase.unnamed')}</RecordLink>
      {account !== null && <Text size="sm"><RecordLink to="account" id={account}>{accountName ?? account}</RecordLink></Text>}
      <Group justify="space-between" gap="xs" mt={4}>
        <Text size="sm" fw={600} className={classes['figure'] ?? ''}>{typeof value === 'string' && currency !== null && money({ amount: value, currency })}</Text>
        <Text size="xs" c="dimmed">{expectedOrderDate !== null && date(expectedOrderDate)}</Text>
      </Group>
      {ownerName !== null && <Text size="xs" c="dimmed">{ownerName}</Text>}
    </Card>
  );
}
