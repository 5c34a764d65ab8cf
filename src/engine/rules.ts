// The rules in force: the policy cut down to what the connections can do now. A field that a side cannot store, or a side
// that is read-only, is simply no target; nothing is planned that cannot be done.
import type { FieldRule, Pair } from '../core/rule.ts';
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

function targetOf(pair: Pair): Side {
  return SIDES.find((side) => pair.endsWith(`>${side}`)) as Side;
}

function mayStore(context: EngineContext, entity: EntityName, field: FieldName, side: Side): boolean {
  if (side === 'local') return true;
  return mayWrite(context, side) && adapterOf(context, side, entity)?.fields[field]?.write === true;
}

export function mayWrite(context: EngineContext, side: RemoteSide): boolean {
  return context.connectors.has(side) && context.modes[side] === 'read-write';
}
