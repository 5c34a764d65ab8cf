// The reports as tables for a terminal. Invariant: sums of several currencies are never added up; what they come to in the
// organisation's currency stands beside them.
import type { DormantAccount, FunnelRow, PipelineCell, PipelineMonth, PipelineStage, ProfitableAccount } from '../store/views/history.ts';
import { FUNNEL_STAGES } from '../store/views/history.ts';
import { table } from './table.ts';

const right = (label: string): { readonly label: string; readonly right: true } => ({ label, right: true });

const cutOff = (shown: number, total: number): string => (shown < total ? `  ... the first ${shown} of ${total}; --limit shows more\n` : '');

interface Ranked<Account> {
  readonly currency: string;
  readonly total: number;
  readonly accounts: readonly Account[];
}

export function profitableText({ accounts, currency, total }: Ranked<ProfitableAccount>): string {
  if (accounts.length === 0) return 'Nothing was invoiced.\n';
  const rows = accounts.map(({ name, customer, ownerName, owner, netInvoiced, cost, margin, marginPercent, without }) => [name ?? customer, ownerName ?? owner, netInvoiced, cost, margin, marginPercent, without > 0 ? `${without} without a cost` : null]);
  return table([{ label: 'Account' }, { label: 'Owner' }, right(`Invoiced ${currency}`), right('Costs'), right('Margin'), right('%'), { label: '' }], rows) + cutOff(accounts.length, total);
}

export function dormantText({ accounts, currency, total }: Ranked<DormantAccount>): string {
  if (accounts.length === 0) return 'None.\n';
  const rows = accounts.map(({ name, customer, ownerName, owner, lastWorkOn, lastInvoiceOn, openDeals, netInvoiced }) => [name ?? customer, ownerName ?? owner, lastWorkOn, lastInvoiceOn, openDeals, netInvoiced ?? null]);
  return table([{ label: 'Account' }, { label: 'Owner' }, { label: 'Last work' }, { label: 'Last invoice' }, right('Open deals'), right(`Invoiced ${currency}`)], rows) + cutOff(accounts.length, total);
}

const cell = ({ currency, count, value, weighted, organisationWeighted, withoutValue }: PipelineCell): readonly (string | number | null)[] => [
  currency, count, value ?? null, weighted ?? null, organisationWeighted ?? '-', withoutValue > 0 ? `${withoutValue} without a value` : null,
];

const cells = (currency: string): readonly { readonly label: string; readonly right?: boolean }[] => [{ label: 'Currency' }, right('Deals'), right('Value'), right('Weighted'), right(`Weighted ${currency}`), { label: '' }];

export function stagesText({ stages, currency }: { readonly stages: readonly PipelineStage[]; readonly currency: string }): string {
  return stages.length === 0 ? 'There are no open deals.\n' : table([{ label: 'Stage' }, ...cells(currency)], stages.map((stage) => [stage.name ?? stage.stage ?? '(none)', ...cell(stage)]));
}

const MONTHS: Readonly<Record<string, string>> = { late: 'late', later: 'later', none: 'no date' };

export function monthsText({ months, currency }: { readonly months: readonly PipelineMonth[]; readonly currency: string }): string {
  return months.length === 0 ? 'There are no open deals.\n' : table([{ label: 'Month' }, ...cells(currency)], months.map((month) => [MONTHS[month.month] ?? month.month, ...cell(month)]));
}

const funnelCells = (label: string, { reached, conversion }: FunnelRow): readonly string[] => [
  label, ...FUNNEL_STAGES.map((stage) => `${reached[stage]}${stage !== 'prospect' && conversion[stage] !== null ? ` (${conversion[stage]} %)` : ''}`),
];

/** HubSpot's `PAID_SEARCH` is `paid search`; a source of another spelling is shown as it is. */
const sourceName = (source: string | null): string => (source === null ? '(not known)' : /^[A-Z_]+$/u.test(source) ? source.replaceAll('_', ' ').toLowerCase() : source);

export function funnelText({ all, sources }: { readonly all: FunnelRow; readonly sources: readonly FunnelRow[] }): string {
  return table([{ label: 'Source' }, ...['Prospects', 'MQL', 'SQL', 'Opportunities', 'Customers'].map(right)], [...sources.map((source) => funnelCells(sourceName(source.source), source)), funnelCells('all', all)]);
}
