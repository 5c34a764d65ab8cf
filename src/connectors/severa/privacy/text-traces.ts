// Home of free text that may name the person: on their customers, these customers' addresses, notes, projects, phases, hours and
// invoices, and on activities. Invariant: a text is shown as it stands, and only when something in it looks like the person.
import { hitsIn } from '../../../core/sensitive-text.ts';
import type { Hit } from '../../../core/sensitive-text.ts';
import type { Subject } from '../../../core/subject.ts';
import { RejectedError } from '../../../lib/errors.ts';
import { mapParallel } from '../../parallel.ts';
import type { Trace } from '../../privacy.ts';
import { everything, filledIn } from './look.ts';
import type { Look } from './look.ts';
import { parallelReads } from './persons.ts';
import { PLACES, rowCalls, rowOf } from './places.ts';
import type { Place, TextRow } from './places.ts';
import { listed } from './read-rows.ts';

/** Null: nothing in its texts looks like the person. */
export function textTrace(look: Look, place: Place, row: TextRow, own: Subject, others = 0): Trace | null {
  const hits = Object.entries(row.texts).map(([field, text]) => ({ field, text, hits: hitsIn(text, own) })).filter((one) => one.hits.length > 0);
  const all = hits.flatMap((one): readonly Hit[] => one.hits);
  // An hour is one of many, of work that others did: a word that only looks like a name is no reason to ask about it.
  if (all.length === 0 || (place.kind === 'hour' && !all.some(({ sure }) => sure))) return null;
  const on = (row.date ?? row.eventDate)?.slice(0, 10);
  return {
    id: `${place.name}:${row.guid ?? ''}`,
    kind: place.kind,
    ...treatmentOf(look, place, row),
    sure: all.every(({ sure }) => sure),
    others,
    texts: Object.fromEntries(hits.map(({ field, text }) => [field, text])),
    content: filledIn({ ...Object.fromEntries(hits.map(({ field, text }) => [field, text])), number: row.number, on: on ?? row.startDateTime?.slice(0, 10), customer: row.customer?.name, project: row.project?.name }),
    ...(on === undefined ? {} : { on }),
  };
}

function treatmentOf(look: Look, place: Place, row: TextRow): Pick<Trace, 'treatment' | 'reason'> {
  if (row.isModifiable === false) return { treatment: 'manual', reason: 'locked' };
  return look.may(place.writing) ? { treatment: 'redact' } : { treatment: 'manual', reason: 'scope-missing' };
}

export async function customersOf(look: Look, ids: readonly string[]): Promise<readonly TextRow[]> {
  return (await mapParallel(ids, parallelReads, async (id) => (await look.http.call(rowCalls.read(PLACES.customers, id))).data)).filter((row) => row !== null);
}

/** Of a sole trader the customer's name is the person's: whether it goes is no machine's affair. */
export function companyNames(customers: readonly TextRow[], own: Subject): readonly Trace[] {
  return customers.flatMap(({ guid, name }) =>
    hitsIn(name ?? '', own).length === 0 ? [] : [{ id: `customers:${guid ?? ''}/name`, kind: 'text', treatment: 'manual', reason: 'company-name', sure: false, others: 0, texts: { name: name ?? '' }, content: { name: name ?? '' } } as const]);
}

interface Around {
  readonly traces: readonly Trace[];
  readonly projects: readonly string[];
  /** Those of the projects whose proposals were looked through. */
  readonly offered: readonly string[];
}

