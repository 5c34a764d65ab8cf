// The store on PostgreSQL, for one workspace. Invariant: the rules are those of store/ledger, the same as in memory; the
// files beside this one only say which rows a call needs and how they are written.
import type { Store } from '../store.ts';
import { answer, decideMatches, markDirty } from './decisions.ts';
import { fact, saveFact } from './facts.ts';
import { counts, inbox } from './inbox.ts';
import { releaseLeases, renewLease, takeLease } from './leases.ts';
import { byKeys, links } from './links.ts';
import { adopt, announce, record } from './outcomes.ts';
import { checkpoint, savePage } from './pages.ts';
import { holdBack, reserve } from './quota.ts';
import { journal, runs, saveRun } from './runs.ts';
import { take } from './take.ts';
import type { StoreOptions } from './turn.ts';

/** @param options the workspace must exist (workspaces.ts); `clock` decides when leases run out */
export function createPostgresStore(options: StoreOptions): Store {
  return {
    takeLease: (key, ttlMs) => takeLease(options, key, ttlMs),
    renewLease: (lease, ttlMs) => renewLease(options, lease, ttlMs),
    releaseLease: (...leases) => releaseLeases(options, leases),
    checkpoint: (feed) => checkpoint(options, feed),
    savePage: (page, lease) => savePage(options, page, lease),
    links: (query) => links(options, query),
    byKeys: (entity, keys) => byKeys(options, entity, keys),
    decideMatches: (entity, decisions) => decideMatches(options, entity, decisions),
    adopt: (entity, side, refId, lease, linkId) => adopt(options, entity, side, refId, lease, linkId),
    markDirty: (entity, ids, reason) => markDirty(options, entity, ids, reason),
    take: (query) => take(options, query),
    announce: (intents, ttlMs) => announce(options, intents, ttlMs),
    record: (records) => record(options, records),
    inbox: (query) => inbox(options, query),
    counts: (entity) => counts(options, entity),
    answer: (given) => answer(options, given),
    saveRun: (run) => saveRun(options, run),
    runs: (query) => runs(options, query),
    journal: (query) => journal(options, query),
    reserve: (bucket, quota) => reserve(options, bucket, quota),
    holdBack: (bucket, until) => holdBack(options, bucket, until),
    fact: (name) => fact(options, name),
    saveFact: (name, value) => saveFact(options, name, value),
  };
}
