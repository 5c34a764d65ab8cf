// Where an import wants its records made: past the gate of a system that is named, and in no other.
import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import { KUURA, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const CLOSED: Gate = { anyOf: [{ field: 'lifecycle', in: ['customer'] }], unless: [] };
const gated = (): Bench => openBench(new Map([['account', { psa: CLOSED }], ['contact', { psa: CLOSED }]]));
const made = (bench: Bench) => [bench.psa.account.ids.length, bench.psa.contact.ids.length, bench.crm.account.ids.length, bench.crm.contact.ids.length];

describe('the targets of an import', () => {
  it('are what the gates say when none is named', async () => {
    const bench = gated();
    await bench.bring([KUURA]);
    await bench.cycle();
    expect(made(bench)).toEqual([0, 0, 1, 1]);
  });

  it('open the gate of a system that is named, and no other system is written to', async () => {
    const bench = gated();
    await bench.bring([KUURA], { targets: ['psa'] });
    await bench.cycle();
    expect(made(bench)).toEqual([1, 1, 0, 0]);
    expect((await bench.kept('account'))[0]?.held).toMatchObject([{ side: 'crm', field: null, reason: 'not-named' }]);
  });

  it('may be Sauma alone', async () => {
    const bench = gated();
    await bench.bring([KUURA], { targets: [] });
    await bench.cycle();
    expect([made(bench), (await bench.kept('contact')).length]).toEqual([[0, 0, 0, 0], 1]);
  });

  it('do not make what a system cannot have: it waits there with its reason', async () => {
    const bench = gated();
    await bench.bring([{ ...KUURA, 'contact.firstName': null }], { targets: ['psa', 'crm'] });
    await bench.cycle();
    expect(made(bench)).toEqual([1, 0, 1, 1]);
    expect((await bench.kept('contact'))[0]?.held).toMatchObject([{ side: 'psa', field: 'firstName', reason: 'required-field-empty' }]);
  });
});
