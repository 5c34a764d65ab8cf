// Accounts that bought before and have not for long: whom to call.
import { useMemo, type ReactElement } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { useReportFilters } from './use-report-filters.ts';

type Item = z.output<typeof CONTRACTS.dormant.answer>['items'][number];

const MONTHS = ['3', '6', '12', '18', '24', '36'] as const;
const idOf = ({ customer }: Item): string => customer;

export default function Dormant(): ReactElement {
  const { t, language } = useText();
  const { date, money, number } = useFormat();
  const { reads, workspace } = useSession();
  const withAmounts = reads.includes('amounts');
  const own = useReportFilters();
  const filters = useMemo<readonly Filter[]>(() => [{ id: 'months', kind: 'choice', label: t('reports:dormant.months'), options: MONTHS.map((value) => ({ value, label: t('reports:dormant.monthsOf', { count: Number(value) }) })) }, ...own], [t, own]);
  const also = useMemo(() => ({ locale: language }), [language]);
  const columns = useMemo<readonly Column<Item>[]>(() => [
    { id: 'name', title: t('reports:column.account'), sortable: true, long: true, width: 260, render: ({ account, name, customer }) => <RecordLink to="account" id={account}>{name ?? customer}</RecordLink> },
    { id: 'owner', title: t('reports:column.owner'), long: true, width: 170, render: ({ ownerName, owner }) => ownerName ?? owner },
    { id: 'lastWork', title: t('reports:column.lastWork'), width: 130, render: ({ lastWorkOn }) => lastWorkOn !== null && date(lastWorkOn) },
    { id: 'lastInvoice', title: t('reports:column.lastInvoice'), width: 130, render: ({ lastInvoiceOn }) => lastInvoiceOn !== null && date(lastInvoiceOn) },
    { id: 'openDeals', title: t('reports:column.openDeals'), numeric: true, width: 120, render: ({ openDeals }) => number(openDeals) },
    ...(withAmounts ? [{ id: 'netInvoiced', title: t('reports:column.everInvoiced'), sortable: true, numeric: true, width: 150, render: ({ netInvoiced }: Item) => typeof netInvoiced === 'string' && money({ amount: netInvoiced, currency: workspace.currency }) }] : []),
  ], [t, date, money, number, withAmounts, workspace.currency]);
  return (
    <>
      <PageHeader text={t('reports:dormant.text')} />
      <DataTable<Item>
        name="dormant" label={t('reports:dormant.title')} path={CONTRACTS.dormant.path} schema={CONTRACTS.dormant.answer} columns={columns} filters={filters} also={also} idOf={idOf}
        nameOf={({ name, customer }) => name ?? customer} empty={{ title: t('reports:dormant.empty.title'), text: t('reports:dormant.empty.text') }}
      />
    </>
  );
}
