// One person taken out of single values: their ids out of what points to them, their addresses out of records of others, their words
// out of texts. Invariant: where nothing of the person is in it, a value comes back as the very same one, so nothing else changes.
import { hitsIn, isSureIn, redacted, type Hit } from '../../core/sensitive-text.ts';
import { emailKey, type PersonKind, type Subject } from '../../core/subject.ts';
import { isSet } from '../../core/value.ts';
import type { EntityName, FieldName, Fields, Side, Value } from '../../core/vocabulary.ts';
import { personIn } from '../../entities/person-keys.ts';
import { entities } from '../../entities/index.ts';
import { isRollUp } from '../../entities/roll-ups.ts';

export interface ScrubOrder {
  readonly subject: Subject;
  /** In clear; of addresses only those that are the person's own. */
  readonly keys: readonly string[];
  /** Places of texts where also what a machine cannot be sure of goes. */
  readonly redact: readonly string[];
}

export interface Scrub {
  isTheirs(kind: PersonKind, side: Side, id: string): boolean;
  isTheirAddress(text: string): boolean;
  hits(text: string): readonly Hit[];
  /** Whether a machine is sure that a text names the person. */
  isSure(text: string): boolean;
  /** Without what is sure; with a place that was decided on, without the rest too. */
  text(text: string, place: string): string;
  /** A value of a record that is not the person's own. @param gone takes what was taken out of it whole */
  value(where: Where, value: Value, gone: string[]): Value;
}

export interface Where {
  readonly entity: EntityName;
  readonly side: Side;
  readonly field: FieldName;
  readonly linkId: string;
}

/** How a text is named to people, and back: of a field of a link the same on all sides. */
export const placeOf = ({ linkId, field }: Pick<Where, 'linkId' | 'field'>): string => `${linkId}/${field}`;

/** A field where people may have written anything; those that a workspace added itself are taken for such. */
export function isFreeText(entity: EntityName, field: FieldName): boolean {
  const declared = entities.get(entity)?.fields.get(field);
  return declared === undefined ? !isRollUp(entity, field) : declared.category === 'free-text';
}

export function makeScrub({ subject, keys, redact }: ScrubOrder): Scrub {
  const own = new Set(keys);
  const decided = new Set(redact);
  const known = new Map<string, readonly Hit[]>();
  const hits = (text: string): readonly Hit[] => {
    const found = known.get(text) ?? hitsIn(text, subject);
    known.set(text, found);
    return found;
  };
  const isTheirs = (kind: PersonKind, side: Side, id: string): boolean =>
    side === 'local' ? kind === 'contact' && subject.linkIds.includes(id) : subject.refs.some((ref) => ref.side === side && ref.kind === kind && ref.id === id);
  const isTheirAddress = (text: string): boolean => text.includes('@') && own.has(emailKey(text));
  const text = (given: string, place: string): string => redacted(given, hits(given), [...decided].some((one) => one === place || one.startsWith(`${place}/`)) ? 'all' : 'sure');

  function isGone({ entity, side, field }: Where, key: string): boolean {
    const declared = entities.get(entity)?.fields.get(field);
    if (declared === undefined) return false;
    const kind = personIn(declared);
    return kind === null ? declared.category === 'contact' && isTheirAddress(key) : isTheirs(kind, side, key);
  }

  return {
    isTheirs,
    isTheirAddress,
    hits,
    isSure: (given) => isSureIn(given, subject),
    text,
    value: (where, value, gone) => {
      if (isSet(value)) {
        const left = value.filter(({ key }) => !isGone(where, key));
        if (left.length === value.length) return value;
        gone.push(...value.filter((element) => !left.includes(element)).map(({ key }) => key));
        return left;
      }
      if (typeof value !== 'string') return value;
      if (isGone(where, value)) {
        gone.push(value);
        return null;
      }
      return isFreeText(where.entity, where.field) ? text(value, placeOf(where)) : value;
    },
  };
}

/** Every value of a record, or the very same fields. */
export function scrubbedFields(scrub: Scrub, where: Omit<Where, 'field'>, fields: Fields, gone: string[]): Fields {
  const changed = Object.entries(fields).flatMap(([field, value]) => {
    const next = scrub.value({ ...where, field }, value, gone);
    return next === value ? [] : [[field, next] as const];
  });
  return changed.length === 0 ? fields : { ...fields, ...Object.fromEntries(changed) };
}

/** What was sent, in a system's own words: ids, addresses and sure words, wherever they stand. */
export function scrubbedSent(scrub: Scrub, side: Side, sent: Fields): Fields {
  const isGone = (text: string): boolean => scrub.isTheirs('contact', side, text) || scrub.isTheirAddress(text);
  const changed = Object.entries(sent).flatMap(([name, value]) => {
    const next = isSet(value) ? value.filter(({ key }) => !isGone(key)) : typeof value === 'string' ? (isGone(value) ? null : scrub.text(value, '')) : value;
    return next === value || (isSet(value) && isSet(next) && next.length === value.length) ? [] : [[name, next] as const];
  });
  return changed.length === 0 ? sent : { ...sent, ...Object.fromEntries(changed) };
}
