// What people do in a story, and what is then seen: deeds in either system or in our own CRM, the calls that the systems
// served, and how each side shows a record. A story reads what happened from the systems themselves, never from our report.
import { afterAll } from 'vitest';
import type { EntityName, FieldName, Fields, RemoteSide, Side, Value } from '../../src/core/vocabulary.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import type { LinkState, SideState } from '../../src/store/store.ts';
import { freshDatabase } from '../support/database.ts';
import { openStage } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';
import { KEYS } from '../support/keys.ts';

/** Longer than HubSpot's search index may lag, so that the next cycle can see everything. */
export const LATER_MS = 120_000;
const LONG_AGO_MS = 30 * 86_400_000;
/** The Severa user whose name stands for a person's edit there. */
const HUBSPOT_USER = 70;

const opened: Stage[] = [];
afterAll(async () => {
  for (const stage of opened.splice(0)) await stage.close();
});

/** A stage on a database of its own, closed when the file ends. */
export async function story(options: Omit<StageOptions, 'store'> = {}): Promise<Stage> {
  const database = await freshDatabase<Tables>();
  const stage = await openStage({ ...options, store: ({ clock, newId }) => Promise.resolve(createPostgresStore({ ...KEYS, database, workspace: 'main', clock, newId })) });
  opened.push(stage);
  return stage;
}

type Row = Readonly<Record<string, unknown>>;

/** A customer of Severa, with a main address when one is given. */
export function customer(stage: Stage, row: Row, address: Row | null = null): string {
  const at = stage.clock.now() - LONG_AGO_MS;
  const { guid } = stage.severa.state.put('customers', { isActive: true, isInternal: false, ...row }, at);
  if (address !== null) stage.severa.state.put('addresses', { isVisitAddress: true, isPostalAddress: true, isBillingAddress: true, customer: { guid }, ...address }, at);
  return guid;
}

export function company(stage: Stage, properties: Readonly<Record<string, string | number | null>>): string {
  return stage.hubspot.state.put('companies', properties, { createdAt: stage.clock.now() - LONG_AGO_MS });
}

/** A person's edit in Severa: field paths without the slash. */
export function editCustomer(stage: Stage, guid: string, values: Row): void {
  const [user] = stage.severa.state.list('users');
  stage.severa.state.edit('customers', guid, Object.fromEntries(Object.entries(values).map(([name, value]) => [`/${name}`, value])), stage.clock.now(), user?.guid);
}

export function editAddress(stage: Stage, customerGuid: string, values: Row): void {
  const row = stage.severa.state.list('addresses').find((address) => (address['customer'] as { guid: string }).guid === customerGuid);
  stage.severa.state.edit('addresses', row?.guid ?? '', Object.fromEntries(Object.entries(values).map(([name, value]) => [`/${name}`, value])), stage.clock.now());
}

export function editCompany(stage: Stage, id: string, properties: Readonly<Record<string, string | number | null>>): void {
  stage.hubspot.state.edit('companies', id, properties, { now: stage.clock.now(), userId: HUBSPOT_USER });
}

/** A person's edit in our own CRM: saved like any local write, and the link has work to do. */
export async function editLocal(stage: Stage, linkId: string, fields: Fields): Promise<void> {
  await stage.store.markDirty('account', [linkId], 'person');
  const taken = (await stage.store.take({ entity: 'account', limit: 1000, ttlMs: 60_000 })).find(({ link }) => link.id === linkId);
  const local = taken?.link.sides.local;
  if (!taken || !local) throw new RangeError(`no local record of ${linkId}`);
  const now = toInstant(stage.clock.now());
  const { version: seenVersion, fields: seen, id, base, handles, mapVersion } = local;
  const side = { side: 'local', seenVersion, seen, id, fields: { ...seen, ...fields }, base, handles, mapVersion, asOf: now, modifiedAt: now, modifiedBy: 'Milla Myyjä', keys: [] } as const;
  const conflicts = (await stage.store.inbox({ limit: 1000 })).conflicts.filter((conflict) => conflict.linkId === linkId);
  await stage.store.record([{ lease: taken.lease, linkId, dirtyMark: taken.dirtyMark, settled: false, sides: [side], conflicts, held: taken.link.held, journal: [], carriedOut: [], unknown: [] }]);
}

export async function links(stage: Stage, entity: EntityName = 'account'): Promise<readonly LinkState[]> {
  const all: LinkState[] = [];
  for (let after = ''; ; ) {
    const batch = await stage.store.links({ entity, after, limit: 500 });
    if (batch.length === 0) return all.filter((link) => link.stage !== 'ended');
    all.push(...batch);
    after = (batch.at(-1) as LinkState).id;
  }
}

