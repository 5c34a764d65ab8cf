// The billing table: every piece of work and every invoice row, or their sums by account, project, owner or month. Invariant: all of
// it is one question; going from sums to rows keeps the filters and the day.
import { Group, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { AsOfNotice, AsOfPicker, FlowFreshness } from './as-of.tsx';
import { GroupTable, GROUPINGS, type Grouping } from './group-table.tsx';
import { LineTable } from './line-table.tsx';
import { useFlowQuestion, withParameters } from './question.ts';
import { useBoard } from './use-board.ts';
import { useFilters } from './use-filters.ts';
import { ViewChoice } from './view-choice.tsx';

export default function BillingLines(): ReactElement {
  const { t } = useText();
  const { asOf, setAsOf, withAmounts, also } = useFlowQuestion();
  const [params, setParams] = useSearchParams();
  const by = GROUPINGS.find((one) => one === params.get('by')) ?? null;
  const board = useBoard(asOf);
  const currency = board.data?.currency ?? null;
  const currencies = useMemo(() => [...new Set(board.data?.cells.map((cell) => cell.currency))].toSorted(), [board.data]);
  const filters = useFilters(currencies);
  const setBy = (value: string): void => setParams((kept) => withParameters(kept, { by: value === 'rows' ? null : value, sort: null }), { replace: true });
  const data = (['rows', ...GROUPINGS] as const).map((value: 'rows' | Grouping) => ({ value, label: t(`billing:lines.by.${value}`) }));
  return (
    <>
      <PageHeader text={<>{t('billing:lines.text')} {board.data && <FlowFreshness freshness={board.data.freshness} />}</>} actions={<AsOfPicker asOf={asOf} setAsOf={setAsOf} />} />
      <AsOfNotice asOf={asOf} />
      <Group mb="md" justify="space-between"><ViewChoice label={t('billing:lines.by.label')} value={by ?? 'rows'} onChange={setBy} data={data} />{by === null && !params.has('state') && <Text size="sm" c="dimmed">{t('billing:lines.open')}</Text>}</Group>
      {by === null ? <LineTable {...{ filters, also, withAmounts, currency }} /> : <GroupTable key={by} {...{ by, filters, also, withAmounts, currency }} />}
    </>
  );
}
