// `npm run laws [-- --cases N] [--seed S] [--law TEXT] [--json]`: checks the planner's laws with very many cases. Invariant: a
// broken law is told with its smallest counterexample and with the one command that repeats it.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { laws } from './laws.ts';

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' }, law: { type: 'string' }, json: { type: 'boolean' } } });
const cases = Number(values.cases ?? 100_000);
const seed = Number(values.seed ?? randomInt(1, 2 ** 31));
const chosen = laws.filter(({ title }) => title.includes(values.law ?? ''));
if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(seed) || chosen.length === 0) {
  process.stderr.write('usage: npm run laws -- [--cases N] [--seed S] [--law TEXT OF ITS TITLE] [--json]\n');
  process.exit(2);
}

interface Outcome {
  readonly law: string;
  readonly cases: number;
  readonly casesPerSecond: number;
  readonly counterexample: string | null;
  readonly repeat: string | null;
}

const outcomes = chosen.map(({ title, check }): Outcome => {
  const startedAt = performance.now();
  const counterexample = check(cases, seed);
  const casesPerSecond = Math.round(cases / ((performance.now() - startedAt) / 1_000));
  const repeat = counterexample === null ? null : `npm run laws -- --cases ${cases} --seed ${seed} --law "${title}"`;
  const outcome = { law: title, cases, casesPerSecond, counterexample, repeat };
  if (values.json !== true) process.stdout.write(tell(outcome));
  return outcome;
});
const failed = outcomes.filter(({ counterexample }) => counterexample !== null).length;
process.stdout.write(values.json === true ? `${JSON.stringify({ seed, failed, laws: outcomes })}\n` : `${outcomes.length} laws, ${failed} broken, seed ${seed}\n`);
process.exitCode = failed === 0 ? 0 : 1;

function tell(outcome: Outcome): string {
  if (outcome.counterexample === null) return `ok      ${outcome.law} (${outcome.cases} cases, ${outcome.casesPerSecond} a second)\n`;
  return `BROKEN  ${outcome.law}\n${outcome.counterexample}\nrepeat: ${outcome.repeat}\n`;
}
