// A map that somebody wrote: which column is which field. Invariant: it is followed to the letter or refused with what is known, and a
// column that it does not name is left out.
import { z } from 'zod';
import { UsageError } from '../lib/errors.ts';
import { closest } from '../lib/suggest.ts';
import { isFillable } from './columns.ts';
import type { ColumnField, Columns, Entities } from './columns.ts';

const MAP = z.strictObject({ columns: z.record(z.string(), z.string().nullable()) });
const SHAPE = '{ "columns": { "Yritys": "account.name", "Muistiinpanot": null } }';

/**
 * @param text JSON: `{ "columns": { "Heading": "account.name", "Other": null } }`
 * @throws UsageError for what is no map, for a column or field that is not there (with the known ones, closest first), and for two
 * columns of a field that has one value
 */
export function readMap(text: string, columns: readonly string[], entities: Entities): Columns {
  const named = parsed(text);
  const map = new Map<number, ColumnField>();
  const told = new Set<number>();
  for (const [heading, target] of Object.entries(named)) {
    const place = placeOf(heading, columns);
    if (place === -1) throw new UsageError('import.map-column', `the map names a column "${heading}" that is not in the file. ${known(heading, columns)}`);
    if (map.has(place) || told.has(place)) throw new UsageError('import.map-twice', `the map names the column "${columns[place]}" twice.`);
    if (target === null) {
      told.add(place);
      continue;
    }
    const field = fieldOf(target, entities);
    if (field === null) throw new UsageError('import.map-field', `the map says "${target}", and no such field can be imported. ${known(target, fieldsOf(entities))}`);
    const isTaken = [...map.values()].some((other) => other.entity === field.entity && other.field === field.field);
    if (isTaken && entities.get(field.entity)?.fields.get(field.field)?.kind !== 'set') throw new UsageError('import.map-twice', `the map has two columns for ${field.entity}.${field.field}, which has one value.`);
    map.set(place, field);
  }
  if (map.size === 0) throw new UsageError('import.map-empty', `the map names no field. Write it like ${SHAPE}`);
  return { map, leftOut: columns.flatMap((column, place) => (map.has(place) ? [] : [{ column, why: 'told' as const }])) };
}

function parsed(text: string): Readonly<Record<string, string | null>> {
  try {
    return MAP.parse(JSON.parse(text.replace(/^\uFEFF/u, ''))).columns;
  } catch (cause) {
    throw new UsageError('import.map-unreadable', `the map cannot be read. Write it like ${SHAPE}`, { cause });
  }
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

function placeOf(heading: string, columns: readonly string[]): number {
  const exact = columns.indexOf(plain(heading));
  return exact === -1 ? columns.findIndex((column) => column.toLowerCase() === plain(heading).toLowerCase()) : exact;
}

function fieldOf(target: string, entities: Entities): ColumnField | null {
  const at = target.indexOf('.');
  const found = { entity: target.slice(0, at), field: target.slice(at + 1) };
  return at > 0 && isFillable(entities, found) ? found : null;
}

function fieldsOf(entities: Entities): readonly string[] {
  return [...entities].flatMap(([entity, { fields }]) => [...fields.keys()].map((field) => ({ entity, field })).filter((one) => isFillable(entities, one)).map(({ field }) => `${entity}.${field}`));
}

/** All of them, what was probably meant first. */
function known(given: string, all: readonly string[]): string {
  const like = closest(given, all);
  return like === null ? `Known: ${all.join(', ')}.` : `Did you mean "${like}"? Known: ${[like, ...all.filter((one) => one !== like)].join(', ')}.`;
}
