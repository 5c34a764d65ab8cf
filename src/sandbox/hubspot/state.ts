// Home of what the seed generator and stories may do to the account without HTTP: what people do in HubSpot's own pages.
// Invariant: everything goes through the same changes as the API, only with a person as its source.
import { linkEnds, defaultType, unlinkEnds } from './association-rules.ts';
import { primaryType } from './association-types.ts';
import { afterUpdate } from './automations.ts';
import type { SandboxEvent } from '../contract.ts';
import { takeDeliveries } from './deliveries.ts';
import { eraseContact } from './erase.ts';
import { badValues, examine } from './examine.ts';
import { linked } from './links.ts';
import { mergeRecords } from './merge.ts';
import { objectType } from './object-types.ts';
import type { NewOwner } from './owner.ts';
import { addOwner } from './owners.ts';
import { tableOf } from './portal.ts';
import type { Portal } from './portal.ts';
import { definitionFrom } from './property-definitions.ts';
import { liveProperty, propertiesOf } from './property-registry.ts';
import { resolve } from './record.ts';
import type { Source, StoredRecord } from './record.ts';
import { changeRecord, claimEmail, holderOf, insertRecord } from './records.ts';
import { putInBin, takeFromBin } from './recycle-bin.ts';
import { unsubscribeFromAll } from './subscriptions.ts';
import { checkValue } from './values.ts';
import { instant } from './wire.ts';
import type { Json } from './wire.ts';

/** Values as they may be given: null and '' leave a property empty. */
export type Properties = Readonly<Record<string, string | number | boolean | null>>;

interface RecordView {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
}

export interface HubspotState {
  /** Makes a record as it stood in the account; times in ms. Read-only properties may be given. Returns the id. */
  put(type: string, properties: Properties, options: { readonly createdAt: number; readonly updatedAt?: number; readonly source?: Source }): string;
  /** A person's edit in the user interface. */
  edit(type: string, id: string, properties: Properties, options: { readonly now: number; readonly userId: number }): void;
  archive(type: string, id: string, now: number): void;
  restore(type: string, id: string, now: number): void;
  /** Returns the survivor's id. */
  merge(type: string, primaryId: string, otherId: string, now: number): string;
  gdprDelete(contactId: string, now: number): void;
  /** Links two records; `primary` marks the company of a contact or deal as the primary one. */
  associate(fromType: string, fromId: string, toType: string, toId: string, options: { readonly now: number; readonly primary?: boolean }): void;
  /** Takes two records apart, whatever they were to each other. */
  dissociate(fromType: string, fromId: string, toType: string, toId: string, options: { readonly now: number }): void;
  /** Ids of the linked records of one type. */
  associated(fromType: string, fromId: string, toType: string): string[];
  /** Links between live records of two types, in ascending ids, with the numbers of their association types. */
  links(fromType: string, toType: string): readonly { readonly from: string; readonly to: string; readonly types: readonly number[] }[];
  /** Names of a type's groups and properties, and which of the properties only HubSpot sets. */
  definitions(type: string): { readonly groups: readonly string[]; readonly properties: readonly string[]; readonly readOnly: ReadonlySet<string> };
  /** Follows merges; null when there is no such record. */
  get(type: string, id: string): RecordView | null;
  /** What the record's properties have held, newest first, as `propertiesWithHistory` tells it; also of one in the recycle bin. */
  history(type: string, id: string): ReadonlyMap<string, readonly string[]>;
  /** Live records in ascending id; with `archived` those in the recycle bin. */
  list(type: string, options?: { readonly archived?: boolean }): RecordView[];
  /** The person behind an address unsubscribes from everything. */
  unsubscribe(email: string, now: number): void;
  /** Addresses that have unsubscribed from everything, in lower case. */
  unsubscribed(): ReadonlySet<string>;
  /** Ids of owners who have left: lists show them only when asked for. */
  formerOwners(): readonly string[];
  /** Returns the owner's id. */
  putOwner(owner: NewOwner, createdAt?: number): string;
  /** Makes a custom property; the group defaults to the type's first. */
  declareProperty(type: string, definition: Json, now: number): void;
  /** Addresses on the list of people deleted for good. */
  readonly blocklist: ReadonlySet<string>;
  /** Webhook deliveries that wait, which otherwise leave with the next request. */
  takeEvents(now: number): SandboxEvent[];
}

const FIRST_DAY = Date.UTC(2019, 0, 1);

