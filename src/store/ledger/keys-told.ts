// Everybody our own rows may tell of, by keys: whoever they show, point to, wait for or name in a text. For finding people who are known by
// hashes alone. Invariant: whatever arming would take out of a row by an id, an address or a number offers its key here; a name offers
// none, so what only a name tells is not found.
import { keysInText } from '../../core/keys-in-text.ts';
import { emailKey, refKey, type PersonRef, type Subject } from '../../core/subject.ts';
import { isSet } from '../../core/value.ts';
import type { EntityName, Fields, Side, Value } from '../../core/vocabulary.ts';
import { elementKeys } from '../../entities/person-keys.ts';
import { entities } from '../../entities/index.ts';
import { offeredByRow } from './found-again.ts';
import type { Ledger } from './ledger.ts';
import type { ConflictRow, HeldRow, IntentRow, SideRow } from './rows.ts';
import { isFreeText } from './scrub.ts';
import { awaitedKey, elementKey } from './suppression.ts';

type Rows = { readonly [Name in 'sides' | 'conflicts' | 'intents' | 'held']: Pick<Ledger[Name], 'all'> };

/** Each once. */
export function keysTold({ sides, conflicts, intents, held }: Rows): ReadonlySet<string> {
  return new Set([
    ...sides.all().flatMap(keysOfSide),
    ...conflicts.all().flatMap(keysOfConflict),
    ...intents.all().flatMap(keysOfIntent),
    ...held.all().flatMap(keysOfHeld),
  ]);
}

function keysOfSide(row: SideRow): readonly string[] {
  const { entity, side, fields, base } = row;
  const differing = Object.fromEntries(Object.entries(base).filter(([name, value]) => fields[name] !== value));
  return [...offeredByRow(row), ...offeredByRow({ ...row, fields: base }), ...[fields, differing].flatMap((one) => keysOfFields(entity, side, one))];
}

function keysOfFields(entity: EntityName, side: Side, fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([field, value]) => keysOfValue(entity, side, field, value));
}

function keysOfValue(entity: EntityName, side: Side, name: string, value: Value): readonly string[] {
  const field = entities.get(entity)?.fields.get(name);
  const elements = field === undefined ? [] : elementKeys(field, side, value);
  return typeof value === 'string' && isFreeText(entity, name) ? [...elements, ...keysInText(value)] : elements;
}

function keysOfConflict({ entity, field, base, values, resolution }: ConflictRow): readonly string[] {
  const shown = [...Object.entries(base), ...Object.entries(values), ...(resolution === null ? [] : [[resolution.side, resolution.value] as const])];
  return shown.flatMap(([side, value]) => keysOfValue(entity, side as Side, field, value));
}

/** What was sent is in a system's own words: any of it may be an id, an address or a text. */
function keysOfIntent({ side, sent }: IntentRow): readonly string[] {
  const texts = Object.values(sent).flatMap((value) => (isSet(value) ? value.map(({ key }) => key) : typeof value === 'string' ? [value] : []));
  return texts.flatMap((text) => [...(side === 'local' ? [] : [refKey({ side, kind: 'contact', id: text })]), ...keysInText(text)]);
}

function keysOfHeld({ entity, field, waitsFor, elements }: HeldRow): readonly string[] {
  const declared = entities.get(entity);
  const emails = waitsFor?.kind === 'key' ? waitsFor.keys.map((key) => key.slice(key.indexOf(':') + 1)).filter((text) => text.includes('@')) : [];
  const named = declared === undefined ? [] : (elements ?? []).flatMap((element) => elementKey(declared, field, element) ?? []);
  const awaited = waitsFor === null ? null : awaitedKey({ waitsFor });
  return [...(awaited === null ? [] : [awaited]), ...named, ...emails.map(emailKey)];
}

/** Who these keys tell, as far as keys can: nobody's name. */
export function subjectOfKeys(keys: Iterable<string>): Subject {
  const all = [...keys];
  const after = (start: string): readonly string[] => all.flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
  return { names: [], emails: after('email:'), phones: after('phone:'), refs: after('id:').flatMap((text) => refOf(text) ?? []), linkIds: [], around: [] };
}

function refOf(text: string): PersonRef | null {
  const [, side, kind, id] = /^(psa|crm):(contact|user):(.+)$/u.exec(text) ?? [];
  return id === undefined ? null : { side: side as PersonRef['side'], kind: kind as PersonRef['kind'], id };
}
