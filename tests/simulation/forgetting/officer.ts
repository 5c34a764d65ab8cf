// The privacy officer at work, and the minute tick of forgetting in every worker. Invariant: whoever takes it up finds in the store how
// far it has come, and nothing else; so it does not matter who dies.
import type { EngineContext } from '../../../src/engine/context.ts';
import { approve } from '../../../src/erasure/approve.ts';
import type { ErasureContext } from '../../../src/erasure/context.ts';
import { proceedDue } from '../../../src/erasure/due.ts';
import { proceed } from '../../../src/erasure/proceed.ts';
import { awaitIdentity, receive, recordIdentity, refuse } from '../../../src/erasure/requests.ts';
import type { AskedBy } from '../../../src/erasure/requests.ts';
import { choosePerson, decide, reviewOf } from '../../../src/erasure/review.ts';
import { createSigner } from '../../../src/erasure/signer.ts';
import { isExpected } from '../../../src/lib/errors.ts';
import type { Random } from '../../../src/lib/random.ts';
import type { ErasureRequest } from '../../../src/store/erasures.ts';
import type { Store } from '../../../src/store/store.ts';
import { KEYS } from '../../support/keys.ts';
import type { Process } from '../process.ts';
import type { Trace } from '../trace.ts';
import { HER } from './planted.ts';
import type { Planted } from './planted.ts';
import type { SuppressionFile } from './ledger-file.ts';

export const OFFICER = 'officer';
const SIGNER = createSigner(() => [Buffer.alloc(32, 2)]);

export function deskOf({ workspace, store, connectors, modes, clock, newId, log }: EngineContext, process: Process, file: SuppressionFile): ErasureContext {
  return {
    workspace, store, connectors, modes, clock, newId, log, ...KEYS,
    requests: store, forgetting: store, ledgerFile: file.of(process), signer: SIGNER,
    settings: { financialYearEnd: '12-31', controller: 'Firma Oy', alarmDays: [10, 3], requestDays: 60 },
    timeZone: 'Europe/Helsinki',
  };
}

/** What the tick does in production, with what it does there about errors. */
export async function tick(desk: ErasureContext, trace: Trace): Promise<void> {
  await expectedly(trace, () => proceedDue(desk));
}

export interface Asking {
  /** When the person asks (ms). */
  readonly at: number;
  readonly byLink: boolean;
  readonly planted: Planted;
}

/** One look at the desk: whatever waits for a person is done, one thing at a time. */
export async function lookAtDesk(desk: ErasureContext, asking: Asking, random: Random, trace: Trace): Promise<void> {
  await expectedly(trace, async () => {
    const all = await desk.requests.requests({ limit: 50 });
    const hers = all.find(({ origin }) => origin === 'web');
    for (const other of all) if (other.origin !== 'web' && (other.state === 'received' || other.state === 'review')) await refuse(desk, other.id, { reason: 'not the person', by: OFFICER });
    if (hers === undefined) {
      if (desk.clock.now() < asking.at) return;
      const { request } = await receive(desk, { origin: 'web', by: OFFICER, ...(await askedBy(desk.store, asking)) });
      trace.hit('forgetting received');
      trace.add(OFFICER, `takes in ${request.id}`);
      return;
    }
    await handle(desk, hers, random, trace);
  });
}

async function handle(desk: ErasureContext, { id, state, version }: ErasureRequest, random: Random, trace: Trace): Promise<void> {
  if (state === 'received' && random.chance(0.4)) await awaitIdentity(desk, id);
  else if (state === 'received' || state === 'identityPending') await recordIdentity(desk, id, { how: 'repliedFromAddress', by: OFFICER });
  else if (state === 'review') {
    const { items, candidates, request } = await reviewOf(desk, id);
    const open = items.filter(({ needsDecision }) => needsDecision);
    const meant = candidates.filter(({ name }) => name.includes(HER.lastName));
    if (candidates.length > 0) await choosePerson(desk, id, { linkIds: (meant.length > 0 ? meant : candidates.slice(0, 1)).map(({ linkId }) => linkId), by: OFFICER });
    else if (open.length > 0) await decide(desk, id, { decisions: open.map((item) => ({ item: item.id, choice: 'treat' as const })), by: OFFICER });
    else if ((await approve(desk, id, { by: OFFICER, version: request.version })).version > version) trace.hit('forgetting approved');
  }
  // The pages go on at once; otherwise the next tick does.
  if (random.chance(0.5)) await proceed(desk, id);
}

async function askedBy(store: Store, { byLink, planted }: Asking): Promise<AskedBy> {
  const [known] = byLink ? await store.linked('contact', planted.refs.map(({ side, id }) => ({ side, id }))) : [];
  return known === undefined ? { email: HER.email as string } : { linkId: known.linkId };
}

/** What production tells of and tries again, and nothing else. */
async function expectedly(trace: Trace, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isExpected(error)) throw error;
    trace.add(OFFICER, `cannot just now: ${error instanceof Error ? error.message : String(error)}`);
  }
}
