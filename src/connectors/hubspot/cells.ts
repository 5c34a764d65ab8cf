// Home of one company ↔ one snapshot. Invariant: only properties that were asked for or answered become fields; a field
// that is missing in a snapshot was not looked at.
import type { Snapshot, Value } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { KEY_PROPERTY, MERGED_IDS, UPDATED_BY } from './account-map.ts';
import { codecs } from './codecs.ts';
import type { Encoded, ValueContext } from './codecs.ts';
import type { Owners } from './owners.ts';
import type { Binding, Schema } from './schema.ts';
import type { WireRecord } from './wire.ts';

/** Empty text clears a property. */
export function encodeCell(binding: Binding, value: Value, context: ValueContext): Encoded {
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
export function decodeCell(binding: Binding, text: string | null, context: ValueContext): Value | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return binding.mapped.codec === codecs.set ? [] : null;
  return binding.mapped.codec.decode(trimmed, context);
}

/** `whole`: every property of ours was asked for, so one that is left out is empty. */
export function snapshotOf(
  record: WireRecord,
  about: { readonly schema: Schema; readonly context: ValueContext; readonly owners: Owners; readonly asOf: string; readonly whole: boolean },
): Snapshot {
  const fields: Record<string, Value> = {};
  for (const [field, binding] of about.schema.bindings) {
    const text = record.properties[binding.property];
    if (text === undefined && !about.whole) continue;
    const value = decodeCell(binding, text ?? null, about.context);
    if (value !== undefined) fields[field] = value;
  }
  const modified = Date.parse(record.updatedAt ?? record.properties['hs_lastmodifieddate'] ?? '');
  const user = record.properties[UPDATED_BY] ?? '';
  return {
    id: record.id,
    fields,
    handles: {},
    asOf: about.asOf,
    modifiedAt: Number.isNaN(modified) ? null : toInstant(modified),
    modifiedBy: user === '' ? null : (about.owners.nameOfUser(user) ?? `user #${user}`),
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
