// The sub-rows of an account that are written after it: what people do to them meanwhile.
import { expect, it } from 'vitest';
import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { create, done, severaBench, writeOne } from './bench.ts';

it('shows an edit of an address whose create got no answer as news, and not as what was stored', async () => {
  const bench = severaBench();
  const next = (): FaultRule | null => {
    const [address] = bench.model.state.list('addresses');
    // The look that follows the lost answer comes after a person.
    if (address) bench.model.state.edit('addresses', address.guid, { '/phone': '050 9' }, bench.clock.now());
    return bench.model.state.list('customers').length > 0 && !address ? { kind: 'timeout-after-commit' } : null;
  };
  bench.model.faults.next = next;
  const outcome = done(await writeOne(bench.account, create({ name: 'Koivu Oy', phone: '040 1' })));
  expect(outcome.unsettled).toEqual([{ field: 'phone', code: 'moved', retry: true }]);
  expect(outcome.snapshot.fields['phone']).toBe('050 9');
});
