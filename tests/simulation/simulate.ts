// `npm run simulate -- --seeds N [--seed S] [--json]`: runs worlds by the thousand and tells which promises broke. Invariant:
// a failing seed is told with the one command that repeats it and with the story of the record concerned.
import { parseArgs } from 'node:util';
import { report, runSeeds } from './seeds.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' }, trace: { type: 'boolean' } } });
const first = Number(values.seed ?? 1);
const count = Number(values.seeds ?? (values.seed === undefined ? 200 : 1));
if (!Number.isInteger(first) || !Number.isInteger(count) || count < 1) {
  process.stderr.write('usage: npm run simulate -- --seeds N [--seed S] [--json] [--trace]\n');
  process.exit(2);
}

const startedAt = performance.now();
const outcome = await runSeeds(first, count, (done) => {
  if (values.json !== true && done % 100 === 0) process.stderr.write(`${done} of ${count} seeds\n`);
});
const seconds = (performance.now() - startedAt) / 1_000;
process.stdout.write(values.json === true ? `${JSON.stringify({ ...outcome, failures: outcome.failures.map(({ seed, findings }) => ({ seed, findings })), seconds })}\n` : report(outcome, seconds, values.trace === true));
process.exitCode = outcome.failures.length === 0 ? 0 : 1;
