// Home of what HubSpot does by itself when records are linked: the one primary company, counters, modified dates, events.
// Invariant: a contact or deal has at most one primary company, and its mirror properties agree with the links to records
// that are not archived.
import { primaryType, unlabelled } from './association-types.ts';
import type { AssociationType } from './association-types.ts';
import { addTypes, linked, removeLink, removeTypes } from './links.ts';
import type { End } from './links.ts';
import type { ObjectType } from './object-types.ts';
import { OBJECT_TYPES, objectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { tableOf } from './portal.ts';
import type { Source } from './record.ts';
import { calculate } from './records.ts';
import { announce } from './webhook-events.ts';
import { asObject, invalid } from './wire.ts';

const PARENT_TO_CHILD = 13;
const CHILD_TO_PARENT = 14;
const PARENTS: ReadonlySet<string> = new Set(['deals', 'invoices']);

/** Association specs of a request as types of this pair; always with the unlabelled one. */
export function associationTypesOf(portal: Portal, from: ObjectType, to: ObjectType, specs: readonly unknown[]): AssociationType[] {
  const plain = defaultType(portal, from, to);
  const named = specs.map((raw) => {
    const spec = asObject(raw, 'a type');
    const id = Number(spec['associationTypeId']);
    const type = portal.associationTypes.find((candidate) => candidate.typeId === id && candidate.from === from.name && candidate.to === to.name && candidate.category === spec['associationCategory']);
    if (type === undefined) throw invalid(`No association type with id ${id} and category ${String(spec['associationCategory'])} exists between ${from.name} and ${to.name}`);
    return type;
  });
  return [...new Set([plain, ...named])];
}

export function defaultType(portal: Portal, from: ObjectType, to: ObjectType): AssociationType {
  const type = unlabelled(portal.associationTypes, from, to);
  if (type === null) throw invalid(`${from.name} and ${to.name} cannot be associated`);
  return type;
}

/** Why two records cannot be linked: a line item belongs to one deal or invoice. Null when they can. */
export function parentClash(portal: Portal, from: End, to: End): string | null {
  const [item, parent] = from.type.name === 'line_items' ? [from, to] : [to, from];
  if (item.type.name !== 'line_items' || !PARENTS.has(parent.type.name)) return null;
  const taken = OBJECT_TYPES.filter((type) => PARENTS.has(type.name)).some((type) => [...linked(portal.links, item, type).keys()].some((id) => id !== parent.id || type !== parent.type));
  return taken ? `Line item ${item.id} belongs to another record already.` : null;
}

/** Adds types to a pair; a new primary company takes the place of the old one. */
export function linkEnds(portal: Portal, from: End, to: End, types: readonly AssociationType[], source: Source, now: number): void {
  const fresh = !linked(portal.links, from, to.type).has(to.id);
  const primary = primaryType(portal.associationTypes, from.type, to.type);
  const wanted = new Set(types);
  const companySide = to.type.name === 'companies';
  if (primary !== null) {
    const near = companySide ? from : to;
    const forward = companySide ? primary : inverseOf(portal, primary);
    if (wanted.has(primary)) dropPrimary(portal, near, forward);
    else if (portal.settings.firstCompanyBecomesPrimary && fresh && !hasPrimary(portal, near, forward)) wanted.add(primary);
  }
  addTypes(portal.links, from, to, [...wanted]);
  settle(portal, from, to, { source, now, removed: false, primary: primary !== null && wanted.has(primary) });
}

/** Replaces the labels of a pair by these types. */
export function relabelEnds(portal: Portal, from: End, to: End, types: readonly AssociationType[], source: Source, now: number): void {
  const before = linked(portal.links, from, to.type).get(to.id) ?? new Set<number>();
  const gone = portal.associationTypes.filter((type) => {
    if (type.from !== from.type.name || type.to !== to.type.name || !before.has(type.typeId) || types.includes(type)) return false;
    return type.name !== 'primary' || portal.settings.labelsReplacePrimary;
  });
  removeTypes(portal.links, from, to, gone);
  linkEnds(portal, from, to, types, source, now);
}

export function unlinkEnds(portal: Portal, from: End, to: End, source: Source, now: number): void {
  if (!linked(portal.links, from, to.type).has(to.id)) return;
  removeLink(portal.links, from, to);
  settle(portal, from, to, { source, now, removed: true, primary: false });
}

/** Removes labels; the unlabelled type takes the whole link with it. */
export function unlabelEnds(portal: Portal, from: End, to: End, types: readonly AssociationType[], source: Source, now: number): void {
  if (types.some((type) => type.label === null)) return unlinkEnds(portal, from, to, source, now);
  if (!linked(portal.links, from, to.type).has(to.id)) return;
  removeTypes(portal.links, from, to, types);
  settle(portal, from, to, { source, now, removed: true, primary: types.some((type) => type.name === 'primary') });
}

/** A record that is gone for good takes its links with it, silently. */
export function forgetLinks(portal: Portal, end: End): End[] {
  const far = OBJECT_TYPES.flatMap((type) => [...linked(portal.links, end, type).keys()].map((id) => ({ type, id })));
  for (const other of far) removeLink(portal.links, end, other);
  return far;
}

function inverseOf(portal: Portal, type: AssociationType): AssociationType {
  return portal.associationTypes.find((candidate) => candidate.typeId === type.inverseId && candidate.from === type.to) ?? type;
}

function hasPrimary(portal: Portal, near: End, primary: AssociationType): boolean {
  return primaryCompany(portal, near, primary.typeId) !== null;
}

function dropPrimary(portal: Portal, near: End, primary: AssociationType): void {
  const companies = objectType('companies');
  // An archived one too, or restoring it would make two.
  for (const [id, typeIds] of linked(portal.links, near, companies)) {
    if (typeIds.has(primary.typeId)) removeTypes(portal.links, near, { type: companies, id }, [primary]);
  }
}

function primaryCompany(portal: Portal, near: End, typeId: number): string | null {
  return living(portal, near, objectType('companies')).find(([, typeIds]) => typeIds.has(typeId))?.[0] ?? null;
}

/** Linked records that are not archived. */
function living(portal: Portal, near: End, to: ObjectType): (readonly [id: string, typeIds: ReadonlySet<number>])[] {
  const { rows } = tableOf(portal, to);
  return [...linked(portal.links, near, to)].filter(([id]) => rows.get(id)?.archivedAt === null);
}

/** Counters move with every link, so a record with thousands of links makes no list for them. */
function countLiving(portal: Portal, near: End, to: ObjectType): number {
  const { rows } = tableOf(portal, to);
  let count = 0;
  for (const id of linked(portal.links, near, to).keys()) if (rows.get(id)?.archivedAt === null) count += 1;
  return count;
}

/** Shows on everything linked to a record that it has been archived, or is back. */
export function showPresence(portal: Portal, end: End, now: number): void {
  for (const type of OBJECT_TYPES) for (const [id] of living(portal, end, type)) mirror(portal, { type, id }, now);
}

interface Settlement {
  readonly source: Source;
  readonly now: number;
  readonly removed: boolean;
  readonly primary: boolean;
}

function settle(portal: Portal, from: End, to: End, { source, now, removed, primary }: Settlement): void {
  for (const [near, far] of [
    [from, to],
    [to, from],
  ] as const) {
    mirror(portal, near, now);
    const more = {
      associationType: `${near.type.singular}_to_${far.type.singular}`.toUpperCase(),
      fromObjectId: Number(near.id),
      toObjectId: Number(far.id),
      associationRemoved: removed,
      isPrimaryAssociation: primary,
    };
    announce(portal, { kind: 'associationChange', type: near.type, id: near.id, at: now, source, more });
  }
}

/** Properties that show links: the contact's company, the counters of companies and deals. */
function mirror(portal: Portal, end: End, now: number): void {
  const record = tableOf(portal, end.type).rows.get(end.id);
  if (record === undefined) return;
  const count = (name: string): string => {
    const size = countLiving(portal, end, objectType(name));
    return size === 0 ? '' : String(size);
  };
  const touch = portal.settings.associationTouchesModified;
  if (end.type.name === 'contacts') calculate(portal, record, { associatedcompanyid: primaryCompany(portal, end, 1) ?? '', num_associated_deals: count('deals') }, now, touch);
  if (end.type.name === 'companies') calculate(portal, record, { num_associated_contacts: count('contacts'), num_associated_deals: count('deals'), ...family(portal, end) }, now, touch);
  if (end.type.name === 'deals') {
    const company: Record<string, string> = portal.settings.dealsNameTheirCompany ? { hs_primary_associated_company: primaryCompany(portal, end, 5) ?? '' } : {};
    calculate(portal, record, { ...company, num_associated_contacts: count('contacts') }, now, touch);
  }
}

/** The parent of a company and the number of its children. */
function family(portal: Portal, company: End): Record<string, string> {
  const relatives = living(portal, company, company.type);
  const children = relatives.filter(([, typeIds]) => typeIds.has(PARENT_TO_CHILD)).length;
  return {
    hs_parent_company_id: relatives.find(([, typeIds]) => typeIds.has(CHILD_TO_PARENT))?.[0] ?? '',
    hs_num_child_companies: children === 0 ? '' : String(children),
  };
}
