// Taking an import back, also after the sync has carried it on: what nobody has touched goes, everything else stays and is named.
import { describe, expect, it } from 'vitest';
import type { Bench } from './bench.ts';
import { KUURA, openBench, SECOND } from './bench.ts';

const one = (ids: readonly string[]): string => ids.at(-1) as string;

async function carried(): Promise<{ readonly bench: Bench; readonly done: Awaited<ReturnType<Bench['bring']>> }> {
  const bench = openBench();
  const done = await bench.bring([KUURA, SECOND]);
  await bench.cycle();
  return { bench, done };
}

describe('undo of an import', () => {
  it('takes away what it made, here and wherever the sync has made it since, and no cycle makes it again', async () => {
    const { bench, done } = await carried();
    const preview = await bench.undo(done, true);
    expect(preview).toMatchObject({ archived: { account: { psa: 1, crm: 1, local: 1 }, contact: { psa: 2, crm: 2, local: 2 } }, left: [] });
    const undone = await bench.undo(done);
    expect(undone).toMatchObject({ run: { kind: 'undo', state: 'done' }, archived: preview.archived, left: [], failed: 0 });
    expect([await bench.kept('account'), await bench.kept('contact')]).toEqual([[], []]);
    const writes = bench.psa.account.written.length;
    expect(bench.psa.account.written.at(-1)).toMatchObject({ kind: 'archive' });
    await bench.cycle();
    expect([bench.psa.account.written.length, await bench.kept('account')]).toEqual([writes, []]);
    expect((await bench.bring([KUURA])).counts.get('account')).toMatchObject({ created: 1 });
  });

  it('takes away what has gone nowhere yet', async () => {
    const bench = openBench();
    const done = await bench.bring([KUURA]);
    await bench.undo(done);
    await bench.cycle();
    expect([await bench.kept('account'), bench.psa.account.ids, bench.crm.contact.ids]).toEqual([[], [], []]);
  });

  it('leaves a record that somebody has touched in any system, as a whole, and what it belongs to', async () => {
    const { bench, done } = await carried();
    const [ilmi, otso] = bench.crm.contact.ids as readonly [string, string];
    bench.clock.advance(60_000);
    bench.crm.contact.edit(ilmi, { lastName: 'Koskela' });
    const before = await bench.undo(done, true);
    await bench.cycle();
    const undone = await bench.undo(done);
    expect(undone.archived).toEqual({ account: { psa: 0, crm: 0, local: 0 }, contact: { psa: 1, crm: 1, local: 1 } });
    expect(undone.left.map(({ entity, reason }) => [entity, reason])).toEqual(expect.arrayContaining([['contact', 'touched'], ['account', 'referred']]));
    // Before the edit had been read nobody could know of it.
    expect(before.left).toEqual([]);
    expect([bench.crm.contact.shown(ilmi)?.['lastName'], (await bench.kept('contact')).length]).toEqual(['Koskela', 1]);
    expect(bench.crm.contact.written.some((write) => write.kind === 'archive' && write.id === otso)).toBe(true);
  });

  it('leaves a record that has met one which the import did not make', async () => {
    const bench = openBench();
    const done = await bench.bring([{ 'account.name': 'Kuura Oy', 'account.businessId': '0201256-6' }], { targets: ['psa'] });
    await bench.cycle();
    const theirs = bench.crm.account.add({ name: 'Kuura', businessId: '0201256-6' });
    await bench.cycle();
    const undone = await bench.undo(done);
    expect(undone.left).toMatchObject([{ entity: 'account', side: 'crm', reason: 'met' }]);
    expect(bench.crm.account.written.filter((write) => write.kind === 'archive')).toEqual([]);
    expect(bench.crm.account.shown(theirs)).toMatchObject({ businessId: '0201256-6' });
  });

  it('gives back what it filled in, in every system, and no cycle fills it again', async () => {
    const bench = openBench();
    bench.psa.account.add({ name: 'Kuura Oy', businessId: '0201256-6' });
    await bench.cycle();
    const done = await bench.bring([{ 'account.businessId': '0201256-6', 'account.city': 'Oulu', 'account.street': 'Rantatie 1' }]);
    expect(done.counts.get('account')).toMatchObject({ completed: 1 });
    await bench.cycle();
    const [psa, crm] = [one(bench.psa.account.ids), one(bench.crm.account.ids)];
    expect([bench.psa.account.shown(psa)?.['city'], bench.crm.account.shown(crm)?.['city']]).toEqual(['Oulu', 'Oulu']);
    bench.clock.advance(60_000);
    bench.crm.account.edit(crm, { street: 'Rantatie 2' });
    await bench.cycle();
    const undone = await bench.undo(done);
    expect(undone).toMatchObject({ restored: { account: { psa: 1, crm: 1, local: 1 } }, left: [{ fields: ['street'], reason: 'touched' }] });
    for (let time = 0; time < 2; time++) {
      expect([bench.psa.account.shown(psa)?.['city'], bench.crm.account.shown(crm)?.['city'], (await bench.kept('account'))[0]?.sides.local?.fields['city']]).toEqual([null, null, null]);
      expect(bench.crm.account.shown(crm)?.['street']).toBe('Rantatie 2');
      await bench.cycle();
    }
  });
});
