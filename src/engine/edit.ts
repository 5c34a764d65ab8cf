// A person's edit of a record: an edit of side `local`, which then flows by the rules like any other. Invariants: it is done on the very
// values that the person saw or not at all, and whoever was there first is told; an address is never opened to mail again without a
// source and a day; all that is wrong is told at once.
import { isSet, same } from '../core/value.ts';
import type { EntityName, FieldName, Fields, Side, Value } from '../core/vocabulary.ts';
import { objection } from '../lib/objection.ts';
import type { Objection, ObjectionCode } from '../lib/objection.ts';
import type { ConsentChange, DecidedConflict } from '../store/edits.ts';
import type { LinkState } from '../store/store.ts';
import { choicesFor } from './choices.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { editableFields, fixedBy } from './editable.ts';
import { idsIn, keysFor } from './keys.ts';
import { turnFor } from './record-state.ts';
import { changedSince } from './record-version.ts';
import { restrictedAmong, showsRestricted } from './restricted.ts';
import { withOverrides } from './rules.ts';
import { emptyFields } from './turn.ts';
import { readTyped } from './typed.ts';
import type { Typed } from './typed.ts';

/** Where it is known from that an address may be written to again, and since when (a plain date). */
export interface Consent {
  readonly source: string;
  readonly on: string;
}

export interface EditAsked {
  readonly entity: EntityName;
  readonly linkId: string;
  readonly typed: Readonly<Record<FieldName, Typed>>;
  readonly consent: Consent | null;
  /** Of the record as the person saw it (record-version.ts). */
  readonly version: string;
  readonly by: string;
}

export interface FieldError extends Objection {
  readonly field: FieldName;
}

export type EditOutcome =
  | { readonly kind: 'done' }
  /** There is no such record. */
  | { readonly kind: 'absent' }
  /** We keep no record of our own of it. */
  | { readonly kind: 'not-kept' }
  /** It would show somebody who must stay forgotten. */
  | { readonly kind: 'suppressed' }
  /** Somebody was there first, in these fields. */
  | { readonly kind: 'changed'; readonly fields: readonly FieldName[] }
  | { readonly kind: 'refused'; readonly errors: readonly FieldError[] }
  /** Processing of the person's data is restricted: nobody changes it meanwhile. */
  | { readonly kind: 'restricted' }
  /** It would show somebody else, processing of whose data is restricted. */
  | { readonly kind: 'shows-restricted' };

/** Somebody else may write between our look and our edit; more often than this in a row it is no coincidence. */
const TRIES = 3;
const OPT_OUTS: FieldName = 'optOuts';

export async function editRecord(given: EngineContext, asked: EditAsked): Promise<EditOutcome> {
  const context = await withOverrides(given);
  const { entity, linkId, typed, by } = asked;
  for (let tries = 0; tries < TRIES; tries++) {
    const [link] = await context.store.links({ entity, ids: [linkId], limit: 1 });
    if (link === undefined || link.stage === 'ended') return { kind: 'absent' };
    const ours = link.sides.local;
    if (ours === undefined || ours.gone !== null) return { kind: 'not-kept' };
    if ((await restrictedAmong(context, entity, [link.id])).size > 0) return { kind: 'restricted' };
    const changed = changedSince(asked.version, editableFields(context, entity), ours.fields);
    if (changed.length > 0) return { kind: 'changed', fields: changed };
    const read = await readAll(context, entity, typed, ours.fields);
    const fields = Object.fromEntries(Object.entries(read.fields).filter(([name, value]) => !same(value, ours.fields[name] ?? null)));
    const consents = consentsOf(ours.fields, fields, asked.consent);
    const isOpened = consents.some(({ allowed }) => allowed);
    const errors = [...read.errors, ...missing(context, entity, link, fields), ...unstorable(context, entity, link, fields), ...(isOpened && asked.consent === null ? [NO_CONSENT] : [])];
    if (errors.length > 0) return { kind: 'refused', errors };
    if (Object.keys(fields).length === 0) return { kind: 'done' };
    if (await showsRestricted(context, entity, ours.fields, { ...ours.fields, ...fields })) return { kind: 'shows-restricted' };
    const decided = await decidedBy(context, entity, link, fields, isOpened);
    const keys = keysFor(context, entity, 'local', { ...ours.fields, ...fields });
    const result = await context.store.edit(entity, { linkId, seenVersion: ours.version, fields, keys, decided, consents, by });
    if (result === 'done' || result === 'suppressed') return { kind: result };
  }
  return { kind: 'changed', fields: [] };
}

const NO_CONSENT: FieldError = { field: 'consent', ...objection('consent-unsaid') };

export type AddOutcome =
  | { readonly kind: 'added'; readonly linkId: string }
  /** There is one already, under a key that is proof. */
  | { readonly kind: 'exists'; readonly linkId: string }
  /** It is of somebody who must stay forgotten. */
  | { readonly kind: 'suppressed' }
  /** Processing of that person's data is restricted. */
  | { readonly kind: 'shows-restricted' }
  | { readonly kind: 'refused'; readonly errors: readonly FieldError[] };

