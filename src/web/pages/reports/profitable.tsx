// Accounts by what was invoiced in a period and what was left of it. Invariant: work whose cost nobody knows is said beside the margin.
import { Group, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { useSession } from '../../session.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { withParameters } from '../billing/question.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { DAY, useReportFilters } from './use-report-filters.ts';

type Item = z.output<typeof CONTRACTS.profitable.answer>['items'][number];

const idOf = ({ customer }: Item): string => customer;
const USUAL_SORT = { column: 'margin', direction: 'desc' } as const;

export default function Profitable(): ReactElement {
  const { t, language } = useText();
  const { money, percent, number } = useFormat();
  const { currency } = useSession().workspace;
  const [params, setParams] = useSearchParams();
  const filters = useReportFilters();
  const day = (name: string): string | null => (DAY.test(params.get(name) ?? '') ? params.get(name) : null);
  const [from, to] = [day('from'), day('to')];
  const also = useMemo(() => ({ from, to, locale: language }), [from, to, language]);
  const columns = useMemo<readonly Column<Item>[]>(() => [
    { id: 'name', title: t('reports:column.account'), sortable: true, long: true, width: 260, render: ({ account, name, customer }) => <RecordLink to="account" id={account}>{name ?? customer}</RecordLink> },
    { id: 'owner', title: t('reports:column.owner'), long: true, width: 170, render: ({ ownerName, owner }) => ownerName ?? owner },
    { id: 'netInvoiced', title: t('reports:column.netInvoiced'), sortable: true, numeric: true, width: 150, render: ({ netInvoiced }) => money({ amount: netInvoiced, currency }) },
    { id: 'cost', title: t('reports:column.cost'), sortable: true, numeric: true, width: 150, render: ({ cost }) => money({ amount: cost, currency }) },
    { id: 'margin', title: t('reports:column.margin'), sortable: true, numeric: true, width: 150, render: ({ margin }) => money({ amount: margin, currency }) },
    { id: 'marginPercent', title: t('reports:column.marginPercent'), sortable: true, numeric: true, width: 110, render: ({ marginPercent }) => marginPercent !== null && percent(Number(marginPercent) / 100) },
    { id: 'without', title: t('reports:column.without'), numeric: true, width: 130, initiallyHidden: true, render: ({ without }) => number(without) },
  ], [t, money, percent, number, currency]);
  const set = (change: Readonly<Record<string, string | null>>): void => setParams((kept) => withParameters(kept, change), { replace: true });
  return (
    <>
      <PageHeader
        text={t('reports:profitable.text')}
        actions={<Group gap="sm"><PlainDateInput label={t('reports:from')} value={from} onChange={(value) => set({ from: value })} /><PlainDateInput label={t('reports:to')} value={to} onChange={(value) => set({ to: value })} /></Group>}
      />
      {from === null && to === null && <Text c="dimmed" size="sm" mb="sm">{t('reports:profitable.period')}</Text>}
      <DataTable<Item>
        name="profitable" label={t('reports:profitable.title')} path={CONTRACTS.profitable.path} schema={CONTRACTS.profitable.answer} columns={columns} filters={filters} also={also} idOf={idOf} usualSort={USUAL_SORT}
        nameOf={({ name, customer }) => name ?? customer} empty={{ title: t('reports:profitable.empty.title'), text: t('reports:profitable.empty.text') }}
      />
    </>
  );
}
