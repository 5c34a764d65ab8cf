// Short words for the planner's stories: a field's rule, what the sides show, what was decided, and what the matcher found.
import type { Finding } from '../../src/core/match.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { Decision, SideView } from '../../src/core/reconcile.ts';
import type { FieldRule, Rule } from '../../src/core/rule.ts';
import { SIDES } from '../../src/core/vocabulary.ts';
import type { Fields, Side, Value } from '../../src/core/vocabulary.ts';
import { EVERY_WAY } from './arbitraries.ts';

const OUR_ORDER: readonly Side[] = ['crm', 'local', 'psa'];

export function ruleOf(rule: Partial<Rule> = {}, field: Partial<Omit<FieldRule, 'rule'>> = {}): FieldRule {
  return { name: 'name', kind: 'text', compare: 'text', ...field, rule: { flow: EVERY_WAY, onConflict: OUR_ORDER, onFirst: ['psa', 'crm', 'local'], ...rule } };
}

/** `[base, now]`, or `[now]` where the side has never agreed; with what is owed and when it changed. */
export type Shown = readonly [Value, Value] | readonly [Value] | { readonly is: readonly [Value, Value] | readonly [Value]; readonly owed?: true; readonly at?: string };

export function viewsOf(sides: Readonly<Partial<Record<Side, Shown>>>): readonly SideView[] {
  return SIDES.flatMap((side): readonly SideView[] => {
    const shown = sides[side];
    if (shown === undefined) return [];
    const { is, owed, at } = 'is' in shown ? shown : { is: shown, owed: undefined, at: undefined };
    const [first, second] = is;
    return [
      {
        side,
        fields: { name: second === undefined ? (first ?? null) : second },
        base: second === undefined ? ({} as Fields) : { name: first ?? null },
        modifiedAt: at ?? null,
        owed: new Set(owed ? ['name'] : []),
      },
    ];
  });
}

export function decisionOf(sides: Readonly<Partial<Record<Side, Shown>>>, rule: FieldRule = ruleOf(), chosen?: Value): Decision | undefined {
  return reconcile(viewsOf(sides), [rule], chosen === undefined ? {} : { name: chosen }).get('name');
}

export function flow(by: string, to: Readonly<Partial<Record<Side, Value>>>, overwritten: readonly Side[] = []): Decision {
  return { kind: 'flow', to, overwritten, by };
}

export const agree: Decision = { kind: 'agree' };
export const steady: Decision = { kind: 'steady' };
export const conflict = (suggestion: Side | null): Decision => ({ kind: 'conflict', suggestion });

export function tellFinding(finding: Finding): string {
  if (finding.kind === 'alone') return `${finding.linkId} alone`;
  if (finding.kind === 'join') return `${[finding.into, finding.from].toSorted().join('=')} ${finding.by}`;
  if (finding.kind === 'part') return `${finding.linkId} part of ${finding.of}`;
  if (finding.kind === 'hold') return `${finding.linkId} held ${finding.reason}`;
  return `${finding.links.toSorted().join('?')} ${finding.by} ${finding.reason}`;
}
