// Stories of money: what happens to work and invoices in Severa is seen in the billable flow within one cycle, and in HubSpot in
// the same one.
import { describe, expect, it } from 'vitest';
import { editCompany, shown, linkOf, writesSince } from './act.ts';
import { board, figure, hour, moneyCycle, moneyStage, TODAY, worked } from './money-stage.ts';

const MINUTE = 60_000;
const AMOUNTS = ['account.netInvoiced', 'account.unbilledApproved', 'account.unbilledUnapproved', 'account.draftInvoices'];
const approving = { severa: { facts: { workHourApproval: 'RequiredForInvoicing' } } } as const;

/** A draft of what the project can bill today, sent with a number. */
function invoiced({ stage, projectGuid }: Pick<Awaited<ReturnType<typeof worked>>, 'stage' | 'projectGuid'>): string {
  const now = stage.clock.now();
  const { state } = stage.severa;
  const { guid } = state.bill([projectGuid], now);
  const status = state.list('invoicestatuses').find((one) => one['isSent'] === true && one['isPaid'] !== true);
  state.edit('invoices', guid, { '/date': '2026-11-20', '/dueDate': '2026-12-04', '/status': { guid: status?.guid } }, now);
  return guid;
}

describe('work', () => {
  it('that is approved in Severa is in the billable flow after one cycle, and in HubSpot after the same one', async () => {
    const at = await worked({ ...approving, amounts: AMOUNTS });
    const { stage, views, customerGuid, projectGuid, companyId } = at;
    const guid = hour(stage, projectGuid, { isApproved: false });
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({ unapproved: '200.00' });
    expect([figure(stage, companyId, 'unbilled_unapproved'), figure(stage, companyId, 'unbilled_approved')]).toEqual(['200', '']);
    stage.severa.state.edit('workhours', guid, { '/isApproved': true }, stage.clock.now());
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({ approved: '200.00' });
    expect([figure(stage, companyId, 'unbilled_unapproved'), figure(stage, companyId, 'unbilled_approved')]).toEqual(['', '200']);
    expect(figure(stage, companyId, 'last_work_on')).toBe('2026-11-20');
    const writes = writesSince(stage);
    await moneyCycle(stage);
    expect(writes()).toEqual({});
  });

  it('that is deleted leaves the flow', async () => {
    const { stage, views, customerGuid, projectGuid, companyId } = await worked({ amounts: AMOUNTS });
    // Where hours are not approved at all, each of them may be billed.
    const guid = hour(stage, projectGuid, { isApproved: false });
    await moneyCycle(stage);
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('200');
    stage.severa.state.remove('workhours', guid, stage.clock.now());
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({});
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('');
  });

  it.each([true, false])('put on an invoice is found there, whether or not that moves its time stamp (%s)', async (invoicingTouchesItems) => {
    const at = await worked({ amounts: AMOUNTS, severa: { facts: { invoicingTouchesItems } } });
    const { stage, views, customerGuid, projectGuid } = at;
    hour(stage, projectGuid);
    await moneyCycle(stage);
    stage.clock.advance(10 * MINUTE);
    stage.severa.state.bill([projectGuid], stage.clock.now());
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({ draft: '200.00' });
  });
});

describe('an invoice', () => {
  it('that is credited lowers the net', async () => {
    const at = await worked({ amounts: AMOUNTS });
    const { stage, views, customerGuid, projectGuid, companyId } = at;
    hour(stage, projectGuid);
    const guid = invoiced(at);
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({ invoiced: '200.00' });
    expect(figure(stage, companyId, 'net_invoiced')).toBe('200');
    stage.severa.state.credit(guid, stage.clock.now());
    await moneyCycle(stage);
    expect(figure(stage, companyId, 'net_invoiced')).toBe('0');
  });

  it('issued again under a number that was freed is another invoice', async () => {
    const at = await worked({ amounts: AMOUNTS });
    const { stage, views, customerGuid, projectGuid } = at;
    hour(stage, projectGuid);
    const first = invoiced(at);
    await moneyCycle(stage);
    stage.clock.advance(10 * MINUTE);
    stage.severa.state.remove('invoices', first, stage.clock.now());
    hour(stage, projectGuid, { quantity: 3 });
    invoiced(at);
    await moneyCycle(stage);
    const { lines } = await views.lines({ asOf: TODAY, withAmounts: true, filter: { customers: [customerGuid], states: ['invoiced'] }, sort: { by: 'amount', descending: false }, offset: 0, limit: 100 });
    expect(new Set(lines.map(({ invoice, invoiceNumber }) => `${invoice === first} ${invoiceNumber}`))).toEqual(new Set(['true 1', 'false 1']));
    // Nothing says that the first one is gone: it is looked for once everything is read, and again a minute later.
    await moneyCycle(stage, { mirrors: 'all' });
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({ invoiced: '500.00' });
  });

  it('that was a draft and is deleted gives its work back', async () => {
    const at = await worked({ amounts: AMOUNTS, severa: { facts: { invoicingTouchesItems: false } } });
    const { stage, views, customerGuid, projectGuid, companyId } = at;
    hour(stage, projectGuid);
    const { guid } = stage.severa.state.bill([projectGuid], stage.clock.now());
    await moneyCycle(stage);
    expect(figure(stage, companyId, 'draft_invoices')).toBe('200');
    stage.clock.advance(10 * MINUTE);
    stage.severa.state.remove('invoices', guid, stage.clock.now());
    await moneyCycle(stage, { mirrors: 'all' });
    await moneyCycle(stage);
    expect(await board(views, customerGuid)).toEqual({ approved: '200.00' });
    expect([figure(stage, companyId, 'draft_invoices'), figure(stage, companyId, 'unbilled_approved')]).toEqual(['', '200']);
  });
});

