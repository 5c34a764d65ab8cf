// Home of one record ↔ one snapshot, property by property. Invariant: only what was asked for or answered becomes a field;
// a field that is missing in a snapshot was not looked at.
import type { Fields, Handles, Snapshot, Value } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Update, Write } from '../connector.ts';
import { codecs } from './codecs.ts';
import type { Encoded, ValueContext } from './codecs.ts';
import { KEY_PROPERTY, MERGED_IDS, UPDATED_BY } from './object-map.ts';
import type { Placed, Writing } from './object-map.ts';
import type { Owners } from './owners.ts';
import { isWritable } from './schema.ts';
import type { Binding, Schema } from './schema.ts';
import type { WireRecord } from './wire.ts';

/** What there is to say about a write beside the value of one field. */
export function writingOf(schema: Schema, context: ValueContext, write: Pick<Write, 'kind'> & Partial<Pick<Update, 'handles' | 'fields' | 'seen'>>): Writing {
  const { handles = {}, fields = {}, seen = {} } = write;
  const options = (property: string): readonly string[] | null | undefined => schema.properties.get(property)?.options?.map((option) => option.value) ?? (schema.properties.has(property) ? null : undefined);
  // A new record holds nothing of anything.
  const held = (property: string): string | null => handles[property] ?? (write.kind === 'create' ? '' : null);
  return { context, options, held, fields, seen };
}

/** Where a value goes, property by property; empty text clears. */
export function placeField(schema: Schema, field: string, value: Value, at: Writing): Placed {
  const composite = schema.composites.get(field);
  const binding = schema.bindings.get(field);
  if (!composite && !binding) return { cannot: 'no-property' };
  if (!isWritable(schema, field)) return { cannot: 'read-only' };
  if (composite) return composite.encode(value, at);
  const encoded = encodeCell(binding as Binding, value, at.context);
  return 'cannot' in encoded ? encoded : { texts: { [(binding as Binding).property]: encoded.text } };
}

/** Empty text clears a property. */
function encodeCell(binding: Binding, value: Value, context: ValueContext): Encoded {
  if (value === null) return { text: '' };
  const encoded = binding.mapped.codec.encode(value, context);
  if ('cannot' in encoded || encoded.text === '') return encoded;
  const { type, options } = binding.facts;
  if (type === 'number' && !Number.isFinite(Number(encoded.text))) return { cannot: 'not-a-number' };
  if (options === null) return encoded;
  const parts = binding.mapped.codec === codecs.set ? encoded.text.split(';') : [encoded.text];
  return parts.every((part) => options.some((option) => option.value === part)) ? encoded : { cannot: 'unmapped-choice' };
}

/** undefined: not understood, so not looked at. */
function decodeCell(binding: Binding, text: string, context: ValueContext): Value | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return binding.mapped.codec === codecs.set ? [] : null;
  return binding.mapped.codec.decode(trimmed, context);
}

/** What a read of one field shows once these texts are stored. undefined: not understood. */
export function shownBy(schema: Schema, field: string, texts: Readonly<Record<string, string>>, context: ValueContext): Value | undefined {
  const composite = schema.composites.get(field);
  if (composite) return composite.decode((name) => texts[name] ?? '', context);
  const binding = schema.bindings.get(field);
  return binding && decodeCell(binding, texts[binding.property] ?? '', context);
}

/**
 * What these texts show. @param textOf undefined: not known, and neither are the fields that need it
 */
function fieldsFrom(schema: Schema, context: ValueContext, textOf: (property: string) => string | undefined): { readonly fields: Fields; readonly handles: Handles } {
  const fields: Record<string, Value> = {};
  const handles: Record<string, string> = {};
  for (const [field, binding] of schema.bindings) {
    const text = textOf(binding.property);
    const value = text === undefined ? undefined : decodeCell(binding, text, context);
    if (value !== undefined) fields[field] = value;
  }
  for (const [field, composite] of schema.composites) {
    const texts = composite.properties.filter((name) => schema.properties.has(name)).map((name) => [name, textOf(name)?.trim()] as const);
    const known = new Map(texts);
    if (texts.some(([, text]) => text === undefined)) continue;
    for (const [name, text] of texts) handles[name] = text ?? '';
    const value = composite.decode((name) => known.get(name) ?? '', context);
    if (value !== undefined) fields[field] = value;
  }
  return { fields, handles };
}

export interface About {
  readonly schema: Schema;
  readonly context: ValueContext;
  readonly owners: Owners;
  readonly asOf: string;
  /** Every property of ours was asked for, so one that is left out is empty. */
  readonly whole: boolean;
  /** What is known of properties that the answer leaves out. */
  readonly known?: Readonly<Record<string, string>>;
}

export function snapshotOf(record: WireRecord, { schema, context, owners, asOf, whole, known = {} }: About): Snapshot {
  const textOf = (property: string): string | undefined => {
    const text = record.properties[property];
    return text === undefined ? (known[property] ?? (whole ? '' : undefined)) : (text ?? '');
  };
  const modified = Date.parse(record.updatedAt ?? record.properties[schema.map.modified] ?? '');
  const user = record.properties[UPDATED_BY] ?? '';
  return {
    id: record.id,
    ...fieldsFrom(schema, context, textOf),
    asOf,
    modifiedAt: Number.isNaN(modified) ? null : toInstant(modified),
    modifiedBy: user === '' ? null : (owners.nameOfUser(user) ?? `user #${user}`),
    formerIds: formerIdsOf(record),
  };
}

export function formerIdsOf(record: WireRecord): readonly string[] {
  const ids = (record.properties[MERGED_IDS] ?? '').split(';').map((id) => id.trim());
  return [...new Set(ids)].filter((id) => id !== '' && id !== record.id);
}

export function keyOf(record: WireRecord): string | null {
  return record.properties[KEY_PROPERTY] || null;
}
