// Home of every change to a record: history, modified date, unique values, index and webhooks move together here.
// Invariant: no other file writes to a stored record or its table.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { optOutsOf } from './consent.ts';
import { announce } from './webhook-events.ts';
import type { ObjectType } from './object-types.ts';
import { findStage } from './pipelines.ts';
import type { Portal } from './portal.ts';
import { tableOf } from './portal.ts';
import { liveProperty } from './property-registry.ts';
import type { Change, Source, StoredRecord, Values } from './record.ts';
import { instant } from './wire.ts';

const CALCULATED: Source = { type: 'CALCULATED', id: null, userId: null };

interface Birth {
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly source: Source;
}

/** `values` are checked already; '' is left out. */
export function insertRecord(portal: Portal, type: ObjectType, values: Values, birth: Birth): StoredRecord {
  const table = tableOf(portal, type);
  table.nextId += portal.random.ids.int(1, 9);
  const record: StoredRecord = {
    id: String(table.nextId),
    type,
    createdAt: birth.createdAt,
    updatedAt: birth.updatedAt,
    archivedAt: null,
    values: {},
    history: new Map(),
    index: [],
  };
  table.rows.set(record.id, record);
  table.order.push(record.id);
  const origin: Record<string, string> = { hs_object_source: birth.source.type };
  if (birth.source.id !== null) origin['hs_object_source_id'] = birth.source.id;
  announce(portal, { kind: 'creation', type, id: record.id, at: birth.updatedAt, source: birth.source });
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  store(portal, record, { ...given, ...origin }, birth.source, birth.updatedAt);
  return record;
}

/** Writes checked values ('' clears); the modified date moves even when every value was the same before. */
export function changeRecord(portal: Portal, record: StoredRecord, values: Values, source: Source, now: number): void {
  if (!portal.switches.unchangedTimestamp) record.updatedAt = Math.max(now, record.createdAt);
  store(portal, record, values, source, now);
}

/** Values HubSpot works out by itself: no move of the modified date unless `touch`. */
export function calculate(portal: Portal, record: StoredRecord, values: Values, now: number, touch: boolean): void {
  if (touch && !portal.switches.unchangedTimestamp) record.updatedAt = Math.max(now, record.updatedAt);
  store(portal, record, values, CALCULATED, now);
}

function store(portal: Portal, record: StoredRecord, given: Values, source: Source, now: number): void {
  const values: Record<string, string> = { ...record.values };
  const write = (name: string, value: string, by: Source): void => {
    if ((values[name] ?? '') === value) return;
    indexUnique(portal, record, name, values[name] ?? '', value);
    if (value === '') delete values[name];
    else values[name] = value;
    const changes = record.history.get(name);
    const change: Change = { value, at: now, source: by };
    if (changes === undefined) record.history.set(name, [change]);
    else changes.unshift(change);
    announce(portal, { kind: 'propertyChange', type: record.type, id: record.id, at: now, source: by, property: { name, value } });
  };
  for (const [name, value] of Object.entries(given)) write(name, value, source);
  for (const [name, value] of Object.entries(derived(portal, record, given, values, source, now))) write(name, value, CALCULATED);
  record.values = values;
  indexRecord(portal, record, now);
}

/** What follows from the values just written. */
function derived(portal: Portal, record: StoredRecord, given: Values, values: Values, source: Source, now: number): Values {
  const result: Record<string, string> = {};
  // The last person stays named when an app writes: an app is no user.
  if (source.userId !== null && Object.keys(given).length > 0) result['hs_updated_by_user_id'] = String(source.userId);
  if (given['hubspot_owner_id']) result['hubspot_owner_assigneddate'] = instant(now);
  if (given['lifecyclestage'] && liveProperty(portal.properties, record.type, `hs_lifecyclestage_${given['lifecyclestage']}_date`) !== null) {
    result[`hs_lifecyclestage_${given['lifecyclestage']}_date`] = instant(now);
  }
  if (record.type.name === 'contacts') {
    for (const [from, to] of [['phone', 'hs_searchable_calculated_phone_number'], ['mobilephone', 'hs_searchable_calculated_mobile_number']] as const) {
      if (given[from] !== undefined) result[to] = localNumber(given[from]);
    }
  }
  if (record.type.name === 'emails' && given['hs_email_headers'] !== undefined) Object.assign(result, addressesIn(given['hs_email_headers']));
  if (record.type.name === 'contacts' && given['email'] !== undefined) {
    result['hs_email_domain'] = given['email'].split('@')[1] ?? '';
    // What an address has said goes with the address, not with the record.
    Object.assign(result, optOutsOf(portal.consents, given['email']));
  }
  if (record.type.name === 'line_items' && (given['price'] !== undefined || given['quantity'] !== undefined)) {
    result['amount'] = String(Number(values['price'] ?? 0) * Number(values['quantity'] ?? 1));
  }
  if (record.type.name === 'deals' && (given['dealstage'] !== undefined || given['pipeline'] !== undefined)) {
    const stage = findStage(portal.pipelines.get('deals') ?? [], values['pipeline'] ?? '', values['dealstage'] ?? '');
    const probability = stage?.metadata['probability'] ?? '';
    const closed = stage?.metadata['isClosed'] === 'true';
    result['hs_deal_stage_probability'] = probability;
    result['hs_is_closed'] = String(closed);
    result['hs_is_closed_won'] = String(closed && Number(probability) === 1);
    result['hs_is_closed_lost'] = String(closed && Number(probability) === 0);
    if (closed && portal.settings.autoCloseDate && !values['closedate']) result['closedate'] = instant(now);
  }
  return result;
}

