// Every move since a day, as a list: each piece of work and each invoice that went from one state to another.
import { Card, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { dayIn } from '../../format/format.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useOutside } from '../../outside.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { MoveText, useKindText } from './move-text.tsx';
import { MoveSums, type Changes } from './moved-since.tsx';
import { daysBefore, useFlowQuestion, withParameters } from './question.ts';
import { RecordLink } from '../../components/record-link.tsx';

type Move = Changes['items'][number];

const idOf = ({ at, kind, id, to }: Move): string => `${at} ${kind} ${id} ${to ?? ''}`;

export default function Moves(): ReactElement {
  const { t } = useText();
  const { instant, money, timeZone } = useFormat();
  const { now } = useOutside();
  const { withAmounts, also: { locale } } = useFlowQuestion();
  const [params, setParams] = useSearchParams();
  const kindText = useKindText();
  const given = params.get('since');
  const since = given !== null && /^\d{4}-\d{2}-\d{2}$/u.test(given) ? given : daysBefore(dayIn(timeZone, new Date(now()).toISOString()), 1);
  const also = useMemo(() => ({ since, locale }), [since, locale]);
  const columns = useMemo<readonly Column<Move>[]>(() => [
    { id: 'at', title: t('billing:column.when'), render: ({ at }) => instant(at), width: 150 },
    { id: 'kind', title: t('billing:column.kind'), render: ({ kind }) => kindText(kind), width: 130 },
    { id: 'move', title: t('billing:column.move'), render: ({ from, to }) => <MoveText from={from} to={to} /> },
    { id: 'account', title: t('billing:column.account'), render: ({ account, customerName, customer }) => <RecordLink to="account" id={account}>{customerName ?? customer}</RecordLink>, long: true },
    { id: 'project', title: t('billing:column.project'), render: ({ deal, projectName, project }) => <RecordLink to="salesCase" id={deal}>{projectName ?? project}</RecordLink>, long: true },
    { id: 'number', title: t('billing:column.invoice'), render: ({ number }) => number, width: 100 },
    ...(withAmounts ? [{ id: 'amount', title: t('billing:column.amount'), numeric: true, width: 140, render: ({ amount, currency }: Move) => (typeof amount === 'string' && currency !== null ? money({ amount, currency }) : null) }] : []),
  ], [t, instant, money, kindText, withAmounts]);
  const setSince = (day: string | null): void => setParams((kept) => withParameters(kept, { since: day }), { replace: true });
  return (
    <>
      <PageHeader text={t('billing:moves.text')} actions={<PlainDateInput label={t('billing:moves.since')} value={since} onChange={setSince} />} />
      <Sums since={since} />
      <DataTable<Move>
        name="billing-moves" label={t('billing:moves.title')} path={CONTRACTS.changes.path} schema={CONTRACTS.changes.answer} also={also} columns={columns}
        idOf={idOf} nameOf={({ kind, customerName }) => `${kindText(kind)} ${customerName ?? ''}`} empty={{ title: t('billing:moves.empty.title'), text: t('billing:moves.empty.text') }}
      />
    </>
  );
}

function Sums({ since }: { readonly since: string }): ReactElement | null {
  const { t } = useText();
  const api = useApi();
  const moved = useQuery({ queryKey: ['billing-changes', since, 'sums'], queryFn: ({ signal }) => api.ask(CONTRACTS.changes, { query: { since, limit: 1 }, signal }) });
  if (!moved.data || moved.data.total === 0) return null;
  return <Card padding={0} mb="md"><Group px="md" pt="sm"><Text fw={600}>{t('billing:moves.sums')}</Text></Group><MoveSums sums={moved.data.sums} /></Card>;
}
