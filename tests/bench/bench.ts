// `npm run bench [-- --quick] [--only NAME...] [--json]`: measures, and writes docs/benchmarks.md. Invariant: the page is written
// by a full run alone; a quick one, or one of some parts, prints it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installationRoot } from '../support/installation.ts';
import { thisMachine } from './machine.ts';
import { ratioOf } from './part.ts';
import { PARTS } from './parts/list.ts';
import { pageOf } from './report.ts';
import { measure } from './run.ts';
import { FULL, QUICK } from './sizes.ts';

const PAGE = 'docs/benchmarks.md';

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string', multiple: true }, json: { type: 'boolean' } } });
const names = PARTS.map(({ name }) => name);
if (values.only?.some((name) => !names.includes(name))) {
  process.stderr.write(`usage: npm run bench [-- --quick] [--only NAME] [--json]\nparts: ${names.join(', ')}\n`);
  process.exit(2);
}
const parts = values.only ? PARTS.filter(({ name }) => values.only?.includes(name)) : PARTS;
const sizes = values.quick === true ? QUICK : FULL;
const machine = thisMachine(new Date());
const measured = await measure(parts, sizes, (text) => void process.stderr.write(`${text}\n`));

const page = pageOf(machine, sizes, measured);
const isWhole = values.quick !== true && !values.only;
if (isWhole) writeFileSync(join(installationRoot, PAGE), page);
if (values.json === true) {
  const rows = measured.map(({ name, seconds, rows }) => ({ name, seconds, rows: rows.map((row) => ({ ...row, ratio: ratioOf(row) })) }));
  process.stdout.write(`${JSON.stringify({ machine, sizes, parts: rows })}\n`);
} else process.stdout.write(isWhole ? `${PAGE} is written.\n` : page);
