// Purchase history in words and tables for a terminal. Invariant: an amount stands with its currency, and a difference with what it is.
import type { AccountHeader, AccountTotals, TimelineItem, TimelineKind, TimelinePage, Trace, TraceDifference, TraceLine } from '../store/views/history.ts';
import { boardText } from './billing-words.ts';
import { table } from './table.ts';
import { whenText } from './words.ts';

const KIND: Readonly<Record<TimelineKind, string>> = {
  deal: 'deal', dealWon: 'deal won', dealLost: 'deal lost', proposal: 'proposal', project: 'project begun', projectClosed: 'project closed', invoice: 'invoice', creditNote: 'credit note', activity: 'activity', touch: 'in touch',
};
const TRACE: Readonly<Record<TraceLine['kind'], string>> = { hours: 'hours', fees: 'fees', travel: 'travel', flatRates: 'flat rates', other: 'other', total: 'total' };
const DIFFERENCE: Readonly<Record<TraceDifference, string>> = {
  noProposal: 'no accepted proposal', doneOverAgreed: 'more done than agreed', doneNotInvoiced: 'done and not invoiced', invoicedOverAgreed: 'more invoiced than agreed',
};

/** HubSpot's words for how a touch went; another one is shown as it is. */
const WENT: Readonly<Record<string, string>> = {
  COMPLETED: 'done', SCHEDULED: 'to come', RESCHEDULED: 'moved', NO_SHOW: 'nobody came', CANCELED: 'cancelled', EMAIL: 'sent', INCOMING_EMAIL: 'received', FORWARDED_EMAIL: 'forwarded', INBOUND: 'received', OUTBOUND: 'made',
};

const known = (label: string, value: string | null): readonly string[] => (value === null || value === '' ? [] : [`${label} ${value}`]);

export function headerText({ name, account, businessId, ownerName, owner, lifecycle, industry, segments, valueClass, sizeClass, customerSince, lastInvoiceOn, lastWorkOn, nextBillingOn, counts }: AccountHeader): string {
  const who = [...known('business ID', businessId), ...known('owner', ownerName ?? owner), ...known('lifecycle', lifecycle), ...known('industry', industry), ...known('segments', segments.join(', '))];
  const what = [...known('value class', valueClass), ...known('size', sizeClass), ...known('customer since', customerSince), ...known('last work', lastWorkOn), ...known('last invoice', lastInvoiceOn), ...known('next billing', nextBillingOn)];
  const { contacts, openDeals, wonDeals, lostDeals, openProjects, invoices } = counts;
  const numbers = `contacts ${contacts}, deals open ${openDeals}, won ${wonDeals}, lost ${lostDeals}, open projects ${openProjects}, invoices ${invoices}`;
  return [name ?? account, ...(who.length > 0 ? [`  ${who.join(', ')}`] : []), ...(what.length > 0 ? [`  ${what.join(', ')}`] : []), `  ${numbers}`, ''].join('\n');
}

export function totalsText({ invoiced, open, margin, currency }: AccountTotals): string {
  const columns = [{ label: 'Invoiced, net' }, { label: 'Invoices', right: true }, { label: 'Credit notes', right: true }, { label: 'All', right: true }, { label: '12 months', right: true }, { label: `All in ${currency}`, right: true }];
  const bought = invoiced.length === 0 ? 'Nothing has been invoiced.\n' : table(columns, invoiced.map((one) => [one.currency, one.invoices, one.creditNotes, one.amount ?? null, one.amount12m ?? null, one.organisationAmount ?? '-']));
  const left = margin === undefined ? '' : `Margin ${margin.margin} ${currency}${margin.marginPercent === null ? '' : ` (${margin.marginPercent} %)`}: invoiced ${margin.netInvoiced}, costs ${margin.cost}${margin.without > 0 ? `; of ${margin.without} of ${margin.items} pieces of work nobody knows the cost` : ''}.\n`;
  return `${bought}${left}\nOpen\n${open.length === 0 ? 'Nothing.\n' : boardText({ cells: open, currency })}`;
}

export function timelineText({ items, next }: TimelinePage, timeZone: string): string {
  if (items.length === 0) return 'Nothing has happened.\n';
  const when = ({ on, at }: TimelineItem): string => on ?? whenText(at, timeZone).slice(0, 16);
  const rows = items.map((item) => [when(item), item.what === null ? KIND[item.kind] : `${KIND[item.kind]}: ${item.what}`, item.number, item.title, item.kind === 'touch' ? (WENT[item.state ?? ''] ?? item.state) : item.state, item.amount ?? null, item.amount === undefined || item.amount === null ? null : item.currency]);
  return table([{ label: 'When' }, { label: 'What' }, { label: 'Number' }, { label: 'Title' }, { label: 'State' }, { label: 'Amount', right: true }, { label: 'Currency' }], rows) + (next === null ? '' : '  ... there is more before; --limit shows it\n');
}

const AGREED: Readonly<Record<NonNullable<Trace['agreedBy']>, string>> = { proposals: 'agreed by accepted proposals', expectedValue: 'agreed as its expected value' };

export function traceText({ name, deal, state, agreedBy, lines }: Trace): string {
  const heading = `${name ?? deal}${state === null ? '' : `, ${state}`}${agreedBy === null ? '' : `, ${AGREED[agreedBy]}`}\n`;
  if (lines.length === 0) return `${heading}Nothing was agreed, done or invoiced.\n`;
  const rows = lines.map((line) => [TRACE[line.kind], line.currency, line.agreed ?? null, line.done ?? null, line.open ?? null, line.draft ?? null, line.invoiced ?? null, line.differences.map((one) => DIFFERENCE[one]).join(', ')]);
  const numbers = ['Agreed', 'Done', 'Open', 'On drafts', 'Invoiced'].map((label) => ({ label, right: true }));
  return heading + table([{ label: '' }, { label: 'Currency' }, ...numbers, { label: 'Differences' }], rows);
}
