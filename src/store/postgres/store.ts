// The store on PostgreSQL, for one workspace. Invariant: the rules are those of store/ledger, the same as in memory; the
// files beside this one only say which rows a call needs and how they are written.
import type { Store } from '../store.ts';
import { suspects, unseen } from './absence.ts';
import { answer, answerAll, decideMatches, markDirty } from './decisions.ts';
import { addLocal, consents, edit } from './edits.ts';
import { createErasures } from './erasures.ts';
import { fact, saveFact } from './facts.ts';
import { createForgetting } from './forgetting.ts';
import { dropHints, erasedHints, expireHints, hints, saveHints } from './hints.ts';
import { dropImages, images } from './images.ts';
import { saveImported } from './imported.ts';
import { counts, inbox } from './inbox.ts';
import { releaseLeases, renewLease, takeLease } from './leases.ts';
import { byKeys, links } from './links.ts';
import { saveLocal } from './local.ts';
import { adopt, announce, record } from './outcomes.ts';
import { checkpoint, savePage } from './pages.ts';
import { purge } from './purge.ts';
import { holdBack, reserve } from './quota.ts';
import { linked, parts } from './references.ts';
import { createRules } from './rules.ts';
import { journal, runs, saveRun, tally } from './runs.ts';
import { createSchedules } from './schedules.ts';
import { saveSecret, saveTicket, secret, takeTicket } from './secrets.ts';
import { createSettings } from './settings.ts';
import { take } from './take.ts';
import type { GuardedOptions } from './turn.ts';
import { wakeWaiting } from './waking.ts';

/** @param options the workspace must exist (workspaces.ts); `clock` decides when leases run out */
export function createPostgresStore(options: GuardedOptions): Store {
  return {
    takeLease: (key, ttlMs) => takeLease(options, key, ttlMs),
    renewLease: (lease, ttlMs) => renewLease(options, lease, ttlMs),
    releaseLease: (...leases) => releaseLeases(options, leases),
    checkpoint: (feed) => checkpoint(options, feed),
    savePage: (page, lease) => savePage(options, page, lease),
    links: (query) => links(options, query),
    byKeys: (entity, keys) => byKeys(options, entity, keys),
    linked: (entity, refs) => linked(options, entity, refs),
    parts: (entity, linkIds) => parts(options, entity, linkIds),
    decideMatches: (entity, decisions) => decideMatches(options, entity, decisions),
    adopt: (entity, side, refId, lease, linkId, bases) => adopt(options, { entity, side, refId, lease, linkId, bases }),
    markDirty: (entity, ids, reason) => markDirty(options, entity, ids, reason),
    wakeWaiting: (entity) => wakeWaiting(options, entity),
    take: (query) => take(options, query),
    announce: (intents, ttlMs) => announce(options, intents, ttlMs),
    record: (records) => record(options, records),
    saveLocal: (entity, values, reason) => saveLocal(options, entity, values, reason),
    edit: (entity, given) => edit(options, entity, given),
    addLocal: (entity, given) => addLocal(options, entity, given),
    saveImported: (entity, records) => saveImported(options, entity, records),
    consents: (linkId) => consents(options, linkId),
    inbox: (query) => inbox(options, query),
    counts: (entity) => counts(options, entity),
    answer: (given) => answer(options, given),
    answerAll: (given) => answerAll(options, given),
    saveRun: (run) => saveRun(options, run),
    runs: (query) => runs(options, query),
    journal: (query) => journal(options, query),
    unseen: (query) => unseen(options, query),
    suspects: (query) => suspects(options, query),
    tally: (query) => tally(options, query),
    images: (query) => images(options, query),
    dropImages: (before) => dropImages(options, before),
    purge: (before) => purge(options, before),
    reserve: (bucket, quota) => reserve(options, bucket, quota),
    holdBack: (bucket, until) => holdBack(options, bucket, until),
    fact: (name) => fact(options, name),
    saveFact: (name, value) => saveFact(options, name, value),
    secret: (name) => secret(options, name),
    saveSecret: (name, sealed) => saveSecret(options, name, sealed),
    saveTicket: (ticket) => saveTicket(options, ticket),
    takeTicket: (purpose, hash) => takeTicket(options, purpose, hash),
    saveHints: (side, given) => saveHints(options, side, given),
    hints: (query) => hints(options, query),
    erasedHints: (limit) => erasedHints(options, limit),
    dropHints: (given) => dropHints(options, given),
    expireHints: (before) => expireHints(options, before),
    ...createSchedules(options),
    ...createRules(options),
    ...createSettings(options),
    ...createForgetting(options),
    ...createErasures(options),
  };
}
