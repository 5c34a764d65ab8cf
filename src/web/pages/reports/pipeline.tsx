// The pipeline: open deals by stage, and by the month they are expected in, weighted by how likely they are. Invariant: the charts and the
// tables behind them are the same figures; without the right to amounts they count deals.
import { Group, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { ChartCard } from '../../components/chart-card.tsx';
import type { ChartPoint } from '../../components/chart.ts';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { sumOf } from '../../format/sum.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { ExportMenu } from '../../table/table-toolbar.tsx';
import { withParameters } from '../billing/question.ts';
import { OwnerChoice } from './owner-choice.tsx';

const AHEAD = ['6', '12', '24'] as const;
const USUAL = '12';

interface Cell {
  readonly count: number;
  readonly value?: string | undefined;
  readonly organisationValue?: string | null | undefined;
  readonly organisationWeighted?: string | null | undefined;
}

export default function Pipeline(): ReactElement {
  const { t, language } = useText();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const months = AHEAD.find((one) => one === params.get('months')) ?? USUAL;
  const owner = params.get('owner');
  const whose = owner === null ? {} : { owner };
  const stages = useQuery({ queryKey: ['pipeline', owner], queryFn: ({ signal }) => api.ask(CONTRACTS.pipeline, { query: whose, signal }) });
  const coming = useQuery({ queryKey: ['sales-forecast', months, owner], queryFn: ({ signal }) => api.ask(CONTRACTS.salesForecast, { query: { ...whose, months }, signal }) });
  const { month } = useFormat();
  const failed = [stages, coming].find(({ isError }) => isError);
  const named = (value: string): string => (value === 'late' || value === 'later' || value === 'none' ? t(`reports:pipeline.when.${value}`) : month(value));
  return (
    <>
      <PageHeader
        text={t('reports:pipeline.text')}
        actions={<Group gap="sm"><OwnerChoice value={owner} onChange={(value) => setParams((kept) => withParameters(kept, { owner: value }), { replace: true })} /><Select label={t('reports:pipeline.months')} value={months} onChange={(value) => setParams((kept) => withParameters(kept, { months: value === USUAL ? null : value }), { replace: true })} data={AHEAD.map((value) => ({ value, label: t('reports:pipeline.monthsAhead', { count: Number(value) }) }))} w={200} allowDeselect={false} /></Group>}
      />
      {failed && <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      {(stages.isPending || coming.isPending) && !failed && <PageSkeleton />}
      {stages.data?.stages.length === 0 && <EmptyNotice title={t('reports:pipeline.empty.title')} text={owner === null ? t('reports:pipeline.empty.text') : t('reports:narrowed')} />}
      {stages.data && coming.data && stages.data.stages.length > 0 && (
        <Stack gap="lg">
          <CellChart title={t('reports:pipeline.stages')} pointTitle={t('reports:pipeline.stage')} cells={stages.data.stages.map((stage) => ({ ...stage, label: stage.name ?? stage.stage ?? t('reports:pipeline.noStage') }))} currency={stages.data.currency} hrefOf={(format) => api.href(CONTRACTS.pipeline.path, { ...whose, format, locale: language })} />
          <CellChart title={t('reports:pipeline.byMonth')} pointTitle={t('reports:pipeline.monthTitle')} cells={coming.data.months.map((cell) => ({ ...cell, label: named(cell.month) }))} currency={coming.data.currency} hrefOf={(format) => api.href(CONTRACTS.salesForecast.path, { ...whose, months, format, locale: language })} />
        </Stack>
      )}
    </>
  );
}

interface CellChartProps {
  readonly title: string;
  readonly pointTitle: string;
  readonly cells: readonly (Cell & { readonly label: string })[];
  readonly currency: string;
  readonly hrefOf: (format: 'csv' | 'xlsx') => string;
}

/** One point per label, whatever currencies its deals are in. */
function CellChart({ title, pointTitle, cells, currency, hrefOf }: CellChartProps): ReactElement {
  const { t } = useText();
  const { money, number } = useFormat();
  const withAmounts = cells.some(({ value }) => value !== undefined);
  const points = useMemo<readonly ChartPoint[]>(() => {
    const worth = (own: readonly Cell[], of: 'organisationValue' | 'organisationWeighted'): string => sumOf(own.flatMap((cell) => (typeof cell[of] === 'string' ? [cell[of]] : [])));
    return [...Map.groupBy(cells, ({ label }) => label)].map(([label, own]): ChartPoint => ({
      label,
      values: withAmounts ? { value: worth(own, 'organisationValue'), weighted: worth(own, 'organisationWeighted') } : { count: String(own.reduce((sum, { count }) => sum + count, 0)) },
    }));
  }, [cells, withAmounts]);
  return (
    <ChartCard
      title={title} text={withAmounts ? t('reports:pipeline.inCurrency', { currency }) : t('reports:pipeline.counted')} kind="bars" pointTitle={pointTitle} points={points} aside={<ExportMenu hrefOf={hrefOf} />}
      series={withAmounts ? [{ name: 'value', label: t('reports:pipeline.value') }, { name: 'weighted', label: t('reports:pipeline.weighted') }] : [{ name: 'count', label: t('reports:pipeline.deals') }]}
      write={(value) => (withAmounts ? money({ amount: value, currency }) : number(value))} writeShort={(value) => number(value, { notation: 'compact' })}
    />
  );
}
