// Words for people: what the data calls by a short name, as a reader of the terminal knows it. `--json` keeps the short names.
import type { Side, Value } from '../core/vocabulary.ts';

export const SIDE_NAME: Readonly<Record<Side, string>> = { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' };

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
};

/** Why a pair of records waits for a look. */
const MATCH: Readonly<Record<string, string>> = {
  several: 'more than two records share it',
  'other-keys-differ': 'their other keys differ',
  'only-name': 'nothing but the name is the same',
};

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
  if (typeof value === 'object' && 'amount' in value) return `${value.amount} ${value.currency}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
