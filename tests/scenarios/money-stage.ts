// A stage with money on it: Severa has work and invoices, their rows are mirrored into PostgreSQL, and what people would see of them
// is asked of the same views that they ask.
import { afterAll } from 'vitest';
import { createMirrors } from '../../src/store/postgres/mirrors/mirrors.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { createViews } from '../../src/store/postgres/views/views.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import type { Views } from '../../src/store/views.ts';
import { freshDatabase } from '../support/database.ts';
import { customer, inHubspot, linkOf, LATER_MS } from './act.ts';
import { AS_SHIPPED, status } from './deeds.ts';
import { openStage } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';
import { KEYS } from '../support/keys.ts';

const opened: Stage[] = [];
afterAll(async () => {
  for (const stage of opened.splice(0)) await stage.close();
});

export interface MoneyStage {
  readonly stage: Stage;
  readonly views: Views;
  readonly database: Database<Tables>;
}

export const TODAY = '2026-11-21';
const CLASSES = { valueClasses: { a: '100000', b: '20000' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };

export async function moneyStage(options: Omit<StageOptions, 'store' | 'mirrors'> = {}): Promise<MoneyStage> {
  const database = await freshDatabase<Tables>();
  const parts = { database, workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes: CLASSES } as const;
  const stage = await openStage({
    ...AS_SHIPPED,
    ...options,
    store: ({ clock, newId }) => Promise.resolve(createPostgresStore({ ...KEYS, ...parts, clock, newId })),
    mirrors: ({ clock, newId }) => createMirrors({ ...KEYS, ...parts, clock, newId }),
  });
  opened.push(stage);
  return { stage, views: createViews(parts), database };
}

/** One cycle that reads rows too, late enough to see everything. */
export async function moneyCycle(stage: Stage, options: Parameters<Stage['cycle']>[0] = {}): ReturnType<Stage['cycle']> {
  stage.clock.advance(LATER_MS);
  return await stage.cycle({ mirrors: 'changes', ...options });
}

type Row = Readonly<Record<string, unknown>>;

/** Koivu Oy with a project that may be billed, and the company that HubSpot has of it. */
export async function worked(options: Omit<StageOptions, 'store' | 'mirrors'> = {}): Promise<MoneyStage & { readonly customerGuid: string; readonly projectGuid: string; readonly companyId: string }> {
  const made = await moneyStage(options);
  const { stage } = made;
  const at = stage.clock.now() - 30 * 86_400_000;
  const { guid: user } = stage.severa.state.put('users', { firstName: 'Venla', lastName: 'Virta', email: 'venla.virta@firma.example', isActive: true, code: 'VV', userType: 'FullUser' }, at);
  stage.hubspot.state.putOwner({ firstName: 'Venla', lastName: 'Virta', email: 'venla.virta@firma.example' }, at);
  const customerGuid = customer(stage, { name: 'Koivu Oy', vatNumber: '0112038-9' });
  const { guid: projectGuid } = stage.severa.state.put('projects', { name: 'Verkkokauppa', customer: { guid: customerGuid }, projectOwner: { guid: user }, isClosed: false, isInternal: false, ...status(stage, 'Voitettu') }, at);
  stage.severa.state.put('phases', { name: 'Työ', project: { guid: projectGuid } }, at);
  await moneyCycle(stage, { sweep: true });
  const link = await linkOf(stage, 'psa', customerGuid);
  return { ...made, customerGuid, projectGuid, companyId: link.sides.crm?.id ?? '' };
}

/** An hour of work at a hundred euros. */
export function hour(stage: Stage, projectGuid: string, row: Row = {}): string {
  const { state } = stage.severa;
  const [user] = state.list('users');
  const phase = state.list('phases').find((one) => (one['project'] as { guid: string }).guid === projectGuid);
  const given = {
    project: { guid: projectGuid }, customer: state.get('projects', projectGuid)?.['customer'], phase: { guid: phase?.guid }, user: { guid: user?.guid }, eventDate: '2026-11-20', quantity: 2,
    unitPrice: { amount: 100, currencyCode: 'EUR' }, isBillable: true, billableStatus: 'Billable', isApproved: true,
  };
  return state.put('workhours', { ...given, ...row }, stage.clock.now()).guid;
}

/** State → organisation's amount, of one customer's billable flow. */
export async function board(views: Views, customerGuid: string, asOf = TODAY): Promise<Readonly<Record<string, string | null>>> {
  const { cells } = await views.board({ asOf, withAmounts: true, filter: { customers: [customerGuid] } });
  return Object.fromEntries(cells.map(({ state, organisationAmount }) => [state, organisationAmount ?? null]));
}

/** What HubSpot shows of a figure. */
export function figure(stage: Stage, companyId: string, property: string): string {
  return inHubspot(stage, companyId)[`sauma_${property}`] ?? '';
}
