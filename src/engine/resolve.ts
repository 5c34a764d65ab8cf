// Resolve: a person's answer to conflicts, one or many at a time, and to possible matches, and "always decide so", which changes
// the rule of a field. Invariant: a changed rule says who changed it, can be taken back, and decides from the next cycle on, also
// what waits now.
import { WHOLE_RECORD } from '../core/plan.ts';
import type { Rule } from '../core/rule.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, Side } from '../core/vocabulary.ts';
import { isRollUp } from '../entities/roll-ups.ts';
import { UsageError } from '../lib/errors.ts';
import type { ConflictItem } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { withOverrides } from './rules.ts';

/** More conflicts than this are answered in several goes. */
const MOST = 10_000;

export interface Choice {
  readonly side: Side;
  readonly by: string;
  /** Also from now on, for every record. */
  readonly always: boolean;
}

/**
 * @param id or a beginning of it that no other one has
 * @throws UsageError when it is not open any more, or cannot be decided for always
 */
export async function resolveOne(context: EngineContext, id: string, choice: Choice): Promise<ConflictItem> {
  const item = named((await context.store.inbox({ limit: MOST })).conflicts, id, 'conflicts');
  if (!(await resolveConflict(context, item, choice))) throw notOpen(id, 'conflicts');
  return item;
}

/**
 * Answers one conflict, and then changes the rule when it is to be so for always. False when it is not open any more.
 * @throws UsageError `always-not-here` when it cannot be decided for always; then nothing is answered
 */
export async function resolveConflict(context: EngineContext, { id, entity, field }: Pick<ConflictItem, 'id' | 'entity' | 'field'>, choice: Choice): Promise<boolean> {
  if (choice.always) await ruleFor(context, entity, field, choice.side);
  if (!(await context.store.answer({ kind: 'conflict', id, side: choice.side, by: choice.by }))) return false;
  if (choice.always) await decideAlways(context, entity, field, choice);
  return true;
}

/** True when conflicts about the field can be decided for always. */
export function mayDecideAlways({ policy }: Pick<EngineContext, 'policy'>, entity: EntityName, field: FieldName): boolean {
  const rule = policy.get(entity)?.get(field);
  return field !== WHOLE_RECORD && rule !== undefined && rule.onConflict !== 'restrictive' && !isRollUp(entity, field);
}

/**
 * A person's look at a possible match: the same, or not. Answers its whole id.
 * @param id or a beginning of it that no other one has
 * @throws UsageError when it is not open any more
 */
export async function decideMatch(context: EngineContext, id: string, accept: boolean, by: string): Promise<string> {
  const item = named((await context.store.inbox({ limit: MOST })).matches, id, 'matches');
  if (!(await context.store.answer({ kind: 'match', id: item.id, accept, by }))) throw notOpen(id, 'matches');
  return item.id;
}

type List = 'conflicts' | 'matches';

function named<Item extends { readonly id: string }>(items: readonly Item[], id: string, list: List): Item {
  const fitting = items.filter((one) => id !== '' && one.id.startsWith(id));
  const item = fitting.find((one) => one.id === id) ?? fitting[0];
  if (item === undefined) throw notOpen(id, list);
  if (item.id !== id && fitting.length > 1) throw new UsageError('id-ambiguous', `"${id}" is the beginning of ${fitting.length} ids. Give more of the one you mean: "npx sauma ${list}" lists them.`);
  return item;
}

/** Every open conflict about a field in which the side has a say; answers how many. */
export async function resolveAll(context: EngineContext, about: { readonly entity?: EntityName; readonly field: FieldName }, choice: Choice): Promise<number> {
  const inbox = async (): Promise<readonly ConflictItem[]> =>
    (await context.store.inbox({ ...(about.entity === undefined ? {} : { entity: about.entity }), limit: MOST })).conflicts.filter(({ field, values }) => field === about.field && choice.side in values);
  let answered = 0;
  for (let open = await inbox(); open.length > 0; open = await inbox()) {
    if (choice.always) for (const entity of new Set(open.map((one) => one.entity))) await decideAlways(context, entity, about.field, choice);
    let now = 0;
    for (const { id } of open) if (await context.store.answer({ kind: 'conflict', id, side: choice.side, by: choice.by })) now += 1;
    answered += now;
    if (now === 0) break;
  }
  return answered;
}

/** From now on the side comes first. @throws UsageError for what cannot be decided for always */
export async function decideAlways(context: EngineContext, entity: EntityName, field: FieldName, { side, by }: Pick<Choice, 'side' | 'by'>): Promise<void> {
  const seen = (await context.store.rules()).find((one) => one.entity === entity && one.field === field)?.version ?? 0;
  const changed = await ruleFor(context, entity, field, side);
  // Whoever changed it meanwhile has made another rule of it: this side comes first in that one, then.
  if (changed !== null && !(await context.store.saveRule({ entity, field, rule: changed, by, seen }))) await decideAlways(context, entity, field, { side, by });
}

/** The rule that decides so; null: it does already. */
async function ruleFor(context: EngineContext, entity: EntityName, field: FieldName, side: Side): Promise<Rule | null> {
  if (field === WHOLE_RECORD) throw new UsageError('always-not-here', `what a deletion means is set under "deletes" of ${entity} in config/policy.json. Leave --always away to answer this one.`);
  const rule = (await withOverrides(context)).policy.get(entity)?.get(field);
  if (!rule) throw new UsageError('field-unknown', `${entity} has no field "${field}".`);
  if (rule.onConflict === 'restrictive') throw new UsageError('always-not-here', `${field} is only ever tightened by sync, so every loosening needs its own look. Leave --always away to answer this one.`);
  if (isRollUp(entity, field)) throw new UsageError('always-not-here', `${field} is worked out here and always goes from Sauma to HubSpot. Leave --always away to answer this one.`);
  const changed = inFavourOf(side, rule);
  return JSON.stringify(changed) === JSON.stringify(rule) ? null : changed;
}

/** The side comes first in the order; a first meeting that asked asks no more. */
function inFavourOf(side: Side, rule: Rule): Rule {
  const before = Array.isArray(rule.onConflict) ? (rule.onConflict as readonly Side[]) : SIDES;
  const order = [side, ...before.filter((other) => other !== side)];
  return { flow: rule.flow, onConflict: order, onFirst: rule.onFirst === 'ask' ? order : rule.onFirst };
}

/**
 * Takes the last change of a rule back: the one before it counts again, or the installation's own.
 * @throws UsageError for a rule that nobody has changed
 */
export async function takeRuleBack(context: EngineContext, entity: EntityName, field: FieldName, by: string): Promise<Rule | null> {
  const [last, before] = (await context.store.rules({ history: true })).filter((one) => one.entity === entity && one.field === field);
  if (!last) throw new UsageError('rule-unchanged', `nobody has changed the rule of ${entity} ${field}. "npx sauma rules" lists those that were.`);
  const rule = before?.rule ?? null;
  if (!(await context.store.saveRule({ entity, field, rule, by, seen: last.version }))) throw new UsageError('rule-changed', `somebody has just changed the rule of ${entity} ${field}. Look at it with "npx sauma rules", and decide then.`);
  return rule;
}

function notOpen(id: string, list: List): UsageError {
  return new UsageError('not-open', `"${id}" is not waiting any more, or never was. "npx sauma ${list}" lists what waits.`);
}
