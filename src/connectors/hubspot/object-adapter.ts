// Home of one entity in HubSpot: the port's functions over one object type. Invariant: one writer at a time per type and
// process, because concurrent writes of one type draw locks (423).
import { createHash } from 'node:crypto';
import type { FieldName, Fields, Value } from '../../core/vocabulary.ts';
import { boundHttp } from '../http.ts';
import type { EntityAdapter, FieldCapability, Representation } from '../connector.ts';
import { findByNature } from './activity-find.ts';
import { placeField, shownBy, writingOf } from './cells.ts';
import { codecs } from './codecs.ts';
import { allObjects, changedObjects, goneObjects } from './feed.ts';
import type { ObjectMap } from './object-map.ts';
import { readByKeys, readObjects } from './object-reads.ts';
import type { ObjectContext } from './object-reads.ts';
import { writeObjects } from './object-writes.ts';
import { LINKED_BATCH, PAGE } from './paths.ts';
import { isWritable } from './schema.ts';
import type { Schema } from './schema.ts';

/** Raise it when a line or a codec changes what a value looks like. */
const MAP_VERSION = '2';

export function objectAdapter(at: ObjectContext, searchLagMs: number): EntityAdapter {
  let writing: Promise<unknown> = Promise.resolve();
  let known: { readonly schema: Schema | null; readonly ownersHidden: boolean; readonly fields: EntityAdapter['fields'] } | null = null;
  return {
    entity: at.map.entity,
    /** Before the first read: what the map says. After it: what the account's properties allow. */
    get fields() {
      const [schema, ownersHidden] = [at.schemas.last(), !at.owners.readable()];
      // Asked for each field of each link: worked out once per schema.
      if (known?.schema !== schema || known.ownersHidden !== ownersHidden) known = { schema, ownersHidden, fields: capabilities(at) };
      return known.fields;
    },
    /** Moves with the account's pipelines and the PSA's sales statuses where these are part of what a value means. */
    get mapVersion() {
      return versionOf(at);
    },
    can: { batchRead: PAGE, batchWrite: at.map.links.length > 0 ? LINKED_BATCH : PAGE, keyedCreate: at.map.foundBy === null, archive: true },
    all: (checkpoint) => allObjects(at, checkpoint),
    changes: (checkpoint) => changedObjects(at, checkpoint, searchLagMs),
    read: (ids) => readObjects(at, ids, true),
    deep: nothingDeep,
    guard: async (_since, ids) => [...new Set((await readObjects(at, ids, false)).values())],
    gone: () => goneObjects(at),
    find: async (creates, since) => {
      if (at.map.foundBy !== null) return await findByNature(at, creates, since);
      const found = await readByKeys(at, creates.map((create) => create.key));
      return new Map(creates.map((create) => [create.key, [found.get(create.key)].filter((snapshot) => snapshot !== undefined)]));
    },
    write: (writes, until = Infinity) => {
      const run = writing.then(() => writeObjects({ ...at, http: boundHttp(at.http, until) }, writes));
      writing = run.catch(() => undefined);
      return run;
    },
    represent: (values, shown = {}) => represent(at, values, shown),
  };
}

function fieldNames({ fields, composites, links }: ObjectMap): readonly FieldName[] {
  return [...fields, ...composites, ...links].map(({ field }) => field);
}

function capabilities(at: ObjectContext): Readonly<Record<FieldName, FieldCapability>> {
  const schema = at.schemas.last();
  const never = new Set([...at.map.fields.filter((mapped) => mapped.readOnly), ...at.map.composites.filter(({ written }) => written === 'never')].map(({ field }) => field));
  return Object.fromEntries(
    fieldNames(at.map).map((field) => {
      const ownersHidden = field === 'owner' && !at.owners.readable();
      return [field, { write: schema === null ? !never.has(field) : isWritable(schema, field) && !ownersHidden, deep: false }];
    }),
  );
}

/** Own fields, currency, time zone and stages count too: they change what a value means. */
function versionOf({ map, values }: ObjectContext): string {
  const lines = map.fields.map(({ field, candidates, codec }) => [field, candidates.at(-1), codec.type, codec.fieldType]);
  const more = [...map.composites.map(({ field, properties }) => [field, properties]), ...map.links.map(({ field, to, take }) => [field, to, take])];
  const hasDays = map.fields.some(({ codec }) => codec === codecs.day);
  const meaning = [...(hasDays ? [values.timeZone] : []), ...(map.type === 'deals' ? [values.stages()?.digest ?? null] : [])];
  const digest = createHash('sha256').update(JSON.stringify([MAP_VERSION, values.currency, lines, more, meaning])).digest('base64url');
  return `${MAP_VERSION}.${digest.slice(0, 10)}`;
}

/** Decoding what would be sent shows what a read shows. Before the first read nothing is known, and nothing is judged. */
function represent(at: ObjectContext, values: Fields, seen: Fields): Representation {
  const schema = at.schemas.last();
  if (schema === null) return { fields: values, cannot: {} };
  const linked = new Set(at.map.links.map((link) => link.field));
  const held: Record<FieldName, Value> = {};
  const cannot: Record<FieldName, string> = {};
  for (const [field, value] of Object.entries(values)) {
    const shown = linked.has(field) ? { shown: value } : representField(at, schema, field, value, { values, seen });
    if ('cannot' in shown) cannot[field] = shown.cannot;
    else held[field] = shown.shown;
  }
  return { fields: held, cannot };
}

function representField(at: ObjectContext, schema: Schema, field: FieldName, value: Value, about: { readonly values: Fields; readonly seen: Fields }): { readonly shown: Value } | { readonly cannot: string } {
  const writing = writingOf(schema, at.values, { kind: 'update', fields: about.values, seen: about.seen });
  const placed = placeField(schema, field, value, writing);
  if ('cannot' in placed) return placed;
  const composite = schema.composites.get(field);
  if (composite?.represent) return composite.represent(value, writing);
  const shown = shownBy(schema, field, placed.texts, at.values);
  return shown === undefined ? { cannot: 'wrong-kind' } : { shown };
}

async function* nothingDeep(): AsyncIterable<never> {
  // Every field comes with every read.
}
