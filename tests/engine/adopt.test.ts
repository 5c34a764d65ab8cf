// Creates whose outcome nobody knows: never two of them, and never a stranger taken for one.
import { expect, it } from 'vitest';
import type { EntityAdapter } from '../../src/connectors/connector.ts';
import { cycle } from '../../src/engine/cycle.ts';
import { pull } from '../../src/engine/pull.ts';
import { RejectedError, RetryableError } from '../../src/lib/errors.ts';
import { meet, MINUTE, openBench } from './bench.ts';

it('takes the record that an unanswered create has made', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.psa.script.fate = (write) => (write.kind === 'create' && bench.psa.written.length === 1 ? 'lost' : 'stored');
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.ids).toEqual(['psa-1']);
  const { sides, intents, matchedBy } = await bench.link('crm-1');
  expect(sides.psa?.id).toBe('psa-1');
  expect([intents, matchedBy]).toEqual([[], 'created']);
});

it('makes the record once more when the create was not carried out', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.psa.script.fate = () => (bench.psa.written.length === 1 ? 'unknown' : 'stored');
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.ids).toEqual(['psa-1']);
});

it('tells two creates of one name apart', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy', phone: '1' });
  bench.crm.add({ name: 'Kuura Oy', phone: '2' });
  bench.psa.script.fate = (write) => (write.kind === 'create' && bench.psa.written.length <= 2 ? 'lost' : 'stored');
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.ids).toHaveLength(2);
  for (const crmId of bench.crm.ids) expect((await bench.link(crmId)).sides.psa?.fields['phone']).toBe(bench.crm.shown(crmId)?.['phone']);
});

it('looks for the others although the system will not search for one of them', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.crm.add({ name: 'Halla Oy' });
  bench.psa.script.fate = (write) => (write.kind === 'create' && bench.psa.written.length <= 2 ? 'lost' : 'stored');
  bench.psa.script.find = (creates) => {
    if (creates.some(({ fields }) => fields['name'] === 'Kuura Oy')) throw new RejectedError('refused', 'no such search');
  };
  await bench.cycle();
  expect((await bench.link('crm-2')).sides.psa).toBeDefined();
  expect((await bench.link('crm-1')).intents).toMatchObject([{ side: 'psa', kind: 'create' }]);
  expect(bench.psa.ids).toHaveLength(2);
});

it('asks about a record that somebody has merged with another before anybody had written down that we made it', async () => {
  const bench = openBench();
  const { crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  const psaId = bench.psa.add({ name: 'Halla Oy', phone: '2' });
  bench.crm.script.fate = (write) => (write.kind === 'create' ? 'lost' : 'stored');
  let down = false;
  bench.crm.script.before = (what) => {
    if (what === 'find' && down) throw new RetryableError('unreachable', 'down');
    down ||= what === 'write';
  };
  await bench.cycle();
  bench.crm.script.before = () => undefined;
  bench.crm.script.fate = () => 'stored';
  const made = bench.crm.ids.at(-1) as string;
  bench.crm.merge(made, crmId);
  const written = bench.crm.written.length;
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.crm.written.slice(written).filter(({ kind }) => kind === 'create')).toEqual([]);
  expect((await bench.link(psaId)).sides.crm).toMatchObject({ gone: 'merged' });
  expect((await bench.store.inbox({ limit: 10 })).conflicts.map(({ field }) => field)).toEqual(['(record)']);
});

it('waits for the record that our key leads to, although a list shows only a namesake of somebody else', async () => {
  const bench = openBench();
  const adapter = bench.crm.connector.entities.get('account');
  if (adapter === undefined) throw new Error('the bench has no accounts');
  // A search index that lags shows what was made before, and nothing of ours.
  const lagging: typeof adapter = { ...adapter, can: { ...adapter.can, keyedCreate: true }, changes: async function* (checkpoint) {
    for await (const page of adapter.changes(checkpoint)) yield { ...page, snapshots: page.snapshots.filter(({ id }) => id !== 'crm-1') };
  } };
  Object.assign(bench.crm.connector, { entities: new Map([['account', lagging]]) });
  await bench.cycle();
  const psaId = bench.psa.add({ name: 'Kuura Oy', businessId: '0201256-6' });
  bench.crm.script.fate = (write) => (write.kind === 'create' ? 'lost' : 'stored');
  let isDown = true;
  bench.crm.script.before = (what) => {
    if (what === 'find' && isDown) throw new RetryableError('unreachable', 'down');
  };
  await bench.cycle();
  bench.crm.script.fate = () => 'stored';
  const namesake = bench.crm.add({ name: 'Kuura Oy', businessId: '0201256-6' });
  await bench.cycle();
  expect((await bench.link(psaId)).sides.crm).toBeUndefined();
  isDown = false;
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect((await bench.link(psaId)).sides.crm?.id).toBe('crm-1');
  expect(bench.psa.ids).toEqual([psaId]);
  // The other is asked about: a duplicate, or a branch.
  expect((await bench.store.inbox({ limit: 5 })).matches.flatMap(({ links }) => links.map(({ sides }) => sides.crm?.id))).toContain(namesake);
});

it('makes nothing again that somebody has taken away before anybody had written down that we made it', async () => {
  const bench = openBench();
  const psaId = bench.psa.add({ name: 'Kuura Oy', phone: '1' });
  const dying = { ...bench.engine, store: { ...bench.store, record: () => Promise.reject(new Error('killed')) } };
  await expect(cycle(dying, ['account'], { dryRun: false, approved: true, sweep: false, deep: false }, null)).rejects.toThrow('killed');
  await pull(bench.engine, 'account', 'crm', false);
  bench.crm.remove(bench.crm.ids[0] as string, 'deleted');
  // No search shows what is gone.
  Object.assign(bench.crm.connector.entities.get('account') as EntityAdapter, { find: () => Promise.resolve(new Map()) });
  bench.clock.advance(10 * MINUTE);
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.crm.ids).toHaveLength(1);
  expect((await bench.link(psaId)).sides.crm).toMatchObject({ gone: 'deleted' });
});
