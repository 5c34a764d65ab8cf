// Field rules and maps over the API. Invariants: what is told as in force is what the next cycle works by; a rule is changed only by
// whoever has seen its last change, and a computed figure, or what only ever tightens, keeps its rule.
import type { z } from 'zod';
import { isRestrictive, rulesNow } from '../../engine/rules.ts';
import { namesIn } from '../../engine/called.ts';
import { linksOf, nameOf } from '../../engine/record-names.ts';
import { previewRule } from '../../engine/rule-preview.ts';
import type { Foreseen, RulePreview } from '../../engine/rule-preview.ts';
import { isRollUp } from '../../entities/roll-ups.ts';
import { objection } from '../../lib/objection.ts';
import type { RuleOverride } from '../../store/store.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { QueryError } from '../query.ts';
import type { ApiContext, ApiWorkspace, Caller, Route } from '../route.ts';
import { tellerOf } from '../told-value.ts';
import { mapsOf } from '../told-maps.ts';

type ToldRule = z.output<typeof CONTRACTS.saveRule.answer>;
/** No rule leads from a side to itself. */
type Rule = ToldRule['rule'];

const PREVIEW = { differences: 50, ms: 8_000 } as const;
const SEEN = 'Somebody has changed this rule since you opened it. Load it again, and decide then.';

export function ruleRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.rules, async ({ workspace, tell }) => {
      const told = await tellingOf(workspace);
      return tell({ entities: [...workspace.engine.entities.values()].map(({ name, label, fields }) => ({ name, label, fields: [...fields.keys()].flatMap((field) => told(name, field) ?? []) })) });
    }),
    dataRoute(context, CONTRACTS.ruleHistory, async ({ workspace, params, tell, nothing }) => {
      const { entity, field } = named(params);
      if (!known(workspace, entity, field)) return nothing();
      const changes = (await workspace.store.rules({ history: true })).filter((one) => one.entity === entity && one.field === field);
      return tell({ changes: changes.map(({ version, rule, by, at }) => ({ version, rule: rule as Rule | null, by, at })) });
    }),
    dataRoute(context, CONTRACTS.saveRule, async ({ workspace, params, body, caller, tell, nothing, refuse, clash }) => {
      const { entity, field } = named(params);
      if (!known(workspace, entity, field)) return nothing();
      const errors = objections(workspace, entity, field, body.rule);
      if (errors.length > 0) return refuse(...errors);
      if (!(await workspace.store.saveRule({ entity, field, rule: body.rule, by: caller.name, seen: body.version }))) return clash('rule-changed', SEEN);
      return tell(await toldRule(workspace, entity, field));
    }),
    dataRoute(context, CONTRACTS.undoRule, async ({ workspace, params, body, caller, tell, nothing, clash }) => {
      const { entity, field } = named(params);
      const [last, before] = (await workspace.store.rules({ history: true })).filter((one) => one.entity === entity && one.field === field);
      if (!last) return nothing();
      if (last.version !== body.version) return clash('rule-changed', SEEN);
      if (!(await workspace.store.saveRule({ entity, field, rule: before?.rule ?? null, by: caller.name, seen: body.version }))) return clash('rule-changed', SEEN);
      return tell(await toldRule(workspace, entity, field));
    }),
    dataRoute(context, CONTRACTS.resetRule, async ({ workspace, params, body, caller, tell, nothing, clash }) => {
      const { entity, field } = named(params);
      const last = await lastChange(workspace, entity, field);
      if (!last) return nothing();
      if (last.version !== body.version) return clash('rule-changed', SEEN);
      if (last.rule !== null && !(await workspace.store.saveRule({ entity, field, rule: null, by: caller.name, seen: body.version }))) return clash('rule-changed', SEEN);
      return tell(await toldRule(workspace, entity, field));
    }),
    dataRoute(context, CONTRACTS.previewRule, async ({ workspace, params, body, caller, tell, nothing, refuse }) => {
      const { entity, field } = named(params);
      if (!known(workspace, entity, field)) return nothing();
      const errors = objections(workspace, entity, field, body.rule);
      if (errors.length > 0) return refuse(...errors);
      const preview = await previewRule(workspace.engine, { entity, field, rule: body.rule }, PREVIEW);
      return tell({ ...preview, differences: await toldDifferences(workspace, caller, entity, field, preview) });
    }),
    dataRoute(context, CONTRACTS.maps, async ({ workspace, tell }) => tell(await mapsOf(workspace))),
  ];
}

