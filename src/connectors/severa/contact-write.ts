// Home of writing contacts: one call per person, then how they are reached, row by row.
import { isSet } from '../../core/value.ts';
import type { FieldName, Fields, SetElement, Snapshot } from '../../core/vocabulary.ts';
import type { Create, Outcome, Representation, Update, Write } from '../connector.ts';
import type { Context } from './codecs.ts';
import { holdPoints, pointFields, pointsPart } from './communications.ts';
import { communicationWriter } from './communications-write.ts';
import { contactFields } from './contact-map.ts';
import { contactPart } from './contact-read.ts';
import { take } from './field-map.ts';
import type { Verdict } from './field-map.ts';
import { routes } from './routes.ts';
import type { ContactRow } from './rows.ts';
import { snapshotOf } from './snapshot.ts';
import type { Sources } from './sources.ts';
import { filled, gather, lacking, vanished, writeEach } from './write.ts';
import type { Target } from './write.ts';

interface Split extends Verdict {
  /** Vendor property → value to send. */
  readonly person: Readonly<Record<string, unknown>>;
  /** The sets that are part of the write, whole. */
  readonly points: Readonly<Record<FieldName, readonly SetElement[]>>;
}

function splitFields(fields: Fields, context: Context): Split {
  const person: Record<string, unknown> = {};
  const points: Record<FieldName, readonly SetElement[]> = {};
  const verdict: Verdict = { shown: {}, cannot: {} };
  for (const [name, value] of Object.entries(fields)) {
    const [own, kind] = [contactFields[name], pointFields[name]];
    if (own) take(verdict, name, own.hold(value, context), (sent) => void (person[own.property ?? name] = sent));
    else if (kind) take(verdict, name, holdPoints(kind)(value, context), (_sent, held) => void (points[name] = isSet(held) ? held : []));
    else verdict.cannot[name] = 'unknown-field';
  }
  return { person, points, ...verdict };
}

export function representContact(fields: Fields, context: Context): Representation {
  const { shown, cannot } = splitFields(fields, context);
  return { fields: shown, cannot };
}

/** Throws AccessError when the credential was refused and nothing was stored. */
export function writeContacts(sources: Sources, writes: readonly Write[]): Promise<readonly Outcome[]> {
  return writeEach(sources, writes, {
    create: (write) => create(sources, write, splitFields(write.fields, sources.context)),
    update: (write) => update(sources, write, splitFields(write.fields, sources.context)),
    archive: ({ id }) => archive(sources, id),
  });
}

async function create(sources: Sources, write: Create, split: Split): Promise<Outcome> {
  const lacks = ['firstName', 'lastName', 'account'].filter((name) => !(name in split.shown));
  if (lacks.length > 0) return lacking(write, lacks, 'a contact');
  const { data } = await sources.http.call(routes.createContact(filled(split.person)));
  return await finish(sources, write, split, data, { id: data.guid, handles: {}, seen: {}, isNew: true });
}

async function update(sources: Sources, write: Update, split: Split): Promise<Outcome> {
  let row: ContactRow | null = null;
  if (Object.keys(split.person).length > 0) {
    const { data } = await sources.http.call({ ...routes.patchContact(write.id, split.person), accept: [404] });
    if (data === null) throw vanished('contact');
    row = data;
  }
  return await finish(sources, write, split, row, { id: write.id, handles: write.handles, seen: write.seen, isNew: false });
}

async function finish(sources: Sources, write: Create | Update, split: Split, row: ContactRow | null, target: Target): Promise<Outcome> {
  const gathering = gather(sources, split);
  // A new contact can be reached in no way yet.
  if (target.isNew) await gathering.attempt([], () => Promise.resolve({ part: pointsPart([]), error: null }));
  const writer = communicationWriter(sources, target, split.points);
  // Opt-outs last: they are marks on addresses.
  for (const name of Object.keys(pointFields)) if (name in split.points) await gathering.attempt([name], () => writer.write(name));
  return gathering.outcome(write, target.id, row && contactPart(row, sources));
}

/** Inactive, not deleted: deleting a contact forgets the person everywhere, also on old invoices. */
async function archive(sources: Sources, id: string): Promise<Snapshot | null> {
  const { data } = await sources.http.call({ ...routes.patchContact(id, { isActive: false }), accept: [404] });
  return data && snapshotOf(id, sources.clock.now(), [contactPart(data, sources)]);
}
