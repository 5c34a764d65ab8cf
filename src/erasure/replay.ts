// What the suppression ledger knows is brought into the database, and what the database knows into the ledger, before anything else is
// done. Invariant: a database that was restored from before an erasure has forgotten the person again when this returns; a crash in
// between is made good by the next start.
import type { KeyedHash } from '../lib/keyed-hash.ts';
import type { Log } from '../lib/log.ts';
import { placeOfSuppression } from '../store/forgetting.ts';
import type { Suppression } from '../store/forgetting.ts';
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
  const neverArmed = await calledOff(store, lacking);
  if (neverArmed.size > 0) await ledgerFile.rewrite((all) => all.filter(({ requestId }) => !neverArmed.has(requestId)));
  const missing = lacking.filter(({ requestId }) => !neverArmed.has(requestId));
  const unwritten = inside.filter((each) => !written.has(keyOf(each)));
  await ledgerFile.add(unwritten);
  if (missing.length > 0) {
    await store.saveFact(PENDING, true);
    await store.replay(missing);
  }
  const forgotten = missing.length > 0 || (await store.fact(PENDING)) === true ? await forget(store) : 0;
  if (missing.length > 0) log.warn({ suppressions: missing.length, records: forgotten }, 'the database did not know of people who were forgotten, as after a restore: they have been forgotten again');
  return { taken: missing.length, given: unwritten.length, forgotten };
}

async function forget(store: Parts['store']): Promise<number> {
  const forgotten = await store.forgetSuppressed();
  await store.saveFact(PENDING, false);
  return forgotten;
}

/** Requests that ended between their line in the ledger and their arming: nobody was forgotten, and nobody is to be. */
async function calledOff(store: Parts['store'], suppressions: readonly Suppression[]): Promise<ReadonlySet<string>> {
  const ended = new Set<string>();
  for (const id of new Set(suppressions.map(({ requestId }) => requestId))) {
    const state = (await store.request(id))?.state;
    if (state === 'refused' || state === 'cancelled') ended.add(id);
  }
  return ended;
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
