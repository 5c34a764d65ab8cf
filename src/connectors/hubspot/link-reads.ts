// Home of which records are associated with which: inline in a list, else by batch. Invariant: a record's associations are
// either known whole or not at all; that a record has none is an answer, not a failure.
import type { Fields, Value } from '../../core/vocabulary.ts';
import { makeSet } from '../../core/value.ts';
import type { Http } from '../http.ts';
import { singular } from './object-map.ts';
import type { LinkField, ObjectType } from './object-map.ts';
import { BUCKET, LINK_READS, routes } from './paths.ts';
import type { Asked, Schema } from './schema.ts';
import { associationsSchema } from './wire.ts';
import type { WireRecord } from './wire.ts';

export const HUBSPOT_DEFINED = 'HUBSPOT_DEFINED';

/** As HubSpot names the kinds of association between two records. */
export interface LinkKind {
  readonly category: string;
  readonly typeId: number;
}

/** Far record → the kinds it is associated by. */
export type Far = ReadonlyMap<string, readonly LinkKind[]>;
/** Record → far records; every record that was asked about has an entry. */
export type Links = ReadonlyMap<string, Far>;
/** By the type of the far records; null where nobody knows them. */
export type LinksByType = ReadonlyMap<ObjectType, ReadonlyMap<string, Far | null>>;

export async function readLinks(http: Http, from: ObjectType, to: ObjectType, ids: readonly string[]): Promise<Links> {
  const found = new Map<string, Map<string, readonly LinkKind[]>>(ids.map((id) => [id, new Map()]));
  let open: readonly { readonly id: string; readonly after?: string }[] = [...found.keys()].map((id) => ({ id }));
  while (open.length > 0) {
    const inputs = open.slice(0, LINK_READS);
    // A record without any is named as an error of a 207: that is an answer.
    const { data } = await http.call({ ...routes.associations(from, to, 'read'), json: { inputs }, bucket: BUCKET, replay: 'safe', accept: [404], reply: associationsSchema });
    const more: { readonly id: string; readonly after: string }[] = [];
    for (const { from: record, to: page, paging } of data?.results ?? []) {
      const far = found.get(record.id);
      if (!far) continue;
      const before = far.size;
      for (const { toObjectId, associationTypes } of page) far.set(toObjectId, associationTypes.map(({ category, typeId }) => ({ category, typeId })));
      // A page without anything new would come again and again.
      if (paging !== null && far.size > before) more.push({ id: record.id, after: paging });
    }
    open = [...open.slice(LINK_READS), ...more];
  }
  return found;
}

/**
 * The associations of records that were read just before. A record that named its primary one then, and has none at all now, has
 * gone or was merged away in between: what it was associated with stays unknown.
 */
export async function linksOf(http: Http, schema: Asked, records: readonly WireRecord[]): Promise<LinksByType> {
  const byType = new Map<ObjectType, ReadonlyMap<string, Far | null>>();
  if (records.length === 0) return byType;
  for (const to of schema.targets) byType.set(to, await readLinks(http, schema.map.type, to, records.map(({ id }) => id)));
  const torn = new Set(records.filter((record) => isTorn(schema, byType, record)).map(({ id }) => id));
  return torn.size === 0 ? byType : new Map([...byType].map(([to, links]) => [to, new Map([...links].map(([id, far]) => [id, torn.has(id) ? null : far]))]));
}

function isTorn(schema: Asked, byType: LinksByType, { id, properties }: WireRecord): boolean {
  return schema.map.links.some(({ to, mirror }) => mirror !== null && schema.properties.has(mirror) && Boolean(properties[mirror]?.trim()) && byType.get(to)?.get(id)?.size === 0);
}

/** The same from records that were listed with their associations; what did not fit inline or leaves a doubt is read. */
export async function inlineLinks(http: Http, schema: Asked, records: readonly WireRecord[]): Promise<LinksByType> {
  const byType = new Map<ObjectType, Links>();
  for (const to of schema.targets) {
    const marking = schema.map.links.find((link) => link.to === to && link.primary !== null);
    const mirror = marking?.mirror && schema.properties.has(marking.mirror) ? marking.mirror : null;
    const long: string[] = [];
    const links = new Map<string, Far>();
    for (const record of records) {
      const inline = inlineOf(record, to);
      // A primary one is listed twice; without a property that names it, the bare name is its mark, as long as one bears it.
      const bare = `${singular[schema.map.type]}_to_${singular[to]}`;
      const bearers = new Set((inline?.results ?? []).filter(({ type }) => type === bare).map(({ id }) => id));
      const isVague = marking !== undefined && mirror === null && bearers.size > 1;
      if (inline?.paging || isVague) long.push(record.id);
      const far = new Map<string, readonly LinkKind[]>();
      for (const { id, type } of inline?.results ?? []) {
        const isPrimary = mirror === null ? type === bare : record.properties[mirror] === id;
        const mark = isPrimary && marking?.primary ? [{ category: HUBSPOT_DEFINED, typeId: marking.primary }] : [];
        far.set(id, far.get(id)?.length ? (far.get(id) ?? []) : mark);
      }
      links.set(record.id, far);
    }
    const rest: Links = long.length > 0 ? await readLinks(http, schema.map.type, to, long) : new Map();
    byType.set(to, new Map([...links, ...rest]));
  }
  return byType;
}

function inlineOf(record: WireRecord, to: ObjectType): WireRecord['associations'][string] | undefined {
  return Object.entries(record.associations).find(([name]) => name.toLowerCase().replaceAll(' ', '_') === to)?.[1];
}

/** Fields in associations: from the associations where they are known, else from the property that names the primary one. */
export function linkFields(schema: Schema, links: LinksByType, id: string, textOf: (property: string) => string | undefined): Fields {
  const fields: Record<string, Value> = {};
  for (const link of schema.map.links) {
    const far = links.get(link.to)?.get(id);
    if (far === null) continue;
    const mirrored = link.mirror !== null && schema.properties.has(link.mirror) ? textOf(link.mirror)?.trim() : undefined;
    if (link.take === 'first') {
      if (far !== undefined) fields[link.field] = [...far.keys()].toSorted(byAge)[0] ?? null;
      continue;
    }
    const primary = far === undefined ? null : primaryOf(link, far);
    if (link.take === 'primary') {
      if (far !== undefined) fields[link.field] = primary;
      else if (mirrored !== undefined) fields[link.field] = mirrored || null;
    } else if (far !== undefined) {
      fields[link.field] = makeSet([...far.keys()].filter((key) => link.take === 'all' || key !== primary).map((key) => ({ key })));
    }
  }
  return fields;
}

/** The lower number is the older record. */
export function byAge(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

export function primaryOf(link: LinkField, far: Far): string | null {
  return [...far].find(([, kinds]) => kinds.some(({ typeId }) => typeId === link.primary))?.[0] ?? null;
}
