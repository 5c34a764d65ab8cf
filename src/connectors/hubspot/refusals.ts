// Home of HubSpot's error bodies: codes, property names and scopes are taken out, messages are left, because they quote
// values. Invariant: every part of the envelope may be missing, and of a body that is none nothing is concluded.
import { explainGrant } from './grant-refusals.ts';
import type { GrantRefusal } from './grant-refusals.ts';
import { rowErrorSchema } from './wire.ts';
import type { WireRowError } from './wire.ts';

export interface Told {
  readonly code: string | null;
  /** Names of HubSpot properties. */
  readonly fields: readonly string[];
  readonly scopes: readonly string[];
  readonly access?: GrantRefusal | null;
}

const nothing: Told = { code: null, fields: [], scopes: [] };

export function explain(_status: number, body: unknown): Told {
  const parsed = rowErrorSchema.safeParse(body);
  if (!parsed.success) return nothing;
  const told = toldBy(parsed.data);
  const policy = (parsed.data as { policyName?: unknown }).policyName;
  return { ...told, code: told.code ?? (typeof policy === 'string' ? policy : null), access: explainGrant(body) };
}

/** The same for one row of a 207. */
export function explainRow(error: WireRowError): Told {
  return toldBy(error);
}

function toldBy(error: WireRowError): Told {
  const contexts = [error.context, ...error.errors.map((entry) => entry.context)];
  const codes = error.errors.map((entry) => entry.code);
  const texts = [error.message, ...error.errors.map((entry) => entry.message)].filter((text) => text !== null);
  const named = contexts.flatMap((context) => [...listOf(context['propertyName']), ...listOf(context['fieldName'])]);
  const clash = texts.some((text) => text.includes('CONFLICTING_UNIQUE_VALUE') || text.includes('already has that value'));
  return {
    code: (clash ? 'CONFLICTING_UNIQUE_VALUE' : codes.find((code) => code !== null)) ?? error.category,
    fields: [...new Set([...named, ...texts.flatMap(invalidNames), ...texts.flatMap(takenNames)])],
    scopes: [...new Set(contexts.flatMap((context) => [...listOf(context['requiredGranularScopes']), ...listOf(context['requiredScopes'])]))],
  };
}

/** `Property values were not valid: [{..."name":"zip"...}]` names the properties in text only. */
function invalidNames(message: string): string[] {
  if (!message.startsWith('Property values were not valid')) return [];
  return [...message.matchAll(/"name"\s*:\s*"([A-Za-z0-9_]+)"/g)].map((match) => match[1] ?? '');
}

/** `Contact already exists. Existing ID: …` names nothing: it is always about the address. */
function takenNames(message: string): string[] {
  return message.startsWith('Contact already exists') ? ['email'] : [];
}

/** True for a category that speaks of the moment and not of what was sent. */
export function willPass(category: string): boolean {
  return /RATE_LIMIT|LOCK|INTERNAL|TIMEOUT|UNAVAILABLE/.test(category);
}

/** Context values are lists of text; a single text counts as a list of one. */
export function listOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}
