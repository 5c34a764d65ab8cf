// Imports over the store in memory, between two systems that do what a test says, with the real accounts and contacts. Invariant: a row is
// written as a test thinks of it: field by field, `account.name`.
import { cycle } from '../../src/engine/cycle.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { undo } from '../../src/engine/undo.ts';
import type { Undone } from '../../src/engine/undo.ts';
import { account } from '../../src/entities/account.ts';
import { contact } from '../../src/entities/contact.ts';
import { importTable } from '../../src/imports/import-table.ts';
import type { ImportAsked, Imported } from '../../src/imports/import-table.ts';
import type { Refusal } from '../../src/imports/refusals.ts';
import type { Cell } from '../../src/imports/table.ts';
import type { Pair } from '../../src/core/rule.ts';
import type { EntityName, RemoteSide } from '../../src/core/vocabulary.ts';
import type { LinkState, Store } from '../../src/store/store.ts';
import { createLog } from '../../src/lib/log.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { MINUTE, testClock } from '../engine/bench.ts';
import type { TestClock } from '../engine/bench.ts';
import { scriptedSide } from '../engine/scripted-side.ts';
import type { ScriptedSide } from '../engine/scripted-side.ts';
import { KEYS } from '../support/keys.ts';

export type Row = Readonly<Record<string, Cell>>;
type Sides = Readonly<Record<'account' | 'contact', ScriptedSide>>;

export interface Bench {
  readonly engine: EngineContext;
  readonly store: Store;
  readonly clock: TestClock;
  readonly psa: Sides;
  readonly crm: Sides;
  /** Links of contacts of which nothing may be processed. */
  readonly restricted: Set<string>;
  bring(rows: readonly Row[], how?: Partial<ImportAsked> & { readonly stop?: { readonly aborted: boolean } }): Promise<Imported & { readonly refusals: readonly Refusal[] }>;
  cycle(): Promise<void>;
  undo(imported: Imported, dryRun?: boolean): Promise<Undone>;
  /** Links that have a record of ours that is not gone. */
  kept(entity: EntityName): Promise<readonly LinkState[]>;
}

const EVERY_WAY: readonly Pair[] = ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'];
const ENTITIES = [account, contact] as const;

const connectorOf = (side: Sides) => ({ ...side.account.connector, entities: new Map([...side.account.connector.entities, ...side.contact.connector.entities]) });

export function openBench(gates: EngineContext['gates'] = new Map()): Bench {
  const clock = testClock();
  let number = 0;
  const newId = (): string => `id-${String(++number).padStart(6, '0')}`;
  const store = createMemoryStore({ clock, newId, ...KEYS });
  const sidesOf = (side: RemoteSide, batch: number): Sides => ({ account: scriptedSide(side, clock, batch, account), contact: scriptedSide(side, clock, batch, contact) });
  const [psa, crm] = [sidesOf('psa', 1), sidesOf('crm', 100)];
  const rule = { flow: EVERY_WAY, onConflict: ['crm', 'local', 'psa'], onFirst: ['psa', 'crm', 'local'] } as const;
  const restricted = new Set<string>();
  const engine: EngineContext = {
    workspace: 'main',
    store,
    connectors: new Map([['psa', connectorOf(psa)], ['crm', connectorOf(crm)]]),
    modes: { psa: 'read-write', crm: 'read-write' },
    entities: new Map(ENTITIES.map((entity) => [entity.name, entity])),
    policy: new Map(ENTITIES.map((entity) => [entity.name, new Map([...entity.fields.keys()].map((field) => [field, field === 'number' ? { ...rule, flow: ['psa>local'] as const } : rule]))])),
    gates,
    deletes: new Map(),
    freeMailDomains: new Set(['gmail.com']),
    limits: { leaseMs: 5 * MINUTE, takeLinks: 50, guardBatch: 20, guardFreshMs: 0, guardModes: { psa: 'batch', crm: 'batch' }, guard: { updates: { share: 0.2, atLeast: 20 }, deletes: { share: 0.01, atLeast: 5 } }, absentLooks: 500, retention: { beforeImages: 30, journal: 365, conflicts: 365, billingMoves: 730, accessLog: 730, people: 730 }, turns: 3, cycleMs: 60 * MINUTE },
    sealer: KEYS.sealer,
    restrictions: { restricted: (ids) => Promise.resolve(new Set(ids.filter((id) => restricted.has(id)))) },
    clock,
    newId,
    log: createLog({ level: 'silent' }),
    progress: () => undefined,
  };
  return {
    engine, store, clock, psa, crm, restricted,
    bring: async (rows, { stop, ...how } = {}) => {
      clock.advance(MINUTE);
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const refusals: Refusal[] = [];
      const imported = await importTable(stop === undefined ? engine : { ...engine, stop }, {
        columns,
        map: new Map(columns.map((column, place) => [place, { entity: column.split('.')[0] as string, field: column.split('.')[1] as string }])),
        rows: async function* () {
          for (const [place, row] of rows.entries()) yield { number: place + 2, cells: columns.map((column) => row[column] ?? null) };
        },
        dryRun: false, targets: null, existing: 'fill', alike: 'ask', currency: 'EUR', by: 'aino', anyRestricted: () => Promise.resolve(restricted.size > 0),
        refused: async (refusal) => void refusals.push(refusal),
        ...how,
      });
      return { ...imported, refusals };
    },
    cycle: async () => {
      for (let time = 0; time < 2; time++) {
        clock.advance(MINUTE);
        await cycle(engine, ['account', 'contact'], { dryRun: false, approved: true, sweep: false, deep: false }, `cycle-${newId()}`);
      }
    },
    undo: (imported, dryRun = false) => {
      clock.advance(MINUTE);
      return undo(engine, imported.run?.id ?? '', { dryRun });
    },
    kept: async (entity) => (await store.links({ entity, limit: 10_000 })).filter(({ sides }) => sides.local !== undefined && sides.local.gone === null),
  };
}

export const KUURA: Row = { 'account.name': 'Kuura Oy', 'account.businessId': '0201256-6', 'contact.firstName': 'Ilmi', 'contact.lastName': 'Rautaniemi', 'contact.emails': 'ilmi@kuura.example' };
export const SECOND: Row = { ...KUURA, 'account.businessId': null, 'contact.firstName': 'Otso', 'contact.lastName': 'Kuusilampi', 'contact.emails': 'otso@kuura.example' };
