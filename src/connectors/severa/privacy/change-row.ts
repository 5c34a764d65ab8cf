// Home of taking the person out of a row that stays: words replaced, the person no longer named as its contact. Invariant: the row is
// read first, and only what still stands there as it was shown is changed; all that goes of one row goes in one call.
import { REDACTED } from '../../../core/sensitive-text.ts';
import type { TreatOrder, TreatOutcome } from '../../privacy.ts';
import type { LookSources } from './look.ts';
import { placeOf, rowCalls } from './places.ts';
import type { Place, TextRow } from './places.ts';

type Changes = Readonly<Record<string, unknown>>;

/** `projects:<guid>/customerContact/<contact>` */
const asContact = /^projects:([^/]+)\/customerContact\/([^/]+)$/;

export interface RowAsked {
  readonly place: Place;
  readonly guid: string;
}

/** The row that an order changes; null: it does not change a row. */
export function rowAsked({ trace, treatment }: TreatOrder): RowAsked | null {
  const project = treatment === 'detach' ? asContact.exec(trace.id)?.[1] : undefined;
  if (project !== undefined) return placeOf(`projects:${project}`);
  return treatment === 'redact' ? placeOf(trace.id) : null;
}

/**
 * @param orders all of this row; an outcome for each, in order
 * @param named contact → the name by which a row that was read just now names it
 * @param seen the row, when it was read just now
 */
export async function changeRow({ http }: LookSources, { place, guid }: RowAsked, orders: readonly TreatOrder[], named: Map<string, string>, seen?: TextRow | null): Promise<readonly TreatOutcome[]> {
  const row = seen === undefined ? (await http.call(rowCalls.read(place, guid))).data : seen;
  if (row === null || row.isDeleted === true) return orders.map(() => ({ kind: 'done', how: 'absent' }));
  if (row.customerContact?.guid && row.customerContact.name) named.set(row.customerContact.guid, row.customerContact.name);
  const decided = orders.map((order) => ({ order, changes: changesOf(place, row, order) }));
  const changes = Object.assign({}, ...decided.map((one) => one.changes)) as Changes;
  const stored = Object.keys(changes).length === 0 || (await http.call(rowCalls.replace(place, guid, changes))).data !== null;
  return decided.map((one): TreatOutcome => (one.changes === null ? { kind: 'moved' } : { kind: 'done', how: stored ? (one.order.treatment === 'detach' ? 'detached' : 'redacted') : 'absent' }));
}

/** Null: it does not stand there any more as it was shown. */
function changesOf(place: Place, row: TextRow, { trace, treatment, texts }: TreatOrder): Changes | null {
  // Somebody else may have been put there meanwhile.
  if (treatment === 'detach') return row.customerContact?.guid === asContact.exec(trace.id)?.[2] ? { customerContact: null } : {};
  const changes: Record<string, unknown> = {};
  for (const [field, text] of Object.entries(texts)) {
    const wanted = storable(place, field, text);
    const now = row.texts[field] ?? null;
    if (now === wanted) continue;
    if (now !== trace.texts[field]) return null;
    const [whole = field, inner] = field.split('.');
    // What is inside an object goes with the rest of it: a status keeps its kind.
    if (inner !== undefined) changes[whole] = { ...(row[whole as keyof TextRow] as object | null), [inner]: wanted };
    else changes[field] = place.boxed.includes(field) ? { value: wanted } : wanted;
  }
  return changes;
}

/** Half an address is none. */
function storable(place: Place, field: string, text: string): string | null {
  return place.whole.includes(field) && (text.includes(REDACTED) || text.trim() === '') ? null : text;
}
