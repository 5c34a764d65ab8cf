// Rules and settings over the API: who changed what is seen, what does not fit is refused with what to do, and a change can be taken back.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiReply, Method } from '../../src/api/route.ts';
import { AccessError } from '../../src/lib/errors.ts';
import { openFirm } from './firm.ts';
import type { Firm } from './firm.ts';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});

const act = async (method: Method, target: string, body?: unknown): Promise<{ readonly status: number; readonly told: Record<string, unknown> }> => {
  const reply: ApiReply = await firm.call(target, firm.tokens.get('admin'), { method, body });
  return { status: reply.status, told: JSON.parse(reply.body as string) as Record<string, unknown> };
};
const order = { flow: ['psa>crm', 'psa>local'], onConflict: ['psa', 'local', 'crm'], onFirst: 'ask' } as const;
interface ToldSetting { readonly path: string; readonly current: unknown; readonly installed: unknown; readonly waits: boolean; readonly isOverridden: boolean; readonly changed: { readonly version: number; readonly by: string } | null }
const settingIn = ({ told }: Awaited<ReturnType<typeof act>>, path: string): ToldSetting | undefined => (told['settings'] as readonly ToldSetting[]).find((one) => one.path === path);

describe('a field rule', () => {
  it('is changed with its author, counts for the engine, and is taken back', async () => {
    const saved = await act('PUT', '/rules/account/website', { rule: order, version: 0 });
    expect(saved).toMatchObject({ status: 200, told: { name: 'website', rule: order, isOverridden: true, changed: { version: 1, by: expect.stringContaining('admin') as string } } });
    expect((await act('PUT', '/rules/account/website', { rule: order, version: 0 })).told).toMatchObject({ code: 'rule-changed' });
    expect(await firm.api.workspaces.get('main')?.store.rules()).toMatchObject([{ entity: 'account', field: 'website', rule: order }]);
    const undone = await act('POST', '/rules/account/website/undo', { version: 1 });
    expect(undone.told).toMatchObject({ isOverridden: false, changed: { version: 2 } });
    expect(undone.told['rule']).toEqual(undone.told['installed']);
    expect((await act('GET', '/rules/account/website/history')).told['changes']).toMatchObject([{ version: 2, rule: null }, { version: 1, rule: order }]);
  });

  it('is changed by one of two who have seen the same one', async () => {
    const body = { rule: order, version: 0 };
    expect((await Promise.all([act('PUT', '/rules/account/phone', body), act('PUT', '/rules/account/phone', body)])).map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
  });

  it('of a figure of ours, of what only tightens, and of no field is refused', async () => {
    expect(await act('PUT', '/rules/account/openProjects', { rule: order, version: 0 })).toMatchObject({ status: 422, told: { errors: [{ field: 'rule' }] } });
    expect(await act('PUT', '/rules/contact/optOuts', { rule: order, version: 0 })).toMatchObject({ status: 422, told: { errors: [{ field: 'rule.onConflict' }] } });
    expect(await act('PUT', '/rules/account/website', { rule: { ...order, flow: ['psa>psa'] }, version: 2 })).toMatchObject({ status: 422 });
    expect((await act('PUT', '/rules/account/shoeSize', { rule: order, version: 0 })).status).toBe(404);
  });
});

describe('a setting', () => {
  it('is changed with its author, says when it counts, and is taken back', async () => {
    const saved = await act('PUT', '/settings', { changes: [{ path: 'guard.updates.share', value: 0.4, version: 0 }, { path: 'rollUps.amounts', value: ['account.overdue'], version: 0 }] });
    expect(settingIn(saved, 'guard.updates.share')).toMatchObject({ current: 0.4, installed: 0.2, waits: false, isOverridden: true, changed: { version: 1 } });
    expect(settingIn(saved, 'rollUps.amounts')).toMatchObject({ current: ['account.overdue'], waits: true });
    expect(saved.told['waiting']).toBe(1);
    const undone = await act('POST', '/settings/undo', { path: 'rollUps.amounts', version: 1 });
    expect(settingIn(undone, 'rollUps.amounts')).toMatchObject({ current: [], isOverridden: false, changed: { version: 2 }, waits: false });
    expect((await act('GET', '/settings/history?path=rollUps.amounts')).told['changes']).toMatchObject([{ version: 2, current: null }, { version: 1, current: ['account.overdue'] }]);
  });

  it('that does not fit is refused by its name, and nothing sent with it is saved', async () => {
    const refused = await act('PUT', '/settings', { changes: [{ path: 'sweepLooks', value: 100, version: 0 }, { path: 'guard.deletes.share', value: 2, version: 0 }] });
    expect(refused).toMatchObject({ status: 422, told: { errors: [{ field: 'guard.deletes.share', code: 'too-large', params: { most: 1 }, message: expect.stringContaining('at most 1') as string }] } });
    expect(settingIn(await act('GET', '/settings'), 'sweepLooks')).toMatchObject({ isOverridden: false });
  });

  it('is changed by one of two who have seen the same one, and nothing of what the other sent is saved', async () => {
    const save = (alone: string): ReturnType<typeof act> => act('PUT', '/settings', { changes: [{ path: alone, value: 7, version: 0 }, { path: 'features.touches', value: false, version: 0 }] });
    const both = await Promise.all([save('guard.updates.atLeast'), save('guard.deletes.atLeast')]);
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    const now = await act('GET', '/settings');
    expect(['guard.updates.atLeast', 'guard.deletes.atLeast'].map((path) => settingIn(now, path)?.isOverridden)).toEqual(both.map(({ status }) => status === 200));
  });

  it('that only its file may hold is refused, and one that somebody else has changed is not written over', async () => {
    expect(await act('PUT', '/settings', { changes: [{ path: 'currency', value: 'SEK', version: 0 }] })).toMatchObject({ status: 422, told: { errors: [{ field: 'currency' }] } });
    expect(await act('PUT', '/settings', { changes: [{ path: 'guard.updates.share', value: 0.5, version: 0 }] })).toMatchObject({ status: 409, told: { code: 'setting-changed' } });
  });
});

it('the first steps know who has confirmed them', async () => {
  expect((await act('GET', '/onboarding')).told).toMatchObject({ concept: null, entities: [{ name: 'account', isApproved: false, isBackfilled: false }, {}, {}] });
  expect((await act('POST', '/onboarding/concept', {})).told).toMatchObject({ concept: { by: expect.stringContaining('admin') as string } });
});

const scripted = (check: () => Promise<unknown>) => ({ system: 'severa', side: 'psa', entities: new Map(), mirrors: new Map(), throttled: () => 2, check, probe: () => Promise.resolve({ pageMax: '100' }) });

const connect = (check: () => Promise<unknown>): void => {
  const connectors = firm.api.workspaces.get('main')?.connectors as Map<string, unknown>;
  connectors.set('psa', scripted(check));
};

describe('a connection', () => {
  it('is tested and probed, and what is found is kept: account, facts, and features that lack a scope', async () => {
    connect(() => Promise.resolve({ account: 'Havukka Oy', facts: { currency: 'EUR' }, scopes: ['customers:read'], missing: { 'money.invoices': ['invoices:read'] } }));
    const { status, told } = await act('POST', '/connections/severa/probe', {});
    expect({ status, told }).toMatchObject({ status: 200, told: { isConnected: true, checked: { account: 'Havukka Oy', problem: null }, facts: expect.arrayContaining([{ name: 'currency', says: 'EUR' }, { name: 'pageMax', says: '100' }]) as unknown, throttled: 2 } });
    const scopesOf = (feature: string) => (told['features'] as readonly { readonly name: string; readonly scopes: readonly unknown[] }[]).find(({ name }) => name === feature)?.scopes;
    expect(scopesOf('money.invoices')).toEqual([{ name: 'invoices:read', state: 'missing' }]);
    expect(scopesOf('accounts.read')).toContainEqual({ name: 'customers:read', state: 'has' });
    expect((await act('GET', '/settings')).told['settings']).toContainEqual(expect.objectContaining({ path: 'features.money', needs: expect.arrayContaining([expect.objectContaining({ system: 'Visma Severa', missing: ['invoices:read'] })]) as unknown }));
  });

  it('that does not work is told with the reason, and that is no failure of ours', async () => {
    connect(() => Promise.reject(new AccessError('credentials-refused', 'Severa refuses the credentials.')));
    expect(await act('POST', '/connections/severa/test', {})).toMatchObject({ status: 200, told: { checked: { account: null, problem: { code: 'access', detail: 'Severa refuses the credentials.' } } } });
    expect(await act('POST', '/connections/severa/install', {})).toMatchObject({ status: 409, told: { code: 'install-not-set-up' } });
    expect((await act('POST', '/connections/pipedrive/test', {})).status).toBe(404);
  });
});