function named(params: Readonly<Record<string, string>>): { readonly entity: string; readonly field: string } {
  return { entity: params['entity'] ?? '', field: params['field'] ?? '' };
}

function known({ engine }: ApiWorkspace, entity: string, field: string): boolean {
  return engine.entities.get(entity)?.fields.has(field) === true;
}

async function lastChange({ store }: ApiWorkspace, entity: string, field: string): Promise<RuleOverride | undefined> {
  return (await store.rules()).find((one) => one.entity === entity && one.field === field);
}

/** Why this rule cannot be taken for the field. */
function objections({ engine }: ApiWorkspace, entity: string, field: string, rule: Rule): readonly QueryError[] {
  const installed = engine.policy.get(entity)?.get(field);
  if (isRollUp(entity, field)) return [{ field: 'rule', ...objection('rule-of-figure') }];
  if (installed && isRestrictive(installed) !== isRestrictive(rule)) return [{ field: 'rule.onConflict', ...objection(isRestrictive(rule) ? 'rule-not-restrictive' : 'rule-must-be-restrictive') }];
  return [];
}

async function toldRule(workspace: ApiWorkspace, entity: string, field: string): Promise<ToldRule> {
  const [told] = (await tellingOf(workspace))(entity, field);
  if (!told) throw new RangeError(`no rule for ${entity}.${field}`);
  return told;
}

async function tellingOf({ engine, store }: ApiWorkspace): Promise<(entity: string, field: string) => readonly ToldRule[]> {
  const changes = new Map((await store.rules()).map((change) => [`${change.entity} ${change.field}`, change]));
  const now = await rulesNow(engine);
  const held = (side: 'psa' | 'crm', entity: string, field: string): ToldRule['holds']['psa'] => {
    const connector = engine.connectors.get(side);
    if (!connector) return null;
    const capability = connector.entities.get(entity)?.fields[field];
    return capability === undefined ? 'none' : capability.write ? 'write' : 'read';
  };
  return (entity, field) => {
    const definition = engine.entities.get(entity)?.fields.get(field);
    const [rule, installed] = [now.get(entity)?.get(field), engine.policy.get(entity)?.get(field)];
    if (!definition || !rule || !installed) return [];
    const change = changes.get(`${entity} ${field}`);
    return [{
      name: field,
      label: definition.label,
      kind: definition.kind,
      rule: rule as Rule,
      installed: installed as Rule,
      changed: change === undefined ? null : { version: change.version, by: change.by, at: change.at },
      isOverridden: change !== undefined && change.rule !== null,
      holds: { psa: held('psa', entity, field), crm: held('crm', entity, field) },
      fixed: isRollUp(entity, field) ? 'computed' : isRestrictive(installed) ? 'tightens' : null,
    }];
  };
}

type ToldDifference = z.output<typeof CONTRACTS.previewRule.answer>['differences'][number];

async function toldDifferences({ engine, store }: ApiWorkspace, caller: Caller, entity: string, field: string, { differences }: RulePreview): Promise<readonly ToldDifference[]> {
  const links = await linksOf(store, differences.map(({ linkId }) => ({ entity, linkId })));
  const shown = differences.flatMap(({ side, now, before, after }) => [now, ...[before, after].flatMap((one) => (one.kind === 'write' ? [one.value] : []))].map((value) => ({ entity, side, fields: { [field]: value } })));
  const { told } = tellerOf(engine, caller, await namesIn({ ...engine, store }, shown));
  return differences.map(({ linkId, side, now, before, after }) => {
    const foreseen = (one: Foreseen): ToldDifference['before'] => (one.kind === 'write' ? { kind: 'write', to: told(entity, side, field, one.value) } : one);
    return { link: linkId, name: nameOf(links, linkId), side, now: told(entity, side, field, now), before: foreseen(before), after: foreseen(after) };
  });
}
