// A rule as a sentence. Invariant: every possible rule has one.
import type { z } from 'zod';
import type { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';

export type ToldRules = z.output<typeof CONTRACTS.rules.answer>;
export type RuleEntity = ToldRules['entities'][number];
export type FieldRule = RuleEntity['fields'][number];
export type Rule = FieldRule['rule'];
export type Side = 'psa' | 'crm' | 'local';
export type Pair = Rule['flow'][number];

export const SIDES = ['psa', 'crm', 'local'] as const;
export const PAIRS: readonly Pair[] = ['psa>crm', 'crm>psa', 'psa>local', 'local>psa', 'crm>local', 'local>crm'];

export function endsOf(pair: Pair): { readonly from: Side; readonly to: Side } {
  const [from, to] = pair.split('>') as [Side, Side];
  return { from, to };
}

export interface RuleWords {
  readonly ways: (rule: Rule) => string;
  readonly pair: (pair: Pair) => string;
  readonly conflict: (rule: Rule) => string;
  readonly first: (rule: Rule) => string;
}

export function useRuleWords(): RuleWords {
  const { t } = useText();
  const side = (one: Side): string => t(`rules:sides.${one}`);
  const order = (sides: readonly Side[], wins: string): string => [wins, ...sides.slice(1).map((one) => t('rules:after', { side: side(one) }))].join('');
  const pair = (one: Pair): string => t('rules:ways.pair', { from: side(endsOf(one).from), to: side(endsOf(one).to) });
  return {
    pair,
    ways: ({ flow }) => (flow.length === 0 ? t('rules:ways.none') : flow.length === PAIRS.length ? t('rules:ways.every') : PAIRS.filter((one) => flow.includes(one)).map(pair).join(', ')),
    conflict: ({ onConflict }) => (typeof onConflict === 'string' ? t(`rules:conflict.${onConflict}`) : order(onConflict, t('rules:conflict.order', { side: side(onConflict[0] ?? 'local') }))),
    first: ({ onFirst }) => (typeof onFirst === 'string' ? t('rules:first.ask') : order(onFirst, t('rules:first.order', { side: side(onFirst[0] ?? 'local') }))),
  };
}
