// What came of the rows that only flow in, in words for people and as problems for scripts. Invariant: rows that a system does not
// let us read are told of in every report, and make no run a failure.
import type { MirrorCount } from '../engine/mirror.ts';
import { explain } from './exit.ts';
import type { Problem } from './report.ts';
import { mirrorName, SIDE_NAME } from './words.ts';

/** One line for all that was read; of what was left out, why. */
export function mirrorLines(mirrors: readonly MirrorCount[]): readonly string[] {
  const read = mirrors.filter((one) => one.read > 0);
  const lines = read.length === 0 ? [] : [`also read: ${read.map((one) => `${one.read} ${mirrorName(one.mirror)}${changesOf(one)}`).join(', ')}`];
  return [...lines, ...leftOut(mirrors).map(({ names, problem }) => `Left out: ${names.join(', ')}. ${problem.message}\n    What to do: ${problem.action}`)];
}

function changesOf({ updated, gone }: MirrorCount): string {
  const parts = [...(updated > 0 ? [`${updated} new or changed`] : []), ...(gone > 0 ? [`${gone} gone`] : [])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** A system that is away is away for all of its mirrors: each trouble once. */
export function mirrorProblems(mirrors: readonly MirrorCount[]): readonly Problem[] {
  return mirrors.flatMap((one) => (one.error !== null && !one.isLeftOut ? [problemOf(one, one.error)] : []));
}

/** Why rows were left out, each reason once. */
export function mirrorWarnings(mirrors: readonly MirrorCount[]): readonly Problem[] {
  return leftOut(mirrors).map(({ problem }) => problem);
}

function leftOut(mirrors: readonly MirrorCount[]): readonly { readonly names: readonly string[]; readonly problem: Problem }[] {
  const missing = mirrors.flatMap((one) => (one.error !== null && one.isLeftOut ? [{ name: mirrorName(one.mirror), problem: problemOf(one, one.error) }] : []));
  return [...Map.groupBy(missing, ({ problem }) => problem.message).values()].map((group) => ({ names: group.map(({ name }) => name), problem: (group[0] as (typeof group)[number]).problem }));
}

function problemOf({ side }: MirrorCount, error: Error): Problem {
  const { code, message, action } = explain(error, 'sauma doctor --help');
  return { system: SIDE_NAME[side], code, message, action };
}
