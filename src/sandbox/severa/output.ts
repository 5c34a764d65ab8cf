// How a row is answered: every field of its shape, references expanded from the row they name at this moment, and null where
// there is nothing. A field that the vendor works out (`computed`) is worked out here, at reading.
import { computed } from './computed.ts';
import type { Database } from './database.ts';
import { guidIn, type Row } from './row.ts';
import type { Field } from './shape.ts';
import { shapeOf } from './shapes.ts';

/** `view` is the name of the answered shape when it is not the collection's own. */
export function render(database: Database, collection: string, row: Row, view: string = collection): Record<string, unknown> {
  const shape = shapeOf(view);
  const answer: Record<string, unknown> = { guid: row.guid };
  for (const field of shape.fields.values()) {
    if (!field.writeOnly) answer[field.name] = renderField(database, field, valueOf(database, collection, row, field.name));
  }
  if (shape.audit === 'none') return answer;
  answer['createdDateTime'] = instant(database, row['createdDateTime']);
  answer['createdBy'] = person(database, row, 'createdBy', shape.audit);
  answer['lastUpdatedDateTime'] = instant(database, row['lastUpdatedDateTime']);
  answer['lastUpdatedBy'] = person(database, row, 'lastUpdatedBy', shape.audit);
  return answer;
}

/** The value at a path such as `project.projectOwner.guid`, following references from row to row. */
export function valueAt(database: Database, collection: string, row: Row, path: string): unknown {
  const [head = '', ...rest] = path.split('.');
  const value = head === 'guid' ? row.guid : valueOf(database, collection, row, head);
  if (rest.length === 0) return value;
  const target = shapeOf(collection).fields.get(head)?.target ?? '';
  const guid = guidIn({ value }, 'value');
  const next = target === '' ? null : database.get(target, guid);
  if (next) return valueAt(database, target, next, rest.join('.'));
  return rest.length === 1 && value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[rest[0] as string] : null;
}

function valueOf(database: Database, collection: string, row: Row, field: string): unknown {
  const work = computed[collection]?.[field];
  return work ? work(database, row) : row[field];
}

function renderField(database: Database, field: Field, value: unknown): unknown {
  if (value === undefined || value === null) {
    if (field.fallback !== undefined && value === undefined) return field.fallback;
    return field.nullable ? null : emptyValue(field);
  }
  if (field.kind === 'ref') return renderReference(database, field, guidIn({ value }, 'value'));
  if (field.kind === 'refs') {
    const references = Array.isArray(value) ? value : [];
    return references.map((reference) => renderReference(database, field, guidIn({ reference }, 'reference'))).filter((answer) => answer !== null);
  }
  if (field.kind === 'money') return renderMoney(field, value as Record<string, unknown>);
  if (field.kind === 'instant') return instant(database, value);
  if (field.kind === 'object' && field.parts.length > 0) {
    return Object.fromEntries(field.parts.map(([key]) => [key, (value as Record<string, unknown>)[key] ?? null]));
  }
  return value;
}

function renderReference(database: Database, field: Field, guid: string | null): Record<string, unknown> | null {
  const row = database.get(field.target, guid);
  if (!row) return null;
  const shape = shapeOf(field.target);
  const answer: Record<string, unknown> = { guid: row.guid };
  for (const [name, path] of field.parts) {
    const value = valueAt(database, field.target, row, path);
    const part = shape.fields.get(path);
    answer[name] = value ?? (part && !part.nullable ? emptyValue(part) : null);
  }
  return answer;
}

function renderMoney(field: Field, money: Record<string, unknown>): Record<string, unknown> {
  const { amount = null, currencyCode = null } = money;
  const purpose = [/cost/i.test(field.name) ? 'ProjectCost' : 'ProjectPrice'];
  return { amount, currencyCode, multiCurrencyInfo: [{ amount, currencyCode, purpose }] };
}

/** What the vendor answers for a value type that was never set. */
function emptyValue(field: Field): unknown {
  switch (field.kind) {
    case 'flag':
      return false;
    case 'integer':
    case 'number':
      return 0;
    case 'one':
      return field.choices[0];
    case 'list':
    case 'refs':
      return [];
    case 'text':
      return '';
    default:
      return null;
  }
}

function instant(database: Database, value: unknown): unknown {
  return typeof value === 'string' && database.facts.instants === 'naive' ? value.replace(/Z$/, '') : (value ?? null);
}

function person(database: Database, row: Row, field: string, audit: 'full' | 'guid' | 'none'): unknown {
  const user = database.get('users', guidIn(row, field));
  if (!user) return null;
  if (audit === 'guid') return { guid: user.guid };
  const parts = { code: user['code'] ?? null, name: valueOf(database, 'users', user, 'name') };
  return { guid: user.guid, ...parts, firstName: user['firstName'] ?? null, lastName: user['lastName'] ?? null };
}
