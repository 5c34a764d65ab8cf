// What has moved since the day before, on the board: the sums, and the latest moves with where each leads. Invariant: on the board of an
// earlier day stands nothing that moved after it.
import { Anchor, Card, Grid, Group, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { TimelineList, type TimelineEvent } from '../../components/timeline-list.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { MoveText, useKindText } from './move-text.tsx';
import { daysBefore } from './question.ts';
import { RecordLink } from '../../components/record-link.tsx';

export type Changes = z.output<typeof CONTRACTS.changes.answer>;

const LATEST = 8;
const AGAIN_MS = 30_000;

/** @param asOf the day of the board */
export function MovedSince({ asOf }: { readonly asOf: string }): ReactElement {
  const { t } = useText();
  const { date } = useFormat();
  const api = useApi();
  const id = useId();
  const since = daysBefore(asOf, 1);
  const moved = useQuery({ queryKey: ['billing-changes', since], queryFn: ({ signal }) => api.ask(CONTRACTS.changes, { query: { since, until: asOf, limit: LATEST }, signal }), refetchInterval: AGAIN_MS });
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" mb="sm">
        <Title order={2} id={id}>{t('billing:board.movedSince', { day: date(since) })}</Title>
        <Anchor component={Link} to={`/billing/changes?since=${since}`}>{t('billing:board.movedAll')}</Anchor>
      </Group>
      {moved.isError && <ErrorNotice error={moved.error} onRetry={() => void moved.refetch()} />}
      {moved.data?.total === 0 && <EmptyNotice title={t('billing:board.movedNothing.title')} text={t('billing:board.movedNothing.text')} />}
      {moved.data && moved.data.total > 0 && (
        <Grid>
          <Grid.Col span={{ base: 12, lg: 6 }}><Card padding={0}><MoveSums sums={moved.data.sums} /></Card></Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}><Card><LatestMoves items={moved.data.items} /></Card></Grid.Col>
        </Grid>
      )}
    </section>
  );
}

export function MoveSums({ sums }: Pick<Changes, 'sums'>): ReactElement {
  const { t } = useText();
  const { money, number } = useFormat();
  const kindText = useKindText();
  const withAmounts = sums.some(({ amount }) => amount !== undefined);
  return (
    <Table.ScrollContainer minWidth={460} type="native" tabIndex={0}>
      <Table aria-label={t('billing:moves.sums')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('billing:column.kind')}</Table.Th><Table.Th>{t('billing:column.move')}</Table.Th><Table.Th ta="right">{t('billing:column.count')}</Table.Th>
            {withAmounts && <Table.Th ta="right">{t('billing:column.amount')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sums.map(({ kind, from, to, currency, count, amount }) => (
            <Table.Tr key={[kind, from, to, currency].join(' ')}>
              <Table.Td>{kindText(kind)}</Table.Td><Table.Td><MoveText from={from} to={to} /></Table.Td><Table.Td ta="right">{number(count)}</Table.Td>
              {withAmounts && <Table.Td ta="right">{typeof amount === 'string' && currency !== null ? money({ amount, currency }) : null}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function LatestMoves({ items }: Pick<Changes, 'items'>): ReactElement {
  const { money } = useFormat();
  const kindText = useKindText();
  const events = items.map(({ at, kind, id, number, customerName, account, projectName, deal, from, to, currency, amount }): TimelineEvent => ({
    id: `${at} ${kind} ${id} ${to ?? ''}`,
    at,
    kind: kindText(kind),
    title: <>{number !== null && `${number} `}<RecordLink to="account" id={account}>{customerName ?? ''}</RecordLink></>,
    text: <><MoveText from={from} to={to} />{projectName !== null && <Text span size="sm"> <RecordLink to="salesCase" id={deal}>{projectName}</RecordLink></Text>}</>,
    ...(typeof amount === 'string' && currency !== null && { figure: money({ amount, currency }) }),
  }));
  return <TimelineList events={events} />;
}
