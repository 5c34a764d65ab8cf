// The billable flow in sums: by account, project, owner or month, each with what stands in each state. Invariant: a sum leads to the
// rows that it is made of, with the same filters and of the same day.
import { Anchor, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { sumOf } from '../../format/sum.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import type { FlowTableProps } from './line-table.tsx';
import { withParameters } from './question.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { FLOW_STATES } from './state-badge.tsx';

type Sum = z.output<typeof CONTRACTS.groups.answer>['items'][number];
type Cell = Sum['cells'][number];

export const GROUPINGS = ['account', 'project', 'owner', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const UNBILLED: ReadonlySet<string> = new Set(['unapproved', 'approved']);

export function GroupTable({ by, filters, also: given, withAmounts, currency }: FlowTableProps & { readonly by: Grouping }): ReactElement {
  const { t } = useText();
  const { date, hours, month, number } = useFormat();
  const [params] = useSearchParams();
  const also = useMemo(() => ({ state: FLOW_STATES, ...given, by }), [given, by]);
  const columns = useMemo<readonly Column<Sum>[]>(() => {
    const nameOf = ({ key, label }: Sum): string => (key === null ? t('billing:lines.none') : by === 'month' ? month(key) : (label ?? key));
    return [
      {
        id: 'name', title: t(`billing:column.${by}`), long: true, width: 240,
        render: (sum) => {
          const rows = rowsOf(params, by, sum);
          return rows === null ? nameOf(sum) : <Anchor component={Link} size="sm" to={`?${rows.toString()}`}>{nameOf(sum)}</Anchor>;
        },
      },
      ...(by === 'project' ? [{ id: 'account', title: t('billing:column.account'), long: true, width: 180, render: ({ account, accountName }: Sum) => <RecordLink to="account" id={account}>{accountName}</RecordLink> }] : []),
      ...FLOW_STATES.map((state): Column<Sum> => ({
        id: state, title: t(`billing:short.${state}`), numeric: true, initiallyHidden: state === 'credited',
        render: ({ cells }) => <Together cells={cells.filter((cell) => cell.state === state)} withAmounts={withAmounts} currency={currency} />,
      })),
      { id: 'hours', title: t('billing:column.hours'), numeric: true, render: ({ cells }) => { const own = cells.flatMap((cell) => (UNBILLED.has(cell.state) && cell.hours !== null ? [cell.hours] : [])); return own.length > 0 && hours(sumOf(own)); } },
      { id: 'oldest', title: t('billing:lines.oldest'), width: 110, render: ({ cells }) => { const [oldest] = cells.flatMap((cell) => (UNBILLED.has(cell.state) && cell.oldest !== null ? [cell.oldest] : [])).toSorted(); return oldest !== undefined && date(oldest); } },
      { id: 'count', title: t('billing:column.count'), numeric: true, initiallyHidden: true, render: ({ cells }) => number(cells.reduce((sum, { count }) => sum + count, 0)) },
    ];
  }, [t, by, params, month, hours, date, number, withAmounts, currency]);
  return (
    <DataTable<Sum>
      name={`billing-by-${by}`} label={t(`billing:lines.by.${by}`)} path={CONTRACTS.groups.path} schema={CONTRACTS.groups.answer} also={also} columns={columns} filters={filters} searchLabel={t('billing:lines.search')}
      idOf={({ key }) => key ?? ''} nameOf={({ key, label }) => label ?? key ?? t('billing:lines.none')} empty={{ title: t('billing:lines.empty.title'), text: t('billing:lines.empty.text') }}
    />
  );
}

/** One sum in the organisation's currency; per currency where a rate is not known; pieces where nobody may see amounts. */
function Together({ cells, withAmounts, currency }: { readonly cells: readonly Cell[]; readonly withAmounts: boolean; readonly currency: string | null }): ReactElement | null {
  const { money, number } = useFormat();
  if (cells.length === 0) return null;
  if (!withAmounts || currency === null) return <>{number(cells.reduce((sum, { count }) => sum + count, 0))}</>;
  const worths = cells.flatMap(({ organisationAmount }) => (typeof organisationAmount === 'string' ? [organisationAmount] : []));
  if (worths.length === cells.length && cells.every(({ unconverted }) => unconverted === 0)) return <>{money({ amount: sumOf(worths), currency })}</>;
  return <>{cells.map((cell) => <Text key={cell.currency} size="sm">{money({ amount: cell.amount ?? '0', currency: cell.currency })}</Text>)}</>;
}

/** The address of the rows behind a sum; null: those that belong to none cannot be asked for by name. */
function rowsOf(params: URLSearchParams, by: Grouping, { key, account }: Sum): URLSearchParams | null {
  const filter: Readonly<Record<string, string | null>> = by === 'account' ? { account } : by === 'month' ? { from: key, to: key } : { [by]: key };
  return Object.values(filter).includes(null) ? null : withParameters(params, { ...filter, by: null });
}
