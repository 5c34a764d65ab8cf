// Home of the look for what is left of somebody after treatment: by the rows that were treated, and by address for one who came back.
// Invariant: an emptied row is nothing, and so is what only points at one; neither is what a person chose to leave.
import { hitsIn } from '../../../core/sensitive-text.ts';
import type { Subject } from '../../../core/subject.ts';
import { mapParallel } from '../../parallel.ts';
import type { Trace } from '../../privacy.ts';
import { get } from '../routes.ts';
import { isEmptied } from './emptied.ts';
import type { Look } from './look.ts';
import { addressesOf, contactById, contactsWith, parallelReads } from './persons.ts';
import { tracesOfPerson } from './person-traces.ts';
import { placeOf } from './places.ts';
import type { TextRow } from './places.ts';
import { readRows } from './read-rows.ts';
import { addressOfRow } from './rows.ts';
import { textTrace } from './text-traces.ts';
import { contactIds, judged } from './who.ts';

export async function whatIsLeft(look: Look, subject: Subject, treated: readonly Trace[]): Promise<readonly Trace[]> {
  const byId = await mapParallel(contactIds(subject), parallelReads, (id) => contactById(look, id));
  const byAddress = await mapParallel(addressesOf(subject), parallelReads, (email) => contactsWith(look, email));
  const rows = new Map([...byId, ...byAddress.flat()].flatMap((row) => (row?.guid && !isEmptied(row) ? [[row.guid, row] as const] : [])));
  const { sure, own } = judged(subject, [...rows.values()]);
  const persons = (await mapParallel(sure, parallelReads, (row) => tracesOfPerson(look, row, true, new Set()))).flat();
  const stood = await asTheyStand(look, treated);
  const others = (await mapParallel(treated, parallelReads, (trace) => stillThere(look, own, trace, stood))).flat();
  // What an address is to the customer is not looked at here: only one that was treated can be left.
  return [...others, ...persons.filter(({ kind }) => kind !== 'address')];
}

/** Rows of the traces by `<place>:<guid>`; several of a kind that can be listed are one call. */
async function asTheyStand(look: Look, treated: readonly Trace[]): Promise<ReadonlyMap<string, TextRow | null>> {
  const rows = new Map<string, TextRow | null>();
  const places = Map.groupBy(treated.flatMap(({ kind, id }) => (kind === 'address' ? [] : (placeOf(id) ?? []))), ({ place }) => place);
  for (const [place, some] of places) for (const [guid, row] of await readRows(look, place, [...new Set(some.map(({ guid }) => guid))])) rows.set(`${place.name}:${guid}`, row);
  return rows;
}

async function stillThere(look: Look, own: Subject, trace: Trace, stood: ReadonlyMap<string, TextRow | null>): Promise<readonly Trace[]> {
  if (trace.kind === 'address') {
    const { data } = await look.http.call(get('/v1/addresses/{guid}', trace.id.slice('addresses:'.length), addressOfRow));
    return data === null ? [] : [trace];
  }
  const found = placeOf(trace.id);
  if (found === null) return [];
  const row = stood.get(`${found.place.name}:${found.guid}`) ?? null;
  if (row === null || row.isDeleted === true) return [];
  const texts = Object.fromEntries(Object.entries(row.texts).filter(([field]) => !found.place.kept.includes(field)));
  const told = textTrace(look, found.place, { ...row, texts }, own);
  return told !== null && Object.values(told.texts).some((text) => hitsIn(text, own).some(({ sure }) => sure)) ? [told] : [];
}
