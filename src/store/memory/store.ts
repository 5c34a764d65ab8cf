// The store in memory, for simulations and tests of the engine. Invariant: it answers exactly what PostgreSQL would; a call
// is one turn of one thread, so it either happens whole or, when it throws, not at all.
import type { EntityName, Fields, Hint, RemoteSide } from '../../core/vocabulary.ts';
import { createSealer, type Sealer } from '../../lib/crypto.ts';
import { StaleError } from '../../lib/errors.ts';
import { createKeyedHash, type KeyedHash } from '../../lib/keyed-hash.ts';
import { toInstant, type Clock } from '../../lib/clock.ts';
import { adopt } from '../ledger/adopt.ts';
import { storableRecord } from '../ledger/storable.ts';
import { answerConflict, answerConflicts } from '../ledger/conflicts.ts';
import { addLocal, editLocal, importLocal } from '../ledger/edit-local.ts';
import { leaseKey, makeLedger, sideKey, type Ledger, type Turn } from '../ledger/ledger.ts';
import { answerMatch, decideMatches } from '../ledger/matches.ts';
import { record } from '../ledger/record.ts';
import type { LinkRow } from '../ledger/rows.ts';
import { saveLocal } from '../ledger/save-local.ts';
import { savePage, storablePage } from '../ledger/save-page.ts';
import { storableJson } from '../ledger/storable.ts';
import { makeSuppressionKeys } from '../ledger/suppression-keys.ts';
import { idsOffering, isHalfSeen, keysOfHints, keysOfOutcome, keysOfPage, newlyShown, notedByEdit, sifted, siftedHints, siftedOutcome, type Sifted } from '../ledger/suppression.ts';
import type { Answer, JournalEntry, Lease, LinkRecord, Run, SavedPage, Store } from '../store.ts';
import { makeConsents } from './consents.ts';
import { makeErasures, makeRequestRows } from './erasures.ts';
import { forgetMade, forgetRecords, makeForgetting } from './forgetting.ts';
import { makeHints } from './hints.ts';
import { byKeys, counts, dirtyTargets, inbox, links, newestFirst, ready } from './queries.ts';
import { makeQuotas } from './quotas.ts';
import { makeRules } from './rules.ts';
import { linked, parts, wakeWaiting } from './references.ts';
import { makeSchedules } from './schedules.ts';
import { makeSettings } from './settings.ts';
import { makeSecrets } from './secrets.ts';
import { makeSuppressions } from './suppressions.ts';
import { makeImages, purge, suspects, tally, unseen } from './upkeep.ts';

interface MemoryOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Whose hashes these are. */
  readonly workspace?: string;
  /** Memory forgets with its process, and so does its key. */
  readonly hashes?: KeyedHash;
  readonly sealer?: Pick<Sealer, 'seal'>;
  /** The tables of links, for whoever wants to look into them; a store of its own when left out. */
  readonly ledger?: Ledger;
}

/** Whatever is under it is gone with the process. */
const OWN_KEY = new Uint8Array(32);

/** Several workspaces in one memory, each apart from the others; the same name gives the same data. */
export function createMemory(options: MemoryOptions): { workspace(name: string): Store } {
  const stores = new Map<string, Store>();
  return {
    workspace: (name) => {
      const store = stores.get(name) ?? createMemoryStore({ ...options, workspace: name });
      stores.set(name, store);
      return store;
    },
  };
}

