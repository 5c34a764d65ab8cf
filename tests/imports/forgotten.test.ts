// Whom an import must not bring: who is to stay forgotten, and of whom nothing may be processed.
import { describe, expect, it } from 'vitest';
import { emailKey } from '../../src/core/subject.ts';
import { whyText } from '../../src/imports/refusals.ts';
import { makeSuppressionKeys } from '../../src/store/ledger/suppression-keys.ts';
import { KEYS } from '../support/keys.ts';
import { KUURA, openBench, SECOND } from './bench.ts';
import type { Bench } from './bench.ts';

async function forget(bench: Bench, email: string): Promise<void> {
  const hash = makeSuppressionKeys({ workspace: 'main', ...KEYS }).hash(emailKey(email));
  await bench.store.replay([{ workspace: 'main', requestId: 'r1', hash, at: '2026-11-20T08:00:00.000Z' }]);
}

describe('an import', () => {
  it('never brings back who must stay forgotten: the row is refused as a whole, and nothing of it is told or repeated', async () => {
    const bench = openBench();
    await forget(bench, 'ilmi@kuura.example');
    for (const dryRun of [true, false]) {
      const done = await bench.bring([KUURA, { ...SECOND, 'account.name': 'Halla Oy' }], { dryRun });
      expect(done.refusals.map(({ row, repeats, faults }) => [row.number, repeats, faults[0]?.code])).toEqual([[2, false, 'not-allowed-here']]);
      expect(done.refusals.map(whyText).join()).not.toMatch(/ilmi|rautaniemi/iu);
      expect(done.counts.get('account')).toMatchObject({ created: 1 });
    }
    expect([(await bench.kept('account')).map(({ sides }) => sides.local?.fields['name']), (await bench.kept('contact')).length]).toEqual([['Halla Oy'], 1]);
    // Somebody has put them in again: the request wants to know of it.
    expect(await bench.store.sightings('r1')).toMatchObject([{ side: 'local', entity: 'contact' }]);
  });

  it('does not bring their address with a company either', async () => {
    const bench = openBench();
    await forget(bench, 'ilmi@kuura.example');
    const done = await bench.bring([{ 'account.name': 'Kuura Oy', 'account.email': 'ilmi@kuura.example' }]);
    expect([[...done.refused], await bench.kept('account')]).toEqual([[['not-allowed-here', 1]], []]);
  });

  it('leaves alone whose data may not be processed, and shows nothing of theirs elsewhere', async () => {
    const bench = openBench();
    await bench.bring([KUURA]);
    const [ilmi] = await bench.kept('contact');
    bench.restricted.add(ilmi?.id as string);
    const done = await bench.bring([{ ...KUURA, 'contact.jobTitle': 'Johtaja' }]);
    expect(done.refusals).toMatchObject([{ repeats: false, faults: [{ code: 'not-allowed-here' }] }]);
    expect((await bench.kept('contact'))[0]?.sides.local?.fields['jobTitle']).toBeNull();
    const other = await bench.bring([{ ...KUURA, 'contact.firstName': 'Ihan', 'contact.lastName': 'Muu' }], { alike: 'create' });
    expect([...other.refused]).toEqual([['not-allowed-here', 1]]);
  });
});
