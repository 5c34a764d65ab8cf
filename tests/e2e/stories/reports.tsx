// Key figures with their freshness, and charts with a table behind them.
import { SimpleGrid, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ChartPoint } from '../../../src/web/components/chart.ts';
import { ChartCard } from '../../../src/web/components/chart-card.tsx';
import { KeyFigure } from '../../../src/web/components/key-figure.tsx';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { useFormat } from '../../../src/web/outside.ts';
import { useWords } from './words.ts';

const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01'] as const;
const FLOW = [[41_250.5, 12_000, 3_400], [18_900, 9_800.25, 5_100], [52_310, 15_420, 2_050], [61_775.9, 18_100, 7_300], [58_400, 22_750, 9_900.1], [33_120, 31_890, 12_400], [0, 44_300, 18_250], [0, 27_500, 21_000]] as const;

export default function Reports(): ReactElement {
  const { money, month, number } = useFormat();
  const words = useWords({
    fi: { text: 'Tilanne juuri nyt ja lähikuukaudet.', unbilled: 'Laskuttamatta, hyväksytty', drafts: 'Laskuluonnoksilla', overdue: 'Erääntynyt', hours: 'Hyväksymättömät tunnit', toYesterday: 'eiliseen verrattuna', forecast: 'Laskutusennuste', forecastText: 'Laskutettu, suunniteltu ja painotettu myyntiputki.', month: 'Kuukausi', done: 'Laskutettu', planned: 'Suunniteltu', pipeline: 'Painotettu putki', hoursChart: 'Laskutettavat tunnit', approved: 'Hyväksytty', waiting: 'Odottaa' },
    en: { text: 'Where we stand now, and the months ahead.', unbilled: 'Unbilled, approved', drafts: 'On draft invoices', overdue: 'Overdue', hours: 'Hours not approved', toYesterday: 'since yesterday', forecast: 'Billing forecast', forecastText: 'Invoiced, planned and the weighted pipeline.', month: 'Month', done: 'Invoiced', planned: 'Planned', pipeline: 'Weighted pipeline', hoursChart: 'Billable hours', approved: 'Approved', waiting: 'Waiting' },
  });
  const eur = (amount: string): string => money({ amount, currency: 'EUR' });
  const points = MONTHS.map((each, index): ChartPoint => ({ label: month(each), values: { done: String(FLOW[index]?.[0] ?? 0), planned: String(FLOW[index]?.[1] ?? 0), pipeline: String(FLOW[index]?.[2] ?? 0) } }));
  const hours = MONTHS.slice(0, 6).map((each, index): ChartPoint => ({ label: month(each), values: { approved: String(820 + index * 37.5), waiting: String(140 - index * 12.25) } }));
  return (
    <>
      <PageHeader text={words.text} />
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
          <KeyFigure label={words.unbilled} value={eur('148230.50')} change={{ direction: 'up', amount: eur('4200'), good: true }} detail={words.toYesterday} asOf="2026-11-20T09:38:10Z" to="/invoices?state=draft" />
          <KeyFigure label={words.drafts} value={eur('31890')} change={{ direction: 'same', amount: '', good: null }} asOf="2026-11-20T09:38:10Z" />
          <KeyFigure label={words.overdue} value={eur('12044.75')} change={{ direction: 'up', amount: eur('1830.25'), good: false }} detail={words.toYesterday} asOf="2026-11-20T05:02:00Z" to="/invoices?state=overdue" />
          <KeyFigure label={words.hours} value={number('216.25')} change={{ direction: 'down', amount: number('18.5'), good: true }} asOf={null} />
        </SimpleGrid>
        <ChartCard title={words.forecast} text={words.forecastText} kind="stacked-bars" pointTitle={words.month} points={points} write={eur} writeShort={(value) => number(value, { notation: 'compact' })} series={[{ name: 'done', label: words.done }, { name: 'planned', label: words.planned }, { name: 'pipeline', label: words.pipeline }]} />
        <ChartCard title={words.hoursChart} kind="lines" pointTitle={words.month} points={hours} write={(value) => number(value, { minimumFractionDigits: 1 })} writeShort={(value) => number(value)} series={[{ name: 'approved', label: words.approved }, { name: 'waiting', label: words.waiting }]} />
      </Stack>
    </>
  );
}
