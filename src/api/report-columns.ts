// The columns of the files of the reports. Invariant: as in billing-columns.ts.
import type { FunnelStage, HistoryViews, PipelineCell } from '../store/views/history.ts';
import { amount, plain } from './billing-columns.ts';
import type { FileColumn } from './sheet-file.ts';
import { sourceWord } from './contract/source-words.ts';

type Answer<Name extends 'profitable' | 'dormant' | 'pipeline' | 'salesForecast' | 'funnel'> = Awaited<ReturnType<HistoryViews[Name]>>;
type Profitable = Answer<'profitable'>['accounts'][number];
type Dormant = Answer<'dormant'>['accounts'][number];
type Stage = Answer<'pipeline'>['stages'][number];
type Month = Answer<'salesForecast'>['months'][number];
type Source = Answer<'funnel'>['sources'][number];

interface Reported {
  readonly customer: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
}

const who = <Row extends Reported>(): readonly FileColumn<Row>[] => [plain('text', 'Asiakas', 'Account', ({ name }) => name), plain('text', 'Vastuuhenkilö', 'Owner', ({ ownerName, owner }) => ownerName ?? owner)];
const inSevera = <Row extends Reported>(): FileColumn<Row> => plain('text', 'Tunniste Severassa', 'Id in Severa', ({ customer }) => customer);

export const profitableColumns: readonly FileColumn<Profitable>[] = [
  ...who<Profitable>(),
  amount('Laskutettu netto', 'Net invoiced', ({ netInvoiced }) => netInvoiced),
  amount('Kustannukset', 'Costs', ({ cost }) => cost),
  amount('Kate', 'Margin', ({ margin }) => margin),
  amount('Kate %', 'Margin %', ({ marginPercent }) => marginPercent),
  plain('decimal', 'Kirjauksia ilman kustannusta', 'Pieces of work without a cost', ({ without }) => without),
  inSevera(),
];

export const dormantColumns: readonly FileColumn<Dormant>[] = [
  ...who<Dormant>(),
  plain('date', 'Viimeisin työ', 'Last work', ({ lastWorkOn }) => lastWorkOn),
  plain('date', 'Viimeisin lasku', 'Last invoice', ({ lastInvoiceOn }) => lastInvoiceOn),
  plain('decimal', 'Avoimia myyntitapauksia', 'Open sales cases', ({ openDeals }) => openDeals),
  amount('Laskutettu netto', 'Net invoiced', ({ netInvoiced }) => netInvoiced),
  inSevera(),
];

const cell = <Row extends PipelineCell>(): readonly FileColumn<Row>[] => [
  plain('decimal', 'Myyntitapauksia', 'Sales cases', ({ count }) => count),
  plain('decimal', 'Ilman arvoa', 'Without a value', ({ withoutValue }) => withoutValue),
  amount('Arvo', 'Value', ({ value }) => value),
  amount('Painotettu arvo', 'Weighted value', ({ weighted }) => weighted),
  plain('text', 'Valuutta', 'Currency', ({ currency }) => currency),
];

export const pipelineColumns: readonly FileColumn<Stage>[] = [plain('text', 'Myynnin tila', 'Stage', ({ name, stage }) => name ?? stage), ...cell<Stage>()];

const WHEN: Readonly<Record<string, string>> = { late: 'myöhässä', later: 'myöhemmin', none: 'ei päivää' };

export const salesForecastColumns: readonly FileColumn<Month>[] = [
  { kind: 'text', label: { fi: 'Kuukausi', en: 'Month' }, of: ({ month }, locale) => (locale === 'fi' ? (WHEN[month] ?? month) : month) },
  ...cell<Month>(),
];

const STAGES: Readonly<Record<FunnelStage, readonly [fi: string, en: string]>> = {
  prospect: ['Prospekti', 'Prospect'], mql: ['MQL', 'MQL'], sql: ['SQL', 'SQL'], opportunity: ['Myyntimahdollisuus', 'Opportunity'], customer: ['Asiakas', 'Customer'],
};

export const funnelColumns: readonly FileColumn<Source>[] = [
  { kind: 'text', label: { fi: 'Lähde', en: 'Source' }, of: ({ source }, locale) => (source === null ? null : sourceWord(source, locale)) },
  ...(Object.keys(STAGES) as FunnelStage[]).map((stage) => plain<Source>('decimal', ...STAGES[stage], ({ reached }) => reached[stage])),
];
