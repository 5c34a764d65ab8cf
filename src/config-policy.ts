// The rules of every field, worked out from config/policy.json: what the file says about a field, on top of its entity's
// default. Every field of every entity gets a whole rule, and a rule that names no field refuses the start.
import type { CustomField, DeletePolicy, RuleInput, policySchema } from './config-schema.ts';
import { customFieldName } from './config-schema.ts';
import { unknownName, wrongKey } from './config-problem.ts';
import { askedBy } from './core/gate.ts';
import type { Gate } from './core/gate.ts';
import type { Pair, Rule } from './core/rule.ts';
import type { EntityName, FieldName, Side } from './core/vocabulary.ts';
import { withCustomFields, type Entity, type FieldDefinition } from './entities/entity.ts';
import { isRollUp, ROLL_UP_RULE } from './entities/roll-ups.ts';
import type { z } from 'zod';

export const POLICY_FILE = 'config/policy.json';
const SETTINGS_FILE = 'config/default.json';
const EVERY_WAY: readonly Pair[] = ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'];

export type Policy = ReadonlyMap<EntityName, ReadonlyMap<FieldName, Rule>>;

/**
 * The entities with the installation's own fields added.
 * @throws ConfigError for a field of an unknown entity, or two of one name
 */
export function addCustomFields(entities: ReadonlyMap<EntityName, Entity>, custom: readonly CustomField[]): ReadonlyMap<EntityName, Entity> {
  const added = new Map<EntityName, FieldDefinition[]>();
  for (const [index, field] of custom.entries()) {
    if (!entities.has(field.entity)) {
      throw wrongKey(SETTINGS_FILE, `customFields.${index}.entity`, unknownName(field.entity, 'an entity', [...entities.keys()]));
    }
    const name = customFieldName(field);
    const fields = added.get(field.entity) ?? [];
    if (fields.some((other) => other.name === name)) {
      throw wrongKey(SETTINGS_FILE, `customFields.${index}.key`, `is used twice for ${field.entity}. Give each field its own key.`);
    }
    const compare = field.kind === 'text' ? 'text' : 'exact';
    fields.push({ name, kind: field.kind, category: field.category, label: field.label, compare, registry: null, target: null });
    added.set(field.entity, fields);
  }
  return new Map([...entities].map(([name, entity]) => [name, withCustomFields(entity, added.get(name) ?? [])]));
}

/**
 * A rule for every field of every entity.
 * @throws ConfigError for an entity or field that does not exist, and for an entity without rules
 */
export function buildPolicy(file: z.output<typeof policySchema>, entities: ReadonlyMap<EntityName, Entity>, custom: readonly CustomField[]): Policy {
  for (const name of Object.keys(file)) {
    if (!entities.has(name)) throw wrongKey(POLICY_FILE, name, unknownName(name, 'an entity', [...entities.keys()]));
  }
  return new Map([...entities].map(([name, entity]) => [name, rulesOf(entity, file[name], custom)]));
}

function rulesOf(entity: Entity, input: z.output<typeof policySchema>[string] | undefined, custom: readonly CustomField[]): ReadonlyMap<FieldName, Rule> {
  if (!input) throw wrongKey(POLICY_FILE, entity.name, 'is missing. Add it with a "default" rule and "fields".');
  const known = [...entity.fields.keys()].filter((field) => !field.startsWith('custom.') && !isRollUp(entity.name, field));
  for (const field of Object.keys(input.fields)) {
    if (!known.includes(field)) {
      throw wrongKey(POLICY_FILE, `${entity.name}.fields.${field}`, unknownName(field, `a field of ${entity.name}`, known));
    }
  }
  const own = new Map(custom.filter((field) => field.entity === entity.name).map((field) => [customFieldName(field), field.rule ?? {}]));
  return new Map(
    [...entity.fields.keys()].map((field) => [field, isRollUp(entity.name, field) ? ROLL_UP_RULE : toRule({ ...input.default, ...input.fields[field], ...own.get(field) })]),
  );
}

export type Gates = ReadonlyMap<EntityName, Readonly<Partial<Record<Side, Gate>>>>;
export type DeletePolicies = ReadonlyMap<EntityName, Readonly<Partial<Record<Side, DeletePolicy>>>>;

/**
 * What must hold before a record is made, per entity and side.
 * @throws ConfigError for a field or an entity that does not exist
 */
export function gatesOf(file: z.output<typeof policySchema>, entities: ReadonlyMap<EntityName, Entity>): Gates {
  return new Map(
    [...entities].map(([name, entity]) => {
      const gates = file[name]?.gates ?? {};
      for (const [side, gate] of Object.entries(gates)) checkGate(`${name}.gates.${side}`, gate, entity, entities);
      return [name, gates as Readonly<Partial<Record<Side, Gate>>>];
    }),
  );
}

function checkGate(key: string, gate: Gate, entity: Entity, entities: ReadonlyMap<EntityName, Entity>): void {
  const known = [...entity.fields.keys()];
  for (const condition of [...gate.anyOf, ...gate.unless]) {
    for (const field of 'field' in condition ? [condition.field, ...(condition.within ? [condition.within.field] : [])] : []) {
      if (!known.includes(field)) throw wrongKey(POLICY_FILE, key, unknownName(field, `a field of ${entity.name}`, known));
    }
  }
  for (const other of askedBy(gate)) if (!entities.has(other)) throw wrongKey(POLICY_FILE, key, unknownName(other, 'an entity', [...entities.keys()]));
}

/** What a record gone on a side means for the others, per entity and side; a side that is not named asks. */
export function deletePoliciesOf(file: z.output<typeof policySchema>): DeletePolicies {
  return new Map(Object.entries(file).map(([name, { deletes }]) => [name, deletes as Readonly<Partial<Record<Side, DeletePolicy>>>]));
}

function toRule(input: RuleInput): Rule {
  return { flow: input.flow === 'both' ? EVERY_WAY : input.flow, onConflict: input.onConflict, onFirst: input.onFirst };
}
