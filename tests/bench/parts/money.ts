// Money: reading the whole of a large firm, half a million hours with all that belongs to them, and looking at it afterwards.
// Invariant: what is read is everything that a cycle reads; nothing is written to either vendor.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BigSizes } from '../big-world.ts';
import { lookAtMoney } from '../money-looks.ts';
import type { MoneyLooks } from '../money-looks.ts';
import type { Figure, Part, Row } from '../part.ts';
import { openProduct } from '../product.ts';
import type { ProductOptions } from '../product.ts';
import { readOnce } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Stages } from '../stages.ts';
import type { PerSystem } from '../vendors-process.ts';
import type { Vendors } from '../vendors.ts';

const PROGRAM = fileURLToPath(new URL('../reading-process.ts', import.meta.url));
const HEAP_MB = 256;
const ENTITIES = ['account', 'contact', 'salesCase'];
const SYSTEMS = [['severa', 'Severa'], ['hubspot', 'HubSpot']] as const;
/** Longer than any overlap of two looks at one feed. */
const LATER_MS = 5 * 60_000;

export const money: Part = {
  name: 'money',
  title: 'Hours, invoices and the rest of the money',
  how: `Everything that is synced and everything that only flows in, read for the first time from both vendors by a process under --max-old-space-size=${HEAP_MB}, 100 rows a page as documented, against the fewest calls that show as much; then a look that finds nothing new; then what people ask of it. Memory is the peak of that process, against its peak when the first of the hours were read, and may be at most 32 MB more. The timeline may read no table whole.`,
  run: async (stages) => {
    const { world, fewHours } = stages.sizes.money;
    const first = await fullRead(stages, world, fewHours);
    const { idle, looks } = await afterwards(first);
    await first.vendors.close();
    const { records, rows, peakMb, fewPeakMb } = first.reading;
    const what = `full read of ${count(records.read)} records and ${count(rows.read)} rows`;
    return [
      ...compared(what, first.served, first.needed),
      ...compared('a look in which nothing is new', idle.served, idle.needed),
      alone(`records read in ${records.seconds.toFixed(1)} s`, { value: records.read / records.seconds, unit: 'records/s' }),
      alone(`rows read in ${rows.seconds.toFixed(1)} s`, { value: rows.read / rows.seconds, unit: 'rows/s' }),
      { what: `memory of the full read, ${count(world.hours)} hours`, measured: { value: peakMb, unit: 'MB' }, against: { value: fewPeakMb, unit: 'MB', what: `after ${count(fewHours)} hours` } },
      ...looked(looks),
    ];
  },
};

interface FullRead {
  readonly vendors: Vendors;
  readonly options: ProductOptions;
  readonly reading: Reading & { readonly peakMb: number; readonly fewPeakMb: number };
  readonly served: PerSystem;
  readonly needed: PerSystem;
}

async function fullRead(stages: Stages, big: BigSizes, fewHours: number): Promise<FullRead> {
  stages.say(`a full read with ${count(big.hours)} hours and ${count(big.invoices)} invoices`);
  const vendors = await stages.vendors({ big, quota: false });
  await vendors.ask('mark');
  const needed = await vendors.ask('needed', { entities: ENTITIES, mirrors: true, guardBatch: null });
  const options: ProductOptions = { dataDir: stages.dataDirectory(), variables: vendors.variables, pacing: 'off', mirrors: true };
  const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${HEAP_MB}`, PROGRAM, JSON.stringify(options), String(fewHours)]);
  return { vendors, options, reading: JSON.parse(stdout) as FullRead['reading'], served: await vendors.ask('served'), needed };
}

/** A later process, on the same data. */
async function afterwards({ vendors, options }: FullRead): Promise<{ readonly idle: Pick<FullRead, 'served' | 'needed'>; readonly looks: MoneyLooks }> {
  const product = await openProduct(options, (ms) => vendors.ask('shift', { ms }));
  try {
    // The first look shows the vendors' overlaps once more.
    await product.shift(LATER_MS);
    await readOnce(product);
    await product.shift(LATER_MS);
    const before = await vendors.ask('served');
    await readOnce(product);
    const after = await vendors.ask('served');
    const needed = await vendors.ask('idle', { entities: ENTITIES, mirrors: true });
    return { idle: { served: { severa: after.severa - before.severa, hubspot: after.hubspot - before.hubspot }, needed }, looks: await lookAtMoney(product) };
  } finally {
    await product.close();
  }
}

function looked({ timeline, board }: MoneyLooks): readonly Row[] {
  return [
    alone(`timeline of an account with ${count(timeline.invoices)} invoices, its first page`, { value: timeline.seconds * 1_000, unit: 'ms' }),
    alone('the same: tables that are read whole', { value: timeline.wholeTables, unit: 'tables' }),
    alone('the billing board over everything', { value: board.seconds * 1_000, unit: 'ms' }),
  ];
}

function compared(what: string, served: PerSystem, needed: PerSystem): readonly Row[] {
  return SYSTEMS.map(([system, name]) => ({ what: `${what}: ${name}`, measured: { value: served[system], unit: 'calls' }, against: { value: needed[system], unit: 'calls', what: 'needed' } }));
}

function alone(what: string, measured: Figure): Row {
  return { what, measured, against: null };
}

function count(value: number): string {
  return value.toLocaleString('en');
}
