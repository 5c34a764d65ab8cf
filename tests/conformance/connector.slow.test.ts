// One suite over every connector: what the engine may rely on, whichever system is behind the port. What differs between
// systems is in their harnesses; a test here that named a system would be a hole in the port.
import { afterEach, describe, expect, it } from 'vitest';
import type { EntityAdapter, Page } from '../../src/connectors/connector.ts';
import { isEmpty } from '../../src/core/value.ts';
import { isTombstone } from '../../src/core/vocabulary.ts';
import type { Snapshot } from '../../src/core/vocabulary.ts';
import { AccessError, RetryableError } from '../../src/lib/errors.ts';
import type { Harness, Running, StartOptions } from './harness.ts';
import { hubspotHarness } from './hubspot-harness.ts';
import { severaHarness } from './severa-harness.ts';
import { comparable, create, doneSnapshot, idsOf, lastCheckpoint, totalCalls } from './showing.ts';

const harnesses: readonly Harness[] = [hubspotHarness, severaHarness];

async function collect(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** Everything the system shows of one account, deep fields too. */
async function wholeOf(accounts: EntityAdapter, id: string): Promise<Snapshot> {
  const snapshot = (await collect(accounts.all(null))).flatMap((page) => page.snapshots).find((one) => one.id === id);
  if (!snapshot) throw new Error('the account is not in the full pass');
  let { fields, handles } = snapshot;
  for await (const deep of accounts.deep([{ id, handles }])) {
    for (const more of deep) {
      fields = { ...fields, ...more.fields };
      handles = { ...handles, ...more.handles };
    }
  }
  return { ...snapshot, fields, handles };
}

describe.each(harnesses.map((harness) => [harness.name, harness] as const))('the %s connector', (_name, harness) => {
  let running: Running | null = null;
  const start = async (options?: StartOptions): Promise<Running & { readonly accounts: EntityAdapter }> => {
    running = await harness.start(options);
    const accounts = running.connector.entities.get('account');
    if (!accounts) throw new Error('no account entity');
    return { ...running, accounts };
  };
  afterEach(async () => {
    const stopping = running;
    running = null;
    await stopping?.stop();
  });

  it('shows every account once and goes on after any page as if nothing had happened', async () => {
    const { accounts, create } = await start();
    const ids: string[] = [];
    for (let index = 0; index < 230; index++) ids.push(await create({ name: `Yritys ${index} Oy` }));
    const pages = await collect(accounts.all(null));
    expect(idsOf(pages)).toEqual(ids.toSorted());
    expect(pages.map((page) => page.complete)).toEqual(pages.map((_, index) => index === pages.length - 1));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, page] of pages.slice(0, -1).entries()) {
      expect(idsOf(await collect(accounts.all(page.checkpoint)))).toEqual(idsOf(pages.slice(index + 1)));
    }
  });

  it('shows an edit and a new account, and shows them again from the same checkpoint', async () => {
    const { accounts, create, edit, catchUp } = await start();
    const [first] = [await create({ name: 'Koivula Oy' }), await create({ name: 'Mäntylä Oy' })];
    await catchUp();
    const checkpoint = lastCheckpoint(await collect(accounts.changes(lastCheckpoint(await collect(accounts.all(null))))));
    await edit(first, { name: 'Koivula ja Pojat Oy', phone: '+358 40 555 0199', employees: 7 });
    const made = await create({ name: 'Saarni Oy' });
    await catchUp();
    const once = await collect(accounts.changes(checkpoint));
    for (const pages of [once, await collect(accounts.changes(checkpoint))]) {
      const shown = new Map(pages.flatMap((page) => page.snapshots).map((snapshot) => [snapshot.id, snapshot]));
      expect(shown.get(first)?.fields).toMatchObject({ name: 'Koivula ja Pojat Oy', employees: 7 });
      expect(shown.get(made)?.fields).toMatchObject({ name: 'Saarni Oy' });
    }
  });

  it('does not lose an edit made while the full pass was under way', async () => {
    const { accounts, create, edit, catchUp, clock } = await start();
    const id = await create({ name: 'Koivula Oy' });
    clock.advance(3_600_000);
    let checkpoint = '';
    for await (const page of accounts.all(null)) {
      if (page.snapshots.some((snapshot) => snapshot.id === id)) await edit(id, { name: 'Koivula ja Pojat Oy' });
      ({ checkpoint } = page);
    }
    await catchUp();
    const shown = (await collect(accounts.changes(checkpoint))).flatMap((page) => page.snapshots);
    expect(shown.find((snapshot) => snapshot.id === id)?.fields['name']).toBe('Koivula ja Pojat Oy');
  });

  it('costs the stated calls when nothing has changed', async () => {
    const running = await start();
    await running.create({ name: 'Koivula Oy' });
    running.clock.advance(600_000);
    const first = await collect(running.accounts.changes(lastCheckpoint(await collect(running.accounts.all(null)))));
    running.clock.advance(600_000);
    const before = totalCalls(running);
    const idle = await collect(running.accounts.changes(lastCheckpoint(first)));
    expect(idsOf(idle)).toEqual([]);
    expect(totalCalls(running) - before).toBe(harness.idleCalls);
  });

  it('reads by id, and tells what is gone', async () => {
    const { accounts, create, remove } = await start();
    const [kept, gone] = [await create({ name: 'Koivula Oy' }), await create({ name: 'Mäntylä Oy' })];
    await remove(gone);
    const answers = await accounts.read([kept, gone]);
    expect(answers.get(kept)).toMatchObject({ id: kept, fields: { name: 'Koivula Oy' } });
    const tombstone = answers.get(gone);
    expect(tombstone && isTombstone(tombstone) && tombstone.id).toBe(gone);
  });

  it('answers a create with what it stored', async () => {
    const { accounts } = await start();
    const [outcome] = await accounts.write([create('key-1', { name: 'Koivula Oy', city: 'Kuopio' })]);
    const snapshot = doneSnapshot(outcome);
    expect(snapshot.fields).toMatchObject({ name: 'Koivula Oy', city: 'Kuopio' });
    const read = (await accounts.read([snapshot.id])).get(snapshot.id);
    expect(read && !isTombstone(read) && read.fields).toMatchObject({ name: 'Koivula Oy', city: 'Kuopio' });
  });

  it('keeps every writable field as it said it would, made or changed', async () => {
    const running = await start();
    const { accounts } = running;
    await collect(accounts.all(null));
    const sample = await harness.sample(running);
    const writable = Object.entries(accounts.fields).filter(([, can]) => can.write).map(([field]) => field);
    expect(writable.filter((field) => !(field in sample))).toEqual([]);
    const fields = Object.fromEntries(Object.entries(sample).filter(([field]) => writable.includes(field)));
    const said = accounts.represent(fields);
    expect(said.cannot).toEqual({});

    const [made] = await accounts.write([create('key-1', fields)]);
    expect(made).toMatchObject({ unsettled: [] });
    expect(comparable((await wholeOf(accounts, doneSnapshot(made).id)).fields)).toMatchObject(comparable(said.fields));

    const plain = doneSnapshot((await accounts.write([create('key-2', { name: 'Mäntylä Oy' })]))[0]);
    const seen = await wholeOf(accounts, plain.id);
    const [changed] = await accounts.write([{ kind: 'update', key: 'key-3', id: plain.id, handles: seen.handles, fields, seen: seen.fields }]);
    expect(changed).toMatchObject({ unsettled: [] });
    expect(doneSnapshot(changed).id).toBe(plain.id);
    expect(comparable((await wholeOf(accounts, plain.id)).fields)).toMatchObject(comparable(said.fields));
  });

  it('clears every field that can be empty', async () => {
    const running = await start();
    const { accounts } = running;
    await collect(accounts.all(null));
    const sample = Object.entries(await harness.sample(running)).filter(([field]) => accounts.fields[field]?.write === true);
    const made = doneSnapshot((await accounts.write([create('key-1', Object.fromEntries(sample))]))[0]);
    const seen = await wholeOf(accounts, made.id);
    const empty = Object.fromEntries(sample.filter(([field]) => field !== 'name').map(([field, value]) => [field, Array.isArray(value) ? [] : null]));
    const said = accounts.represent(empty).fields;
    expect(Object.keys(said).length).toBeGreaterThan(10);
    const [cleared] = await accounts.write([{ kind: 'update', key: 'key-2', id: made.id, handles: seen.handles, fields: Object.fromEntries(Object.entries(said).filter(([field]) => field in empty)), seen: seen.fields }]);
    expect(cleared).toMatchObject({ kind: 'done', unsettled: [] });
    const after = await wholeOf(accounts, made.id);
    expect(comparable(after.fields)).toMatchObject(comparable(said));
    expect(Object.entries(said).filter(([, value]) => isEmpty(value)).length).toBeGreaterThan(10);
    expect(after.fields['name']).toBe(sample.find(([field]) => field === 'name')?.[1]);
  });

  it('rejects the record that is refused and stores the others', async () => {
    const { accounts } = await start();
    const outcomes = await accounts.write([create('key-1', { name: 'Koivula Oy' }), create('key-2', { notes: 'nameless' }), create('key-3', { name: 'Saarni Oy' })]);
    expect(outcomes.map((outcome) => `${outcome.key} ${outcome.kind}`)).toEqual(['key-1 done', 'key-2 rejected', 'key-3 done']);
    expect(idsOf(await collect(accounts.all(null)))).toHaveLength(2);
  });

  it.each(['reset-after-commit', 'timeout-after-commit', 'half-body'] as const)('calls a create unknown when the answer was lost (%s), and finds it once', async (kind) => {
    const { accounts, faults, targets, clock } = await start();
    const since = new Date(clock.now()).toISOString();
    faults.add({ kind, ...targets.create, times: 1 });
    const write = create('key-1', { name: 'Koivula Oy', businessId: '1572860-0' });
    const [outcome] = await accounts.write([write]);
    expect(outcome).toMatchObject({ kind: 'unknown', key: 'key-1', error: { outcomeUnknown: true } });
    expect((await accounts.find([write], since)).get('key-1')).toHaveLength(1);
    expect(idsOf(await collect(accounts.all(null)))).toHaveLength(1);
  });

  it('finds nothing for a create that never arrived', async () => {
    const { accounts, faults, targets, clock } = await start();
    const since = new Date(clock.now()).toISOString();
    faults.add({ kind: 'reset-before', ...targets.create, times: 1 });
    const write = create('key-1', { name: 'Koivula Oy', businessId: '1572860-0' });
    expect(await accounts.write([write])).toMatchObject([{ kind: 'unknown' }]);
    expect((await accounts.find([write], since)).get('key-1') ?? []).toEqual([]);
  });

  it('repeats an update whose answer was lost', async () => {
    const { accounts, create, faults, targets } = await start();
    const id = await create({ name: 'Koivula Oy' });
    const seen = await wholeOf(accounts, id);
    faults.add({ kind: 'reset-after-commit', ...targets.update, times: 1 });
    const [outcome] = await accounts.write([{ kind: 'update', key: 'key-1', id, handles: seen.handles, fields: { name: 'Koivula ja Pojat Oy' }, seen: seen.fields }]);
    expect(doneSnapshot(outcome).fields['name']).toBe('Koivula ja Pojat Oy');
  });

  it('looks again just before an update', async () => {
    const { accounts, create, edit, clock } = await start();
    const id = await create({ name: 'Koivula Oy' });
    clock.advance(60_000);
    const since = new Date(clock.now()).toISOString();
    clock.advance(60_000);
    await edit(id, { name: 'Koivula ja Pojat Oy' });
    const seen = await accounts.guard(since, [id]);
    expect(seen.find((one) => one.id === id)).toMatchObject({ fields: { name: 'Koivula ja Pojat Oy' } });
  });

  it('waits as long as the system asks when the quota is spent', async () => {
    const { accounts, create, faults, targets, clock } = await start();
    await create({ name: 'Koivula Oy' });
    faults.add({ kind: 'status-429', ...targets.list, times: 2, retryAfter: 3 });
    const before = clock.now();
    expect(idsOf(await collect(accounts.all(null)))).toHaveLength(1);
    expect(clock.now() - before).toBeGreaterThanOrEqual(6_000);
  });

  // A static token cannot be renewed.
  it.runIf(harness.renewsTokens)('renews a token that ended early, once', async () => {
    const running = await start();
    await running.create({ name: 'Koivula Oy' });
    await collect(running.accounts.all(null));
    const tokens = (): number => [...running.connector.calls].filter(([route]) => route.includes('token')).reduce((sum, [, count]) => sum + count, 0);
    const before = tokens();
    running.expireToken();
    expect(idsOf(await collect(running.accounts.all(null)))).toHaveLength(1);
    expect(tokens() - before).toBe(1);
  });

  it('says that the credentials are refused, and not what they are', async () => {
    const { accounts } = await start({ credentials: 'wrong' });
    const error: unknown = await collect(accounts.all(null)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(AccessError);
    expect(error).toMatchObject({ code: 'credentials-refused' });
    for (const secret of harness.secrets) expect(String(error)).not.toContain(secret);
  });

  it('takes a broken reply as trouble that may pass, and quotes nothing of it', async () => {
    const { accounts, create, faults, targets } = await start();
    await create({ name: 'Koivula Oy' });
    faults.add({ kind: 'malformed', ...targets.list });
    const error: unknown = await collect(accounts.all(null)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: 'malformed-reply' });
    expect(String(error)).not.toContain('Koivula');
    faults.clear();
    expect(idsOf(await collect(accounts.all(null)))).toHaveLength(1);
  });

  it('reads what is there before anything of ours was set up', async () => {
    const { accounts, create } = await start({ unprepared: true });
    const id = await create({ name: 'Koivula Oy', phone: '+358 40 555 0101', employees: 12 });
    expect((await wholeOf(accounts, id)).fields).toMatchObject({ name: 'Koivula Oy', phone: '+358 40 555 0101', employees: 12 });
  });

  it('makes its set-up once', async () => {
    const { connector } = await start();
    expect(await connector.prepare({ dryRun: true, choices: {} })).toEqual([]);
  });

  it('checks its credentials and tells the account', async () => {
    const { connector } = await start();
    const told = await connector.check();
    expect(told.missing).toEqual({});
    for (const name of connector.registries) expect(Array.isArray(await connector.registry(name))).toBe(true);
  });
});
