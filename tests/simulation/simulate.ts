// `npm run simulate -- --seeds N [--seed S] [--jobs J] [--json] [--trace]`: runs worlds by the thousand and tells which promises
// broke. Invariant: a failing seed is told with the one command that repeats it and with the story of the record concerned.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isGood, report, runSeeds, together } from './seeds.ts';
import type { Outcome } from './seeds.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' }, jobs: { type: 'string' }, json: { type: 'boolean' }, trace: { type: 'boolean' } } });
const first = Number(values.seed ?? 1);
const count = Number(values.seeds ?? (values.seed === undefined ? 200 : 1));
const jobs = Number(values.jobs ?? 1);
if (![first, count, jobs].every(Number.isInteger) || count < 1 || jobs < 1) {
  process.stderr.write('usage: npm run simulate -- --seeds N [--seed S] [--jobs J] [--json] [--trace]\n');
  process.exit(2);
}

const startedAt = performance.now();
const outcome = jobs === 1 ? await runSeeds(first, count, progress, { whole: values.trace === true }) : await inProcesses();
const seconds = (performance.now() - startedAt) / 1_000;
process.stdout.write(values.json === true ? `${JSON.stringify({ ...outcome, seconds })}\n` : report(outcome, seconds));
process.exitCode = isGood(outcome) ? 0 : 1;

function progress(done: number): void {
  if (values.json !== true && done % 100 === 0) process.stderr.write(`${done} of ${count} seeds\n`);
}

/** Each process has its own share of the seeds. */
async function inProcesses(): Promise<Outcome> {
  const share = Math.ceil(count / jobs);
  const shares = Array.from({ length: jobs }, (_, index) => ({ from: first + index * share, seeds: Math.min(share, count - index * share) })).filter(({ seeds }) => seeds > 0);
  return together(await Promise.all(shares.map(({ from, seeds }) => inProcess(from, seeds))));
}

function inProcess(from: number, seeds: number): Promise<Outcome> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), '--seed', String(from), '--seeds', String(seeds), '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 || code === 1 ? resolve(JSON.parse(Buffer.concat(parts).toString()) as Outcome) : reject(new Error(`seeds ${from} to ${from + seeds - 1} ended with ${code}`))));
  });
}