describe('a figure in HubSpot', () => {
  it('that somebody types over is put back, and the journal says so', async () => {
    const { stage, projectGuid, companyId } = await worked({ amounts: AMOUNTS });
    hour(stage, projectGuid);
    await moneyCycle(stage);
    editCompany(stage, companyId, { sauma_unbilled_approved: '999' });
    const { run } = await moneyCycle(stage);
    expect(figure(stage, companyId, 'unbilled_approved')).toBe('200');
    const overwritten = (await stage.store.journal({ runId: run.id, limit: 100 })).filter(({ action }) => action === 'overwrite');
    expect(overwritten).toMatchObject([{ side: 'crm', fields: ['unbilledApproved'] }]);
  });

  it('is no amount unless somebody has asked for that amount', async () => {
    const { stage, projectGuid, companyId, customerGuid } = await worked({ amounts: ['account.unbilledApproved'] });
    hour(stage, projectGuid, { isApproved: false });
    hour(stage, projectGuid);
    await moneyCycle(stage);
    const sums = Object.keys(stage.hubspot.state.get('companies', companyId)?.properties ?? {}).filter((name) => name.startsWith('sauma_un') || name.startsWith('sauma_net'));
    expect(sums).toEqual(['sauma_unbilled_approved']);
    expect(figure(stage, companyId, 'last_work_on')).toBe('2026-11-20');
    const link = await linkOf(stage, 'psa', customerGuid);
    expect(await shown(stage, link.id, 'unbilledApproved')).toMatchObject({ local: { amount: '400.00', currency: 'EUR' } });
    expect(await shown(stage, link.id, 'netInvoiced')).toMatchObject({ local: null });
  });

  it('waits for the yes to the first backfill', async () => {
    const { stage } = await moneyStage({ accounts: 10, amounts: AMOUNTS });
    const writes = writesSince(stage);
    const { run, mirrors } = await moneyCycle(stage, { approved: false });
    expect([run.state, writes(), mirrors.some(({ read }) => read > 0)]).toEqual(['halted', {}, true]);
  });

  it('moves with the day, for everybody at once, and no guard asks about it', async () => {
    const { stage } = await moneyStage({ accounts: 30, amounts: [...AMOUNTS, 'account.overdue'] });
    await moneyCycle(stage);
    await moneyCycle(stage);
    stage.clock.advance(200 * 86_400_000);
    const { run } = await moneyCycle(stage, { approved: false });
    expect(run.state).toBe('done');
    const again = await moneyCycle(stage, { approved: false });
    expect(again.run.state).toBe('done');
  });
});

describe('rows that Severa does not let us read', () => {
  it('are left out, and everything else is read', async () => {
    const { allScopes } = await import('../../src/sandbox/severa/options.ts');
    const { stage } = await moneyStage({ accounts: 10, severa: { grantedScopes: allScopes.filter((scope) => scope !== 'hours:read') } });
    const { run, mirrors } = await moneyCycle(stage);
    expect(run.state).toBe('done');
    expect(mirrors.filter(({ isLeftOut }) => isLeftOut).map(({ mirror }) => mirror)).toEqual(['workHours']);
    expect(mirrors.find(({ mirror }) => mirror === 'invoices')?.created).toBeGreaterThan(0);
  });
});
