// S5 and the policies of deletion: what the engine takes out of use must have been taken away by somebody, and the policy, or a
// person, must have said so. And the gates: what they keep out is never made. Invariant: judged by what truly happened.
import type { RemoteSide } from '../../../src/core/vocabulary.ts';
import type { Plan } from '../plan.ts';
import { keyOf, kindOf } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';
import type { Decision } from './decisions.ts';
import type { Findings } from './findings.ts';
import type { Things } from './things.ts';

const LIFECYCLES: readonly unknown[] = ['opportunity', 'customer', 'evangelist'];
/** Twelve months before the days of this world. */
export const LONG_AGO = '2025-11-21';

function refsOf({ link }: Decision): readonly Ref[] {
  return Object.values(link.sides).flatMap(({ side, id }) => (side === 'local' ? [] : [{ side, kind: kindOf(link.entity), id }]));
}

export interface EndChecks {
  /** Also as the way to see that no create goes to a side that must not be written. */
  decided(decision: Decision): void;
  made(ref: Ref, decision: Decision): void;
}

export function endChecks(world: World, plan: Plan, findings: Findings, things: Things): EndChecks {
  const judgeArchive = (decision: Decision): void => {
    const { kind, link } = decision;
    const gone = Object.values(link.sides).filter((state) => state.side !== 'local' && state.gone !== null && state.gone !== 'retired');
    const ended = gone.filter(({ side, id }) => world.hasDied({ side: side as RemoteSide, kind, id }));
    const words = [link.id, ...refsOf(decision).flatMap((ref) => things.wordsOf(ref))];
    if (ended.length === 0) findings.add('S5', `${link.id}: a ${kind} is taken out of use on ${decision.side} and nobody has taken one away`, words);
    const told = ended.some((state) => {
      const policy = state.gone === 'merged' || state.gone === 'erased' ? 'ask' : plan.deletes[kind][state.side as RemoteSide];
      return state.verdict === 'archive' || (state.verdict === null && policy === 'archive');
    });
    if (ended.length > 0 && !told) findings.add('S5', `${link.id}: a ${kind} is taken out of use on ${decision.side} although neither the policy nor a person says so`, words);
  };

  const cases = (): readonly { readonly field: string; readonly value: unknown }[] => world.writes.filter(({ kind }) => kind === 'salesCase').map(({ field, after }) => ({ field, value: after }));
  const pointedTo = (ids: readonly string[], field: string): boolean =>
    cases().some((one) => one.field === field && (Array.isArray(one.value) ? one.value.some((element: { key: string }) => ids.includes(element.key)) : ids.includes(String(one.value))));
  const ever = (ref: Ref, field: string, fits: (value: unknown) => boolean): boolean => world.history(ref, field).some(({ after }) => fits(after));

  const passes = (kind: Kind, decision: Decision): boolean => {
    const refs = refsOf(decision);
    if (kind === 'salesCase') {
      const isOpen = refs.some((ref) => ever(ref, 'state', (state) => state === 'open'));
      const isWon = refs.some((ref) => ever(ref, 'state', (state) => state === 'won') && ever(ref, 'expectedOrderDate', (date) => typeof date === 'string' && date >= LONG_AGO));
      return decision.side !== 'crm' || ((isOpen || isWon) && !refs.some((ref) => world.fieldsOf(ref)?.['internal'] === true));
    }
    if (decision.side !== 'psa' || refs.some((ref) => ever(ref, 'lifecycle', (stage) => LIFECYCLES.includes(stage)))) return true;
    const own = refs.map(({ id }) => id);
    if (kind === 'account') return pointedTo(own, 'account');
    const accounts = world.writes.filter(({ kind: of, field, id }) => of === 'contact' && field === 'account' && own.includes(id)).flatMap(({ after }) => (typeof after === 'string' ? [after] : []));
    // A deal speaks of its company, whichever side both have their records on.
    const all = accounts.flatMap((id) => (['psa', 'crm'] as const).flatMap((side) => things.oneWith({ side, kind: 'account', id })));
    return pointedTo(own, 'contacts') || pointedTo([...accounts, ...all], 'account') || things.isStirred('salesCase') || things.isStirred('contact');
  };

  return {
    decided: (decision) => {
      if (decision.what === 'archive') judgeArchive(decision);
    },
    made: (ref, decision) => {
      if (ref.side === plan.readOnly) findings.add('S3', `${keyOf(ref)} was made although the connection is read-only`, [ref.id]);
      if (plan.gates && !passes(ref.kind, decision)) findings.add('S3', `${keyOf(ref)} was made although the gate is closed to it`, [ref.id, decision.link.id]);
    },
  };
}
