// Home of what a property accepts and how it is stored. Invariant: a stored value is text in its canonical form (ISO
// instants, plain dates, lower-case e-mails), whatever form it was sent in.
import type { PropertyDefinition } from './property.ts';
import { instant } from './wire.ts';

export type Checked = { readonly value: string } | { readonly code: string; readonly message: string };

export interface ValueContext {
  readonly ownerIds: ReadonlySet<string>;
  /** The value before this write, for appending to a multiple-choice property. */
  readonly current: string;
  readonly normaliseDomain: boolean;
}

const LONGEST = 65_536;
const EMAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/u;
const NUMBER = /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** `raw` is text; '' clears and is always accepted. */
export function checkValue(definition: PropertyDefinition, raw: string, context: ValueContext): Checked {
  if (raw === '') return { value: '' };
  switch (definition.type) {
    case 'number':
      return NUMBER.test(raw.trim()) ? { value: raw.trim() } : bad('INVALID_INTEGER', `${raw} was not a valid number.`);
    case 'bool':
      return /^(true|false)$/i.test(raw) ? { value: raw.toLowerCase() } : notAnOption(raw, ['true', 'false']);
    case 'enumeration':
      return checkOption(definition, raw, context);
    case 'date':
      return checkDate(raw);
    case 'datetime':
      return checkInstant(raw);
    default:
      return checkText(definition, raw, context);
  }
}

function bad(code: string, message: string): Checked {
  return { code, message };
}

function notAnOption(raw: string, allowed: readonly string[]): Checked {
  return bad('INVALID_OPTION', `${raw} was not one of the allowed options: [${allowed.join(', ')}]`);
}

function checkText(definition: PropertyDefinition, raw: string, context: ValueContext): Checked {
  if (raw.length > LONGEST) return bad('PROPERTY_VALUE_TOO_LONG', `Value is longer than ${LONGEST} characters.`);
  if (definition.hubspotDefined && definition.name === 'email') {
    const email = raw.trim().toLowerCase();
    return EMAIL.test(email) ? { value: email } : bad('INVALID_EMAIL', `Email address ${raw} is invalid`);
  }
  if (definition.hubspotDefined && definition.name === 'domain' && context.normaliseDomain) {
    return { value: raw.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/^www\./, '').replace(/[/?#].*$/, '') };
  }
  return { value: raw };
}

function checkOption(definition: PropertyDefinition, raw: string, context: ValueContext): Checked {
  if (definition.referencedObjectType === 'OWNER') {
    return context.ownerIds.has(raw) ? { value: raw } : bad('INVALID_OWNER_ID', `Owner ${raw} does not exist`);
  }
  if (definition.externalOptions) return { value: raw };
  const allowed = definition.options.map((option) => option.value);
  if (definition.fieldType !== 'checkbox') return allowed.includes(raw) ? { value: raw } : notAnOption(raw, allowed);
  const sent = raw.split(';').filter((part) => part !== '');
  const stranger = sent.find((part) => !allowed.includes(part));
  if (stranger !== undefined) return notAnOption(stranger, allowed);
  const before = raw.startsWith(';') ? context.current.split(';').filter((part) => part !== '') : [];
  return { value: [...new Set([...before, ...sent])].join(';') };
}

function checkDate(raw: string): Checked {
  if (/^\d{4}-\d{2}-\d{2}$/.test(raw)) {
    const parsed = new Date(`${raw}T00:00:00Z`);
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(raw) ? { value: raw } : bad('INVALID_DATE', `${raw} was not a valid date.`);
  }
  const ms = instantOf(raw);
  if (ms === null) return bad('INVALID_DATE', `${raw} was not a valid long.`);
  if (ms % 86_400_000 !== 0) return bad('INVALID_DATE', `${raw} is at ${new Date(ms).toISOString().slice(11, 23)} UTC, not midnight!`);
  return { value: new Date(ms).toISOString().slice(0, 10) };
}

function checkInstant(raw: string): Checked {
  const ms = instantOf(/^\d{4}-\d{2}-\d{2}$/.test(raw) ? `${raw}T00:00:00Z` : raw);
  return ms === null ? bad('INVALID_DATE', `${raw} was not a valid long.`) : { value: instant(ms) };
}

/** Milliseconds of an ISO instant or of a number of milliseconds written as text; null when it is neither. */
export function instantOf(raw: string): number | null {
  if (/^-?\d+$/.test(raw)) {
    const ms = Number(raw);
    return Math.abs(ms) <= 8.64e15 ? ms : null;
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(raw)) return null;
  const ms = Date.parse(raw);
  return Number.isNaN(ms) ? null : ms;
}
