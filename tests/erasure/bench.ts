// Forgetting over a store in memory and systems that say what a test tells them to. Invariant: the clock moves only when told.
import type { Connector } from '../../src/connectors/connector.ts';
import type { Privacy, Trace } from '../../src/connectors/privacy.ts';
import type { Subject } from '../../src/core/subject.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { ErasureContext } from '../../src/erasure/context.ts';
import type { LedgerFile } from '../../src/erasure/ledger-file.ts';
import { createSigner } from '../../src/erasure/signer.ts';
import type { Log } from '../../src/lib/log.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import type { Suppression } from '../../src/store/forgetting.ts';
import { KEYS } from '../support/keys.ts';

export const OFFICER = 'petra.privacy@firma.example';
export const DAY_MS = 86_400_000;

export interface Bench extends ErasureContext {
  readonly advance: (ms: number) => void;
  /** What was logged: message and fields, as text. */
  readonly logged: readonly string[];
  /** What the PSA holds; a test changes it. */
  readonly psa: Held;
}

export interface Held {
  traces: readonly Trace[];
  /** Not null: it does not answer. */
  trouble: Error | null;
  readonly treated: string[];
}

export const trace = (id: string, more: Partial<Trace> = {}): Trace => ({ id, kind: 'contact', treatment: 'delete', sure: true, others: 0, texts: {}, content: {}, ...more });

export function erasureBench(start = '2026-03-02T08:00:00.000Z'): Bench {
  let [now, number] = [Date.parse(start), 0];
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  const newId = (): string => `id-${String(++number).padStart(4, '0')}`;
  const store = createMemoryStore({ clock, newId, ...KEYS });
  const logged: string[] = [];
  const note = (fields: object, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const psa: Held = { traces: [], trouble: null, treated: [] };
  return {
    workspace: 'main', store, requests: store, forgetting: store, connectors: new Map<RemoteSide, Connector>([['psa', { system: 'severa', side: 'psa', privacy: privacyOf(psa) } as Connector]]),
    modes: { psa: 'read-write', crm: 'read-write' }, ...KEYS, clock, newId, log: { debug: note, info: note, warn: note, error: note } as unknown as Log, signer: createSigner(() => [Buffer.alloc(32, 5)]),
    ledgerFile: ledgerInMemory(), timeZone: 'Europe/Helsinki', settings: { controller: 'Firma Oy', financialYearEnd: '12-31', alarmDays: [10, 3], requestDays: 30 },
    advance: (ms) => void (now += ms), logged, psa,
  };
}

function privacyOf(held: Held): Privacy {
  const answering = <T>(answer: () => T): Promise<T> => (held.trouble === null ? Promise.resolve(answer()) : Promise.reject(held.trouble));
  return {
    reaches: { contact: 'deleted' },
    traces: (subject: Subject) => answering(() => ({ subject, traces: held.traces })),
    treat: (orders) => answering(() => orders.map((order) => {
      held.treated.push(order.trace.id);
      held.traces = held.traces.filter(({ id }) => id !== order.trace.id);
      return { kind: 'done', how: 'deleted' } as const;
    })),
    left: () => answering(() => held.traces),
  };
}

function ledgerInMemory(): LedgerFile {
  let kept: readonly Suppression[] = [];
  return {
    add: (given) => Promise.resolve(void (kept = [...kept, ...given])),
    all: () => Promise.resolve(kept),
    rewrite: (change) => Promise.resolve(void (kept = change(kept))),
  };
}
