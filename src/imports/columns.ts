// Which column of a file is which field. Invariant: a column is a field for a reason (its heading or its cells say so), and every column
// that is none is named together with why.
import type { EntityName, FieldName } from '../core/vocabulary.ts';
import type { Entity } from '../entities/entity.ts';
import { headingWord, NAMES_ALONE, OWNERS, WHOLE_NAMES, WORDS } from './headings.ts';
import { lookOf } from './looks.ts';
import type { Look } from './looks.ts';
import { isBlank } from './row.ts';
import type { TableRow } from './row.ts';

export interface ColumnField {
  readonly entity: EntityName;
  readonly field: FieldName;
}

/** By the place of the column, from 0. Several columns may be one field only where that is a set: their elements come together. */
export type ColumnMap = ReadonlyMap<number, ColumnField>;

/**
 * told: the map says so. unknown: nothing is known that it could be. taken: another column is that field. empty: nothing is in it.
 * fixed: a field that is not filled from here. whole-name: first and last name of a person in one.
 */
export type LeftOutReason = 'told' | 'unknown' | 'taken' | 'empty' | 'fixed' | 'whole-name';

export interface Columns {
  readonly map: ColumnMap;
  readonly leftOut: readonly { readonly column: string; readonly why: LeftOutReason }[];
}

export type Entities = ReadonlyMap<EntityName, Entity>;

const OF_LOOKS: Readonly<Record<Look, readonly (readonly [EntityName, FieldName])[]>> = {
  email: [['contact', 'emails'], ['account', 'email']],
  phone: [['contact', 'phones'], ['account', 'phone']],
  businessId: [['account', 'businessId']],
  website: [['account', 'website'], ['account', 'domain']],
};

/** Whether a column can be told to be this field: what points to another record follows from the row itself. */
export function isFillable(entities: Entities, { entity, field }: ColumnField): boolean {
  return entities.get(entity)?.fields.get(field)?.target === null;
}

/**
 * Headings that say whose they are come first, then those that only one field is called, then the others, and last what the cells look
 * like. An e-mail address, a phone number or a note is of the person where the file names persons, else of the account.
 * @param sample the first rows, some hundred of them @param entities with only the fields that may be filled, own fields among them
 */
export function guessColumns(columns: readonly string[], sample: readonly TableRow[], entities: Entities): Columns {
  const words = columns.map(headingWord);
  const readings = words.map((word) => readingsOf(word, entities));
  const hasPersons = readings.some(({ fields }) => fields.some(({ entity, field }) => entity === 'contact' && (field === 'firstName' || field === 'lastName')));
  const order = hasPersons ? ['contact', 'account'] : ['account'];
  const map = new Map<number, ColumnField>();
  const taken = new Set<number>();
  const isFree = ({ entity, field }: ColumnField): boolean => entities.get(entity)?.fields.get(field)?.kind === 'set' || ![...map.values()].some((other) => other.entity === entity && other.field === field);
  const take = (place: number, found: readonly ColumnField[]): void => {
    const free = found.find(isFree);
    if (free) map.set(place, free);
    else if (found.length > 0) taken.add(place);
  };
  /** Where nobody says whose, a file without persons has nothing of a person. */
  const fitting = (found: readonly ColumnField[]): readonly ColumnField[] => found.filter(({ entity }) => hasPersons || entity !== 'contact').toSorted((a, b) => order.indexOf(a.entity) - order.indexOf(b.entity));

  for (const [place, { isSaid, fields }] of readings.entries()) if (isSaid) take(place, fields);
  for (const isSure of [true, false]) {
    for (const [place, { isSaid, fields }] of readings.entries()) if (!isSaid && (fields.length === 1) === isSure) take(place, fitting(fields));
  }
  const leftOut: { readonly column: string; readonly why: LeftOutReason }[] = [];
  for (const [place, column] of columns.entries()) {
    if (map.has(place)) continue;
    const cells = sample.map((row) => row.cells[place] ?? null);
    const look = taken.has(place) ? null : lookOf(cells);
    if (look !== null) take(place, fitting(OF_LOOKS[look].map(([entity, field]) => ({ entity, field })).filter((one) => isFillable(entities, one))));
    if (map.has(place)) continue;
    leftOut.push({ column, why: taken.has(place) ? 'taken' : sample.length > 0 && cells.every(isBlank) ? 'empty' : whyUnfilled(words[place] ?? '', entities) });
  }
  return { map, leftOut };
}

function whyUnfilled(word: string, entities: Entities): LeftOutReason {
  if (WHOLE_NAMES.has(word)) return 'whole-name';
  const isKnown = [...entities].some(([entity, { fields }]) => Object.entries(WORDS[entity] ?? {}).some(([field, own]) => !fields.has(field) && ['', ...(OWNERS[entity] ?? [])].some((owner) => own.some((one) => owner + one === word))));
  return isKnown ? 'fixed' : 'unknown';
}

interface Reading {
  /** The heading says whose it is. */
  readonly isSaid: boolean;
  readonly fields: readonly ColumnField[];
}

/** Every field that the heading could mean; one when it says whose it is. */
function readingsOf(word: string, entities: Entities): Reading {
  const found: ColumnField[] = [];
  for (const [entity, { fields, label }] of entities) {
    const owners = [...(OWNERS[entity] ?? []), headingWord(label.fi), headingWord(label.en)];
    for (const [field, definition] of fields) {
      if (definition.target !== null) continue;
      const own = new Set([...(WORDS[entity]?.[field] ?? []), ...[definition.label.fi, definition.label.en, field].map(headingWord)]);
      const isSaid = word === `${entity}.${field}`.toLowerCase() || owners.some((owner) => word.startsWith(owner) && own.has(word.slice(owner.length))) || (NAMES_ALONE[entity] === field && owners.includes(word));
      if (isSaid) return { isSaid, fields: [{ entity, field }] };
      if (own.has(word)) found.push({ entity, field });
    }
  }
  return { isSaid: false, fields: found };
}
