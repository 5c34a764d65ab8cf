import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig, type Config, type Environment } from '../src/config.ts';
import { ConfigError } from '../src/lib/errors.ts';
import { copyInstallation, installationRoot, type Edits } from './support/installation.ts';

const severa = { SEVERA_CLIENT_ID: 'client', SEVERA_CLIENT_SECRET: 'severa-secret' };

function load(env: Environment = {}, rootDir = installationRoot): Config {
  return loadConfig({ env, rootDir });
}

function refusal(work: () => unknown): ConfigError {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

/** The message of the refusal after one edit of one file. */
function refusedEdit(file: string, edits: Edits, env: Environment = {}): string {
  const installation = copyInstallation();
  installation.edit(file, edits);
  return refusal(() => load(env, installation.rootDir)).message;
}

describe('the environment', () => {
  it('may be empty: no vendor is connected and every other setting has its default', () => {
    const config = load({ SEVERA_BASE_URL: '', SAUMA_PORT: ' ' });
    expect(config).toMatchObject({ severa: null, hubspot: null, signIn: null, databaseUrl: null, port: 7300, secretKey: null });
    expect(config.dataDir).toBe(`${installationRoot}/data/main`);
  });

  it('connects each vendor at its own address unless told another one', () => {
    const config = load({ ...severa, HUBSPOT_TOKEN: 'pat-1', HUBSPOT_BASE_URL: 'http://127.0.0.1:7402/', SAUMA_DATA_DIR: 'data/other' });
    expect(config.severa).toMatchObject({ baseUrl: 'https://api.severa.visma.com/rest-api', limits: { severa: { calls: 10, windowMs: 1000 } } });
    expect(config.hubspot).toMatchObject({ baseUrl: 'http://127.0.0.1:7402', credentials: { kind: 'token' } });
    expect(config.hubspot?.limits).toEqual({ hubspot: { calls: 100, windowMs: 10_000 }, 'hubspot-search': { calls: 5, windowMs: 1000 } });
    expect(config.dataDir).toBe(`${installationRoot}/data/other`);
  });

  it('takes a public address with https, and on this machine without', () => {
    const told = ['https://sauma.example.fi/', 'https://sauma.example.fi:8443', 'http://127.0.0.1:7300', 'http://[::1]:7300/', 'http://localhost'].map((address) => load({ SAUMA_PUBLIC_URL: address }).publicUrl);
    expect(told).toEqual(['https://sauma.example.fi', 'https://sauma.example.fi:8443', 'http://127.0.0.1:7300', 'http://[::1]:7300', 'http://localhost']);
  });

  it('takes an OAuth installation of HubSpot instead of a token', () => {
    const config = load({ HUBSPOT_CLIENT_ID: 'a', HUBSPOT_CLIENT_SECRET: 'b', HUBSPOT_REFRESH_TOKEN: 'c' });
    expect(config.hubspot?.credentials).toMatchObject({ kind: 'oauth', clientId: 'a' });
    expect(load({ HUBSPOT_CLIENT_ID: 'a', HUBSPOT_CLIENT_SECRET: 'b' }).hubspot?.credentials).toMatchObject({ kind: 'oauth', refreshToken: null });
  });

  it.each<[string, Environment, string]>([
    ['a Severa client without its secret', { SEVERA_CLIENT_ID: 'client' }, 'SEVERA_CLIENT_SECRET is not set although SEVERA_CLIENT_ID is.'],
    ['a Severa secret without its client', { SEVERA_CLIENT_SECRET: 'x' }, 'SEVERA_CLIENT_ID is not set although SEVERA_CLIENT_SECRET is.'],
    ['a HubSpot app without its secret', { HUBSPOT_CLIENT_ID: 'a' }, 'HUBSPOT_CLIENT_SECRET is not set although HUBSPOT_CLIENT_ID is.'],
    ['a refresh token without its HubSpot app', { HUBSPOT_REFRESH_TOKEN: 'c' }, 'HUBSPOT_CLIENT_ID is not set although HUBSPOT_REFRESH_TOKEN is.'],
    ['two kinds of HubSpot credentials', { HUBSPOT_TOKEN: 'a', HUBSPOT_REFRESH_TOKEN: 'b' }, 'HUBSPOT_REFRESH_TOKEN are both set'],
    ['an address that is none', { ...severa, SEVERA_BASE_URL: 'severa.example.fi' }, 'SEVERA_BASE_URL must be a whole address'],
    ['an address of another kind', { HUBSPOT_TOKEN: 'a', HUBSPOT_BASE_URL: 'ftp://crm.example.fi' }, 'HUBSPOT_BASE_URL must be a whole address'],
    ['an address with credentials', { SAUMA_PUBLIC_URL: 'https://me:pw@sauma.example.fi' }, 'SAUMA_PUBLIC_URL must be a plain address'],
    ['an unencrypted public address', { SAUMA_PUBLIC_URL: 'http://sauma.example.fi' }, 'SAUMA_PUBLIC_URL must begin with https://; only an address of this machine may do without. Write https://sauma.example.fi,'],
    ['a public address that only begins like this machine', { SAUMA_PUBLIC_URL: 'http://localhost.example.fi' }, 'SAUMA_PUBLIC_URL must begin with https://'],
    ['a public address with a path', { SAUMA_PUBLIC_URL: 'https://www.example.fi/sauma' }, 'SAUMA_PUBLIC_URL must have no path: Sauma answers at the root of a host. Write https://www.example.fi,'],
    ['a wrong address of a vendor that is not connected', { HUBSPOT_BASE_URL: 'crm' }, 'HUBSPOT_BASE_URL must be a whole address'],
    ['a port in words', { SAUMA_PORT: 'eighty' }, 'SAUMA_PORT must be a port number from 0 to 65535'],
    ['a port out of range', { SAUMA_PORT: '70000' }, 'SAUMA_PORT must be a port number'],
    ['another kind of database', { DATABASE_URL: 'mysql://db.example.fi/sauma' }, 'DATABASE_URL must be the address of a PostgreSQL server'],
    ['a migration address that is none', { SAUMA_MIGRATION_URL: 'db' }, 'SAUMA_MIGRATION_URL must be the address of a PostgreSQL server'],
    ['a short key', { SAUMA_SECRET_KEY: 'c2hvcnQ=' }, 'SAUMA_SECRET_KEY must be 32 bytes'],
    ['half a sign-in', { OIDC_ISSUER: 'https://login.example.fi', OIDC_CLIENT_ID: 'a' }, 'OIDC_CLIENT_SECRET is not set'],
    ['an unencrypted address of the real vendor', { ...severa, SEVERA_BASE_URL: 'http://api.severa.visma.com/rest-api' }, 'SEVERA_BASE_URL must begin with https://'],
  ])('refuses %s and names the variable', (_, env, message) => {
    const error = refusal(() => load(env));
    expect(error.message).toContain(message);
    expect(error.key).toMatch(/^[A-Z_]+$/);
  });

  it('takes a key in hex or base64 as the same key', () => {
    const bytes = Buffer.alloc(32, 7);
    const keys = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')].map((key) => load({ SAUMA_SECRET_KEY: key }).secretKey?.reveal());
    expect(new Set(keys)).toEqual(new Set([bytes.toString('base64')]));
  });

  it('takes several keys with commas between, and none of them twice', () => {
    const [one, other] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
    expect(load({ SAUMA_SECRET_KEY: `${one.toString('hex')}, ${other.toString('base64')}` }).secretKey?.reveal()).toBe(`${one.toString('base64')},${other.toString('base64')}`);
    expect(() => load({ SAUMA_SECRET_KEY: `${one.toString('hex')},${one.toString('base64')}` })).toThrow('names a key twice');
    expect(() => load({ SAUMA_SECRET_KEY: `${one.toString('hex')},` })).toThrow('must be 32 bytes');
  });

  it('never shows a secret, however the configuration is printed', () => {
    const secrets = ['severa-secret', 'pat-secret', 'hook-secret', 'database-secret', 'sign-in-secret'];
    const config = load({
      ...severa,
      HUBSPOT_TOKEN: 'pat-secret',
      HUBSPOT_WEBHOOK_SECRET: 'hook-secret',
      DATABASE_URL: 'postgres://sauma:database-secret@db.example.fi/sauma',
      OIDC_ISSUER: 'https://login.example.fi',
      OIDC_CLIENT_ID: 'sauma',
      OIDC_CLIENT_SECRET: 'sign-in-secret',
    });
    const shown = JSON.stringify(config) + inspect(config, { depth: null, showHidden: true }) + String(config.databaseUrl);
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(config.databaseUrl?.reveal()).toContain('database-secret');
  });
});

describe('config/', () => {
  const settings = 'config/default.json';
  const policy = 'config/policy.json';

  it('names an unknown field of a rule and suggests the one that was meant', () => {
    const message = refusedEdit(policy, { 'account.fields.nmae': { onConflict: 'ask' } });
    expect(message).toBe('config/policy.json: account.fields.nmae is not a field of account. Did you mean "name"?');
  });

  it.each<[string, Edits, string]>([
    ['an unknown entity', { acount: { default: { flow: 'both', onConflict: 'ask', onFirst: 'ask' }, fields: {} } }, 'acount is not an entity. Did you mean "account"?'],
    ['an unknown key of a rule', { 'account.fields.name.onConflicts': 'ask' }, 'account.fields.name.onConflicts is not a known key. Did you mean "onConflict"?'],
    ['a side that does not exist', { 'account.default.onFirst': ['psa', 'crn'] }, 'account.default.onFirst is wrong at 1: must be one of psa, crm, local, not "crn". Did you mean "crm"?'],
    ['a side named twice', { 'account.fields.owner.onFirst': ['psa', 'psa'] }, 'account.fields.owner.onFirst names a side twice.'],
    ['a way that does not exist', { 'account.fields.number.flow': ['psa>psa'] }, 'account.fields.number.flow is wrong at 0: must be one of psa>crm'],
    ['a form that does not exist', { 'account.fields.owner.onFirst': 5 }, 'account.fields.owner.onFirst must be ask or a list [...], not 5.'],
    ['an entity without a default rule', { 'account.default': undefined }, 'account.default is missing. Add it.'],
    ['no rules for an entity', { account: undefined }, 'account is missing. Add it with a "default" rule'],
  ])('refuses rules with %s', (_, edits, message) => {
    expect(refusedEdit(policy, edits)).toContain(`${policy}: ${message}`);
  });

  it.each<[string, Edits, string]>([
    ['an unknown key', { 'limits.severra': {} }, 'limits.severra is not a known key. Did you mean "severa"?'],
    ['an unknown key in a list', { 'schedules.jobs.0.every': 5 }, 'schedules.jobs.0.every is not a known key.'],
    ['a missing key', { 'guard.updates.share': undefined }, 'guard.updates.share is missing. Add it.'],
    ['a text for a number', { leaseMs: '60000' }, 'leaseMs must be a number, not "60000".'],
    ['a number out of range', { 'guard.updates.share': 20 }, 'guard.updates.share must be at most 1, not 20.'],
    ['an unknown choice', { 'guardedWrite.severa.mode': 'batches' }, 'guardedWrite.severa.mode must be one of each, batch, off, not "batches". Did you mean "batch"?'],
    ['a malformed text', { currency: 'euro' }, 'currency has a form that is not understood: "euro"'],
    ['an unknown time zone', { 'schedules.timeZone': 'Helsinki' }, 'schedules.timeZone is not a time zone'],
    ['a schedule at an impossible time', { 'schedules.jobs.0.cron': '61 * * * *' }, 'schedules.jobs.0.cron "61 * * * *" is no cron expression ('],
    ['a schedule with too few fields', { 'schedules.jobs.0.cron': '* * *' }, 'schedules.jobs.0.cron "* * *" is no cron expression ('],
    ['an unknown job', { 'schedules.jobs.0.job': 'swep' }, 'schedules.jobs.0.job must be one of cycle, money, sweep, deep, not "swep". Did you mean "sweep"?'],
    ['a schedule of an unknown entity', { 'schedules.jobs.1.entity': 'accounts' }, 'schedules.jobs.1.entity is not an entity. Did you mean "account"?'],
    ['a schedule of an unknown side', { 'schedules.jobs.0.side': 'hubspot' }, 'schedules.jobs.0.side must be one of both, psa, crm, not "hubspot".'],
    ['two schedules of one name', { 'schedules.jobs.1.name': 'cycle' }, 'schedules.jobs has two jobs of one name'],
  ])('refuses settings with %s', (_, edits, message) => {
    expect(refusedEdit(settings, edits)).toContain(`${settings}: ${message}`);
  });

  it('counts the mistakes that follow the first', () => {
    const message = refusedEdit(settings, { currency: 1, searchLagMs: 'a', linksPerBatch: 0 });
    expect(message).toMatch(/^config\/default\.json: currency must be a text, not 1\. \(and 2 more mistakes in this file\)$/);
  });

  it('refuses a role with a right that does not exist', () => {
    expect(refusedEdit('config/roles.json', { 'sales.reads': ['amount'] })).toContain('sales.reads.0 must be one of');
  });

  it('refuses a file that is missing or is not JSON, and says which', () => {
    const installation = copyInstallation();
    installation.write('config/roles.json', '{ "admin": ');
    expect(refusal(() => load({}, installation.rootDir)).message).toMatch(/^config\/roles\.json: the file is not valid JSON: .+ Correct it/);
    expect(refusal(() => load({}, `${installation.rootDir}/absent`)).message).toMatch(/^manifest\.json: the file cannot be read/);
  });

  it('gives every field of every entity a whole rule', () => {
    const config = load();
    for (const [name, entity] of config.entities) {
      const rules = config.policy.get(name);
      expect([...(rules?.keys() ?? [])]).toEqual([...entity.fields.keys()]);
      for (const rule of rules?.values() ?? []) expect(rule).toEqual({ flow: expect.any(Array), onConflict: expect.anything(), onFirst: expect.anything() });
    }
    expect(config.policy.get('account')?.get('city')?.flow).toHaveLength(6);
    expect(config.policy.get('account')?.get('name')).toMatchObject({ onConflict: 'ask', onFirst: ['psa', 'crm', 'local'] });
  });
});

describe('a read-only connection', () => {
  it('asks for no scope that may write', () => {
    const installation = copyInstallation();
    const features = (): string[] => Object.keys(load(severa, installation.rootDir).severa?.scopes ?? {});
    const money = ['money.projects', 'money.invoices', 'money.hours', 'money.fees', 'money.travels', 'money.settings'];
    expect(features()).toEqual(['accounts.read', 'accounts.write', 'contacts.read', 'contacts.write', 'salesCases.read', 'salesCases.write', ...money, 'privacy.read', 'privacy.write', 'privacy.travels.read', 'privacy.travels.write']);
    installation.edit('config/default.json', { 'connections.severa.mode': 'read-only' });
    expect(features()).toEqual(['accounts.read', 'contacts.read', 'salesCases.read', ...money, 'privacy.read', 'privacy.travels.read']);
    installation.edit('config/default.json', { 'features.money': false });
    expect(features()).toEqual(['accounts.read', 'contacts.read', 'salesCases.read', 'privacy.read', 'privacy.travels.read']);
  });
});

describe('activities', () => {
  it('are no entity and need no right until they are switched on, though their rules are checked', () => {
    const installation = copyInstallation();
    const present = (): readonly unknown[] => {
      const { entities, policy, severa: psa, hubspot: crm } = load({ ...severa, HUBSPOT_TOKEN: 'pat-1' }, installation.rootDir);
      const asked = Object.keys({ ...psa?.scopes, ...crm?.scopes }).filter((feature) => feature.startsWith('activities.'));
      return [entities.has('activity'), policy.has('activity'), asked];
    };
    expect(present()).toEqual([false, true, []]);
    installation.edit('config/default.json', { 'features.activities': true });
    expect(present()).toEqual([true, true, ['activities.read', 'activities.write']]);
    expect(refusedEdit('config/default.json', { activityTypes: [{ type: 'Puhelu', kind: 'mail' }] })).toContain('activityTypes.0.kind must be one of');
  });
});

describe('figures', () => {
  it('are fields that only we fill and only the CRM gets, each amount only when it is named', () => {
    const installation = copyInstallation();
    const present = (): readonly (readonly unknown[])[] => {
      const { entities, policy, hubspot: crm, severa: psa } = load({ ...severa, HUBSPOT_TOKEN: 'pat-1' }, installation.rootDir);
      const named = (name: string): boolean => crm?.customFields.some((field) => field.name === name) ?? false;
      return ['lastWorkOn', 'overdue'].map((field) => [entities.get('account')?.fields.has(field), policy.get('account')?.get(field)?.flow, named(field === 'overdue' ? 'sauma_overdue' : 'sauma_last_work_on'), psa?.customFields.length]);
    };
    expect(present()).toEqual([[true, ['local>crm'], true, 0], [false, undefined, false, 0]]);
    installation.edit('config/default.json', { 'rollUps.amounts': ['account.overdue'] });
    expect(present()).toEqual([[true, ['local>crm'], true, 0], [true, ['local>crm'], true, 0]]);
    installation.edit('config/default.json', { 'features.money': false });
    expect(present()).toEqual([[false, undefined, false, 0], [false, undefined, false, 0]]);
    expect(refusedEdit('config/default.json', { 'rollUps.amounts': ['account.profit'] })).toContain('rollUps.amounts.0 must be one of');
  });
});

describe('limits', () => {
  it('above the quota are refused at the vendor itself and accepted elsewhere', () => {
    const installation = copyInstallation();
    installation.edit('config/default.json', { 'limits.severa.calls': 20 });
    const error = refusal(() => load(severa, installation.rootDir));
    expect(error.message).toContain('limits.severa asks for 20 calls in 1000 ms, and Visma Severa allows 10 in 1000 ms.');
    expect(load({ ...severa, SEVERA_BASE_URL: 'http://127.0.0.1:7401/rest-api' }, installation.rootDir).severa?.limits['severa']?.calls).toBe(20);
    expect(load({}, installation.rootDir).severa).toBeNull();
  });

  it('of the chosen HubSpot tier and of searches are held to their own quotas', () => {
    const env = { HUBSPOT_TOKEN: 'pat-1', HUBSPOT_BASE_URL: 'https://api-eu1.hubapi.com' };
    const faster = { 'limits.hubspot.tiers.free.calls': 150 };
    expect(refusedEdit('config/default.json', faster, env)).toContain('limits.hubspot.tiers.free asks for 150 calls');
    expect(refusedEdit('config/default.json', { 'limits.hubspot.search.windowMs': 900 }, env)).toContain('limits.hubspot.search asks for 5 calls in 900 ms');
  });

  it('may not gather calls of a longer window into one burst above the quota', () => {
    const edits = { 'limits.severa': { calls: 100, windowMs: 10_000 } };
    expect(refusedEdit('config/default.json', edits, severa)).toContain('limits.severa asks for 100 calls in 10000 ms');
  });

  it('may always be lower', () => {
    const installation = copyInstallation();
    installation.edit('config/default.json', { 'limits.severa': { calls: 8, windowMs: 60_000 } });
    expect(load(severa, installation.rootDir).severa?.limits['severa']).toEqual({ calls: 8, windowMs: 60_000 });
  });
});

describe('custom fields', () => {
  const field = {
    entity: 'account',
    key: 'deliveryNote',
    kind: 'text',
    category: 'free-text',
    label: { fi: 'Toimitusohje', en: 'Delivery note' },
    names: { psa: 'Toimitusohje', crm: 'delivery_note' },
    rule: { onConflict: 'ask' },
  };

  it('become fields of their entity with the default rule, their own rule and a name in each system', () => {
    const installation = copyInstallation();
    installation.edit('config/default.json', { customFields: [field] });
    const config = load({ ...severa, HUBSPOT_TOKEN: 'pat-1' }, installation.rootDir);
    expect(config.entities.get('account')?.fields.get('custom.deliveryNote')).toMatchObject({ kind: 'text', category: 'free-text' });
    expect(config.policy.get('account')?.get('custom.deliveryNote')).toMatchObject({ onConflict: 'ask', onFirst: ['psa', 'crm', 'local'] });
    expect(config.severa?.customFields).toMatchObject([{ entity: 'account', name: 'Toimitusohje' }]);
    expect(config.hubspot?.customFields.filter(({ field }) => field.name.startsWith('custom.'))).toMatchObject([{ field: { name: 'custom.deliveryNote' }, name: 'delivery_note' }]);
  });

  it.each<[string, readonly unknown[], string]>([
    ['no personal-data category', [{ ...field, category: undefined }], 'customFields.0.category is missing'],
    ['an unknown entity', [{ ...field, entity: 'company' }], 'customFields.0.entity is not an entity'],
    ['a key used twice', [field, field], 'customFields.1.key is used twice'],
    ['a kind that custom fields cannot have', [{ ...field, kind: 'money' }], 'customFields.0.kind must be one of text, number, date, bool'],
  ])('are refused with %s', (_, customFields, message) => {
    expect(refusedEdit('config/default.json', { customFields: customFields })).toContain(message);
  });
});
