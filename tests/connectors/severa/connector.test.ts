import { describe, expect, it } from 'vitest';
import { memoryRegistryCache } from '../../conformance/harness.ts';
import { pagesOf, readThrough, scopes, severaBench } from './bench.ts';

describe('the token', () => {
  it('is asked for with exactly the scopes of the features, once for many calls at a time', async () => {
    const bench = severaBench();
    await Promise.all([bench.connector.registry('owners'), bench.connector.registry('industries'), bench.connector.registry('vatRates')]);
    expect(bench.calls()['POST /v1/token']).toBe(1);
    const { scopes: granted, missing } = await bench.connector.check();
    expect(granted?.toSorted()).toEqual(Object.values(scopes).flat().toSorted());
    expect(missing).toEqual({});
  });

  it('is renewed a minute before it ends', async () => {
    const bench = severaBench();
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(3_539_000);
    bench.calls();
    await pagesOf(bench.account.changes(checkpoint));
    expect(bench.calls()['POST /v1/token']).toBeUndefined();
    bench.clock.advance(2_000);
    await pagesOf(bench.account.changes(checkpoint));
    expect(bench.calls()['POST /v1/token']).toBe(1);
  });

  it('is renewed once when the server ends it early', async () => {
    const bench = severaBench();
    const checkpoint = await readThrough(bench.account);
    bench.model.faults.add({ kind: 'expire-token', times: 1 });
    bench.calls();
    await pagesOf(bench.account.changes(checkpoint));
    expect(bench.calls()).toEqual({ 'POST /v1/token': 1, 'GET /v1/addresses': 2, 'GET /v1/customers': 1 });
  });

  it.each(['partial', 'refuse'] as const)('tells which features lack a scope when the server answers %s', async (ungrantedScope) => {
    const bench = severaBench({ sandbox: { grantedScopes: scopes.accounts, facts: { ungrantedScope } } });
    const check = await bench.connector.check();
    expect(check.missing).toEqual({ salesCases: scopes.salesCases, organization: scopes.organization });
    expect(check.account).toBeNull();
    await expect(readThrough(bench.account)).resolves.toBeTypeOf('string');
  });
});

describe('the connector', () => {
  it('tells the name and currency of the organisation', async () => {
    const { connector } = severaBench();
    const check = await connector.check();
    expect(check.account).toBeTruthy();
    expect(check.facts['currency']).toBe('EUR');
    expect(await connector.prepare({ dryRun: true, choices: {} })).toEqual([]);
  });

  it('keeps of a user the name, the e-mail and whether it is active', async () => {
    const bench = severaBench();
    const id = bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'AINO@luotsi.example', phone: '040 1', socialSecurityNumber: '010190-999X', isActive: false });
    const owner = (await bench.connector.registry('owners')).find((item) => item.id === id);
    expect(owner).toEqual({ id, label: 'Aino Virta', email: 'aino@luotsi.example', active: false });
  });

  it('makes no registry call while the cache of another process is fresh', async () => {
    const registryCache = memoryRegistryCache();
    const first = severaBench({ connector: { registryCache } });
    await readThrough(first.account);
    const second = severaBench({ connector: { registryCache } });
    await readThrough(second.account);
    expect(Object.keys(second.calls()).toSorted()).toEqual(['GET /v1/addresses', 'GET /v1/customermarketsegments', 'GET /v1/customers', 'POST /v1/token']);
    second.clock.advance(3_600_000);
    await readThrough(second.account);
    expect(second.calls()['GET /v1/industries']).toBe(1);
  });

  it('reads a registry of more rows than one page to its end', async () => {
    const bench = severaBench({ sandbox: { pageMax: 20 } });
    for (let index = 0; index < 45; index++) bench.put('industries', { name: `Toimiala ${index}` });
    expect((await bench.connector.registry('industries')).length).toBeGreaterThanOrEqual(45);
  });

  it('does not know a registry that Severa is not the home of', async () => {
    await expect(severaBench().connector.registry('pipelines')).rejects.toThrow(RangeError);
  });

  it('waits out the quota', async () => {
    const bench = severaBench({ sandbox: { quota: true } });
    for (let index = 0; index < 1_500; index++) bench.put('customers', { name: `Koivu ${index}` });
    const pages = await pagesOf(bench.account.all(null));
    expect(pages.flatMap((page) => page.snapshots)).toHaveLength(1_500);
    expect(bench.model.refused).toBeGreaterThan(0);
  });
});
