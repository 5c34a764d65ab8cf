// The engine with mirrors on its PSA: what they show is a test's to say, and what is kept of them is in memory.
import type { MirrorAdapter } from '../../src/connectors/connector.ts';
import type { EngineContext, EngineLimits, Mirroring } from '../../src/engine/context.ts';
import { lookAtMirrors } from '../../src/engine/mirror.ts';
import type { MirrorCount } from '../../src/engine/mirror.ts';
import { MINUTE, openBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { keptMirrors, scriptedMirror } from './scripted-mirror.ts';
import type { KeptMirrors, ScriptedMirror } from './scripted-mirror.ts';

export const ALL = ['users', 'invoices', 'invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates'] as const;

export interface MirrorBench extends Bench {
  readonly engine: EngineContext;
  readonly mirroring: Mirroring;
  readonly kept: KeptMirrors;
  readonly mirrors: Readonly<Record<string, ScriptedMirror>>;
  /** Reads them a minute later than whatever was before; what came of each, by name. */
  look(options?: Parameters<typeof lookAtMirrors>[1]): Promise<Readonly<Record<string, MirrorCount>>>;
}

export function openMirrorBench(options: { readonly limits?: Partial<EngineLimits>; readonly page?: number; readonly change?: (engine: EngineContext) => EngineContext } = {}): MirrorBench {
  const bench = openBench(options.limits ? { limits: options.limits } : {});
  const { clock } = bench;
  const page = options.page === undefined ? {} : { page: options.page };
  const mirrors: Record<string, ScriptedMirror> = Object.fromEntries(ALL.map((name) => [name, scriptedMirror(name, clock, { parents: name === 'invoices' ? ['customer'] : ['invoice', 'project'], ...page })]));
  mirrors['statusHistory'] = scriptedMirror('statusHistory', clock, { parents: ['project'], feed: false });
  const kept = keptMirrors(bench.store, clock);
  const mirroring: Mirroring = { store: kept, timeZone: 'Europe/Helsinki', historyReads: 2 };
  const psa = { ...bench.psa.connector, mirrors: new Map<string, MirrorAdapter>(Object.entries(mirrors).map(([name, { adapter }]) => [name, adapter])), money: () => Promise.resolve({ currency: 'EUR', approval: 'none', rounding: 'cents', rates: {} } as const) };
  const plain: EngineContext = { ...bench.engine, connectors: new Map([...bench.engine.connectors, ['psa', psa]]), mirroring };
  const engine = options.change?.(plain) ?? plain;
  return {
    ...bench,
    engine,
    mirroring,
    kept,
    mirrors,
    look: async (given) => {
      clock.advance(MINUTE);
      const counts = await lookAtMirrors(engine, { mirrors: 'changes', ...given });
      return Object.fromEntries(counts.map((count) => [count.mirror, count]));
    },
  };
}
