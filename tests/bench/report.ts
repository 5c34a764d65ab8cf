// The page that the benchmarks leave behind: what was measured on which machine, ratios first. Invariant: the page says
// everything that is needed to doubt it.
import { ratioOf } from './part.ts';
import type { Figure, Part, Row } from './part.ts';
import type { Sizes } from './sizes.ts';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** Plain date. */
  readonly date: string;
  /** Short, and whether the tree held more than it. */
  readonly commit: string;
}

export type Measured = Pick<Part, 'name' | 'title' | 'how'> & { readonly rows: readonly Row[]; readonly seconds: number };

export function pageOf(machine: Machine, sizes: Sizes, parts: readonly Measured[]): string {
  const { cores, processor, memoryGb, system, node, postgres, date, commit } = machine;
  const took = Math.round(parts.reduce((sum, { seconds }) => sum + seconds, 0));
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; edits are lost. Figures of a machine say little on another one, the ratios say more, so they stand first.',
    `A rate is the median of ${sizes.runs} ${sizes.runs === 1 ? 'run' : 'runs'}. The vendors are the two sandboxes behind HTTP, together in a process of their own; the database is the`,
    'embedded PostgreSQL as it is delivered. Quotas are off unless a part says otherwise.',
    '',
    '| date | commit | machine | versions | took |',
    '|---|---|---|---|---|',
    `| ${date} | ${commit} | ${cores} × ${processor}, ${memoryGb} GB, ${system} | Node ${node}, PostgreSQL ${postgres} | ${took} s |`,
    ...parts.flatMap(sectionOf),
    '',
  ].join('\n');
}

function sectionOf({ title, how, rows }: Measured): readonly string[] {
  return ['', `## ${title}`, '', how, '', '| ratio | what | measured | against |', '|---:|---|---:|---|', ...rows.map(lineOf)];
}

function lineOf(row: Row): string {
  const ratio = ratioOf(row);
  const against = row.against === null ? '' : `${textOf(row.against)} (${row.against.what})`;
  return `| ${ratio === null ? '' : ratio.toFixed(2)} | ${row.what} | ${textOf(row.measured)} | ${against} |`;
}

function textOf({ value, unit }: Figure): string {
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toFixed(1)} ${unit}`;
}
