// Invented people for the contract about forgetting: short ways to show, match and forget them. Invariant: nothing here knows which
// store is under test.
import { keysOf } from '../../../src/core/match-key.ts';
import { pointerKey } from '../../../src/core/pointer-key.ts';
import { personKeys, phoneKeys, type Subject } from '../../../src/core/subject.ts';
import { isSet } from '../../../src/core/value.ts';
import type { EntityName, Fields, Side, Snapshot } from '../../../src/core/vocabulary.ts';
import { entities } from '../../../src/entities/index.ts';
import type { ErasureRequest, ErasureStep } from '../../../src/store/erasures.ts';
import type { ArmOrder } from '../../../src/store/forgetting.ts';
import type { Lease, LinkState, PageCount, Store } from '../../../src/store/store.ts';
import { at, MINUTE, page, snapshot } from './bench.ts';

export const set = (...keys: readonly string[]): readonly { readonly key: string }[] => keys.map((key) => ({ key }));

/** The keys that the engine gives a record. */
export function keysFor(name: EntityName, side: Side, fields: Fields): readonly string[] {
  const entity = entities.get(name);
  if (entity === undefined) return [];
  const pointers = [...entity.fields.values()].flatMap(({ name: field, target }) => {
    const value = fields[field];
    const ids = isSet(value) ? value.map(({ key }) => key) : typeof value === 'string' ? [value] : [];
    return target === null ? [] : ids.map((id) => pointerKey(target, side, id));
  });
  return [...keysOf(entity.matching, fields, new Set()), ...pointers];
}

export async function show(store: Store, entity: EntityName, side: Side, id: string, fields: Fields, more: Partial<Snapshot> = {}): Promise<PageCount> {
  const lease = (await store.takeLease(`feed:${side}:${entity}`, MINUTE)) as Lease;
  try {
    return await store.savePage(page({ entity, side, records: [{ ...snapshot(id, fields, more), keys: keysFor(entity, side, fields) }] }), lease);
  } finally {
    await store.releaseLease(lease);
  }
}

export async function linkBy(store: Store, entity: EntityName, side: Side, id: string): Promise<LinkState | null> {
  return (await store.links({ entity, limit: 1000 })).find((link) => link.sides[side]?.id === id) ?? null;
}

export async function known(store: Store, entity: EntityName, side: Side, id: string): Promise<LinkState> {
  const link = await linkBy(store, entity, side, id);
  if (link === null) throw new Error(`no link has ${side} ${id}`);
  return link;
}

export const AINO = { firstName: 'Aino', lastName: 'Virtanen', emails: set('aino.virtanen@kuura.example'), phones: set('+358401234567') };
export const EINO = { firstName: 'Eino', lastName: 'Virtanen', emails: set('eino.virtanen@kuura.example'), phones: set('+358401234567') };

/** An account with a sales case, and two people at it; Aino is on both systems and on the case. */
export async function firm(store: Store): Promise<{ readonly aino: LinkState; readonly eino: LinkState; readonly account: LinkState; readonly deal: LinkState }> {
  await show(store, 'account', 'psa', 'c1', { name: 'Kuura Oy', notes: 'Soita: Aino Virtanen, aino.virtanen@kuura.example. Muuten Eino Virtanen.' });
  await show(store, 'contact', 'psa', 'p1', { ...AINO, account: 'c1' });
  await show(store, 'contact', 'crm', '101', AINO);
  await show(store, 'contact', 'psa', 'p2', { ...EINO, account: 'c1' });
  await show(store, 'salesCase', 'crm', '900', { name: 'Koulutus', contacts: set('101', '102') });
  const [into, from] = [await known(store, 'contact', 'psa', 'p1'), await known(store, 'contact', 'crm', '101')];
  await store.decideMatches('contact', [{ kind: 'join', into: into.id, from: from.id, by: 'email' }, { kind: 'alone', linkId: (await known(store, 'contact', 'psa', 'p2')).id }]);
  await store.decideMatches('account', [{ kind: 'alone', linkId: (await known(store, 'account', 'psa', 'c1')).id }]);
  await store.decideMatches('salesCase', [{ kind: 'alone', linkId: (await known(store, 'salesCase', 'crm', '900')).id }]);
  return {
    aino: await known(store, 'contact', 'psa', 'p1'), eino: await known(store, 'contact', 'psa', 'p2'), account: await known(store, 'account', 'psa', 'c1'),
    deal: await known(store, 'salesCase', 'crm', '900'),
  };
}

export function subjectOf(linkIds: readonly string[], around: Subject['around'] = []): Subject {
  return {
    names: [{ first: 'Aino', last: 'Virtanen' }], emails: ['aino.virtanen@kuura.example'], phones: ['+358 40 123 4567'],
    refs: [{ side: 'psa', kind: 'contact', id: 'p1' }, { side: 'crm', kind: 'contact', id: '101' }], linkIds, around,
  };
}

export function request(id: string, change: Partial<ErasureRequest> = {}): ErasureRequest {
  return {
    id, version: 1, state: 'received', origin: 'web', requestedBy: 'officer@sauma.example', receivedAt: at(0), dueOn: '2026-04-02', extended: null, identity: null, approved: null,
    armedAt: null, erasedAt: null, completedAt: null, refused: null, cancelled: null, lifted: null, checks: [], nextAt: null, retainedUntil: null, reappearedAt: null, sealed: 'sealed', subjectHash: `hash-of-${id}`, ...change,
  };
}

export function step(id: string, requestId: string, change: Partial<ErasureStep> = {}): ErasureStep {
  return { id, requestId, version: 1, position: 1, system: 'severa', kind: 'contact', treatment: 'delete', ground: null, until: null, state: 'found', attempts: 0, problem: null, at: at(0), sealed: 'sealed', ...change };
}

export async function approvedRequest(store: Store, id = 'r1'): Promise<ErasureRequest> {
  const given = request(id, { state: 'approved' });
  if (!(await store.addRequest(given))) throw new Error('there is one already');
  return given;
}

export function orderFor(subject: Subject, change: Partial<ArmOrder> = {}): ArmOrder {
  return { requestId: 'r1', seenVersion: 1, subject, keys: [...personKeys(subject), ...phoneKeys(subject)], redact: [], siblings: [], at: at(1), ...change };
}

/** Forgets Aino. */
export async function forgetAino(store: Store, linkIds: readonly string[], change: Partial<ArmOrder> = {}): Promise<boolean> {
  await approvedRequest(store);
  const order = orderFor(subjectOf(linkIds), change);
  return store.arm({ ...order, siblings: change.siblings ?? (await store.siblings(order)) });
}

/** Until what comes back is news. */
export async function carriedOut(store: Store): Promise<void> {
  for (const state of ['erasing', 'verifying'] as const) {
    const now = await store.request('r1');
    if (now === null) throw new Error('there is no request');
    await store.saveRequest({ ...now, state }, now.version);
  }
}