/** A record that only we have at first; where and when it is made elsewhere the gates say. */
export async function addRecord(given: EngineContext, { entity, typed, by }: Pick<EditAsked, 'entity' | 'typed' | 'by'>): Promise<AddOutcome> {
  const context = await withOverrides(given);
  const { fields, errors } = await readAll(context, entity, typed, {});
  const needed = new Set(Object.values(entityOf(context, entity).requiredToCreate).flat());
  const empty = [...needed].filter((name) => (fields[name] ?? null) === null && !errors.some(({ field }) => field === name)).map((field) => ({ field, ...objection('empty') }));
  if (errors.length + empty.length > 0) return { kind: 'refused', errors: [...errors, ...empty] };
  if (await showsRestricted(context, entity, {}, fields)) return { kind: 'shows-restricted' };
  const keys = keysFor(context, entity, 'local', fields);
  const proof = new Set(entityOf(context, entity).matching.flatMap(({ kind, certain, within }) => (certain && within === undefined ? [`${kind}:`] : [])));
  const [known] = await context.store.byKeys(entity, keys.filter((key) => [...proof].some((kind) => key.startsWith(kind))));
  if (known !== undefined) return { kind: 'exists', linkId: known.linkId };
  const linkId = await context.store.addLocal(entity, { fields: { ...emptyFields(context, entity), ...fields }, keys, by });
  return linkId === null ? { kind: 'suppressed' } : { kind: 'added', linkId };
}

async function readAll(context: EngineContext, entity: EntityName, typed: EditAsked['typed'], present: Fields): Promise<{ readonly fields: Fields; readonly errors: readonly FieldError[] }> {
  const declared = entityOf(context, entity).fields;
  const fields: Record<FieldName, Value> = {};
  const errors: FieldError[] = [];
  const lists = await choicesFor(context.store, Object.keys(typed).flatMap((name) => declared.get(name) ?? []));
  for (const [name, value] of Object.entries(typed)) {
    const field = declared.get(name);
    if (field === undefined || fixedBy(context, entity, name) !== null) {
      errors.push({ field: name, ...objection(field === undefined ? 'field-unknown' : 'field-fixed') });
      continue;
    }
    const read = readTyped(value, { field, present: present[name] ?? null, choices: field.registry === null ? null : (lists.get(field.registry) ?? null) });
    if ('wrong' in read) errors.push({ field: name, ...read.wrong });
    else if (field.target !== null && !(await exist(context, field.target, idsIn(read.value)))) errors.push({ field: name, ...objection('record-unknown') });
    else fields[name] = read.value;
  }
  return { fields, errors };
}

async function exist(context: EngineContext, entity: EntityName, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return true;
  const found = await context.store.links({ entity, ids, limit: ids.length });
  return found.filter(({ stage }) => stage !== 'ended').length === new Set(ids).size;
}

/** What a system that has the record cannot do without. */
function missing(context: EngineContext, entity: EntityName, { sides }: LinkState, fields: Fields): readonly FieldError[] {
  const { requiredToCreate } = entityOf(context, entity);
  const needed = new Set((['psa', 'crm'] as const).flatMap((side) => (sides[side] === undefined ? [] : (requiredToCreate[side] ?? []))));
  return Object.entries(fields).flatMap(([field, value]) => (value === null && needed.has(field) ? [{ field, ...objection('empty') }] : []));
}

/** What is at fault with the value itself, so that it can be put right now; whatever else keeps it waits and is shown. */
const AT_FAULT: Readonly<Record<string, ObjectionCode>> = {
  'not-a-number': 'there-no-number', 'out-of-range': 'there-out-of-range', 'too-long': 'there-too-long', 'other-currency': 'there-other-currency', 'unmapped-choice': 'there-not-on-list',
};
const SYSTEM = { psa: 'Severa', crm: 'HubSpot' } as const;

function unstorable(context: EngineContext, entity: EntityName, { sides }: LinkState, fields: Fields): readonly FieldError[] {
  const declared = entityOf(context, entity).fields;
  const plain = Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== null && declared.get(name)?.kind !== 'set' && declared.get(name)?.target === null));
  return (['psa', 'crm'] as const).flatMap((side) => {
    const state = sides[side];
    if (state === undefined || state.gone !== null || Object.keys(plain).length === 0) return [];
    const cannot: Readonly<Record<FieldName, string>> = adapterOf(context, side, entity)?.represent(plain, state.fields).cannot ?? {};
    return Object.entries(cannot).flatMap(([field, reason]) => {
      const fault = AT_FAULT[reason];
      return fault === undefined ? [] : [{ field, ...objection(fault, { system: SYSTEM[side] }) }];
    });
  });
}

/** What the edit says of addresses: each mark that came or went. */
function consentsOf(before: Fields, edited: Fields, consent: Consent | null): readonly ConsentChange[] {
  if (!(OPT_OUTS in edited)) return [];
  const [was, is] = [idsIn(before[OPT_OUTS]), idsIn(edited[OPT_OUTS])];
  const said = { source: consent?.source ?? null, on: consent?.on ?? null };
  return [
    ...is.filter((key) => !was.includes(key)).map((address) => ({ address, allowed: false, ...said })),
    ...was.filter((key) => !is.includes(key)).map((address) => ({ address, allowed: true, ...said })),
  ];
}

/** Open questions about the edited fields are answered by the edit; so is the one that a loosened opt-out would raise. */
async function decidedBy(context: EngineContext, entity: EntityName, link: LinkState, fields: Fields, isOpened: boolean): Promise<readonly DecidedConflict[]> {
  const turn = await turnFor(context, entity, link);
  if (turn === null) return [];
  const asked = new Set([...turn.plan.conflicts.map(({ field }) => field), ...(isOpened ? [OPT_OUTS] : [])]);
  return Object.entries(fields).flatMap(([field, value]): DecidedConflict[] => {
    if (!asked.has(field)) return [];
    const base: Partial<Record<Side, Value>> = {};
    const values: Partial<Record<Side, Value>> = {};
    for (const view of turn.views) {
      const shown = view.side === 'local' ? value : view.fields[field];
      if (shown === undefined) continue;
      values[view.side] = isSet(shown) ? [...shown] : shown;
      base[view.side] = view.base[field] ?? null;
    }
    return [{ field, base, values }];
  });
}
