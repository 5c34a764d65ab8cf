// What a changed rule of one field would do to the records there are, before it is saved. Invariant: it writes nothing, and it says
// how many links it has looked at: time is limited, and a part is never given out as the whole.
import type { Rule } from '../core/rule.ts';
import { same } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, Side, Value } from '../core/vocabulary.ts';
import type { LinkState } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { withOverrides } from './rules.ts';
import { surroundingsOf } from './surroundings.ts';
import { stanceOf, turnOrNull } from './turn.ts';
import type { Stance, Turn } from './turn.ts';

const BATCH = 200;
const NO_DOUBTS = { unsure: new Set<never>(), unread: false };

/** What becomes of the field on one side. */
export type Foreseen = { readonly kind: 'nothing' } | { readonly kind: 'write'; readonly value: Value } | { readonly kind: 'conflict' };

export interface RuleDifference {
  readonly linkId: string;
  readonly side: Side;
  readonly now: Value;
  /** With the rule as it is, and as it would be. */
  readonly before: Foreseen;
  readonly after: Foreseen;
}

export interface RulePreview {
  readonly looked: number;
  /** True: every link was looked at. */
  readonly whole: boolean;
  /** Records that the field would be written to, which it is not now; by side. */
  readonly written: Readonly<Record<Side, number>>;
  /** Records that would not be written to any more, or with another value. */
  readonly otherwise: Readonly<Record<Side, number>>;
  readonly conflicts: { readonly more: number; readonly fewer: number };
  /** The first ones. */
  readonly differences: readonly RuleDifference[];
}

/**
 * @param limits how many differences are kept, and how long it may take
 * @throws RangeError for a field that the entity does not have
 */
export async function previewRule(given: EngineContext, about: { readonly entity: EntityName; readonly field: FieldName; readonly rule: Rule }, limits: { readonly differences: number; readonly ms: number }): Promise<RulePreview> {
  const { entity, field } = about;
  // What a read-only side would be given is worth knowing before it is opened.
  const context = { ...(await withOverrides(given)), modes: { psa: 'read-write', crm: 'read-write' } as const };
  const present = await stanceOf(context, entity, NO_DOUBTS);
  const changed = await stanceOf(withRule(context, about), entity, NO_DOUBTS);
  if (!present.rules.some(({ name }) => name === field)) throw new RangeError(`no field ${entity}.${field}`);
  const until = context.clock.now() + limits.ms;
  const [written, otherwise] = [noneYet(), noneYet()];
  const conflicts = { more: 0, fewer: 0 };
  const differences: RuleDifference[] = [];
  let [looked, whole] = [0, true];
  for await (const batch of activeLinks(context, entity)) {
    const around = await surroundingsOf(context, entity, batch);
    for (const link of batch) {
      looked += 1;
      const turnOf = (stance: Stance): Turn | null => turnOrNull(context, stance, link, around);
      const [before, after] = [turnOf(present), turnOf(changed)];
      if (before === null || after === null) continue;
      const [was, is] = [conflictsOn(before, field), conflictsOn(after, field)];
      if (is && !was) conflicts.more += 1;
      if (was && !is) conflicts.fewer += 1;
      for (const side of SIDES) {
        const [one, other] = [foreseenOn(before, side, field), foreseenOn(after, side, field)];
        if (isSame(one, other)) continue;
        if (other.kind === 'write' && one.kind !== 'write') written[side] += 1;
        else if (one.kind === 'write') otherwise[side] += 1;
        if (differences.length < limits.differences) differences.push({ linkId: link.id, side, now: link.sides[side]?.fields[field] ?? null, before: one, after: other });
      }
    }
    if (context.clock.now() >= until) {
      whole = batch.length < BATCH;
      break;
    }
  }
  return { looked, whole, written, otherwise, conflicts, differences };
}

function withRule(context: EngineContext, { entity, field, rule }: { readonly entity: EntityName; readonly field: FieldName; readonly rule: Rule }): EngineContext {
  const rules = new Map(context.policy.get(entity)).set(field, rule);
  return { ...context, policy: new Map(context.policy).set(entity, rules) };
}

async function* activeLinks({ store }: EngineContext, entity: EntityName): AsyncGenerator<readonly LinkState[]> {
  for (let after = ''; ; ) {
    const batch = await store.links({ entity, stage: 'active', after, limit: BATCH });
    if (batch.length > 0) yield batch;
    if (batch.length < BATCH) return;
    after = batch.at(-1)?.id ?? after;
  }
}

function noneYet(): Record<Side, number> {
  return { psa: 0, crm: 0, local: 0 };
}

function conflictsOn({ plan }: Turn, field: FieldName): boolean {
  return plan.conflicts.some((conflict) => conflict.field === field);
}

function foreseenOn(turn: Turn, side: Side, field: FieldName): Foreseen {
  if (!(side in turn.link.sides)) return { kind: 'nothing' };
  if (conflictsOn(turn, field)) return { kind: 'conflict' };
  const write = turn.plan.writes.find((one) => one.side === side && field in one.fields);
  return write === undefined ? { kind: 'nothing' } : { kind: 'write', value: write.fields[field] ?? null };
}

function isSame(one: Foreseen, other: Foreseen): boolean {
  return one.kind === other.kind && (one.kind !== 'write' || other.kind !== 'write' || same(one.value, other.value));
}
