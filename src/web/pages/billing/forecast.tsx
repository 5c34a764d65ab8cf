// The billing forecast: what is planned, recurs, is drafted, and may come from open sales cases, by month, as a chart with its figures
// behind it. Invariant: the chart and the table below it are the same figures.
import { Card, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import type { ChartPoint } from '../../components/chart.ts';
import { ChartCard } from '../../components/chart-card.tsx';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { sumOf } from '../../format/sum.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { ExportMenu } from '../../table/table-toolbar.tsx';
import { AsOfNotice, AsOfPicker, FlowFreshness } from './as-of.tsx';
import { useFlowQuestion, withParameters } from './question.ts';

type Forecast = z.output<typeof CONTRACTS.forecast.answer>;

const SOURCES = ['planned', 'recurring', 'drafts', 'pipeline'] as const;
const AHEAD = ['6', '12', '24', '36'] as const;
const USUAL = '12';

export default function BillingForecast(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const { asOf, setAsOf, also } = useFlowQuestion();
  const [params, setParams] = useSearchParams();
  const months = AHEAD.find((one) => one === params.get('months')) ?? USUAL;
  const query = { months, ...(asOf === null ? {} : { asOf }) };
  const forecast = useQuery({ queryKey: ['billing-forecast', months, asOf], queryFn: ({ signal }) => api.ask(CONTRACTS.forecast, { query, signal }) });
  const setMonths = (value: string | null): void => setParams((kept) => withParameters(kept, { months: value === USUAL ? null : value }), { replace: true });
  const actions = (
    <>
      <Select label={t('billing:forecast.months')} value={months} onChange={setMonths} data={AHEAD.map((value) => ({ value, label: t('billing:forecast.monthsAhead', { count: Number(value) }) }))} w={200} allowDeselect={false} />
      <AsOfPicker asOf={asOf} setAsOf={setAsOf} />
    </>
  );
  return (
    <>
      <PageHeader text={<>{t('billing:forecast.text')} {forecast.data && <FlowFreshness freshness={forecast.data.freshness} />}</>} actions={actions} />
      <AsOfNotice asOf={asOf} />
      {forecast.isError && <ErrorNotice error={forecast.error} onRetry={() => void forecast.refetch()} />}
      {forecast.isPending && <PageSkeleton />}
      {forecast.data?.cells.length === 0 && <EmptyNotice title={t('billing:forecast.empty.title')} text={t('billing:forecast.empty.text')} />}
      {forecast.data && forecast.data.cells.length > 0 && (
        <Stack gap="lg">
          <ForecastChart forecast={forecast.data} months={Number(months)} />
          <Details cells={forecast.data.cells} hrefOf={(format) => api.href(CONTRACTS.forecast.path, { ...also, months, format })} />
        </Stack>
      )}
    </>
  );
}

function ForecastChart({ forecast, months }: { readonly forecast: Forecast; readonly months: number }): ReactElement {
  const { t } = useText();
  const { money, month, number } = useFormat();
  const { cells, currency } = forecast;
  const withAmounts = cells.some(({ amount }) => amount !== undefined);
  const points = useMemo<readonly ChartPoint[]>(() => {
    const first = forecast.asOf.slice(0, 7);
    const named = [...(cells.some((cell) => cell.month === 'late') ? ['late'] : []), ...Array.from({ length: months }, (_, at) => monthAfter(first, at))];
    const valueOf = (name: string, source: string): string => {
      const own = cells.filter((cell) => cell.month === name && cell.source === source);
      return withAmounts ? sumOf(own.flatMap(({ organisationAmount }) => (typeof organisationAmount === 'string' ? [organisationAmount] : []))) : String(own.reduce((sum, { count }) => sum + count, 0));
    };
    return named.map((name) => ({ label: name === 'late' ? t('billing:forecast.late') : month(name), values: Object.fromEntries(SOURCES.map((source) => [source, valueOf(name, source)])) }));
  }, [forecast.asOf, cells, months, withAmounts, t, month]);
  return (
    <ChartCard
      title={withAmounts ? t('billing:forecast.chart', { currency }) : t('billing:forecast.counts')} text={t('billing:forecast.hint')} kind="stacked-bars" pointTitle={t('billing:column.month')} points={points}
      series={SOURCES.map((name) => ({ name, label: t(`billing:forecast.source.${name}`) }))}
      write={(value) => (withAmounts ? money({ amount: value, currency }) : number(value))} writeShort={(value) => number(value, { notation: 'compact' })}
    />
  );
}

interface DetailsProps {
  readonly cells: Forecast['cells'];
  readonly hrefOf: (format: 'csv' | 'xlsx') => string;
}

function Details({ cells, hrefOf }: DetailsProps): ReactElement {
  const { t } = useText();
  const { money, month, number } = useFormat();
  const withAmounts = cells.some(({ amount }) => amount !== undefined);
  return (
    <Card component="section" aria-label={t('billing:forecast.details')}>
      <Group justify="space-between" mb="sm"><Title order={2}>{t('billing:forecast.details')}</Title><ExportMenu hrefOf={hrefOf} /></Group>
      {cells.some((cell) => cell.month === 'late') && <Text size="sm" c="dimmed" mb="sm">{t('billing:forecast.late')}: {t('billing:forecast.lateHint')}</Text>}
      <Table.ScrollContainer minWidth={520} type="native" tabIndex={0}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('billing:column.month')}</Table.Th><Table.Th>{t('billing:forecast.sourceTitle')}</Table.Th><Table.Th ta="right">{t('billing:column.count')}</Table.Th>
              {withAmounts && <Table.Th ta="right">{t('billing:column.amount')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cells.map((cell) => (
              <Table.Tr key={[cell.month, cell.source, cell.currency].join(' ')}>
                <Table.Td>{cell.month === 'late' ? t('billing:forecast.late') : month(cell.month)}</Table.Td><Table.Td>{t(`billing:forecast.source.${cell.source}`)}</Table.Td><Table.Td ta="right">{number(cell.count)}</Table.Td>
                {withAmounts && <Table.Td ta="right">{cell.amount !== undefined && money({ amount: cell.amount, currency: cell.currency })}</Table.Td>}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

/** @param first `YYYY-MM` */
function monthAfter(first: string, months: number): string {
  const at = new Date(`${first}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}
