// Home of the object types: their ids, names, and what differs between them. Invariant: a type is one entry here;
// no other file knows that contacts keep their last change in a property of another name.
import { invalid } from './wire.ts';

export type ObjectTypeName =
  | 'contacts'
  | 'companies'
  | 'deals'
  | 'line_items'
  | 'products'
  | 'tasks'
  | 'notes'
  | 'meetings'
  | 'calls'
  | 'emails'
  | 'invoices'
  | 'tickets';

export interface ObjectType {
  readonly name: ObjectTypeName;
  readonly singular: string;
  readonly typeId: string;
  readonly createdProperty: 'createdate' | 'hs_createdate';
  readonly modifiedProperty: 'lastmodifieddate' | 'hs_lastmodifieddate';
  /** Returned when a read names no properties, besides the id and the two dates. */
  readonly defaults: readonly string[];
  /** Every one of these is needed to create. */
  readonly required: readonly string[];
  /** At least one of these is needed to create, when there are any. */
  readonly requiredAny: readonly string[];
  /** Searched by `query`. */
  readonly searchable: readonly string[];
  readonly activity: boolean;
  readonly mergeable: boolean;
  /** Middle part of the scope names. */
  readonly scope: string;
  /** Prefix of the webhook subscription types; null when only `object.*` covers it. */
  readonly webhook: string | null;
}

function define(
  name: ObjectTypeName,
  singular: string,
  typeId: string,
  more: Partial<ObjectType> = {},
): ObjectType {
  return {
    name,
    singular,
    typeId,
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaults: [],
    required: [],
    requiredAny: [],
    searchable: [],
    activity: false,
    mergeable: false,
    scope: name,
    webhook: null,
    ...more,
  };
}

const activity = (name: ObjectTypeName, singular: string, typeId: string, searchable: readonly string[], required: readonly string[] = []): ObjectType =>
  define(name, singular, typeId, {
    createdProperty: 'hs_createdate',
    required: ['hs_timestamp', ...required],
    searchable,
    activity: true,
    scope: 'contacts',
  });

export const OBJECT_TYPES: readonly ObjectType[] = [
  define('contacts', 'contact', '0-1', {
    modifiedProperty: 'lastmodifieddate',
    defaults: ['email', 'firstname', 'lastname'],
    requiredAny: ['email', 'firstname', 'lastname'],
    searchable: ['firstname', 'lastname', 'email', 'hs_additional_emails', 'phone', 'company'],
    mergeable: true,
    webhook: 'contact',
  }),
  define('companies', 'company', '0-2', {
    defaults: ['domain', 'name'],
    requiredAny: ['domain', 'name'],
    searchable: ['name', 'domain', 'website', 'phone'],
    mergeable: true,
    webhook: 'company',
  }),
  define('deals', 'deal', '0-3', {
    defaults: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
    required: ['dealname', 'dealstage'],
    searchable: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    mergeable: true,
    webhook: 'deal',
  }),
  define('line_items', 'line_item', '0-8', { searchable: ['name', 'hs_sku', 'description'], webhook: 'line_item' }),
  define('products', 'product', '0-7', { searchable: ['name', 'price', 'description'], scope: 'products', webhook: 'product' }),
  activity('tasks', 'task', '0-27', ['hs_task_subject', 'hs_task_body']),
  activity('notes', 'note', '0-46', ['hs_note_body']),
  activity('meetings', 'meeting', '0-47', ['hs_meeting_title', 'hs_meeting_body']),
  activity('calls', 'call', '0-48', ['hs_call_title', 'hs_call_body']),
  activity('emails', 'email', '0-49', ['hs_email_subject'], ['hs_email_direction']),
  define('invoices', 'invoice', '0-53', {
    createdProperty: 'hs_createdate',
    required: ['hs_currency'],
    searchable: ['hs_number'],
  }),
  define('tickets', 'ticket', '0-5', {
    defaults: ['content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_priority', 'subject'],
    required: ['subject', 'hs_pipeline_stage'],
    searchable: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_id'],
    mergeable: true,
    webhook: 'ticket',
  }),
];

const byAnyName = new Map<string, ObjectType>(
  OBJECT_TYPES.flatMap((type) => [
    [type.name, type],
    [type.singular, type],
    [type.typeId, type],
  ]),
);

/** By plural, singular or type id; null for a type this account does not have. */
export function findObjectType(name: string): ObjectType | null {
  return byAnyName.get(name.toLowerCase()) ?? null;
}

export function objectType(name: string): ObjectType {
  const type = findObjectType(name);
  if (type === null) throw invalid(`Unable to infer object type from: ${name}`);
  return type;
}
