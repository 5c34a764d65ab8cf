// Home of the permanent deletion of a contact. Invariant: nothing of the person stays readable and the record is not in
// the recycle bin; the address goes to a blocklist that API creates do not look at.
import type { SandboxResponse } from '../contract.ts';
import { forgetLinks } from './association-rules.ts';
import type { Call } from './call.ts';
import { linked } from './links.ts';
import { OBJECT_TYPES, objectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { tableOf } from './portal.ts';
import { resolve } from './record.ts';
import type { Source, StoredRecord } from './record.ts';
import { holderOf, purgeRecord } from './records.ts';
import { announce } from './webhook-events.ts';
import { asText, noContent, notFound, optionalText } from './wire.ts';

export function gdprDeleteRoute(call: Call): SandboxResponse {
  const body = call.body();
  const key = asText(body['objectId'], 'objectId');
  const contacts = objectType('contacts');
  const byEmail = optionalText(body['idProperty'], 'idProperty') === 'email';
  const found = byEmail ? holderOf(call.portal, contacts, 'email', key) : resolve(tableOf(call.portal, contacts), key);
  const record = found?.archivedAt !== null && !call.portal.settings.gdprDeleteReachesBin ? null : found;
  if (record === null && !byEmail) throw notFound();
  if (byEmail) call.portal.blocklist.add(key.trim().toLowerCase());
  if (record !== null) eraseContact(call.portal, record, call.source, call.now);
  return noContent();
}

export function eraseContact(portal: Portal, contact: StoredRecord, source: Source, now: number): void {
  const emails = [contact.values['email'] ?? '', ...(contact.values['hs_additional_emails'] ?? '').split(';')];
  for (const email of emails) if (email !== '') portal.blocklist.add(email);
  for (const activity of OBJECT_TYPES.filter((type) => type.activity)) {
    for (const id of linked(portal.links, contact, activity).keys()) {
      const record = tableOf(portal, activity).rows.get(id);
      // What was shared with somebody else stays theirs.
      if (record !== undefined && linked(portal.links, record, contact.type).size === 1) {
        forgetLinks(portal, record);
        purgeRecord(portal, record);
      }
    }
  }
  forgetLinks(portal, contact);
  purgeRecord(portal, contact);
  const table = tableOf(portal, contact.type);
  for (const [gone, survivor] of table.aliases) if (survivor === contact.id) table.aliases.delete(gone);
  announce(portal, { kind: 'privacyDeletion', type: contact.type, id: contact.id, at: now, source });
  announce(portal, { kind: 'deletion', type: contact.type, id: contact.id, at: now, source });
}
