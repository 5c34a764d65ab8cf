// What a story has to show for itself: the whole world as people would see it in the end, without whatever differs between
// two lawful runs (ids, numbers given out in turn, times). Two runs that end the same have equal pictures.
import { onTestFinished } from 'vitest';
import type { EngineContext } from '../../src/engine/context.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { LinkState } from '../../src/store/store.ts';
import { freshDatabase } from '../support/database.ts';
import { openStage } from './stage.ts';
import type { Parts, Stage, StageOptions } from './stage.ts';
import { KEYS } from '../support/keys.ts';

/** A stage on a database of its own, closed when the test ends. */
export async function openStory(options: Omit<StageOptions, 'store'> = {}): Promise<Stage> {
  const database = await freshDatabase<Tables>();
  const stage = await openStage({ ...options, store: (parts) => Promise.resolve(createPostgresStore({ ...KEYS, ...parts, database, workspace: 'main' })) });
  onTestFinished(() => stage.close());
  return stage;
}

/** The product in another process: fresh connectors and whatever else is its own. */
export function reopen(stage: Stage, parts: Parts = {}): EngineContext {
  return stage.restart({ parts }).engine;
}

/** One approved cycle of the accounts. */
export function cycleOf(engine: EngineContext, options?: Partial<CycleOptions>): Promise<RunResult> {
  return runOnce(engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false, ...options });
}

/** A customer in Severa. Answers its guid. */
export function putCustomer(stage: Stage, row: Readonly<Record<string, unknown>>): string {
  return stage.severa.state.put('customers', row, stage.clock.now() - 86_400_000).guid;
}

/** A company in HubSpot. Answers its id. */
export function putCompany(stage: Stage, properties: Readonly<Record<string, string>>): string {
  return stage.hubspot.state.put('companies', properties, { createdAt: stage.clock.now() - 86_400_000 });
}

/** What all customers, or all companies, show in one field, in order. */
export const ofCustomers = (stage: Stage, field: string): readonly string[] => stage.severa.state.list('customers').map((row) => String(row[field])).toSorted();
export const ofCompanies = (stage: Stage, property: string): readonly string[] => stage.hubspot.state.list('companies').map((row) => String(row.properties[property])).toSorted();
export const customersNamed = (stage: Stage, name: string): number => stage.severa.state.list('customers').filter((row) => row['name'] === name).length;
export const companiesNamed = (stage: Stage, name: string): number => stage.hubspot.state.list('companies').filter((row) => row.properties['name'] === name).length;

/** Cycles a few minutes apart, so that every overlap and index lag is over. Answers what the last one wrote. */
export async function settle(stage: Stage, cycle: () => Promise<unknown> = () => stage.cycle(), rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    stage.clock.advance(6 * 60_000);
    await cycle();
  }
}

/** Writes that reached the vendors: method and route → count, reads and set-up left out. */
export function writesOf(stage: Pick<Stage, 'severa' | 'hubspot'>): Readonly<Record<string, number>> {
  return Object.fromEntries([...stage.severa.calls, ...stage.hubspot.calls].filter(([route]) => isWrite(route)));
}

function isWrite(route: string): boolean {
  return /^(POST|PATCH|PUT|DELETE) /.test(route) && !/token|search|batch\/read|propert/.test(route);
}

export async function linksOf(engine: Pick<EngineContext, 'store'>): Promise<readonly LinkState[]> {
  const links: LinkState[] = [];
  for (;;) {
    const page = await engine.store.links({ entity: 'account', after: links.at(-1)?.id ?? '', limit: 500 });
    if (page.length === 0) return links.filter((link) => link.stage !== 'ended');
    links.push(...page);
  }
}

/** Every customer, company and link as text, in order; an empty value and none are the same. */
export async function pictureOf(stage: Pick<Stage, 'severa' | 'hubspot' | 'store'>): Promise<{ readonly severa: readonly string[]; readonly hubspot: readonly string[]; readonly links: readonly string[] }> {
  const { state } = stage.severa;
  const addresses = Map.groupBy(state.list('addresses'), (row) => guidOf(row['customer']));
  const segments = Map.groupBy(state.list('customermarketsegments'), (row) => guidOf(row['customer']));
  const severa = state.list('customers').map((row) => ({
    ...without(row, FLEETING),
    addresses: (addresses.get(row.guid) ?? []).map((address) => JSON.stringify(without(address, FLEETING))).toSorted(),
    segments: (segments.get(row.guid) ?? []).map((link) => guidOf(link['marketSegment'])).toSorted(),
  }));
  const hubspot = stage.hubspot.state.list('companies').map((record) => without(record.properties, FLEETING));
  const links = (await linksOf(stage)).map((link) => ({
    stage: link.stage,
    sides: Object.values(link.sides).map((side) => ({ side: side.side, gone: side.gone, fields: without(side.fields, FLEETING), base: without(side.base, FLEETING) })).toSorted((a, b) => (a.side < b.side ? -1 : 1)),
    held: link.held.map((held) => `${held.side} ${held.field} ${held.reason}`).toSorted(),
    intents: link.intents.length,
  }));
  return { severa: texts(severa), hubspot: texts(hubspot), links: texts(links) };
}

const FLEETING = /^(guid|number|sauma_number|sauma_key|customer|headquarterAddress|hs_.*|hubspot_owner_assigneddate|.*DateTime|.*By)$/;

function without(row: object, names: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => !names.test(name) && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function texts(rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

function guidOf(reference: unknown): string {
  return (reference as { guid?: string } | null)?.guid ?? '';
}
