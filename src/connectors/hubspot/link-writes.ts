// Home of changing associations: what a write asks of one record's links, and the few calls that carry it out for many.
// Invariants: what is not asked for stays, labels that people gave included; what somebody has moved since the plan was made stays
// as they left it; a new link is made before an old one is taken away; every field that did not get through is told.
import { isSet } from '../../core/value.ts';
import type { FieldName, Fields, Value } from '../../core/vocabulary.ts';
import type { Unsettled, Update } from '../connector.ts';
import { HUBSPOT_DEFINED, linkFields, primaryOf, readLinks } from './link-reads.ts';
import type { Far, LinkKind } from './link-reads.ts';
import type { LinkField, ObjectType } from './object-map.ts';
import type { ObjectContext } from './object-reads.ts';
import { sendPairs, takeAway, troubleOf } from './link-calls.ts';
import type { Pair, Trouble } from './link-calls.ts';
import type { Schema } from './schema.ts';

/** The associations of a new record, the primary one first: HubSpot may mark whichever comes first. */
export function createdLinks(schema: Schema, fields: Fields): readonly unknown[] {
  const wanted = schema.map.links.flatMap((link) => idsOf(fields[link.field]).map((id) => ({ link, id })));
  const ids = [...new Set(wanted.map(({ link, id }) => `${link.to} ${id}`))];
  return ids.map((name) => {
    const same = wanted.filter(({ link, id }) => `${link.to} ${id}` === name);
    const kinds = same.flatMap(({ link }) => kindsOf(link, link.take === 'primary'));
    const types = [...new Map(kinds.map((kind) => [kind.typeId, kind])).values()];
    return { to: { id: same[0]?.id }, types: types.map(specOf) };
  });
}

/** What a read would show of the associations of a record that was just made with these. */
export function createdFields(schema: Schema, fields: Fields): Fields {
  const shown: Record<FieldName, Value> = {};
  for (const link of schema.map.links) {
    const value = fields[link.field];
    if (link.take === 'primary' ? value !== undefined : true) shown[link.field] = value ?? (link.take === 'primary' || link.take === 'first' ? null : []);
  }
  return shown;
}

export function asksForLinks(schema: Schema, fields: Fields): boolean {
  return schema.map.links.some((link) => link.field in fields);
}

interface LinkOutcome {
  /** What a read would show of the fields in associations. */
  readonly fields: Fields;
  readonly unsettled: readonly Unsettled[];
}

/** Per kind of far record: one look per 1,000 records, one call per 2,000 new pairs, one per 100 records that lose some. */
export async function changeLinks(at: ObjectContext, schema: Schema, updates: readonly Update[]): Promise<ReadonlyMap<Update, LinkOutcome>> {
  const outcomes = new Map<Update, LinkOutcome>(updates.map((update) => [update, { fields: {}, unsettled: [] }]));
  for (const to of new Set(schema.map.links.map((link) => link.to))) {
    const links = schema.map.links.filter((link) => link.to === to);
    const asking = updates.filter((update) => links.some((link) => link.field in update.fields));
    if (asking.length === 0) continue;
    for (const [update, more] of await changeOneType(at, schema, to, links, asking)) {
      const before = outcomes.get(update) ?? { fields: {}, unsettled: [] };
      outcomes.set(update, { fields: { ...before.fields, ...more.fields }, unsettled: [...before.unsettled, ...more.unsettled] });
    }
  }
  return outcomes;
}

