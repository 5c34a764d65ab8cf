import { describe, expect, it } from 'vitest';
import type { GrantVault } from '../../../src/connectors/options.ts';
import { memoryRegistryCache } from '../../conformance/harness.ts';
import { collect, companies, contacts, deals, record, schema, scripted } from './scripted.ts';

const details = 'GET /account-info/2026-09/details';
const none = [200, { results: [] }] as const;
const lists = { [`GET ${companies}`]: none, [`GET ${contacts}`]: none, [`GET ${deals}`]: none };
const account = [200, { portalId: 4_242_424, companyCurrency: 'SEK', timeZone: 'Europe/Helsinki', accountType: 'STANDARD' }] as const;

describe('checking a HubSpot connection', () => {
  it('tells the account and its facts, and leaves the registries read', async () => {
    const { connector, accounts, lines } = scripted({ ...lists, [details]: account });
    expect(await connector.check()).toEqual({ scopes: null, missing: {}, account: '4242424', facts: { portalId: '4242424', companyCurrency: 'SEK', timeZone: 'Europe/Helsinki' } });
    const before = lines().length;
    expect(lines()).toEqual([
      details, 'GET /crm/owners/2026-09', `GET ${schema}`, `GET ${companies}`, 'GET /crm/properties/2026-09/contacts', `GET ${contacts}`,
      'GET /crm/properties/2026-09/deals', `GET ${deals}`, 'GET /crm/pipelines/2026-09/deals',
    ]);
    await collect(accounts.all(null));
    expect(lines().slice(before)).toEqual([`GET ${companies}`]);
  });

  it('lists the features that lack a scope', async () => {
    const refused = [403, { category: 'MISSING_SCOPES' }] as const;
    const { connector } = scripted({ ...lists, [details]: account, 'GET /crm/owners/2026-09': refused });
    expect((await connector.check()).missing).toEqual({ accounts: ['crm.objects.owners.read'] });
    const unnamed = scripted({ ...lists, [details]: account, 'GET /crm/owners/2026-09': refused }, { scopes: {} });
    expect((await unnamed.connector.check()).missing).toEqual({ 'crm.objects.owners.read': ['crm.objects.owners.read'] });
  });

  it('tells which of contacts, deals and pipelines may not be read', async () => {
    const refused = [403, { category: 'MISSING_SCOPES' }] as const;
    const script = { ...lists, [details]: account, [`GET ${contacts}`]: refused, 'GET /crm/properties/2026-09/deals': refused, 'GET /crm/pipelines/2026-09/deals': refused };
    const scopes = { 'contacts.read': ['crm.objects.contacts.read', 'crm.schemas.contacts.read'], 'salesCases.read': ['crm.objects.deals.read', 'crm.schemas.deals.read'] };
    expect((await scripted(script, { scopes }).connector.check()).missing).toEqual({
      'contacts.read': ['crm.objects.contacts.read'],
      'salesCases.read': ['crm.objects.deals.read', 'crm.schemas.deals.read'],
    });
  });

  it('tells of an installed app which of the rights are missing that no read shows', async () => {
    const grant = { refreshToken: 'r', accessToken: 'a', expiresAt: Number.MAX_SAFE_INTEGER, account: '4242424', scopes: ['crm.objects.contacts.write', 'communication_preferences.read_write'], origin: null };
    const vault: GrantVault = { load: () => Promise.resolve(grant), open: () => Promise.resolve(null) };
    const credentials = { kind: 'oauth', clientId: 'c', clientSecret: 's', refreshToken: null, vault } as const;
    const scopes = {
      'contacts.write': ['crm.objects.contacts.write', 'communication_preferences.write'],
      'privacy.read': ['crm.objects.contacts.read', 'sales-email-read', 'communication_preferences.read'],
      'privacy.write': ['crm.objects.contacts.write', 'crm.objects.deals.write'],
    };
    const { connector } = scripted({ ...lists, [details]: account }, { credentials, scopes });
    expect((await connector.check()).missing).toEqual({ 'privacy.read': ['sales-email-read'], 'privacy.write': ['crm.objects.deals.write'] });
  });

  it('says what to do about a refused token, and never what the token is', async () => {
    const { connector } = scripted({ [details]: [401, { status: 'error', category: 'INVALID_AUTHENTICATION', message: 'pat-eu1-scripted is wrong' }] });
    const error = await connector.check().catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'AccessError', code: 'credentials-refused' });
    expect(String(error)).not.toContain('pat-eu1-scripted');
  });
});

it('reads its registries from the shared cache for an hour', async () => {
  const registryCache = memoryRegistryCache();
  const script = { [`GET ${companies}`]: [200, { results: [record('1', { name: 'Koivula Oy' })] }] as const };
  await collect(scripted(script, { registryCache }).accounts.all(null));
  const second = scripted(script, { registryCache });
  await collect(second.accounts.all(null));
  expect(second.lines()).toEqual([`GET ${companies}`]);
  second.clock.advance(3_600_001);
  await collect(second.accounts.all(null));
  expect(second.lines()).toHaveLength(4);
});

it('counts money in the currency of the account, and re-bases when that becomes known', async () => {
  const script = { [`GET ${companies}`]: [200, { results: [record('1', { annualrevenue: '1500.00' })] }] as const };
  const known = scripted(script, { facts: { companyCurrency: 'SEK' } });
  const [page] = await collect(known.accounts.all(null));
  expect(page?.snapshots[0]?.fields['annualRevenue']).toEqual({ amount: '1500', currency: 'SEK' });
  expect(known.accounts.mapVersion).not.toBe(scripted(script).accounts.mapVersion);
});

it('names the broken key of a reply that does not fit, and none of its values', async () => {
  const { accounts } = scripted({ [`GET ${companies}`]: [200, { results: [{ properties: { name: 'Aino Mäki Tmi' } }] }] });
  const error = await collect(accounts.all(null)).catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'RetryableError', code: 'malformed-reply' });
  expect(String(error)).toContain('results.0.id');
  expect(String(error)).not.toContain('Aino');
});

it('knows no registry but its own', async () => {
  await expect(scripted({}).connector.registry('industries')).rejects.toThrow(RangeError);
});
