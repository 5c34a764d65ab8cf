// The rules in force: the policy cut down to what the systems can hold. A field that a side cannot store is simply no target.
// A side that is read-only stays one: what it should hold is owed to it, and goes there once it may be written.
import { createHash } from 'node:crypto';
import type { FieldRule, Pair, Rule } from '../core/rule.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, RemoteSide, Side } from '../core/vocabulary.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';

export function rulesInForce(context: EngineContext, entityName: EntityName): readonly FieldRule[] {
  const policy = context.policy.get(entityName);
  return [...entityOf(context, entityName).fields.values()].map((field) => {
    const rule = policy?.get(field.name);
    if (!rule) throw new RangeError(`no rule for ${entityName}.${field.name}`);
    const flow = rule.flow.filter((pair) => mayStore(context, entityName, field.name, targetOf(pair)));
    return { name: field.name, kind: field.kind, compare: field.compare, rule: { ...rule, flow } };
  });
}

/** Fields that the policy sends to a side which, as far as this process knows, cannot store them. */
export function unstorable(context: EngineContext, entity: EntityName, side: RemoteSide): ReadonlySet<FieldName> {
  const policy = [...(context.policy.get(entity) ?? [])];
  return new Set(policy.flatMap(([field, { flow }]) => (flow.some((pair) => targetOf(pair) === side) && !mayStore(context, entity, field, side) ? [field] : [])));
}

function targetOf(pair: Pair): Side {
  return SIDES.find((side) => pair.endsWith(`>${side}`)) as Side;
}

function mayStore(context: EngineContext, entity: EntityName, field: FieldName, side: Side): boolean {
  if (side === 'local') return true;
  return adapterOf(context, side, entity)?.fields[field]?.write === true;
}

/**
 * Rules decide also about records that nobody touches: after a new rule or map, or once a connection may be written at last,
 * every link is looked at again.
 */
export async function replanAfterChange(context: EngineContext, entity: EntityName): Promise<void> {
  const sides = [...context.connectors.keys()].toSorted();
  const state = JSON.stringify([
    rulesInForce(context, entity), sides.map((side) => [side, mayWrite(context, side), adapterOf(context, side, entity)?.mapVersion]),
    ...(context.legalBasis?.required === true ? [context.legalBasis] : []),
  ]);
  const present = createHash('sha256').update(state).digest('base64url');
  const known = await context.store.fact(`rules:${entity}`);
  if (known === present) return;
  if (known !== null) await context.store.markDirty(entity, 'all', 'backfill');
  await context.store.saveFact(`rules:${entity}`, present);
}

/** With the rules and settings that people have changed; read anew for each cycle, because another process may have changed one. */
export async function withOverrides(given: EngineContext): Promise<EngineContext> {
  const context = given.adjusted === undefined ? given : { ...given, ...given.adjusted(new Map((await given.store.settings()).map(({ path, value }) => [path, value]))) };
  const overrides = (await context.store.rules()).filter(({ rule }) => rule !== null);
  if (overrides.length === 0) return context;
  const policy = new Map([...context.policy].map(([entity, rules]) => [entity, new Map(rules)]));
  for (const { entity, field, rule } of overrides) if (rule !== null && policy.get(entity)?.has(field)) policy.get(entity)?.set(field, rule);
  return { ...context, policy };
}

/** The policy as the next cycle will work by it. */
export async function rulesNow(context: EngineContext): Promise<EngineContext['policy']> {
  return (await withOverrides(context)).policy;
}

/** True for what sync only ever tightens. */
export function isRestrictive({ onConflict }: Pick<Rule, 'onConflict'>): boolean {
  return onConflict === 'restrictive';
}

export function mayWrite(context: EngineContext, side: RemoteSide): boolean {
  return context.connectors.has(side) && context.modes[side] === 'read-write';
}