async function changeOneType(at: ObjectContext, schema: Schema, to: ObjectType, links: readonly LinkField[], updates: readonly Update[]): Promise<ReadonlyMap<Update, LinkOutcome>> {
  const from = at.map.type;
  const outcomes = new Map<Update, LinkOutcome>();
  try {
    const present = await readLinks(at.http, from, to, updates.map(({ id }) => id));
    const plans = updates.map((update) => ({ update, before: present.get(update.id) ?? new Map(), ...planFor(links, update, present.get(update.id) ?? new Map()) }));
    const refused = await sendPairs(at.http, from, to, plans.flatMap(({ puts }) => puts));
    // An old link goes only after its successor stands.
    const sure = plans.filter(({ puts }) => !puts.some((pair) => refused.has(pair)));
    const stuck = await takeAway(at.http, from, to, new Map(sure.filter(({ drops }) => drops.length > 0).map(({ update, drops }) => [update.id, drops])));
    for (const { update, before, puts, drops, overtaken } of plans) {
      const after = new Map<string, readonly LinkKind[]>(before);
      const trouble = puts.flatMap((pair) => refused.get(pair) ?? []);
      if (trouble.length === 0 && stuck.has(update.id)) trouble.push(stuck.get(update.id) as Trouble);
      for (const pair of puts) if (!refused.has(pair)) putInto(after, links, pair);
      if (trouble.length === 0) for (const id of drops) after.delete(id);
      const asked = links.filter((link) => link.field in update.fields);
      const unsettled = asked.flatMap(({ field }) => (trouble[0] === undefined ? (field === overtaken ? [{ field, ...OVERTAKEN }] : []) : [{ field, ...trouble[0] }]));
      outcomes.set(update, { fields: linkFields({ ...schema, map: { ...schema.map, links } }, new Map([[to, new Map([[update.id, after]])]]), update.id, () => undefined), unsettled });
    }
  } catch (error) {
    const trouble = troubleOf(error);
    for (const update of updates) {
      const asked = links.filter((link) => link.field in update.fields);
      outcomes.set(update, { fields: {}, unsettled: asked.map(({ field }) => ({ field, ...trouble })) });
    }
  }
  return outcomes;
}

/** Somebody was there first: the next read shows what they meant. */
const OVERTAKEN: Trouble = { code: 'failed', retry: true };

interface LinkPlan {
  readonly puts: readonly Pair[];
  readonly drops: readonly string[];
  /** The field that somebody has changed since. */
  readonly overtaken: FieldName | null;
}

/** @param present the record's links as they are now */
function planFor(links: readonly LinkField[], update: Update, present: Far): LinkPlan {
  const puts: Pair[] = [];
  const drops = new Set<string>();
  const marked = links.find((link) => link.take === 'primary');
  const old = marked ? primaryOf(marked, present) : null;
  const isAsked = marked !== undefined && marked.field in update.fields;
  const wish = isAsked ? (idsOf(update.fields[marked.field])[0] ?? null) : old;
  const isOvertaken = isAsked && marked.field in update.seen && old !== wish && old !== (idsOf(update.seen[marked.field])[0] ?? null);
  const isMoved = isAsked && !isOvertaken;
  const primary = isMoved ? wish : old;
  const plain = links.find((link) => link.take !== 'primary');
  const wanted = plain && plain.field in update.fields ? idsOf(update.fields[plain.field]) : null;
  const asSet = (link: LinkField, id: string, asPrimary: boolean): Pair => {
    const own = kindsOf(link, asPrimary);
    // Labels are replaced as a whole: those that people gave go along.
    const kept = (present.get(id) ?? []).filter((kind) => !own.some(({ typeId }) => typeId === kind.typeId) && kind.typeId !== link.primary);
    return { from: update.id, to: id, types: [...own, ...kept] };
  };
  if (isMoved && primary !== old) {
    if (primary !== null) puts.push(asSet(marked, primary, true));
    if (old !== null) {
      const stays = wanted === null ? marked.keepsOld && primary !== null : wanted.includes(old);
      if (!stays) drops.add(old);
      else if (primary === null) puts.push(asSet(marked, old, false));
    }
  }
  if (plain && wanted !== null) {
    for (const id of wanted) if (!present.has(id) && id !== primary) puts.push(asSet(plain, id, false));
    // Only what the plan saw is taken away: somebody may have added another meanwhile.
    for (const id of idsOf(update.seen[plain.field])) if (present.has(id) && !wanted.includes(id) && id !== primary) drops.add(id);
  }
  return { puts, drops: [...drops], overtaken: isOvertaken ? marked.field : null };
}

function putInto(after: Map<string, readonly LinkKind[]>, links: readonly LinkField[], pair: Pair): void {
  const marks = new Set(links.flatMap((link) => link.primary ?? []));
  const isPrimary = pair.types.some(({ typeId }) => marks.has(typeId));
  if (isPrimary) for (const [id, kinds] of after) after.set(id, kinds.filter(({ typeId }) => !marks.has(typeId)));
  after.set(pair.to, pair.types);
}

function kindsOf(link: LinkField, asPrimary: boolean): readonly LinkKind[] {
  const ids = asPrimary && link.primary !== null ? [link.primary, link.unlabelled] : [link.unlabelled];
  return ids.map((typeId) => ({ category: HUBSPOT_DEFINED, typeId }));
}

function specOf({ category, typeId }: LinkKind): unknown {
  return { associationCategory: category, associationTypeId: typeId };
}

function idsOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return isSet(value) ? value.map(({ key }) => key) : [];
}
