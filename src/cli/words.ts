// Words for people: what the data calls by a short name, as a reader of the terminal knows it. `--json` keeps the short names.
import { isMoney, isSet } from '../core/value.ts';
import type { EntityName, Side, Value } from '../core/vocabulary.ts';

export const SIDE_NAME: Readonly<Record<Side, string>> = { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' };

const ENTITY_NAME: Readonly<Record<EntityName, string>> = { salesCase: 'sales case' };

/** As it stands in a sentence, one of them. */
export function entityName(entity: EntityName): string {
  return ENTITY_NAME[entity] ?? entity;
}

const MANY: Readonly<Record<EntityName, string>> = { activity: 'activities' };

/** As it stands in a sentence, several of them. */
export function entityNames(entity: EntityName): string {
  return MANY[entity] ?? `${entityName(entity)}s`;
}

const ROWS: Readonly<Record<string, string>> = {
  proposalRows: 'proposal rows', statusHistory: 'changes of status', invoiceRows: 'invoice rows', workHours: 'work hours', projectFees: 'project fees', travelExpenses: 'travel expenses', flatRates: 'flat rates',
};

/** The rows of a mirror, as they stand in a sentence. */
export function mirrorName(mirror: string): string {
  return ROWS[mirror] ?? mirror;
}

/** An instant as a clock on the wall shows it, in a time zone: `2026-03-09 16:00:50`. */
export function whenText(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(Date.parse(instant));
}

/** Why a write waits; what is not here is the system's own code and stays as it is. */
const HELD: Readonly<Record<string, string>> = {
  'connection-read-only': 'this connection is read-only; it goes there once writing is allowed',
  'owner-without-counterpart': 'nobody there has the e-mail address of the owner',
  'no-property': 'there is no property for it yet; the next approved sync makes it',
  'not-a-number': 'this is no number',
  'other-currency': 'it is in another currency than that record',
  'out-of-range': 'the number is larger or smaller than fits there',
  'read-only': 'this cannot be changed there once it is made',
  required: 'it may not be empty there',
  'too-long': 'the text is longer than fits there',
  'unmapped-choice': 'that list has no such choice',
  'wrong-kind': 'this kind of value does not fit there',
  'cannot-archive': 'records cannot be taken out of use there',
  'not-connected': 'that system is not connected',
  'unknown-field': 'there is no such field there',
  'gone-deleted': 'the record was deleted there',
  'gone-archived': 'the record was archived there',
  'gone-merged': 'the record was merged into another one there',
  'gone-erased': 'the record was erased there',
  'gone-missing': 'the record is not found there',
  'not-sent': 'it was not sent; the next sync sends it',
  rejected: 'the system refused it; correct it where it came from',
  failed: 'it did not get through; the next sync tries again',
  unknown: 'no answer came; the next sync looks before it tries again',
  'required-field-empty': 'it cannot be made there while this is empty',
  'waits-for-decision': 'waits for your decision on the conflict',
  'not-writable': 'this field cannot be written there',
  'record-gone': 'the record is gone; it is written should it come back',
  'out-of-scope': 'what is to be synced leaves it out',
  gate: 'it is made there once the gate lets it through',
  'unlinked-account': 'its account is not on both sides yet',
  'unlinked-contact': 'its contact is not on both sides yet',
  'shared-email': 'several people have the e-mail address; give each their own, or the others none',
  'duplicate-email': 'another record there has the e-mail address already',
  'one-address-only': 'there is room for one e-mail address only; the rest stay where they are',
  'no-such-address': 'the address whose use is forbidden is not there',
  'opt-in-by-people': 'only the person can allow e-mail again there',
  'opt-out-refused': 'it did not take the opt-out',
  'unmapped-stage': 'no stage there goes with it; pair them in the settings',
  'link-refused': 'it did not take the link between the two records',
  'link-target-gone': 'the record it is to be linked to is gone there',
  'missing-scope': 'the credentials lack a right for it: npx sauma doctor',
};

/** Why a pair of records waits for a look. */
const MATCH: Readonly<Record<string, string>> = {
  several: 'more than two records share it',
  'other-keys-differ': 'their other keys differ',
  'only-name': 'a name alone proves nothing',
  'only-fullName': 'a name alone proves nothing',
  'only-title': 'a name alone proves nothing',
  'shared-email': 'several people have the address',
  taken: 'its counterpart belongs to another record already',
  renamed: 'nobody knows whether it was made, and this one has come since',
};

/** By what a pair was found. */
const FOUND_BY: Readonly<Record<string, string>> = {
  businessId: 'business ID',
  domain: 'web address',
  email: 'e-mail address',
  person: 'name and phone',
  fullName: 'name',
  number: 'project number',
  deal: 'name and value',
  title: 'name',
  event: 'subject and time',
  'own-create': 'what Sauma sent there',
};

export function foundBy(rule: string): string {
  return FOUND_BY[rule] ?? rule;
}

export function heldReason(reason: string): string {
  const [kind = '', ...code] = reason.split(':');
  const text = HELD[kind];
  if (text === undefined) return reason;
  return code.length > 0 ? `${text} (${code.join(':')})` : text;
}

export function matchReason(reason: string): string {
  return MATCH[reason] ?? reason;
}

export function valueText(value: Value): string {
  if (value === null) return '(empty)';
  if (isMoney(value)) return `${value.amount} ${value.currency}`;
  if (isSet(value)) return value.length === 0 ? '(empty)' : value.map(elementText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The key, and what is said of it: `newsletter (until 2027)`. */
function elementText({ key, ...attributes }: { readonly key: string; readonly [attribute: string]: string | boolean | null }): string {
  const said = Object.entries(attributes).flatMap(([name, value]) => (value === null || value === false ? [] : [value === true ? name : `${name} ${value}`]));
  return said.length === 0 ? key : `${key} (${said.join(', ')})`;
}

/** Why undo leaves something as it is. */
const LEFT: Readonly<Record<string, string>> = {
  touched: 'somebody has changed it since',
  restrictive: 'it is only ever tightened by itself; loosen it where it belongs',
  gone: 'the record is not there any more',
  archived: 'it was taken out of use, and only the system itself can bring it back',
};

export function leftReason(reason: string): string {
  return LEFT[reason] ?? heldReason(reason);
}