/** What hangs on the customers, but activities. */
export async function textsAround(look: Look, customers: readonly TextRow[], projectIds: readonly string[], own: Subject, isPerson: (guid: string) => boolean): Promise<Around> {
  const ids = customers.map(({ guid }) => guid ?? '');
  const found: (Trace | null)[] = customers.map((row) => textTrace(look, PLACES.customers, row, own));
  const add = (place: Place, rows: readonly TextRow[]): void => void found.push(...rows.map((row) => textTrace(look, place, row, own)));
  for (const id of ids) {
    add(PLACES.addresses, await belowCustomer(look, PLACES.addresses, `customers/${encodeURIComponent(id)}/addresses`, 'customers/{customerGuid}/addresses'));
    const notes = await notesOf(look, id);
    for (const note of notes) if (note.isDeleted !== true) add(note.project?.guid ? PLACES.projectsalesnotes : PLACES.customersalesnotes, [note]);
  }
  const projects = await look.tried('projects', 'text', () => projectsOf(look, ids, projectIds), []);
  add(PLACES.projects, projects);
  found.push(...projects.flatMap((row) => contactOf(look, row, isPerson)));
  const known = projects.flatMap(({ guid }) => guid ?? []);
  add(PLACES.workhours, (await mapParallel(known, parallelReads, (id) => listBelow(look, PLACES.workhours, id))).flat());
  // Phases are named, and offers written, with the one in mind whom the project is talked over with; in others our copies tell of them.
  const theirs = projects.flatMap(({ guid, customerContact }) => (guid && isPerson(customerContact?.guid ?? '') ? [guid] : []));
  add(PLACES.phases, await look.tried('projects', 'text', () => listed(look, PLACES.phases, 'projectGuids', theirs), []));
  add(PLACES.proposals, (await mapParallel(theirs, parallelReads, (id) => listBelow(look, PLACES.proposals, id))).flat());
  add(PLACES.invoices, await look.tried('invoices', 'invoice', () => listed(look, PLACES.invoices, 'customerGuids', ids), []));
  return { traces: found.filter((trace) => trace !== null), projects: known, offered: theirs };
}

/** Those of the customer's projects too, where the credential may read projects. */
async function notesOf(look: Look, customer: string): Promise<readonly TextRow[]> {
  const list = look.may('projects:read') ? 'salesnotes' : 'customersalesnotes';
  return await look.tried('projects', 'salesNote', () => belowCustomer(look, PLACES.customersalesnotes, `customers/${encodeURIComponent(customer)}/${list}`, `customers/{customerGuid}/${list}`), []);
}

/** The person as the one to talk to about a project. */
function contactOf(look: Look, row: TextRow, isPerson: (guid: string) => boolean): readonly Trace[] {
  const contact = row.customerContact?.guid;
  if (!contact || !isPerson(contact)) return [];
  const how = look.may('projects:write') ? ({ treatment: 'detach' } as const) : ({ treatment: 'manual', reason: 'scope-missing' } as const);
  return [{ id: `projects:${row.guid ?? ''}/customerContact/${contact}`, kind: 'association', ...how, sure: true, others: 0, texts: {}, content: filledIn({ project: row.name, contact: row.customerContact?.name }) }];
}

async function projectsOf(look: Look, customers: readonly string[], ids: readonly string[]): Promise<readonly TextRow[]> {
  const ofCustomers = await listed(look, PLACES.projects, 'customerGuids', customers);
  const more = ids.filter((id) => !ofCustomers.some(({ guid }) => guid === id));
  return [...ofCustomers, ...(await listed(look, PLACES.projects, 'projectGuids', more))];
}

/** Where an add-on is missing there are none. */
export async function listBelow(look: Look, place: Place, project: string, more: readonly (readonly [string, string | boolean])[] = []): Promise<readonly TextRow[]> {
  const list = { route: `/v1/projects/{projectGuid}/${place.name}`, path: `/v1/projects/${encodeURIComponent(project)}/${place.name}`, query: more, row: rowOf(place) };
  return await look.tried(areaOf(place), place.kind, () => everything(look.lists.tokenPages(list, null)), []);
}

/** As in the names of scopes. */
export const areaOf = ({ writing }: Place): string => writing.split(':')[0] ?? '';

/** Nothing when the customer is not there any more. */
async function belowCustomer({ lists }: Look, place: Place, path: string, route: string): Promise<readonly TextRow[]> {
  const list = { route: `/v1/${route}`, path: `/v1/${path}`, row: rowOf(place) };
  try {
    return place === PLACES.addresses ? await lists.short(list) : await everything(lists.tokenPages(list, null));
  } catch (error) {
    if (error instanceof RejectedError && error.status === 404) return [];
    throw error;
  }
}
