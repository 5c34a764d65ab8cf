// Home of merging two records. Invariant: both old ids keep leading to the survivor, which has a new id unless the account
// preserves the primary's; the primary's values win; a merge cannot be undone.
import type { SandboxResponse } from '../contract.ts';
import { forgetLinks, linkEnds } from './association-rules.ts';
import type { Call } from './call.ts';
import { linked } from './links.ts';
import { OBJECT_TYPES, objectType } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { tableOf } from './portal.ts';
import { presentAll } from './object-writes.ts';
import { resolve } from './record.ts';
import type { Source, StoredRecord } from './record.ts';
import { calculate, changeRecord, claimEmail, insertRecord, purgeRecord } from './records.ts';
import { announce } from './webhook-events.ts';
import { asText, invalid, notFound, refuse, respond } from './wire.ts';

const MAX_IDENTITIES = 250;
/** The primary company of a contact and of a deal. */
const PRIMARY: readonly number[] = [1, 5];

export function mergeRoute(name: string): (call: Call) => SandboxResponse {
  return (call) => {
    const body = call.body();
    const primaryId = asText(body['primaryObjectId'], 'primaryObjectId');
    const otherId = asText(body['objectIdToMerge'], 'objectIdToMerge');
    const survivor = mergeRecords(call.portal, objectType(name), primaryId, otherId, call.source, call.now);
    return respond(200, presentAll(call, survivor));
  };
}

export function mergeRecords(portal: Portal, type: ObjectType, primaryId: string, otherId: string, source: Source, now: number): StoredRecord {
  const table = tableOf(portal, type);
  const primary = resolve(table, primaryId);
  const other = resolve(table, otherId);
  if (primary === null || other === null || primary.archivedAt !== null || other.archivedAt !== null) throw notFound();
  if (primary === other) throw invalid('A record cannot be merged with itself.');
  const merged = [...mergedIds(primary), ...mergedIds(other), other.id, ...(portal.settings.preservePrimaryId ? [] : [primary.id])];
  if (merged.length > MAX_IDENTITIES) throw refuse(414, 'VALIDATION_ERROR', `Cannot have more than ${MAX_IDENTITIES} identities on a profile`);
  // Opt-outs belong to an address: the survivor's follow from the one it keeps as its main address.
  const moved = Object.fromEntries(Object.entries(other.values).filter(([name]) => !(name in primary.values) && !name.startsWith('hs_email_optout')));
  const emails = emailsOf(primary, other);
  const survivor = portal.settings.preservePrimaryId ? primary : reborn(portal, primary, source, now);
  for (const gone of survivor === primary ? [other] : [primary, other]) {
    moveLinks(portal, gone, survivor, now);
    purgeRecord(portal, gone);
    table.aliases.set(gone.id, survivor.id);
  }
  const identities: Record<string, string> = { hs_merged_object_ids: [...new Set(merged)].join(';') };
  if (type.name === 'contacts') {
    identities['hs_calculated_merged_vids'] = [...new Set(merged)].map((id) => `${id}:${now}`).join(';');
    identities['hs_all_contact_vids'] = [survivor.id, ...new Set(merged)].join(';');
    if (emails.length > 0) identities['hs_additional_emails'] = emails.join(';');
  }
  changeRecord(portal, survivor, moved, source, now);
  calculate(portal, survivor, identities, now, true);
  for (const email of emails) claimEmail(portal, survivor, email);
  const more = { primaryObjectId: Number(primary.id), mergedObjectIds: [Number(other.id)], newObjectId: Number(survivor.id), numberOfPropertiesMoved: Object.keys(moved).length };
  announce(portal, { kind: 'merge', type, id: survivor.id, at: now, source, more });
  return survivor;
}

/** A new record that takes over the primary's values, history and birthday. */
function reborn(portal: Portal, primary: StoredRecord, source: Source, now: number): StoredRecord {
  const values = { ...primary.values };
  const waiting = portal.webhooks.pending.length;
  const history = new Map([...primary.history].map(([name, changes]) => [name, [...changes]]));
  const record = insertRecord(portal, primary.type, {}, { createdAt: primary.createdAt, updatedAt: now, source });
  record.history.clear();
  changeRecord(portal, record, values, source, now);
  record.history.clear();
  for (const [name, changes] of history) record.history.set(name, changes);
  // A merge is announced as a merge, not as a creation.
  portal.webhooks.pending.splice(waiting);
  return record;
}

function mergedIds(record: StoredRecord): string[] {
  return (record.values['hs_merged_object_ids'] ?? '').split(';').filter((id) => id !== '');
}

/** The addresses that become secondary. */
function emailsOf(primary: StoredRecord, other: StoredRecord): string[] {
  const main = primary.values['email'] ?? other.values['email'] ?? '';
  const all = [...secondary(primary), ...secondary(other), other.values['email'] ?? ''];
  return [...new Set(all)].filter((email) => email !== '' && email !== main);
}

function moveLinks(portal: Portal, from: StoredRecord, to: StoredRecord, now: number): void {
  const source: Source = { type: 'MERGE_OBJECTS', id: null, userId: null };
  // The primary company comes first: whichever is linked first becomes the survivor's.
  const kept = OBJECT_TYPES.flatMap((type) => [...linked(portal.links, from, type)].map(([id, typeIds]) => ({ type, id, typeIds: new Set(typeIds) }))).toSorted((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  forgetLinks(portal, from);
  for (const { type, id, typeIds } of kept) {
    if (type === to.type && id === to.id) continue;
    const far = { type, id };
    const taken = [...linked(portal.links, to, type).values()].some((typeIds) => isPrimary({ typeIds }));
    // Only one primary company survives: the primary's.
    const types = portal.associationTypes.filter((each) => each.from === to.type.name && each.to === type.name && typeIds.has(each.typeId) && !(taken && each.name === 'primary'));
    linkEnds(portal, to, far, types, source, now);
  }
}

function secondary(record: StoredRecord): string[] {
  return (record.values['hs_additional_emails'] ?? '').split(';');
}

function isPrimary({ typeIds }: { readonly typeIds: ReadonlySet<number> }): boolean {
  return PRIMARY.some((typeId) => typeIds.has(typeId));
}