/** Area code and number: what HubSpot compares phones by. */
function localNumber(phone: string): string {
  return parsePhoneNumberFromString(phone, 'FI')?.nationalNumber ?? phone.replaceAll(/\D/g, '');
}

/** Whom an e-mail was from and to, as its headers tell: `{"from":{"email":…},"to":[{"email":…}]}`. */
function addressesIn(headers: string): Values {
  const [from, to] = ['from', 'to'].map((name) => {
    try {
      const told = [(JSON.parse(headers) as Record<string, unknown>)[name] ?? []].flat() as { readonly email?: unknown }[];
      return told.flatMap(({ email }) => (typeof email === 'string' ? [email] : [])).join(';');
    } catch {
      return '';
    }
  });
  return { hs_email_from_email: from ?? '', hs_email_to_email: to ?? '' };
}

function indexUnique(portal: Portal, record: StoredRecord, name: string, before: string, after: string): void {
  if (!isUnique(portal, record.type, name)) return;
  const table = tableOf(portal, record.type);
  const index = table.unique.get(name) ?? new Map<string, string>();
  table.unique.set(name, index);
  if (index.get(before.toLowerCase()) === record.id) index.delete(before.toLowerCase());
  if (after !== '' && record.archivedAt === null) index.set(after.toLowerCase(), record.id);
}

export function isUnique(portal: Portal, type: ObjectType, name: string): boolean {
  if (type.name === 'contacts' && name === 'email') return true;
  return liveProperty(portal.properties, type, name)?.hasUniqueValue === true;
}

/** The live record that holds a unique value; secondary e-mails of a merged contact count as its own. */
export function holderOf(portal: Portal, type: ObjectType, name: string, value: string): StoredRecord | null {
  const table = tableOf(portal, type);
  const id = table.unique.get(name)?.get(value.trim().toLowerCase());
  return id === undefined ? null : (table.rows.get(id) ?? null);
}

function indexRecord(portal: Portal, record: StoredRecord, now: number): void {
  const { searchLagMs, searchJitterMs } = portal.settings;
  const visibleAt = now + searchLagMs + (searchJitterMs > 0 ? portal.random.lag.int(0, searchJitterMs) : 0);
  const last = record.index.at(-1);
  const version = { visibleAt: Math.max(visibleAt, last?.visibleAt ?? 0), values: record.values, updatedAt: record.updatedAt };
  // Versions that a later one has overtaken can never be seen again.
  const seen = record.index.findLastIndex((older) => older.visibleAt <= now);
  record.index = [...record.index.slice(Math.max(seen, 0)), version];
}

export function archiveRecord(portal: Portal, record: StoredRecord, source: Source, now: number): void {
  if (record.archivedAt !== null) return;
  forgetUnique(portal, record);
  record.archivedAt = now;
  record.updatedAt = now;
  announce(portal, { kind: 'deletion', type: record.type, id: record.id, at: now, source });
}

export function restoreRecord(portal: Portal, record: StoredRecord, source: Source, now: number): void {
  if (record.archivedAt === null) return;
  record.archivedAt = null;
  record.updatedAt = now;
  for (const [name, value] of Object.entries(record.values)) indexUnique(portal, record, name, '', value);
  for (const email of (record.values['hs_additional_emails'] ?? '').split(';')) if (email !== '') claimEmail(portal, record, email);
  indexRecord(portal, record, now);
  announce(portal, { kind: 'restore', type: record.type, id: record.id, at: now, source });
}

/** Takes a record away for good, without an event. */
export function purgeRecord(portal: Portal, record: StoredRecord): void {
  forgetUnique(portal, record);
  tableOf(portal, record.type).rows.delete(record.id);
}

function forgetUnique(portal: Portal, record: StoredRecord): void {
  for (const index of tableOf(portal, record.type).unique.values()) {
    for (const value of Object.values(record.values).flatMap((text) => text.split(';'))) {
      if (index.get(value.toLowerCase()) === record.id) index.delete(value.toLowerCase());
    }
  }
}

/** Secondary e-mails keep their owner unique after a merge. */
export function claimEmail(portal: Portal, record: StoredRecord, email: string): void {
  const table = tableOf(portal, record.type);
  const index = table.unique.get('email') ?? new Map<string, string>();
  table.unique.set('email', index);
  index.set(email.toLowerCase(), record.id);
}
