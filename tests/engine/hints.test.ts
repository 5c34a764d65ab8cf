// Hints: an event only tells where to look; what is then seen is saved as any page is.
import { beforeEach, expect, it } from 'vitest';
import type { Hint } from '../../src/core/vocabulary.ts';
import { takeHints } from '../../src/engine/hints.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { meet, MINUTE, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const DAY = 86_400_000;
let bench: Bench;
let ids: { readonly psaId: string; readonly crmId: string };
beforeEach(async () => {
  bench = openBench();
  ids = await meet(bench, { name: 'Kuura Oy', businessId: '1234567-1', notes: 'vanha' });
  bench.clock.advance(MINUTE);
});

const hint = (id: string, kind: Hint['kind'] = 'changed'): Hint => ({ entity: 'account', id, kind });
const hinted = (...hints: readonly Hint[]): Promise<void> => bench.store.saveHints('crm', hints);
const look = () => takeHints(bench.engine, 'account');
const left = async (): Promise<readonly string[]> => (await bench.store.hints({ entity: 'account', side: 'crm', limit: 100 })).map(({ id, kind }) => `${id} ${kind}`);
const goneOf = async (id: string) => (await bench.link(id)).sides.crm?.gone;

it('an edit is seen at once, and its link goes before what a poll found', async () => {
  bench.crm.edit(ids.crmId, { notes: 'uusi' });
  await hinted(hint(ids.crmId));
  expect(await look()).toEqual({ looked: 1, changed: 1 });
  expect(await left()).toEqual([]);
  const [taken] = await bench.store.take({ entity: 'account', limit: 10, ttlMs: MINUTE });
  expect([taken?.reason, taken?.link.sides.crm?.fields['notes']]).toEqual(['webhook', 'uusi']);
});

it('a repeated, an idle and an outdated hint change nothing', async () => {
  await hinted(hint(ids.crmId), hint(ids.crmId, 'related'), hint(ids.crmId, 'deleted'), hint(ids.crmId, 'restored'));
  expect(await look()).toEqual({ looked: 1, changed: 0 });
  expect(await look()).toEqual({ looked: 0, changed: 0 });
  expect(await goneOf(ids.crmId)).toBeNull();
  expect(await bench.store.take({ entity: 'account', limit: 10, ttlMs: MINUTE })).toEqual([]);
});

it('a record that is not found is deleted when an event says so, and only suspected when none does', async () => {
  const other = await meet(bench, { name: 'Halla Oy', businessId: '7654321-4' });
  bench.clock.advance(MINUTE);
  bench.crm.remove(ids.crmId, 'missing');
  bench.crm.remove(other.crmId, 'missing');
  await hinted(hint(ids.crmId, 'deleted'), hint(other.crmId));
  await look();
  expect([await goneOf(ids.crmId), await goneOf(other.crmId)]).toEqual(['deleted', null]);
  bench.clock.advance(MINUTE);
  await hinted(hint(other.crmId));
  await look();
  expect(await goneOf(other.crmId)).toBe('deleted');
});

it('a deletion that was taken back before anybody looked is none', async () => {
  await hinted(hint(ids.crmId, 'restored'), hint(ids.crmId, 'deleted'));
  await look();
  expect(await goneOf(ids.crmId)).toBeNull();
});

it('a merge moves the link to the record that is left, under whichever id the event named', async () => {
  const other = await meet(bench, { name: 'Kuura Ab', businessId: '2222222-2' });
  bench.clock.advance(MINUTE);
  bench.crm.merge(other.crmId, ids.crmId);
  await hinted(hint(other.crmId, 'merged'));
  await look();
  expect((await bench.link(ids.psaId)).sides.crm?.gone).toBe('merged');
});

it('a new record becomes known', async () => {
  const id = bench.crm.add({ name: 'Routa Oy' });
  await hinted(hint(id));
  expect(await look()).toEqual({ looked: 1, changed: 1 });
  expect((await bench.link(id)).stage).toBe('new');
});

it('waits on while the system does not answer, and is followed when it does', async () => {
  bench.crm.script.before = (what) => {
    if (what === 'read') throw new RetryableError('unreachable', 'down');
  };
  await hinted(hint(ids.crmId));
  await expect(look()).rejects.toThrow('down');
  expect(await left()).toEqual([`${ids.crmId} changed`]);
  bench.crm.script.before = () => undefined;
  expect(await look()).toEqual({ looked: 1, changed: 0 });
});

it('that comes again during the look is followed once more', async () => {
  await hinted(hint(ids.crmId));
  bench.crm.script.before = async (what) => {
    if (what !== 'read') return;
    bench.crm.script.before = () => undefined;
    await hinted(hint(ids.crmId));
  };
  await look();
  expect(await left()).toEqual([`${ids.crmId} changed`]);
});

it('waits until the side has been read as a whole, and while another process looks', async () => {
  const fresh = openBench();
  await fresh.store.saveHints('crm', [hint('crm-1')]);
  expect(await takeHints(fresh.engine, 'account')).toEqual({ looked: 0, changed: 0 });
  await hinted(hint(ids.crmId));
  await bench.store.takeLease('hints:crm:account', MINUTE);
  expect(await look()).toEqual({ looked: 0, changed: 0 });
  expect(await left()).toEqual([`${ids.crmId} changed`]);
});

it('is forgotten after three days', async () => {
  bench.crm.script.before = () => {
    throw new RetryableError('unreachable', 'down');
  };
  await hinted(hint(ids.crmId));
  bench.clock.advance(3 * DAY);
  await expect(look()).rejects.toThrow('down');
  bench.clock.advance(1);
  expect(await look()).toEqual({ looked: 0, changed: 0 });
});

it('about a person who is to be forgotten is left to whoever does that', async () => {
  await hinted(hint(ids.crmId, 'erased'));
  expect(await look()).toEqual({ looked: 0, changed: 0 });
});
