// Where the parts measure: sandboxes and product side by side. One stage is shared, as its first sync takes long; a part that
// needs another one opens its own. Invariant: whatever was opened is closed with the whole.
import { startVendors } from './vendors.ts';
import type { PerSystem, VendorsOptions } from './vendors-process.ts';
import type { Vendors } from './vendors.ts';
import { figuresOf, openProduct } from './product.ts';
import type { Product } from './product.ts';
import type { Sizes } from './sizes.ts';
import { workshop } from '../cli/processes.ts';

export interface Stage {
  readonly vendors: Vendors;
  readonly product: Product;
  /** Everybody has seen everything, and the vendors' overlaps and lags are over. */
  readonly settle: () => Promise<void>;
}

/** A stage after its first sync. */
export interface SyncedStage extends Stage {
  readonly first: { readonly seconds: number; readonly read: number; readonly written: number; readonly served: PerSystem; readonly needed: PerSystem };
}

export interface Stages {
  readonly sizes: Sizes;
  say(text: string): void;
  open(options: VendorsOptions): Promise<Stage>;
  vendors(options: VendorsOptions): Promise<Vendors>;
  dataDirectory(): string;
  /** The shared one. */
  synced(): Promise<SyncedStage>;
}

/** Longer than any overlap of two looks at one feed. */
const LATER_MS = 5 * 60_000;

export function openStages(sizes: Sizes, say: (text: string) => void): Stages & { close(): Promise<void> } {
  const shop = workshop();
  let shared: Promise<SyncedStage> | null = null;
  const stages: Stages = {
    sizes,
    say,
    dataDirectory: () => shop.directory(),
    vendors: async (options) => {
      const vendors = await startVendors(options);
      shop.later(() => vendors.close());
      return vendors;
    },
    open: async (options) => {
      const vendors = await stages.vendors(options);
      const product = await openProduct({ dataDir: shop.directory(), variables: vendors.variables, pacing: options.quota ? 'real' : 'off' }, (ms) => vendors.ask('shift', { ms }));
      shop.later(() => product.close());
      const settle = async (): Promise<void> => {
        await product.shift(LATER_MS);
        await product.run();
        await product.shift(LATER_MS);
      };
      return { vendors, product, settle };
    },
    synced: () => {
      shared ??= stages.open({ accounts: sizes.accounts, quota: false }).then((stage) => firstSync(stage, say));
      return shared;
    },
  };
  return { ...stages, close: () => shop.close() };
}

async function firstSync(stage: Stage, say: (text: string) => void): Promise<SyncedStage> {
  const { vendors, product } = stage;
  say('the first sync of the shared world');
  await vendors.ask('mark');
  const { seconds, value: results } = await timed(() => product.run());
  const served = await vendors.ask('served');
  const guarded = product.open.config.settings.guardedWrite.severa;
  const needed = await vendors.ask('needed', { entities: [...product.open.engine.entities.keys()], mirrors: false, guardBatch: guarded.mode === 'batch' ? guarded.size : null });
  return { ...stage, first: { seconds, ...figuresOf(results), served, needed } };
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const startedAt = performance.now();
  const value = await work();
  return { seconds: (performance.now() - startedAt) / 1_000, value };
}
