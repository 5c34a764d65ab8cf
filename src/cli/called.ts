// Values as text for the terminal, with the names that people call their parts by.
import { isSet } from '../core/value.ts';
import type { EntityName, FieldName, Side, Value } from '../core/vocabulary.ts';
import { namesIn } from '../engine/called.ts';
import type { Lists, Shown } from '../engine/called.ts';
import { valueText } from './words.ts';

export type CallValue = (entity: EntityName, side: Side | null, field: FieldName, value: Value) => string;

/** @returns the text of any value in these */
export async function callingsOf(context: Lists, shown: readonly Shown[]): Promise<CallValue> {
  const call = await namesIn(context, shown);
  return (entity, side, field, value) => {
    const called = (id: string): string => call(entity, side, field, id);
    if (typeof value === 'string') return called(value);
    return isSet(value) ? valueText(value.map((element) => ({ ...element, key: called(element.key) }))) : valueText(value);
  };
}
