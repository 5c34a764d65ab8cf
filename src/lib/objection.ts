// What can be wrong with a value that somebody gave: a code that pages put into words of their own language, what it takes to say it, and the
// same in English for programs. Invariant: every code has its English words here, and none of them tells the value.

/** `{{name}}` stands for a parameter. */
export const OBJECTIONS = {
  'always-needs-one-field': 'needs a filter that names one entity and one field',
  'always-one-by-one': 'is for one conflict, or for all about one field of one entity',
  'amount-currency': 'must have an amount and a currency',
  'asked-for-nobody': 'Say who it is about: an e-mail address, a phone number, a name or a contact.',
  'cells-beyond': 'has more values than there are columns: put quotation marks around a value that holds the separator',
  'choice-ambiguous': 'is the name of several choices: give the key of one',
  'consent-unsaid': 'say where it is known from that the address may be written to again, and since when',
  'cron-unfit': 'is no cron expression ({{problem}}). Write five fields, like "*/5 * * * *".',
  'cursor-unreadable': 'is not of this question; begin without it',
  'day-ambiguous': 'can be read as two days: write it like 2026-03-31 or 31.3.2026',
  'dry-run-approved': 'a dry run writes nothing that one could say yes to',
  'element-empty': 'has an empty element',
  'element-too-long': 'has an element of more than {{most}} characters',
  'email-unfit': 'is no e-mail address: write it like name@company.fi',
  empty: 'may not be empty',
  'entity-unknown': 'there is no "{{given}}"; known: {{known}}',
  'field-fixed': 'cannot be changed here',
  'field-unknown': 'is no field of this record',
  'in-future': 'is in the future',
  'list-unread': 'cannot be chosen yet: its list has not been read. Try again after the next sync',
  missing: 'is missing',
  'name-like': 'is not known here; did you mean "{{like}}"?',
  'name-taken': 'There is one of this name already. Revoke it, or choose another name.',
  'name-unfit': 'is half a name: write the whole one, first and last',
  'name-unknown': 'is not known here; known: {{known}}',
  'no-amount': 'must be an amount like 1234.50',
  'no-business-id': 'is no business ID: one like 1234567-1, or a VAT number like SE556036079301',
  'no-choice': 'is not one of the choices',
  'no-country': 'must be a country code like FI',
  'no-currency': 'must have a currency code like EUR',
  'no-day': 'must be a day like 2026-03-31',
  'no-elements': 'must say which elements to "add" and to "remove"',
  'no-flag': 'must be true or false',
  'no-instant': 'must be an instant like 2026-03-31T09:00:00Z',
  'no-json': 'is no JSON',
  'no-number': 'must be a number',
  'no-text': 'must be text',
  'no-value-there': 'has no value in this conflict',
  'no-web-address': 'is no web address',
  'not-always': 'cannot be for this field: decide each by itself',
  'nothing-changed': 'says nothing to change',
  'number-ambiguous': 'can be read as two numbers: write it like 1234 or 1234,5',
  'only-in-file': 'is set in its file in config/, and counts after a new start',
  'phone-unfit': 'is no phone number: write it like +358 40 123 4567',
  'postal-code-cut': 'is a number that may have lost the zeros in front: make it text in the spreadsheet',
  'record-unknown': 'names a record that is not here',
  'role-unknown': 'There is no role "{{role}}".',
  'rule-must-be-restrictive': 'must stay restrictive: sync only ever tightens this field',
  'rule-of-figure': 'is that of a figure which is worked out here: it always goes from Sauma to HubSpot',
  'rule-not-restrictive': 'can be restrictive only where config/policy.json says so',
  'there-no-number': '{{system}}: must be a number',
  'there-not-on-list': '{{system}}: is not on the list there',
  'there-other-currency': '{{system}}: is in another currency than the record there',
  'there-out-of-range': '{{system}}: is larger or smaller than fits there',
  'there-too-long': '{{system}}: is longer than fits there',
  'too-few': 'must have at least {{least}}',
  'too-large': 'must be at most {{most}}',
  'too-long': 'must have at most {{most}} characters',
  'too-many': 'must have at most {{most}}',
  'too-short': 'must have at least {{least}} characters',
  'too-small': 'must be at least {{least}}',
  twice: 'stands more than once',
  unfit: 'does not fit here',
} as const;

export type ObjectionCode = keyof typeof OBJECTIONS;
export type ObjectionParams = Readonly<Record<string, string | number>>;

export interface Objection {
  readonly code: ObjectionCode;
  readonly params: ObjectionParams;
  /** In English. */
  readonly message: string;
}

/** @param message said instead of the usual words, where more is known */
export function objection(code: ObjectionCode, params: ObjectionParams = {}, message: string | null = null): Objection {
  return { code, params, message: message ?? OBJECTIONS[code].replaceAll(/\{\{(\w+)\}\}/gu, (_whole, name: string) => String(params[name] ?? '')) };
}

/** What a schema says is wrong, as far as it is needed here. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly input?: unknown;
  readonly expected?: string | undefined;
  readonly format?: string | undefined;
  readonly origin?: string | undefined;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

const OF_FORMATS: Readonly<Record<string, ObjectionCode>> = { email: 'email-unfit', date: 'no-day', datetime: 'no-instant', url: 'no-web-address' };
const OF_KINDS: Readonly<Record<string, ObjectionCode>> = { number: 'no-number', int: 'no-number', boolean: 'no-flag', string: 'no-text' };

/** The code of what a schema says; its own words are kept for programs. */
export function objectionTo(issue: SchemaIssue): Objection {
  const is = (code: ObjectionCode, params: ObjectionParams = {}): Objection => objection(code, params, issue.message);
  switch (issue.code) {
    case 'invalid_type':
      return is(issue.input === undefined ? 'missing' : (OF_KINDS[issue.expected ?? ''] ?? 'unfit'));
    case 'invalid_value':
      return is(issue.input === undefined ? 'missing' : 'no-choice');
    case 'invalid_format':
      return is(OF_FORMATS[issue.format ?? ''] ?? 'unfit');
    case 'too_small':
      if (Number(issue.minimum) === 1 && issue.origin === 'string') return is('empty');
      return is(issue.origin === 'string' ? 'too-short' : isMany(issue) ? 'too-few' : 'too-small', { least: Number(issue.minimum) });
    case 'too_big':
      return is(issue.origin === 'string' ? 'too-long' : isMany(issue) ? 'too-many' : 'too-large', { most: Number(issue.maximum) });
    default:
      return is(codeIn(issue) ?? 'unfit');
  }
}

function isMany({ origin }: SchemaIssue): boolean {
  return origin === 'array' || origin === 'set';
}

function codeIn({ params }: SchemaIssue): ObjectionCode | null {
  const code = params?.['objection'];
  return typeof code === 'string' && code in OBJECTIONS ? (code as ObjectionCode) : null;
}
