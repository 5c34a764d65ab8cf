// Settings that people change while the service runs, laid over the files.
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { appliesOf, gatePath, valueAt } from '../src/config-changes.ts';
import { installationRoot } from './support/installation.ts';

const load = (changes: Readonly<Record<string, unknown>>) => loadConfig({ env: {}, rootDir: installationRoot, changes: new Map(Object.entries(changes)) });

describe('a change of a setting', () => {
  it('counts instead of what the file says, and leaves everything else', () => {
    const [before, after] = [load({}), load({ 'guard.updates.share': 0.5, 'rollUps.amounts': ['account.overdue'] })];
    expect(after.settings.guard.updates).toEqual({ ...before.settings.guard.updates, share: 0.5 });
    expect(after.entities.get('account')?.fields.has('overdue')).toBe(true);
    expect(before.entities.get('account')?.fields.has('overdue')).toBe(false);
  });

  it('reaches gates and deletions of the policy', () => {
    const after = load({ [gatePath('account', 'psa')]: { anyOf: [{ referredBy: 'salesCase' }], unless: [] }, 'policy.contact.deletes.crm': 'unlink' });
    expect(after.gates.get('account')?.psa).toEqual({ anyOf: [{ referredBy: 'salesCase' }], unless: [] });
    expect(after.deletes.get('contact')).toEqual({ psa: 'ask', crm: 'unlink', local: 'ask' });
  });

  it('is nothing when it is taken back', () => {
    expect(load({ 'guard.updates.share': null }).settings).toEqual(load({}).settings);
  });

  it('is refused where the file would be', () => {
    expect(() => load({ 'guard.updates.share': 7 })).toThrow('guard.updates.share must be at most 1');
    expect(() => load({ [gatePath('account', 'psa')]: { anyOf: [{ referredBy: 'invoice' }], unless: [] } })).toThrow('is not an entity');
  });
});

it('only the settings that are safe to change may be changed, and those that are read once wait for a start', () => {
  expect(['guard.updates.share', 'freeMailDomains', 'policy.account.gates.psa', 'policy.activity.deletes.local'].map(appliesOf)).toEqual(['now', 'now', 'now', 'now']);
  expect(['features.money', 'rollUps.amounts', 'stageMap', 'connections.hubspot.mode'].map(appliesOf)).toEqual(['start', 'start', 'start', 'start']);
  expect(['currency', 'leaseMs', 'limits.severa.calls', 'customFields', 'schedules.jobs', 'login.map', 'policy.salesCase.gates.crm', '__proto__'].map(appliesOf)).toEqual(Array(8).fill('never'));
});

it('a value is found at its path, and null where nothing stands', () => {
  expect([valueAt({ a: { b: [1] } }, 'a.b'), valueAt({ a: 1 }, 'a.b.c')]).toEqual([[1], null]);
});
