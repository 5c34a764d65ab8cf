// The rows of the billable flow. Each leads to its account and its sales case, says what it is called in Severa, and opens to the
// remarks on its account and project.
import { Anchor } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import type { Query } from '../../api.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import type { Line } from './line.ts';
import { LineDrawer } from './line-drawer.tsx';
import { useKindText } from './move-text.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { OPEN_STATES, StateBadge } from './state-badge.tsx';

export interface FlowTableProps {
  readonly filters: readonly Filter[];
  readonly also: Query;
  readonly withAmounts: boolean;
  /** The organisation's; null: not known yet. */
  readonly currency: string | null;
}

/** A row that several projects share is there once for each. */
const idOf = ({ kind, id, project }: Line): string => [kind, id, project ?? ''].join(' ');

export function LineTable({ filters, also: given, withAmounts, currency }: FlowTableProps): ReactElement {
  const { t } = useText();
  const { date, hours, money } = useFormat();
  const kindText = useKindText();
  // Unless states are chosen: finance looks at what is open.
  const also = useMemo(() => ({ state: OPEN_STATES, ...given }), [given]);
  const [opened, setOpened] = useState<Line | null>(null);
  const columns = useMemo<readonly Column<Line>[]>(() => [
    { id: 'account', title: t('billing:column.account'), sortable: true, long: true, width: 190, isLink: true, render: ({ account, customerName, customer }) => <RecordLink to="account" id={account}>{customerName ?? customer ?? t('billing:lines.none')}</RecordLink> },
    { id: 'project', title: t('billing:column.project'), sortable: true, long: true, width: 190, render: ({ deal, projectName, projectNumber }) => <RecordLink to="salesCase" id={deal}>{[projectNumber, projectName].filter((part) => part !== null).join(' ')}</RecordLink> },
    { id: 'state', title: t('billing:column.state'), sortable: true, width: 150, render: ({ state }) => <StateBadge state={state} /> },
    { id: 'since', title: t('billing:lines.since'), sortable: true, width: 110, render: ({ since }) => since !== null && date(since) },
    { id: 'age', title: t('billing:lines.age'), numeric: true, width: 100, render: ({ ageDays }) => ageDays !== null && t('billing:days', { count: ageDays }) },
    { id: 'kind', title: t('billing:column.kind'), width: 120, render: ({ kind }) => kindText(kind) },
    { id: 'hours', title: t('billing:column.hours'), sortable: true, numeric: true, width: 90, render: (line) => line.hours !== null && hours(line.hours) },
    ...(withAmounts ? [
      { id: 'amount', title: t('billing:column.amount'), sortable: true, numeric: true, width: 130, render: (line: Line) => line.amount !== undefined && money({ amount: line.amount, currency: line.currency }) },
      { id: 'organisationAmount', title: t('billing:column.organisationAmount', { currency: currency ?? '' }), sortable: true, numeric: true, width: 130, initiallyHidden: true, render: (line: Line) => typeof line.organisationAmount === 'string' && currency !== null && money({ amount: line.organisationAmount, currency }) },
    ] : []),
    { id: 'invoice', title: t('billing:column.invoice'), width: 90, render: ({ invoiceNumber }) => invoiceNumber },
    { id: 'owner', title: t('billing:column.owner'), sortable: true, long: true, width: 140, render: ({ ownerName }) => ownerName },
    { id: 'date', title: t('billing:column.date'), width: 110, initiallyHidden: true, render: (line) => line.date !== null && date(line.date) },
    { id: 'remarks', title: t('billing:column.remarks'), width: 120, render: (line) => <Anchor component="button" type="button" size="sm" onClick={() => setOpened(line)}>{line.remarks > 0 ? t('billing:lines.remarks', { count: line.remarks }) : t('billing:lines.details')}</Anchor> },
  ], [t, date, hours, money, kindText, withAmounts, currency]);
  return (
    <>
      <DataTable<Line>
        name="billing-lines" label={t('billing:lines.label')} path={CONTRACTS.lines.path} schema={CONTRACTS.lines.answer} also={also} columns={columns} filters={filters} searchLabel={t('billing:lines.search')}
        idOf={idOf} nameOf={({ customerName, projectName, kind }) => [customerName, projectName, kindText(kind)].filter((part) => part !== null).join(', ')} onOpen={setOpened}
        empty={{ title: t('billing:lines.empty.title'), text: t('billing:lines.empty.text') }}
      />
      <LineDrawer line={opened} onClose={() => setOpened(null)} />
    </>
  );
}
