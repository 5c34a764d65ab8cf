// Planted bugs of forgetting: each wraps the store or the connectors of whoever erases the way a real mistake would change it. Invariant:
// production code knows nothing of them.
import type { Connector } from '../../../src/connectors/connector.ts';
import type { Privacy } from '../../../src/connectors/privacy.ts';
import type { ArmOrder } from '../../../src/store/forgetting.ts';
import type { Mutant } from '../mutant.ts';
import { overlaid } from '../overlaid.ts';
import type { Sabotage } from '../worker.ts';

const given = { forgets: true, readOnly: null } as const;

const arming = (change: (order: ArmOrder) => ArmOrder): Sabotage => ({ store: (store) => ({ ...store, arm: (order) => store.arm(change(order)), clear: (order) => store.clear(change(order)) }) });
const inSystems = (change: (privacy: Privacy) => Partial<Privacy>): Sabotage => ({
  engine: (engine) => ({
    ...engine,
    connectors: new Map([...engine.connectors].map(([side, connector]): [typeof side, Connector] => [side, connector.privacy ? overlaid(connector, { privacy: { ...connector.privacy, ...change(connector.privacy) } }) : connector])),
  }),
});

export const OF_FORGETTING: readonly Mutant[] = [
  { name: 'nobody who was forgotten is kept away', given, sabotage: arming((order) => ({ ...order, keys: [] })) },
  { name: 'who was forgotten may come back under another id', given, sabotage: arming((order) => ({ ...order, keys: order.keys.filter((key) => key.startsWith('id:')) })) },
  { name: 'who was forgotten may come back under the same id', given, sabotage: arming((order) => ({ ...order, keys: order.keys.filter((key) => !key.startsWith('id:')) })) },
  { name: 'arming leaves the person\'s records', given, sabotage: arming((order) => ({ ...order, subject: { ...order.subject, linkIds: [], refs: [] } })) },
  { name: 'arming leaves what points to the person', given, sabotage: arming((order) => ({ ...order, subject: { ...order.subject, refs: [] } })) },
  { name: 'a stale plan is carried out all the same', given, sabotage: { store: (store) => ({ ...store, announce: (intents, ttlMs) => store.announce(intents, ttlMs).catch(() => undefined) }) } },
  { name: 'a step without an answer passes for done', given, always: ['timeout-before', 'reset-before'], sabotage: inSystems((privacy) => ({ treat: async (orders) => (await privacy.treat(orders)).map((outcome) => (outcome.kind === 'unknown' || outcome.kind === 'failed' ? { kind: 'done', how: 'deleted' } : outcome)), left: () => Promise.resolve([]) })) },
  { name: 'nobody looks again', given, sabotage: inSystems(() => ({ left: () => Promise.resolve([]) })) },
  { name: 'only the first of what was found is treated', given, sabotage: inSystems((privacy) => ({ treat: async (orders) => [...(await privacy.treat(orders.slice(0, 1))), ...orders.slice(1).map(() => ({ kind: 'done', how: 'deleted' }) as const)], left: () => Promise.resolve([]) })) },
  { name: 'others lose their notes with the person', given, sabotage: inSystems((privacy) => ({ traces: async (subject) => {
    const found = await privacy.traces(subject);
    return { ...found, traces: found.traces.map((trace) => ({ ...trace, treatment: trace.kind === 'note' ? 'delete' : trace.treatment, others: 0 })) };
  } })) },
];
