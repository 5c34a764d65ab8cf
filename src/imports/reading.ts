// A row of a file as values of the records that it holds. Invariant: everything that is wrong with a row is told at once, by its column, and
// never with the value itself.
import type { EntityName, FieldName, Fields, Value } from '../core/vocabulary.ts';
import { isEmpty } from '../core/value.ts';
import { choicesFor } from '../engine/choices.ts';
import type { EngineContext } from '../engine/context.ts';
import { readTyped } from '../engine/typed.ts';
import type { Typed } from '../engine/typed.ts';
import type { Entity, FieldDefinition } from '../entities/entity.ts';
import { objection } from '../lib/objection.ts';
import type { Objection, ObjectionCode } from '../lib/objection.ts';
import { typedOf } from './cells.ts';
import type { ColumnMap } from './columns.ts';
import type { TableRow } from './table.ts';

export interface Fault {
  /** The heading; null: it is about the row. */
  readonly column: string | null;
  /** Stable. */
  readonly code: string;
  /** In English. */
  readonly message: string;
}

export interface ReadRow {
  readonly row: TableRow;
  /** Only what is not blank; an entity of which the row says nothing is left out. */
  readonly parts: ReadonlyMap<EntityName, Fields>;
  readonly faults: readonly Fault[];
}

export interface Headed {
  readonly columns: readonly string[];
  readonly map: ColumnMap;
}

/** Reads the lists that fields choose from once. @param currency of an amount that names none */
export async function rowReader({ store }: Pick<EngineContext, 'store'>, { columns, map }: Headed, entities: ReadonlyMap<EntityName, Entity>, currency: string): Promise<(row: TableRow) => ReadRow> {
  const read = [...map].flatMap(([place, { entity, field }]) => {
    const definition = entities.get(entity)?.fields.get(field);
    return definition === undefined ? [] : [{ place, entity, field: definition, column: columns[place] ?? '' }];
  });
  const lists = await choicesFor(store, read.map(({ field }) => field));
  return (row) => {
    const faults: Fault[] = row.excess === true ? [{ column: null, ...faultText('cells-beyond') }] : [];
    const typed = new Map<EntityName, Map<FieldName, { readonly typed: Typed; readonly field: FieldDefinition; readonly column: string }>>();
    for (const { place, entity, field, column } of read) {
      const choices = field.registry === null ? null : (lists.get(field.registry) ?? null);
      const cell = typedOf(row.cells[place] ?? null, { field, choices, currency });
      if ('wrong' in cell) faults.push(faultOf(column, cell.wrong));
      else if (cell.typed !== null) {
        const fields = typed.get(entity) ?? new Map();
        fields.set(field.name, { typed: together(fields.get(field.name)?.typed, cell.typed), field, column });
        typed.set(entity, fields);
      }
    }
    const parts = new Map<EntityName, Fields>();
    for (const [entity, fields] of typed) {
      const values: Record<FieldName, Value> = {};
      for (const [name, { typed: given, field, column }] of fields) {
        const one = readTyped(given, { field, present: null, choices: field.registry === null ? null : (lists.get(field.registry) ?? null) });
        if ('wrong' in one) faults.push(faultOf(column, one.wrong));
        else if (!isEmpty(one.value)) values[name] = one.value;
      }
      if (Object.keys(values).length > 0) parts.set(entity, values);
    }
    return { row, parts, faults };
  };
}

/** Several columns of one set: their elements come together. */
function together(before: Typed | undefined, typed: Typed): Typed {
  if (before === undefined || before === null || typed === null || typeof before !== 'object' || typeof typed !== 'object' || 'amount' in before || 'amount' in typed) return typed;
  return { add: [...(before.add ?? []), ...(typed.add ?? [])] };
}

function faultText(code: ObjectionCode): Pick<Fault, 'code' | 'message'> {
  return { code, message: objection(code).message };
}

function faultOf(column: string, { code, message }: Objection): Fault {
  return { column, code, message };
}
