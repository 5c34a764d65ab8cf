// A dry run of everything shows what points to records that the same run would make, and says that it follows them.
import { expect, it } from 'vitest';
import { openNet } from './net.ts';
import type { Net } from './net.ts';

function people(net: Net): void {
  const koivu = net.psa.account.add({ name: 'Koivu Oy' });
  const aino = net.psa.contact.add({ name: 'Aino Virta', account: koivu });
  net.psa.salesCase.add({ name: 'Kattoremontti', account: koivu, contacts: [{ key: aino }] });
  net.psa.contact.add({ name: 'Yksin' });
}

const totalsOf = (result: Awaited<ReturnType<Net['cycle']>>): readonly unknown[] => result.cycles.map(({ entity, counted }) => [entity, counted.totals.created.crm, counted.totals.followed]);

it('counts them as made, with how many of them follow another', async () => {
  const net = openNet();
  people(net);
  const result = await net.cycle({ dryRun: true, approved: false });
  expect(totalsOf(result)).toEqual([['account', 1, 0], ['contact', 2, 1], ['salesCase', 1, 1]]);
});

it('is what the run then does', async () => {
  const net = openNet();
  people(net);
  const preview = await net.cycle({ approved: false });
  expect(preview.run.state).toBe('halted');
  const done = await net.cycle({ approved: true });
  expect(done.cycles.map(({ applied }) => applied?.created.crm)).toEqual(preview.cycles.map(({ counted }) => counted.totals.created.crm));
});

it('writes nothing that stands for a record which is not there', async () => {
  const net = openNet();
  people(net);
  await net.cycle({ dryRun: true, approved: false });
  await net.cycle({ approved: true });
  const written = JSON.stringify(Object.values(net.crm).flatMap((side) => side.written));
  expect(written).toContain('Kattoremontti');
  expect(written).not.toContain('after:');
});