export function createMemoryStore({ clock, newId, workspace = 'main', hashes = createKeyedHash(() => [OWN_KEY]), sealer = createSealer(() => [OWN_KEY]), ledger = makeLedger() }: MemoryOptions): Store {
  const checkpoints = new Map<string, string | null>();
  const runs = new Map<string, Run>();
  const journal: JournalEntry[] = [];
  const images = makeImages();
  const quotas = makeQuotas();
  const facts = new Map<string, unknown>();
  const secrets = makeSecrets();
  const waiting = makeHints();
  const consents = makeConsents();
  const requestRows = makeRequestRows();
  const keys = makeSuppressionKeys({ workspace, hashes, sealer });
  const suppressions = makeSuppressions(keys, (id) => requestRows.requests.get(id)?.state ?? null);
  const erasures = makeErasures(requestRows);
  let number = 0;

  // oxlint-disable-next-line require-await -- async, so that what it throws becomes a rejection like PostgreSQL's
  async function turn<T>(work: (turn: Turn) => T): Promise<T> {
    try {
      const result = work({ ledger, now: clock.now(), number: ++number, newId });
      for (const table of tablesOf(ledger)) table.commit();
      return result;
    } catch (error) {
      for (const table of tablesOf(ledger)) table.rollback();
      throw error;
    }
  }

  function lend({ now, number }: Turn, key: string, ttlMs: number): Lease | null {
    const held = ledger.leases.get(key);
    if (held !== null && held.expiresAt > now) return null;
    ledger.leases.put({ key, epoch: number, expiresAt: now + ttlMs });
    return { key, epoch: number };
  }

  function check(lease: Lease): void {
    if (ledger.leases.get(lease.key)?.epoch !== lease.epoch) throw leaseLost();
  }

  function sift(page: SavedPage): Sifted<SavedPage> {
    const known = page.records.flatMap(({ seen }) => [seen.id, ...seen.formerIds]).filter((id) => ledger.sides.get(sideKey(page.side, page.entity, id)) !== null);
    if (suppressions.isEmpty()) return { page, suppressed: 0, noted: [], letIn: [] };
    const kept = suppressions.kept(keysOfPage(page));
    const offering = idsOffering(page, kept).flatMap((id) => ledger.sides.get(sideKey(page.side, page.entity, id)) ?? []);
    return sifted(page, kept, new Set(known), new Set(offering.filter((row) => isHalfSeen(row, ledger.sides.in(row.linkId))).map(({ id }) => id)));
  }

  function entityOf({ linkId }: LinkRecord): EntityName {
    return ledger.links.get(linkId)?.entity ?? '';
  }

  /** True when an edit would show somebody who must stay forgotten; that is noted. */
  function isForgotten({ now }: Turn, entity: EntityName, before: Fields, after: Fields): boolean {
    const kept = suppressions.isEmpty() ? new Map() : suppressions.kept(newlyShown(entity, before, after));
    suppressions.note(notedByEdit(kept, entity), toInstant(now));
    return kept.size > 0;
  }

  function hintsKept(side: RemoteSide, hints: readonly Hint[], at: string): readonly Hint[] {
    const { left, noted } = siftedHints(side, hints, suppressions.isEmpty() ? new Map() : suppressions.kept(keysOfHints(side, hints)));
    suppressions.note(noted, at);
    return left;
  }

  return {
    takeLease: (key, ttlMs) => turn((turn) => lend(turn, key, ttlMs)),
    renewLease: (lease, ttlMs) =>
      turn(({ now }) => {
        check(lease);
        ledger.leases.put({ ...lease, expiresAt: now + ttlMs });
      }),
    releaseLease: (...leases) =>
      turn(() => {
        for (const { key, epoch } of leases) if (ledger.leases.get(key)?.epoch === epoch) ledger.leases.delete(key);
      }),

    checkpoint: (feed) => turn(() => checkpoints.get(feed) ?? null),
    savePage: (page, lease) =>
      turn((turn) => {
        check(lease);
        const { page: taken, suppressed, noted, letIn } = sift(storablePage(page));
        forgetRecords({ ledger, hints: waiting, images, consents }, turn, letIn);
        const count = savePage(turn, taken);
        suppressions.note(noted, toInstant(turn.now));
        if (page.checkpoint !== null) checkpoints.set(page.checkpoint.feed, page.checkpoint.value);
        return { ...count, read: page.records.length + page.tombstones.length, suppressed };
      }),

    links: (query) => turn(() => links(ledger, query)),
    byKeys: (entity, keys) => turn(() => byKeys(ledger, entity, keys)),
    linked: (entity, refs) => turn(() => linked(ledger, entity, refs)),
    parts: (entity, linkIds) => turn(() => parts(ledger, entity, linkIds)),
    decideMatches: (entity, decisions) => turn((turn) => decideMatches(turn, entity, decisions)),
    adopt: (entity, side, refId, lease, linkId, bases) =>
      turn((turn) => {
        check(lease);
        const link = ledger.links.get(linkId);
        return link?.entity === entity && adopt(turn, link, side, refId, bases);
      }),
    markDirty: (entity, ids, reason) => turn((turn) => dirtyTargets(turn, entity, ids, reason)),
    wakeWaiting: (entity) => turn((turn) => wakeWaiting(turn, entity)),

    take: ({ entity, ids, limit, ttlMs }) =>
      turn((turn) =>
        ready(turn, entity, ids, limit).map(({ link, dirty }) => {
          const lease = lend(turn, leaseKey(link.id), ttlMs) as Lease;
          return { link, lease, dirtyMark: dirty.mark, reason: dirty.reason };
        }),
      ),
    announce: (intents, ttlMs) =>
      turn(({ now }) => {
        for (const { lease, linkId, side, kind, at, sent } of intents) {
          check(lease);
          ledger.leases.put({ ...lease, expiresAt: now + ttlMs });
          ledger.intents.put({ linkId, side, kind, at, sent: storableRecord(sent), state: 'sent' });
        }
      }),
    record: (records) =>
      turn((turn) => {
        forgetMade({ ledger, keys, suppressions, hints: waiting, images, consents }, turn, records);
        const kept = suppressions.isEmpty() ? new Map() : suppressions.kept(records.flatMap((entry) => keysOfOutcome(entityOf(entry), entry)));
        const lost = records.filter((entry) => !record(turn, siftedOutcome(entityOf(entry), entry, kept)));
        const written = records.filter((entry) => !lost.includes(entry));
        journal.push(...(storableJson(written.flatMap((entry) => entry.journal)) as JournalEntry[]));
        for (const entry of written) images.add(entry, (ledger.links.get(entry.linkId) as LinkRow).entity, toInstant(turn.now));
        return lost.map((entry) => entry.linkId);
      }),

    saveLocal: (entity, values, reason) => turn((turn) => saveLocal(turn, entity, values, reason)),

    edit: (entity, edit) =>
      turn((turn) => {
        const row = ledger.sides.get(sideKey('local', entity, edit.linkId));
        if (isForgotten(turn, entity, row?.fields ?? {}, { ...row?.fields, ...edit.fields })) return 'suppressed';
        const result = editLocal(turn, entity, edit);
        if (result === 'done') consents.add(edit, toInstant(turn.now));
        return result;
      }),
    addLocal: (entity, given) => turn((turn) => (isForgotten(turn, entity, {}, given.fields) ? null : addLocal(turn, entity, given))),
    saveImported: (entity, records) =>
      turn((turn) =>
        records.map((one) => {
          const present = one.seenVersion === null ? {} : (ledger.sides.get(sideKey('local', entity, one.linkId))?.fields ?? {});
          if (isForgotten(turn, entity, present, { ...present, ...one.fields })) return 'suppressed';
          const result = importLocal(turn, entity, one);
          if (result !== 'done') return result;
          consents.add(one, toInstant(turn.now));
          journal.push(...(storableJson(one.journal) as JournalEntry[]));
          images.add(one, entity, toInstant(turn.now));
          return result;
        }),
      ),
    consents: (linkId) => turn(() => consents.list(linkId)),

    inbox: (query) => turn(() => inbox(ledger, query)),
    counts: (entity) => turn(() => counts(ledger, entity)),
    answer: (answer) => turn((turn) => give(turn, answer)),
    answerAll: ({ ids, side, by }) => turn((turn) => answerConflicts(turn, ids, side, by)),

    saveRun: (run) => turn(() => void runs.set(run.id, storableJson(run) as Run)),
    runs: ({ id, limit }) => turn(() => newestFirst([...runs.values()].filter((run) => id === undefined || run.id === id)).slice(0, limit)),
    journal: ({ runId, limit }) => turn(() => journal.filter((entry) => runId === undefined || entry.runId === runId).toReversed().slice(0, limit)),

    unseen: (query) => turn(() => unseen(ledger, query)),
    suspects: (query) => turn(() => suspects(ledger, query)),
    tally: (query) => turn(() => tally(runs, journal, query)),
    images: (query) => turn(() => images.list(query)),
    dropImages: (before) => turn(() => images.drop(before)),
    purge: (before) => turn(() => purge(ledger, runs, journal, before)),

    reserve: (bucket, quota) => turn(() => quotas.reserve(bucket, quota)),
    holdBack: (bucket, until) => turn(() => quotas.holdBack(bucket, until)),

    fact: (name) => turn(() => facts.get(name) ?? null),
    saveFact: (name, value) => turn(() => void facts.set(name, storableJson(value))),

    secret: (name) => turn(() => secrets.get(name)),
    saveSecret: (name, sealed) => turn(() => secrets.save(name, sealed)),
    saveTicket: (ticket) => turn(({ now }) => secrets.saveTicket(ticket, now)),
    takeTicket: (purpose, hash) => turn(({ now }) => secrets.takeTicket(purpose, hash, now)),

    saveHints: (side, hints) => turn(({ number, now }) => waiting.save(side, hintsKept(side, hints, toInstant(now)), number, now)),
    hints: (query) => turn(() => waiting.list(query)),
    erasedHints: (limit) => turn(() => waiting.erased(limit)),
    dropHints: (hints) => turn(() => waiting.drop(hints)),
    ...makeSchedules(clock),
    ...makeRules(clock),
    ...makeSettings(clock),
    ...makeForgetting({ ledger, keys, suppressions, turn, hints: waiting, images, consents, requests: requestRows.requests }),
    addRequest: (request) => turn(() => erasures.addRequest(request)),
    request: (id) => turn(() => erasures.request(id)),
    requests: (query) => turn(() => erasures.requests(query)),
    saveRequest: (request, seenVersion, steps) => turn(() => erasures.saveRequest(request, seenVersion, steps)),
    steps: (requestId) => turn(() => erasures.steps(requestId)),
    saveStep: (step, seenVersion) => turn(() => erasures.saveStep(step, seenVersion)),
    saveReceipt: (receipt) => turn(() => erasures.saveReceipt(receipt)),
    receipts: (requestId) => turn(() => erasures.receipts(requestId)),
    expireRequests: (before) => turn(() => erasures.expireRequests(before)),

    expireHints: (before) => turn(() => waiting.expire(Date.parse(before))),
  };
}

function give(turn: Turn, answer: Answer): boolean {
  if (answer.kind === 'conflict') {
    const row = turn.ledger.conflicts.get(answer.id);
    return row?.state === 'open' && answerConflict(turn, row, answer.side, answer.by);
  }
  const proposal = turn.ledger.proposals.get(answer.id);
  if (proposal?.state !== 'open') return false;
  answerMatch(turn, proposal, answer.accept, answer.by);
  return true;
}

function tablesOf(ledger: Ledger): readonly { commit(): void; rollback(): void }[] {
  return Object.values(ledger) as readonly { commit(): void; rollback(): void }[];
}

function leaseLost(): StaleError {
  return new StaleError('lease-lost', 'Another worker took this work over; nothing was written.');
}
