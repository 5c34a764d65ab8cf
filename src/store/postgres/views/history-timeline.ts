// The timeline of an account, a page at a time. Invariant: page after page every event is told once, whatever is added meanwhile.
import { sql } from 'kysely';
import type { BillingState } from '../../../core/billing.ts';
import { UsageError } from '../../../lib/errors.ts';
import { TIMELINE_KINDS, type HistoryViews, type TimelineItem } from '../../views/history.ts';
import { textArray } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type Ask, type ViewOptions } from './asking.ts';
import { linkOf } from './billing-lines.ts';
import { accountOf } from './history-account.ts';
import { events, type Place } from './history-events.ts';

type Row = TimelineItem & { readonly place: string };

export function timeline(options: ViewOptions, question: Parameters<HistoryViews['timeline']>[0]): ReturnType<HistoryViews['timeline']> {
  const { asOf, withAmounts, account, kinds = TIMELINE_KINDS, limit } = question;
  const before = question.before === undefined ? null : placeOf(question.before);
  return ask(options, asOf, async (open) => {
    const refs = await accountOf(open, account);
    if (refs === null) return null;
    if (kinds.length === 0) return { ...open.told, items: [], next: null };
    // One more than the page shows whether there is another page.
    const asked = events({ refs, kinds, before, limit: limit + 1, withAmounts, currency: open.money.currency });
    const rows = await rowsOf<Row>(
      open.transaction,
      sql`with event as materialized (${asked})
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, day::text as on, kind, id,
        title, number, state, what, coalesce(deal, case when project is not null then ${linkOf('salesCase', sql`project`)} end) as deal, currency${amounts(withAmounts, sql`amount::numeric(30, 2)::text as amount`)}
      from event order by event.at desc, event.kind, event.id`,
    );
    const shown = rows.slice(0, limit);
    const states = await statesOf(open, asOf, shown);
    const items = shown.map(({ place: _place, ...item }): TimelineItem => (isInvoice(item) ? { ...item, state: states.get(item.id) ?? null } : item));
    const last = shown.at(-1);
    return { ...open.told, items, next: rows.length > limit && last ? cursorOf(last) : null };
  });
}

const isInvoice = ({ kind }: Pick<TimelineItem, 'kind'>): boolean => kind === 'invoice' || kind === 'creditNote';

/** As the billable flow has them on that day. */
async function statesOf({ transaction, money }: Ask, day: string, items: readonly TimelineItem[]): Promise<ReadonlyMap<string, BillingState>> {
  const ids = items.filter(isInvoice).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await rowsOf<{ id: string; state: BillingState }>(transaction, sql`select ref_id as id, state from billing_states('invoice', ${textArray(ids)}, ${money.approval}, ${day}::date)`);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

function cursorOf({ place, kind, id }: Row): string {
  return Buffer.from(JSON.stringify([place, kind, id])).toString('base64url');
}

const INSTANT = /^(?<year>\d{4,6})-(?<month>\d{2})-(?<day>\d{2})T(?<time>\d{2}:\d{2}:\d{2}\.\d{3})\d{3}Z$/u;

function placeOf(cursor: string): Place {
  const [at, kind, id] = partsOf(cursor);
  const known = TIMELINE_KINDS.find((one) => one === kind);
  // eslint-disable-next-line no-control-regex -- no id has one, and no database takes all of them
  if (typeof at !== 'string' || !isInstant(at) || known === undefined || typeof id !== 'string' || /[\u0000-\u001f\u007f]/u.test(id)) {
    throw new UsageError('cursor-unreadable', 'The place to go on from is not one that this list has given: begin at its first page.');
  }
  return { at, kind: known, id };
}

/** One that there is: the database refuses the 31st of February, and the year 0. */
function isInstant(text: string): boolean {
  const { year = '', month, day, time } = INSTANT.exec(text)?.groups ?? {};
  if (Number(year) === 0) return false;
  const whole = `${year.length === 4 ? year : `+${year.padStart(6, '0')}`}-${month}-${day}T${time}Z`;
  const at = Date.parse(whole);
  return !Number.isNaN(at) && new Date(at).toISOString() === whole;
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