export function newState(portal: Portal): HubspotState {
  const row = (type: string, id: string): StoredRecord => {
    const record = resolve(tableOf(portal, objectType(type)), id);
    if (record === null) throw new RangeError(`there is no ${type} ${id}`);
    return record;
  };
  return {
    put: (type, properties, options) => put(portal, type, properties, options),
    edit: (type, id, properties, { now, userId }) => {
      const record = row(type, id);
      const given = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value ?? '']));
      const examination = examine({ portal, type: record.type, properties: given, record, dated: false, claims: new Set() });
      if (examination.problems.length > 0) throw badValues(portal, examination.problems);
      if (examination.refusal !== null) throw examination.refusal;
      const before = record.values;
      changeRecord(portal, record, examination.values, person(userId), now);
      afterUpdate(portal, record, before, now);
    },
    archive: (type, id, now) => putInBin(portal, row(type, id), person(1), now),
    restore: (type, id, now) => takeFromBin(portal, row(type, id), person(1), now),
    merge: (type, primaryId, otherId, now) => mergeRecords(portal, objectType(type), primaryId, otherId, person(1), now).id,
    gdprDelete: (contactId, now) => eraseContact(portal, row('contacts', contactId), person(1), now),
    associate: (fromType, fromId, toType, toId, { now, primary }) => {
      const near = row(fromType, fromId);
      const far = row(toType, toId);
      const marked = primary === true ? primaryType(portal.associationTypes, near.type, far.type) : null;
      const types = [defaultType(portal, near.type, far.type), ...(marked === null ? [] : [marked])];
      linkEnds(portal, near, far, types, person(1), now);
    },
    dissociate: (fromType, fromId, toType, toId, { now }) => unlinkEnds(portal, row(fromType, fromId), row(toType, toId), person(1), now),
    associated: (fromType, fromId, toType) => [...linked(portal.links, row(fromType, fromId), objectType(toType)).keys()],
    links: (fromType, toType) => linksBetween(portal, fromType, toType),
    definitions: (type) => {
      const { groups, byName } = propertiesOf(portal.properties, objectType(type));
      const live = [...byName.values()].filter((definition) => definition.archivedAt === null);
      const readOnly = live.filter((definition) => definition.calculated || definition.modificationMetadata.readOnlyValue);
      return { groups: [...groups.keys()], properties: live.map(({ name }) => name), readOnly: new Set(readOnly.map(({ name }) => name)) };
    },
    get: (type, id) => {
      const record = resolve(tableOf(portal, objectType(type)), id);
      return record === null ? null : view(record);
    },
    history: (type, id) => new Map([...row(type, id).history].map(([name, changes]) => [name, changes.map(({ value }) => value)])),
    list: (type, options) => {
      const rows = [...tableOf(portal, objectType(type)).rows.values()];
      return rows.filter((record) => (record.archivedAt !== null) === (options?.archived ?? false)).map(view);
    },
    unsubscribe: (email, now) => unsubscribeFromAll(portal, email.toLowerCase(), { type: 'EMAIL', id: null, userId: null }, now),
    unsubscribed: () => new Set(portal.consents.unsubscribedAll.keys()),
    formerOwners: () => portal.owners.filter((owner) => owner.archived).map((owner) => owner.id),
    putOwner: (owner, createdAt) => addOwner(portal, owner, createdAt ?? FIRST_DAY),
    declareProperty: (type, definition, now) => {
      const found = objectType(type);
      const properties = propertiesOf(portal.properties, found);
      const made = definitionFrom(found, properties, { groupName: [...properties.groups.keys()][0] ?? '', ...definition }, now);
      properties.byName.set(made.name, made);
    },
    blocklist: portal.blocklist,
    takeEvents: (now) => takeDeliveries(portal, now),
  };
}

function linksBetween(portal: Portal, fromType: string, toType: string): { from: string; to: string; types: number[] }[] {
  const to = objectType(toType);
  const { rows } = tableOf(portal, to);
  const live = [...tableOf(portal, objectType(fromType)).rows.values()].filter((record) => record.archivedAt === null);
  return live.flatMap((record) =>
    [...linked(portal.links, record, to)].filter(([id]) => rows.get(id)?.archivedAt === null).map(([id, types]) => ({ from: record.id, to: id, types: [...types].toSorted((a, b) => a - b) })),
  );
}

function person(userId: number): Source {
  return { type: 'CRM_UI', id: `userId:${userId}`, userId };
}

function put(portal: Portal, typeName: string, properties: Properties, options: Parameters<HubspotState['put']>[2]): string {
  const type = objectType(typeName);
  const values: Record<string, string> = {};
  const context = { ownerIds: new Set(portal.owners.map((owner) => owner.id)), current: '', normaliseDomain: portal.settings.normaliseDomain };
  for (const [name, raw] of Object.entries(properties)) {
    if (raw === null || raw === '') continue;
    const definition = liveProperty(portal.properties, type, name);
    if (definition === null) throw new RangeError(`${typeName} have no property ${name}`);
    // HubSpot keeps what addresses a record had in a list whose options are the values themselves.
    const checked = name === 'hs_additional_emails' ? { value: String(raw).toLowerCase() } : checkValue(definition, String(raw), context);
    if ('code' in checked) throw new RangeError(`${typeName}.${name}: ${checked.message}`);
    values[name] = checked.value;
  }
  const additional = (values['hs_additional_emails'] ?? '').split(';').filter((email) => email !== '');
  const emails = type.name === 'contacts' ? [values['email'] ?? '', ...additional].filter((email) => email !== '') : [];
  if (emails.some((email) => holderOf(portal, type, 'email', email) !== null)) throw new RangeError('two contacts cannot have the same email');
  if (type.name === 'deals') {
    values['pipeline'] ??= portal.pipelines.get('deals')?.[0]?.id ?? 'default';
    values['deal_currency_code'] ??= portal.settings.companyCurrency;
  }
  const { createdAt } = options;
  const record = insertRecord(portal, type, values, { createdAt, updatedAt: options.updatedAt ?? createdAt, source: options.source ?? person(1) });
  for (const email of additional) claimEmail(portal, record, email);
  return record.id;
}

function view(record: StoredRecord): RecordView {
  return {
    id: record.id,
    properties: record.values,
    createdAt: instant(record.createdAt),
    updatedAt: instant(record.updatedAt),
    archived: record.archivedAt !== null,
  };
}