/** The link of a record of one system. */
export async function linkOf(stage: Stage, side: RemoteSide, id: string, entity: EntityName = 'account'): Promise<LinkState> {
  const link = (await links(stage, entity)).find((one) => one.sides[side]?.id === id);
  if (!link) throw new RangeError(`no link of ${side} ${id}`);
  return link;
}

export function sideOf(link: LinkState, side: Side): SideState {
  const state = link.sides[side];
  if (!state) throw new RangeError(`link ${link.id} has no ${side}`);
  return state;
}

/** What the three sides hold of one field, as the store knows them. */
export async function shown(stage: Stage, linkId: string, field: FieldName, entity: EntityName = 'account'): Promise<Readonly<Partial<Record<Side, Value>>>> {
  const [link] = await stage.store.links({ entity, ids: [linkId], limit: 1 });
  return Object.fromEntries(Object.values(link?.sides ?? {}).map((state) => [state.side, state.fields[field] ?? null]));
}

export function inSevera(stage: Stage, guid: string): Row {
  return stage.severa.state.get('customers', guid) ?? {};
}

export function addressInSevera(stage: Stage, customerGuid: string): Row {
  return stage.severa.state.list('addresses').find((address) => (address['customer'] as { guid: string }).guid === customerGuid) ?? {};
}

export function segmentsInSevera(stage: Stage, customerGuid: string): readonly string[] {
  const rows = stage.severa.state.list('customermarketsegments').filter((row) => (row['customer'] as { guid: string }).guid === customerGuid);
  return rows.map((row) => (row['marketSegment'] as { guid: string }).guid).toSorted();
}

export function inHubspot(stage: Stage, id: string): Readonly<Record<string, string>> {
  return stage.hubspot.state.get('companies', id)?.properties ?? {};
}

/** Guid of an entry of one of Severa's lists, by a field of it. */
export function entry(stage: Stage, collection: string, field: string, value: unknown): string {
  const row = stage.severa.state.list(collection).find((one) => one[field] === value);
  if (!row) throw new RangeError(`no ${String(value)} in ${collection}`);
  return row.guid;
}

/** Writes to records, set-up aside, that the two systems carried out since the last look: route → count. */
export function writesSince(stage: Stage): () => Readonly<Record<string, number>> {
  let before = writesSoFar(stage);
  return () => {
    const now = writesSoFar(stage);
    const changed = [...now].flatMap(([route, count]) => (count > (before.get(route) ?? 0) ? [[route, count - (before.get(route) ?? 0)] as const] : []));
    before = now;
    return Object.fromEntries(changed);
  };
}

function writesSoFar(stage: Stage): Map<string, number> {
  const severa = [...stage.severa.calls].filter(([route]) => !route.startsWith('GET ') && !route.includes('token'));
  const hubspot = [...stage.hubspot.calls].filter(([route]) => !route.startsWith('GET ') && route.includes('/crm/objects/') && !/\/(?:search|read)\b/u.test(route));
  return new Map([...severa, ...hubspot]);
}

/** Runs idle cycles, each a little later, and answers what they wrote to the systems and to us. */
export async function idle(stage: Stage, cycles = 2): Promise<{ readonly calls: Readonly<Record<string, number>>; readonly local: number }> {
  const writes = writesSince(stage);
  let local = 0;
  for (let round = 0; round < cycles; round++) {
    stage.clock.advance(LATER_MS);
    const { cycles: ran } = await stage.cycle();
    for (const { applied } of ran) local += (applied?.created.local ?? 0) + (applied?.updated.local ?? 0);
  }
  return { calls: writes(), local };
}

export const QUIET = { calls: {}, local: 0 };

/** The engine with another rule for one field. */
export function withRule(field: FieldName, rule: Partial<Rule>): (engine: EngineContext) => EngineContext {
  return (engine) => ({
    ...engine,
    policy: new Map(
      [...engine.policy].map(([entity, rules]) => {
        const old = rules.get(field);
        return [entity, old ? new Map([...rules, [field, { ...old, ...rule }] as const]) : rules];
      }),
    ),
  });
}

/** One account known to both systems and already in agreement. */
export async function agreed(stage: Stage, row: Row = {}, properties: Readonly<Record<string, string | number | null>> = {}): Promise<{ readonly guid: string; readonly id: string; readonly linkId: string }> {
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7', ...row }, { addressline: 'Koivukuja 1', postalCode: '00100', city: 'Helsinki', phone: '+358 9 123 4567' });
  const id = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', ...properties });
  await stage.cycle();
  await idle(stage, 1);
  return { guid, id, linkId: (await linkOf(stage, 'psa', guid)).id };
}
