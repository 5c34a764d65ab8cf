// Reading what a caller writes: each field of a body is held against its shape and against the rows it refers to. All faults
// of a body are told at once; what the shape does not name is ignored, as the vendor seems to do.
import { toInstant } from '../../lib/clock.ts';
import type { Database } from './database.ts';
import { Refusal, type RefusalDetail } from './refusal.ts';
import type { Field } from './shape.ts';
import { shapeOf } from './shapes.ts';

/** The fields a POST gives, checked and in raw form. Throws Refusal 400 that lists everything wrong. */
export function readBody(database: Database, shapeName: string, body: unknown): Record<string, unknown> {
  const given = objectBody(body);
  const problems: RefusalDetail[] = [];
  const read: Record<string, unknown> = {};
  for (const field of shapeOf(shapeName).fields.values()) {
    if (field.readOnly) continue;
    const value = given[field.name];
    if (value === undefined) {
      if (field.required) problems.push(problem(field.name, `The ${field.name} field is required.`));
    } else read[field.name] = readField(database, field, value, problems);
  }
  if (problems.length > 0) throw new Refusal(400, 'InvalidParameter', problems);
  return read;
}

export function objectBody(body: unknown): Record<string, unknown> {
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new Refusal(400, 'InvalidRequest', [problem('', 'The request body has to be a JSON object.')]);
}

/** The raw form of one value; what is wrong with it is added to `problems`. */
export function readField(database: Database, field: Field, value: unknown, problems: RefusalDetail[]): unknown {
  const wrong = (message: string): null => {
    problems.push(problem(field.name, message));
    return null;
  };
  if (value === null) {
    const mayBeNull = field.nullable && !field.required;
    return mayBeNull ? null : wrong(`The ${field.name} field is required.`);
  }
  switch (field.kind) {
    case 'text':
      if (typeof value !== 'string') return wrong(`${field.name} has to be text.`);
      if (value.length < field.minimumLength) return wrong(`The ${field.name} field is required.`);
      if (value.length > field.maximumLength) return wrong(`${field.name} may be at most ${field.maximumLength} characters long.`);
      return isGuidName(field.name) ? value.toLowerCase() : value;
    case 'integer':
      return Number.isSafeInteger(value) ? value : wrong(`${field.name} has to be a whole number.`);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : wrong(`${field.name} has to be a number.`);
    case 'flag':
      return typeof value === 'boolean' ? value : wrong(`${field.name} has to be true or false.`);
    case 'date':
      return typeof value === 'string' && isDate(value) ? value : wrong(`${field.name} has to be a date, YYYY-MM-DD.`);
    case 'instant': {
      const instant = typeof value === 'string' ? parseInstant(value) : null;
      return instant === null ? wrong(`${field.name} has to be a date and time.`) : toInstant(instant);
    }
    case 'one':
      return field.choices.includes(value as string) ? value : wrong(`${field.name} has to be one of ${field.choices.join(', ')}.`);
    case 'list':
      return Array.isArray(value) ? value : wrong(`${field.name} has to be a list.`);
    case 'refs':
      if (!Array.isArray(value)) return wrong(`${field.name} has to be a list.`);
      return value.map((item) => readReference(database, field, item, problems));
    case 'ref':
      return readReference(database, field, value, problems);
    default:
      return readObject(field, value, problems);
  }
}

function readReference(database: Database, field: Field, value: unknown, problems: RefusalDetail[]): unknown {
  const given = value !== null && typeof value === 'object' ? ((value as Record<string, unknown>)['guid'] ?? null) : undefined;
  const guid = typeof given === 'string' ? given.toLowerCase() : given;
  if (guid === null || guid === '') {
    if (field.required || guid === '') problems.push(problem(`${field.name}.guid`, `The ${field.name}.guid field is required.`));
    return null;
  }
  if (typeof guid !== 'string') {
    problems.push(problem(field.name, `${field.name} has to be an object with a guid.`));
    return null;
  }
  if (database.facts.unknownReference === 'refuse' && !database.get(field.target, guid)) {
    problems.push(problem(`${field.name}.guid`, `${field.name} with the given guid was not found.`));
  }
  return { guid };
}

function readObject(field: Field, value: unknown, problems: RefusalDetail[]): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push(problem(field.name, `${field.name} has to be an object.`));
    return null;
  }
  if (field.kind !== 'money') {
    const parts = Object.entries(value as Record<string, unknown>).filter(([key]) => !field.readOnlyParts.has(key));
    return Object.fromEntries(parts.map(([key, part]) => [key, isGuidName(key) && typeof part === 'string' ? part.toLowerCase() : part]));
  }
  const { amount, currencyCode } = value as Record<string, unknown>;
  if (typeof currencyCode !== 'string' || currencyCode === '') {
    problems.push(problem(`${field.name}.currencyCode`, `The ${field.name}.currencyCode field is required.`));
  }
  if (amount !== null && amount !== undefined && typeof amount !== 'number') {
    problems.push(problem(`${field.name}.amount`, `${field.name}.amount has to be a number.`));
  }
  return { amount: amount ?? null, currencyCode };
}

function problem(field: string, message: string): RefusalDetail {
  return { message, location: { type: 'RequestBody', identifier: field } };
}

/** `customerGuid`, `projectGuids`, `guid`: what they hold is a guid, which means the same in capitals. */
export function isGuidName(name: string): boolean {
  return /guids?$/iu.test(name);
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

/** Milliseconds of an ISO 8601 date-time; without a zone it is UTC, a date alone is its first moment. Null when it is neither. */
export function parseInstant(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/i.exec(text);
  if (!match) return null;
  const instant = Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}${match[3] ?? 'Z'}`);
  return Number.isNaN(instant) ? null : instant;
}
