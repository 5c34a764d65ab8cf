// Home of the fields of an activity that take more than one property, or fewer than one. Invariant: `hs_timestamp`, which every
// activity must have, says when it starts, and a start is never emptied.
import type { Value } from '../../core/vocabulary.ts';
import type { ActivityKind } from '../../entities/activity.ts';
import { toInstant } from '../../lib/clock.ts';
import { codecs } from './codecs.ts';
import type { CompositeField, Placed, Writing } from './object-map.ts';

const timestamp = 'hs_timestamp';
const duration = 'hs_call_duration';
const required: Placed = { cannot: 'required' };

/** The kind is the object type: it says itself at the start and stays. */
export function fixedKind(kind: ActivityKind): CompositeField {
  return {
    field: 'kind',
    properties: [timestamp],
    written: 'by-property',
    decode: () => kind,
    encode: (value) => (value === null ? required : value === kind ? { texts: {} } : { cannot: 'read-only' }),
    represent: (value) => (value === null ? { cannot: 'required' } : value === kind ? { shown: kind } : { cannot: 'read-only' }),
  };
}

/** The first property that has one tells; all are written. */
export function startIn(...properties: readonly string[]): CompositeField {
  return {
    field: 'startsAt',
    properties,
    written: 'by-property',
    decode: (texts, context) => {
      const text = properties.map(texts).find((one) => one !== '');
      return text === undefined ? null : codecs.instant.decode(text, context);
    },
    encode: (value, { context }) => placedIn(value, context, properties),
  };
}

function placedIn(value: Value, context: Writing['context'], properties: readonly string[]): Placed {
  if (value === null) return required;
  const encoded = codecs.instant.encode(value, context);
  return 'cannot' in encoded ? encoded : { texts: Object.fromEntries(properties.map((name) => [name, encoded.text])) };
}

/** A task is due at one moment: when it ends is the other side's to know. */
export const noEnd: CompositeField = {
  field: 'endsAt',
  properties: [timestamp],
  written: 'by-property',
  decode: () => null,
  encode: () => ({ texts: {} }),
};

/** A call ends by its duration in ms: moving its start keeps the end. */
export const callStart: CompositeField = {
  field: 'startsAt',
  properties: [timestamp],
  written: 'by-property',
  decode: (texts, context) => (texts(timestamp) === '' ? null : codecs.instant.decode(texts(timestamp), context)),
  encode: (value, at) => {
    const placed = placedIn(value, at.context, [timestamp]);
    const end = endOf(at);
    return 'cannot' in placed || typeof value !== 'string' || end === null ? placed : { texts: { ...placed.texts, [duration]: durationText(value, end) } };
  },
};

export const callEnd: CompositeField = {
  field: 'endsAt',
  properties: [duration, timestamp],
  written: 'by-property',
  decode: (texts) => {
    const [ms, start] = [texts(duration) === '' ? Number.NaN : Number(texts(duration)), Date.parse(texts(timestamp))];
    return Number.isNaN(ms + start) ? null : toInstant(start + ms);
  },
  encode: (value, at) => {
    if (value === null) return { texts: { [duration]: '' } };
    const start = at.fields['startsAt'] ?? at.seen['startsAt'];
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return { cannot: 'wrong-kind' };
    if (typeof start !== 'string' || Date.parse(value) < Date.parse(start)) return { cannot: 'out-of-range' };
    return { texts: { [duration]: durationText(start, value) } };
  },
  // What is placed says nothing without the start, which may not be part of the write.
  represent: (value, at) => {
    const placed = callEnd.encode(value, at);
    return 'cannot' in placed ? placed : { shown: typeof value === 'string' ? toInstant(Date.parse(value)) : null };
  },
};

/** What a call's end will be, or is. */
function endOf({ fields, seen }: Writing): string | null {
  const end = 'endsAt' in fields ? fields['endsAt'] : seen['endsAt'];
  return typeof end === 'string' && !Number.isNaN(Date.parse(end)) ? end : null;
}

function durationText(start: string, end: string): string {
  return String(Math.max(0, Date.parse(end) - Date.parse(start)));
}

/** @param texts those that mean it is over, the one to write first; `open` is written when it is not */
export function doneBy(property: string, texts: { readonly done: readonly [string, ...string[]]; readonly open: string }): CompositeField {
  return {
    field: 'done',
    properties: [property],
    written: 'by-property',
    decode: (held) => texts.done.includes(held(property)),
    encode: (value) => (typeof value === 'boolean' ? { texts: { [property]: value ? texts.done[0] : texts.open } } : required),
  };
}
