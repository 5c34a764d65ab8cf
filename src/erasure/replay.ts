// What the suppression ledger knows is brought into the database, and what the database knows into the ledger, before anything else is
// done. Invariants: a database that was restored from before an erasure has forgotten the person again when this returns, as far as
// keys can tell (docs/decisions/0023-forgetting.md says how far); a crash in between is made good by the next start.
import type { ErasureState } from '../core/erasure-state.ts';
import type { KeyedHash } from '../lib/keyed-hash.ts';
import type { Log } from '../lib/log.ts';
import { placeOfSuppression } from '../store/forgetting.ts';
import type { ForgottenAgain, Suppression } from '../store/forgetting.ts';
import type { Store } from '../store/store.ts';
import type { LedgerFile } from './ledger-file.ts';

interface Parts {
  readonly workspace: string;
  readonly store: Pick<Store, 'suppressions' | 'replay' | 'forgetSuppressed' | 'request' | 'fact' | 'saveFact'>;
  readonly ledgerFile: LedgerFile;
  readonly hashes: KeyedHash;
  readonly log: Log;
}

export interface Replayed {
  /** Suppressions that the database did not know, and those that the file did not. */
  readonly taken: number;
  readonly given: number;
  /** Links of people who had come back with a restored database. */
  readonly forgotten: number;
  /** Records of others, mirrored rows, remarks and events that told of them. */
  readonly cleaned: number;
  /** Requests of which the database knows nothing: what tells of these people by name alone is for somebody to look for. */
  readonly unknown: number;
}

const PAGE = 1_000;
/** Set from before suppressions are taken over until all that offers them has been forgotten. */
const PENDING = 'suppressions:replay';

/** @throws ConfigError when the file is damaged, or was hashed under keys that are not here */
export async function replayLedger({ workspace, store, ledgerFile, hashes, log }: Parts): Promise<Replayed> {
  const deepened = (each: Suppression): Suppression => ({ ...each, hash: hashes.deepened(each.hash) });
  const outside = (await ledgerFile.all()).filter((each) => each.workspace === workspace).map(deepened);
  const inside = (await allOf(store)).map(deepened);
  const [known, written] = [new Set(inside.map(keyOf)), new Set(outside.map(keyOf))];
  const lacking = outside.filter((each) => !known.has(keyOf(each)));
  const states = await statesOf(store, lacking);
  // They ended between their line in the ledger and their arming: nobody was forgotten, and nobody is to be.
  const neverArmed = new Set([...states].flatMap(([id, state]) => (state === 'refused' || state === 'cancelled' ? [id] : [])));
  if (neverArmed.size > 0) await ledgerFile.rewrite((all) => all.filter(({ requestId }) => !neverArmed.has(requestId)));
  const missing = lacking.filter(({ requestId }) => !neverArmed.has(requestId));
  const unknown = [...states.values()].filter((state) => state === null).length;
  const unwritten = inside.filter((each) => !written.has(keyOf(each)));
  await ledgerFile.add(unwritten);
  if (missing.length > 0) {
    await store.saveFact(PENDING, true);
    await store.replay(missing);
  }
  const { links: forgotten, others: cleaned } = missing.length > 0 || (await store.fact(PENDING)) === true ? await forget(store) : { links: 0, others: 0 };
  if (missing.length > 0) log.warn({ suppressions: missing.length, records: forgotten, others: cleaned, unknownRequests: unknown }, 'the database did not know of people who were forgotten, as after a restore: they have been forgotten again');
  return { taken: missing.length, given: unwritten.length, forgotten, cleaned, unknown };
}

async function forget(store: Parts['store']): Promise<ForgottenAgain> {
  const forgotten = await store.forgetSuppressed();
  await store.saveFact(PENDING, false);
  return forgotten;
}

/** By request; null: the database knows nothing of it. */
async function statesOf(store: Parts['store'], suppressions: readonly Suppression[]): Promise<ReadonlyMap<string, ErasureState | null>> {
  const states = new Map<string, ErasureState | null>();
  for (const id of new Set(suppressions.map(({ requestId }) => requestId))) states.set(id, (await store.request(id))?.state ?? null);
  return states;
}

async function allOf(store: Parts['store']): Promise<readonly Suppression[]> {
  const all: Suppression[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await store.suppressions({ ...(last === undefined ? {} : { after: placeOfSuppression(last) }), limit: PAGE });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

function keyOf({ requestId, hash }: Suppression): string {
  return `${requestId} ${hash}`;
}
