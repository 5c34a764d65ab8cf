// Several entities that point to each other, between two scripted systems over the store in memory. Each side has its own
// ids for everything, so that a reference that was not translated shows at once.
import type { Gate } from '../../src/core/gate.ts';
import type { Pair } from '../../src/core/rule.ts';
import type { EntityName, RemoteSide, Side } from '../../src/core/vocabulary.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import { openSealer } from '../support/open-sealer.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { defineEntity } from '../../src/entities/entity.ts';
import { createLog } from '../../src/lib/log.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import type { LinkState, Store } from '../../src/store/store.ts';
import { MINUTE, testClock } from './bench.ts';
import type { TestClock } from './bench.ts';
import { account, scriptedSide } from './scripted-side.ts';
import type { ScriptedSide } from './scripted-side.ts';

const label = { fi: 'x', en: 'x' };
const EVERY_WAY: readonly Pair[] = ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'];

const contact = defineEntity({
  name: 'contact',
  label,
  requiredToCreate: { psa: ['name', 'account'], crm: ['name'] },
  matching: [{ kind: 'email', fields: ['emails'], partsOn: 'psa', certain: true }, { kind: 'fullName', fields: ['firstName', 'lastName'], within: 'account', certain: false }],
  fields: {
    name: { kind: 'text', category: 'identity', compare: 'text', label },
    firstName: { kind: 'text', category: 'identity', compare: 'text', label },
    lastName: { kind: 'text', category: 'identity', compare: 'text', label },
    emails: { kind: 'set', category: 'contact', label },
    account: { kind: 'ref', category: 'none', target: 'account', label },
    otherAccounts: { kind: 'set', category: 'none', target: 'account', label },
  },
});

const salesCase = defineEntity({
  name: 'salesCase',
  label,
  requiredToCreate: { psa: ['name', 'account'], crm: ['name', 'account'] },
  matching: [{ kind: 'title', fields: ['name'], within: 'account', certain: true }],
  fields: {
    name: { kind: 'text', category: 'company', compare: 'text', label },
    state: { kind: 'text', category: 'none', label },
    account: { kind: 'ref', category: 'none', target: 'account', label },
    contacts: { kind: 'set', category: 'none', target: 'contact', label },
  },
});

const NAMES = ['account', 'contact', 'salesCase'] as const;
type Name = (typeof NAMES)[number];

export interface Net {
  readonly psa: Readonly<Record<Name, ScriptedSide>>;
  readonly crm: Readonly<Record<Name, ScriptedSide>>;
  readonly store: Store;
  readonly clock: TestClock;
  /** One cycle of everything, a minute later than whatever was before. */
  cycle(options?: Partial<CycleOptions>): Promise<RunResult>;
  link(entity: Name, id: string): Promise<LinkState>;
}

export function openNet(gates: Partial<Record<Name, Partial<Record<Side, Gate>>>> = {}, deletes: EngineContext['deletes'] = new Map()): Net {
  const clock = testClock();
  let number = 0;
  const newId = (): string => `id-${String(++number).padStart(5, '0')}`;
  const store = createMemoryStore({ clock, newId });
  const declared = { account, contact, salesCase };
  const sideOf = (side: RemoteSide, batch: number): Net['psa'] => Object.fromEntries(NAMES.map((name) => [name, scriptedSide(side, clock, batch, declared[name])])) as unknown as Net['psa'];
  const psa = sideOf('psa', 1);
  const crm = sideOf('crm', 100);
  const connectorOf = (side: Net['psa']) => ({ ...side.account.connector, entities: new Map(NAMES.flatMap((name) => [...side[name].connector.entities])) });
  const rule = { flow: EVERY_WAY, onConflict: ['crm', 'local', 'psa'], onFirst: ['psa', 'crm', 'local'] } as const;
  const engine: EngineContext = {
    workspace: 'main',
    store,
    connectors: new Map<RemoteSide, ReturnType<typeof connectorOf>>([['psa', connectorOf(psa)], ['crm', connectorOf(crm)]]),
    modes: { psa: 'read-write', crm: 'read-write' },
    entities: new Map(NAMES.map((name) => [name, declared[name]])),
    policy: new Map(NAMES.map((name) => [name, new Map([...declared[name].fields.keys()].map((field) => [field, rule]))])),
    gates: new Map(Object.entries(gates)),
    deletes,
    freeMailDomains: new Set(),
    limits: { leaseMs: 5 * MINUTE, takeLinks: 50, guardBatch: 20, guardFreshMs: 0, guardModes: { psa: 'batch', crm: 'batch' }, guard: { updates: { share: 0.2, atLeast: 20 }, deletes: { share: 0.01, atLeast: 5 } }, absentLooks: 500, retention: { beforeImages: 30, journal: 365, conflicts: 365, billingMoves: 730, accessLog: 730, people: 730 }, turns: 3, cycleMs: 60 * MINUTE },
    sealer: openSealer,
    clock,
    newId,
    log: createLog({ level: 'silent' }),
    progress: () => undefined,
  };
  return {
    psa,
    crm,
    store,
    clock,
    cycle: (given) => {
      clock.advance(MINUTE);
      return runOnce(engine, NAMES, { dryRun: false, approved: true, sweep: false, deep: false, ...given });
    },
    link: async (entity, id) => {
      const found = (await store.links({ entity: entity as EntityName, limit: 10_000 })).find((one) => Object.values(one.sides).some((state) => state.id === id));
      if (!found) throw new Error(`no link has ${id}`);
      return found;
    },
  };
}
