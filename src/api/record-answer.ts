// One record as it is told: every field with what its ids are called and where it lives. Invariant: money is in the answer of those
// alone who may see amounts, or who may edit just this, and people in the answer of those who may see contacts; what is not for the
// caller is not there at all.
import type { z } from 'zod';
import { isMoney, isSet } from '../core/value.ts';
import type { EntityName, Value } from '../core/vocabulary.ts';
import { namesIn } from '../engine/called.ts';
import type { CallId } from '../engine/called.ts';
import { choicesFor } from '../engine/choices.ts';
import type { Choice } from '../engine/choices.ts';
import { entityOf } from '../engine/context.ts';
import type { EngineContext } from '../engine/context.ts';
import { editableFields, fixedBy } from '../engine/editable.ts';
import { nameIn } from '../engine/record-names.ts';
import { recordState } from '../engine/record-state.ts';
import type { FieldState } from '../engine/record-state.ts';
import { recordVersion } from '../engine/record-version.ts';
import { withOverrides } from '../engine/rules.ts';
import { AMOUNTS } from '../entities/roll-ups.ts';
import type { FieldDefinition } from '../entities/entity.ts';
import type { LinkState, SideState } from '../store/store.ts';
import type { recordAnswer } from './contract/records.ts';

export type RecordAnswer = z.output<typeof recordAnswer>;
export type RecordEntity = RecordAnswer['entity'];
type FieldAnswer = RecordAnswer['fields'][number];

export interface Sight {
  readonly withAmounts: boolean;
  readonly withContacts: boolean;
  /** May edit records of this entity. */
  readonly mayEdit: boolean;
}

const NOWHERE: FieldState = { isConflict: false, isIncoming: false, places: [] };

export async function recordOf(given: EngineContext, entity: RecordEntity, link: LinkState, sight: Sight): Promise<RecordAnswer> {
  const context = await withOverrides(given);
  const { fields: ours, side } = shownBy(link);
  const state = await recordState(context, entity, link);
  const shows = [...state.fields].flatMap(([field, { places }]) => places.flatMap((place) => (place.shows === undefined ? [] : [{ [field]: place.shows }])));
  const call = await namesIn(context, [{ entity, side, fields: ours }, ...shows.map((fields) => ({ entity, side: null, fields }))]);
  const fields = [...entityOf(context, entity).fields.values()].filter((field) => maySee(context, entity, field, sight));
  const editable = new Set(editableFields(context, entity));
  const kept = link.sides.local !== undefined && link.sides.local.gone === null;
  const lists = await choicesFor(context.store, fields);
  const offered = new Set(sight.mayEdit && kept ? fields.flatMap(({ name, registry }) => (registry !== null && editable.has(name) ? [registry] : [])) : []);
  const { local } = link.sides;
  const editor = local?.modifiedBy ?? null;
  return {
    id: link.id,
    entity,
    name: nameIn(ours) || null,
    version: recordVersion([...editable], local?.fields ?? {}),
    kept,
    waitsForMatch: link.stage === 'new' || link.stage === 'proposed',
    modifiedAt: editor === null ? null : (local?.modifiedAt ?? null),
    modifiedBy: editor,
    sides: state.sides.map((one) => ({ ...one, id: link.sides[one.side]?.id ?? null, modifiedAt: link.sides[one.side]?.modifiedAt ?? null, modifiedBy: link.sides[one.side]?.modifiedBy ?? null })),
    fields: fields.map((field) => fieldAnswer(field, { entity, call: chosenFirst(field, lists, call), side, now: ours[field.name] ?? null, state: state.fields.get(field.name) ?? NOWHERE, editable: kept && sight.mayEdit && editable.has(field.name), fixed: fixedBy(context, entity, field.name) })),
    choices: Object.fromEntries([...lists].filter(([registry]) => offered.has(registry))),
    consents: entity === 'contact' ? await context.store.consents(link.id) : [],
  };
}

/** Of a language or a currency the list alone knows the name: a record has its code. */
function chosenFirst({ registry }: FieldDefinition, lists: ReadonlyMap<string, readonly Choice[]>, call: CallId): CallId {
  const labels = new Map(registry === null ? [] : (lists.get(registry) ?? []).map(({ key, label }) => [key, label]));
  return (entity, side, field, id) => labels.get(id) ?? call(entity, side, field, id);
}

/** The side that speaks for the record: ours, where we keep one. */
function shownBy({ sides }: LinkState): Pick<SideState, 'fields' | 'side'> {
  const standing = [sides.local, sides.psa, sides.crm].find((state) => state !== undefined && state.gone === null);
  return standing ?? sides.local ?? sides.psa ?? sides.crm ?? { side: 'local', fields: {} };
}

function maySee(context: EngineContext, entity: EntityName, field: FieldDefinition, { withAmounts, withContacts, mayEdit }: Sight): boolean {
  if (field.target === 'contact' && !withContacts) return false;
  const isSum = field.kind === 'money' || AMOUNTS.includes(`${entity}.${field.name}`);
  return !isSum || withAmounts || (mayEdit && fixedBy(context, entity, field.name) === null);
}

interface Told {
  readonly entity: EntityName;
  readonly call: CallId;
  readonly side: SideState['side'];
  readonly now: Value;
  readonly state: FieldState;
  readonly editable: boolean;
  readonly fixed: FieldAnswer['fixed'];
}

function fieldAnswer(field: FieldDefinition, { entity, call, side, now, state, editable, fixed }: Told): FieldAnswer {
  const { name, label, kind, registry, target } = field;
  const called = registry === null && target === null ? [] : [
    ...idsOf(now).map((id) => ({ id, label: call(entity, side, name, id) })),
    ...state.places.flatMap(({ shows }) => idsOf(shows ?? null).map((id) => ({ id, label: call(entity, null, name, id) }))),
  ];
  return {
    name, label, kind, registry, target, isLong: field.category === 'free-text', now: plain(now), called: [...new Map(called.map((one) => [one.id, one])).values()], editable, fixed,
    isConflict: state.isConflict, isIncoming: state.isIncoming,
    places: state.places.map(({ shows, ...place }) => (shows === undefined ? place : { ...place, shows: plain(shows) })),
  };
}

function idsOf(value: Value): readonly string[] {
  return isSet(value) ? value.map(({ key }) => key) : typeof value === 'string' && value !== '' ? [value] : [];
}

/** As the contract has it: no value is another kind of object. */
function plain(value: Value): FieldAnswer['now'] {
  return isMoney(value) ? { amount: value.amount, currency: value.currency } : (value as FieldAnswer['now']);
}
