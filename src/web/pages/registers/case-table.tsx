// The list of sales cases. Invariant: a value is a column only for whoever may see it.
import { Badge } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { useSeesValues, type CaseState } from './case-question.ts';

export type SalesCase = z.output<typeof CONTRACTS.salesCases.answer>['items'][number];

const STATES = ['open', 'won', 'lost'] as const;
const COLOURS = { open: 'spruce', won: 'green', lost: 'gray' } as const;
const idOf = ({ id }: SalesCase): string => id;

export function CaseTable({ state, filters }: { readonly state: CaseState | null; readonly filters: readonly Filter[] }): ReactElement {
  const { t, language } = useText();
  const navigate = useNavigate();
  const also = useMemo(() => ({ state, locale: language }), [state, language]);
  return (
    <DataTable<SalesCase>
      name="sales-cases" label={t('registers:salesCase.label')} path={CONTRACTS.salesCases.path} schema={CONTRACTS.salesCases.answer} also={also} columns={useColumns(state)} filters={filters} searchLabel={t('registers:salesCase.search')}
      idOf={idOf} nameOf={({ name }) => name ?? t('registers:salesCase.unnamed')} onOpen={({ id }) => void navigate(`/sales-cases/${encodeURIComponent(id)}`)}
      empty={{ title: t('registers:salesCase.empty.title'), text: t('registers:salesCase.empty.text') }}
    />
  );
}

function useColumns(only: CaseState | null): readonly Column<SalesCase>[] {
  const { t } = useText();
  const { date, money, percent } = useFormat();
  const seesValues = useSeesValues();
  return useMemo<readonly Column<SalesCase>[]>(() => [
    { id: 'name', title: t('registers:column.name'), sortable: true, long: true, isLink: true, width: 240, render: ({ id, name }) => <RecordLink to="salesCase" id={id}>{name ?? t('registers:salesCase.unnamed')}</RecordLink> },
    { id: 'account', title: t('registers:column.account'), long: true, width: 210, render: ({ account, accountName }) => account !== null && <RecordLink to="account" id={account}>{accountName ?? account}</RecordLink> },
    { id: 'stage', title: t('registers:column.stage'), width: 165, render: ({ stageName }) => stageName },
    ...(only === null ? [{ id: 'state', title: t('registers:column.state'), width: 100, render: (row: SalesCase) => { const known = STATES.find((one) => one === row.state); return known ? <Badge color={COLOURS[known]}>{t(`record:state.${known}`)}</Badge> : row.state; } }] : []),
    ...(seesValues ? [{ id: 'value', title: t('registers:column.value'), sortable: true, numeric: true, width: 140, render: ({ value, currency }: SalesCase) => typeof value === 'string' && currency !== null && money({ amount: value, currency }) }] : []),
    { id: 'probability', title: t('registers:column.probability'), numeric: true, width: 150, render: ({ probability }) => probability !== null && percent(Number(probability) / 100) },
    { id: 'expectedOrderDate', title: t('registers:column.expected'), sortable: true, width: 195, render: ({ expectedOrderDate }) => expectedOrderDate !== null && date(expectedOrderDate) },
    { id: 'owner', title: t('registers:column.owner'), long: true, width: 160, render: ({ ownerName }) => ownerName },
    { id: 'number', title: t('registers:column.number'), width: 100, initiallyHidden: true, render: (row) => row.number },
  ], [t, date, money, percent, seesValues, only]);
}
