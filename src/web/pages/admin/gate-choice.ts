// When records are made in the PSA, as a person chooses it, and the condition that it comes to. Invariant: a condition that is none of
// the choices is shown as what it is, and never changed by looking at it.

/** From the earliest on. */
export const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer', 'evangelist'] as const;
type LifecycleStage = (typeof STAGES)[number];

export const GATE_CHOICES = ['always', 'deal', 'stage', 'either'] as const;

type Chosen = { readonly kind: 'always' | 'deal' } | { readonly kind: 'stage' | 'either'; readonly from: LifecycleStage };
export type GateChoice = Chosen | { readonly kind: 'custom' };

interface Condition {
  readonly referredBy?: string;
  readonly field?: string;
  readonly in?: readonly unknown[];
  readonly within?: unknown;
}

interface GateValue {
  readonly anyOf: readonly Condition[];
  readonly unless: readonly Condition[];
}

export const USUAL_STAGE: LifecycleStage = 'opportunity';

export function gateOf(choice: Chosen): GateValue {
  const deal = { referredBy: 'salesCase' };
  const anyOf = choice.kind === 'always' ? [] : choice.kind === 'deal' ? [deal] : 'from' in choice ? [...(choice.kind === 'either' ? [deal] : []), { field: 'lifecycle', in: STAGES.slice(STAGES.indexOf(choice.from)) }] : [];
  return { anyOf, unless: [] };
}

export function gateChoiceOf(value: unknown): GateChoice {
  const wanted = canonical(value);
  const choices: readonly Chosen[] = [{ kind: 'always' }, { kind: 'deal' }, ...STAGES.flatMap((from) => [{ kind: 'stage', from }, { kind: 'either', from }] as const)];
  return choices.find((choice) => canonical(gateOf(choice)) === wanted) ?? { kind: 'custom' };
}

/** The order of conditions, and of their parts, says nothing. */
function canonical(value: unknown): string {
  const { anyOf = [], unless = [] } = (value ?? {}) as Partial<GateValue>;
  return JSON.stringify([anyOf.map(textOf).toSorted(), unless.map(textOf).toSorted()]);
}

function textOf({ referredBy, field, in: values = [], within }: Condition): string {
  return JSON.stringify([referredBy ?? null, field ?? null, values.map(String).toSorted(), within ?? null]);
}
