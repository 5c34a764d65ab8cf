// Stories of sums that do not agree: what is wrong here or in HubSpot is found against what Severa says, put right and listed.
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { reconcileMoney } from '../../src/engine/reconcile-money.ts';
import type { Mirroring } from '../../src/engine/context.ts';
import type { ApiContext, Caller, CallerRoute } from '../../src/api/route.ts';
import { billingRoutes } from '../../src/api/routes/billing.ts';
import { editCompany, linkOf } from './act.ts';
import { board, figure, hour, moneyCycle, moneyStage, worked } from './money-stage.ts';
import type { MoneyStage } from './money-stage.ts';

const FIGURES = ['lastWorkOn', 'unbilledApproved', 'netInvoiced'];
const AMOUNTS = ['account.netInvoiced', 'account.unbilledApproved'];

function reconcile({ stage, views }: MoneyStage, customer: string | null): ReturnType<typeof reconcileMoney> {
  stage.clock.advance(120_000);
  return reconcileMoney(stage.engine, stage.engine.mirroring as Mirroring, views, { customers: customer === null ? null : [customer], figures: FIGURES }, () => stage.cycle({ approved: false }));
}

/** Somebody has broken a row of ours. */
async function plant({ database }: MoneyStage, hourGuid: string): Promise<void> {
  await database.unit('main', (transaction) => sql`update mirror_work_hours set quantity = 7 where id = ${hourGuid}`.execute(transaction));
}

/** As the button of the web app does it. */
async function heal({ stage, views }: MoneyStage, customers: readonly string[]): Promise<unknown> {
  stage.clock.advance(120_000);
  const workspace = { engine: stage.engine, store: stage.store, views, connectors: stage.engine.connectors };
  const context = { workspaces: new Map([['main', workspace]]), figures: FIGURES, schedules: [], timeZone: 'Europe/Helsinki', clock: stage.clock } as unknown as ApiContext;
  const route = billingRoutes(context).find(({ path }) => path.endsWith('/drift/heal')) as CallerRoute;
  const caller: Caller = { workspace: 'main', name: 'tester', roles: ['finance'], reads: new Set(['amounts']), changes: new Set(), session: null };
  const reply = await route.handle({ target: route.path, params: {}, query: new URLSearchParams(), headers: {}, body: Buffer.from(JSON.stringify({ customers })), requestId: 'r1', gone: new AbortController().signal }, caller);
  return JSON.parse(reply.body as string);
}

describe('sums that agree', () => {
  it('are counted, and nothing is written', async () => {
    const at = await moneyStage({ accounts: 20, amounts: AMOUNTS });
    await moneyCycle(at.stage);
    const { accounts, drift } = await reconcile(at, null);
    expect(drift).toEqual([]);
    expect(accounts).toBeGreaterThan(10);
  });
});

describe('a row that is not as Severa has it', () => {
  it.each(['one account', 'all accounts'])('is found against Severa and put right, with the figure in HubSpot (%s)', async (which) => {
    const at = await worked({ amounts: AMOUNTS });
    const { stage, views, customerGuid, projectGuid, companyId } = at;
    const guid = hour(stage, projectGuid);
    await moneyCycle(stage);
    // Later than what a poll reads again by itself.
    await moneyCycle(stage);
    await plant(at, guid);
    await at.stage.engine.mirroring?.store.touch([customerGuid]);
    await moneyCycle(stage);
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('700');
    const { drift } = await reconcile(at, which === 'one account' ? customerGuid : null);
    const { id: account } = await linkOf(stage, 'psa', customerGuid);
    expect(drift).toEqual([{ what: 'psa', customer: customerGuid, account, currency: 'EUR', about: 'approved', number: null, expected: '200.00', found: '700.00', healed: true }]);
    expect(await board(views, customerGuid)).toEqual({ approved: '200.00' });
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('200');
    expect((await reconcile(at, customerGuid)).drift).toEqual([]);
  });
});

describe('a figure in HubSpot that is not ours', () => {
  it('is found by reading it back and put right', async () => {
    const at = await worked({ amounts: AMOUNTS });
    const { stage, customerGuid, projectGuid, companyId } = at;
    hour(stage, projectGuid);
    await moneyCycle(stage);
    editCompany(stage, companyId, { sauma_unbilled_approved: '1' });
    const { drift } = await reconcile(at, customerGuid);
    expect(drift).toMatchObject([{ what: 'crm', about: 'unbilledApproved', expected: '200.00', found: '1', healed: true }]);
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('200');
  });

  it('is put right over the API, which names the account', async () => {
    const at = await worked({ amounts: AMOUNTS });
    const { stage, customerGuid, projectGuid, companyId } = at;
    hour(stage, projectGuid);
    await moneyCycle(stage);
    editCompany(stage, companyId, { sauma_unbilled_approved: '1' });
    expect(await heal(at, [customerGuid])).toMatchObject({ accounts: 1, items: [{ what: 'crm', customer: customerGuid, customerName: expect.any(String) as string, about: 'unbilledApproved', found: '1', healed: true }] });
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('200');
    expect(await heal(at, [customerGuid])).toMatchObject({ items: [] });
  });
});
