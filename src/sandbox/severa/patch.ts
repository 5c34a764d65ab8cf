// JSON Patch as the vendor has it: Replace only, camelCase paths of the writable shape, a whole field or one level below it.
// All operations are read before any is stored, so a refused document changes nothing.
import type { Database } from './database.ts';
import { readField } from './input.ts';
import { invalidBody, Refusal, type RefusalDetail } from './refusal.ts';
import type { Row } from './row.ts';
import type { Field } from './shape.ts';
import { shapeOf } from './shapes.ts';

const audit = new Set(['guid', 'createdDateTime', 'createdBy', 'lastUpdatedDateTime', 'lastUpdatedBy']);

/** The fields a patch document changes, in raw form. Throws Refusal 400. */
export function readPatch(database: Database, collection: string, row: Row, body: unknown): Record<string, unknown> {
  if (!Array.isArray(body)) throw new Refusal(400, 'InvalidRequest', [{ message: 'The request body has to be a list of operations.' }]);
  const shape = shapeOf(collection);
  const given = new Map<Field, unknown>();
  for (const operation of body as unknown[]) {
    const { op, path, value } = (operation ?? {}) as Record<string, unknown>;
    if (typeof op !== 'string' || op.toLowerCase() !== 'replace') throw invalidBody('op', 'Only operation Replace is supported.');
    if (typeof path !== 'string' || !path.startsWith('/')) throw invalidBody('path', 'The path of an operation has to begin with a slash.');
    const [name = '', inner, ...deeper] = path.slice(1).split('/');
    const field = shape.fields.get(name);
    if (!field || deeper.length > 0) {
      if (audit.has(name) && shape.audit !== 'none') refuseReadOnly(database, path);
      else if (database.facts.unknownPatchPath === 'refuse') throw invalidBody(path, `The path ${path} was not found.`);
      continue;
    }
    if (field.readOnly) refuseReadOnly(database, path);
    else if (inner === undefined) given.set(field, value ?? null);
    else {
      const before = given.has(field) ? given.get(field) : row[name];
      const whole = inside(database, field, before, inner, value ?? null, path);
      if (whole !== undefined) given.set(field, whole);
    }
  }
  const problems: RefusalDetail[] = [];
  const changes: Record<string, unknown> = {};
  for (const [field, value] of given) changes[field.name] = readField(database, field, value, problems);
  if (problems.length > 0) throw new Refusal(400, 'InvalidParameter', problems);
  return changes;
}

/** The whole value with one inner field replaced; undefined when the inner field is one to be ignored. */
function inside(database: Database, field: Field, before: unknown, inner: string, value: unknown, path: string): unknown {
  const isKnown = field.kind === 'money' ? inner === 'amount' || inner === 'currencyCode' : inner === 'guid' || field.parts.some(([key]) => key === inner);
  if (!isKnown || field.kind === 'refs') {
    if (database.facts.unknownPatchPath === 'refuse') throw invalidBody(path, `The path ${path} was not found.`);
    return undefined;
  }
  if ((field.kind === 'ref' && inner !== 'guid') || field.readOnlyParts.has(inner)) {
    refuseReadOnly(database, path);
    return undefined;
  }
  if ((before === null || before === undefined) && database.facts.nestedPatchOnNull === 'refuse') {
    throw invalidBody(path, `The path ${path} was not found: its parent is null.`);
  }
  if (field.kind === 'ref') return value === null ? null : { guid: value };
  return { ...(before as Record<string, unknown> | null), [inner]: value };
}

function refuseReadOnly(database: Database, path: string): void {
  if (database.facts.readOnlyPatch === 'refuse') throw invalidBody(path, `The path ${path} is read-only.`);
}
