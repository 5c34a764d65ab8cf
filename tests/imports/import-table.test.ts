// An import: which records its rows become, which it leaves alone, and which it refuses and why.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KUURA, openBench, SECOND } from './bench.ts';
import type { Row } from './bench.ts';

/** What it told, without how. */
const told = ({ rows, counts, refusals }: Awaited<ReturnType<ReturnType<typeof openBench>['bring']>>) => ({ rows, counts: [...counts].map(([entity, one]) => [entity, { ...one }]), refusals: refusals.map(({ row: { number }, faults }) => [number, faults.map(({ code }) => code)]) });

const localOf = async (bench: ReturnType<typeof openBench>, entity: 'account' | 'contact') => (await bench.kept(entity)).map(({ sides }) => sides.local?.fields ?? {});

describe('an import', () => {
  it('makes each account once, its contacts with it, and the next sync carries both on', async () => {
    const bench = openBench();
    const done = await bench.bring([KUURA, SECOND, { 'account.name': 'Halla Oy' }]);
    expect([done.rows, done.counts.get('account'), done.counts.get('contact'), done.refusals]).toEqual([3, { created: 2, completed: 0, unchanged: 0, repeated: 1 }, { created: 2, completed: 0, unchanged: 0, repeated: 0 }, []]);
    const [link] = await bench.kept('account');
    expect((await localOf(bench, 'contact')).map((fields) => [fields['lastName'], fields['account']])).toEqual([['Rautaniemi', link?.id], ['Kuusilampi', link?.id]]);
    expect(await bench.store.runs({ limit: 1 })).toMatchObject([{ kind: 'import', state: 'done', report: { account: { created: { local: 2 } }, contact: { created: { local: 2 } } } }]);
    const journal = await bench.store.journal({ limit: 10 });
    expect(journal.at(-1)).toMatchObject({ entity: 'account', side: 'local', action: 'create', fields: ['name', 'businessId'] });
    expect(JSON.stringify(journal)).not.toContain('Kuura');
    await bench.cycle();
    expect([bench.psa.account.ids.length, bench.crm.account.ids.length, bench.psa.contact.ids.length, bench.crm.contact.ids.length]).toEqual([2, 2, 2, 2]);
    expect(bench.psa.contact.shown(bench.psa.contact.ids[0] as string)).toMatchObject({ account: bench.psa.account.ids[0], emails: [{ key: 'ilmi@kuura.example' }] });
  });

  it('done again finds everything as it is', async () => {
    const bench = openBench();
    await bench.bring([KUURA, SECOND]);
    await bench.cycle();
    const again = await bench.bring([KUURA, SECOND]);
    expect([again.counts.get('account'), again.counts.get('contact')]).toEqual([{ created: 0, completed: 0, unchanged: 1, repeated: 1 }, { created: 0, completed: 0, unchanged: 2, repeated: 0 }]);
    expect((await bench.store.images({ runId: again.run?.id ?? '', limit: 10 })).length).toBe(0);
  });

  it('fills only what is blank, unless the file is to win or what is there to stay', async () => {
    const more = { 'account.businessId': '0201256-6', 'account.name': 'Kuura Group Oy', 'account.city': 'Oulu', 'contact.emails': 'ilmi@kuura.example', 'contact.phones': '+358 40 123 4567', 'contact.optOuts': 'ilmi@kuura.example' };
    const after = async (existing: 'fill' | 'overwrite' | 'skip') => {
      const bench = openBench();
      await bench.bring([KUURA]);
      await bench.bring([more], { existing });
      return [(await localOf(bench, 'account'))[0], (await localOf(bench, 'contact'))[0]];
    };
    expect(await after('fill')).toMatchObject([{ name: 'Kuura Oy', city: 'Oulu' }, { phones: [{ key: '+358401234567' }], optOuts: [{ key: 'ilmi@kuura.example' }] }]);
    expect(await after('overwrite')).toMatchObject([{ name: 'Kuura Group Oy', city: 'Oulu' }, { firstName: 'Ilmi' }]);
    // Whom nobody may write to is known from then on, whatever else is left.
    expect(await after('skip')).toMatchObject([{ name: 'Kuura Oy', city: null }, { phones: null, optOuts: [{ key: 'ilmi@kuura.example' }] }]);
  });

  it('refuses a row with what is wrong in which column, and imports the others', async () => {
    const bench = openBench();
    const done = await bench.bring([{ ...KUURA, 'account.businessId': '123', 'contact.emails': 'ilmi' }, { 'account.name': null, 'account.city': 'Oulu' }, SECOND]);
    expect(done.refusals.map(({ row, faults }) => [row.number, faults.map(({ column, code }) => [column, code])])).toEqual([
      [2, [['account.businessId', 'no-business-id'], ['contact.emails', 'email-unfit']]],
      [3, [['Name', 'empty']]],
    ]);
    expect([[...done.refused], (await bench.kept('account')).length]).toEqual([[['no-business-id', 1], ['empty', 1]], 1]);
  });

  it('asks about what only looks the same, and does what whoever imports it says', async () => {
    const lookalike: Row = { 'account.name': 'KUURA oy', 'contact.firstName': 'Aava', 'contact.lastName': 'Suopelto', 'contact.emails': 'aava@kuura.example' };
    const bench = openBench();
    await bench.bring([KUURA]);
    const asked = await bench.bring([lookalike]);
    expect([[...asked.refused], (await bench.kept('contact')).length]).toEqual([[['may-be-another', 1]], 1]);
    await bench.bring([lookalike], { alike: 'same' });
    expect([(await bench.kept('account')).length, (await bench.kept('contact')).length]).toEqual([1, 2]);
    await bench.bring([{ ...lookalike, 'contact.emails': 'toinen@kuura.example', 'contact.lastName': 'Rantamaa' }], { alike: 'create' });
    expect((await bench.kept('account')).length).toBe(2);
  });

  it('takes records with different business IDs for different ones, whatever else is alike', async () => {
    const bench = openBench();
    const done = await bench.bring([{ ...KUURA, 'account.domain': 'kuura.example' }, { 'account.name': 'Kuura Oy', 'account.businessId': '1572860-0', 'account.domain': 'kuura.example' }]);
    expect(done.counts.get('account')).toMatchObject({ created: 2, repeated: 0 });
  });

  it('does not take two people for one because they share an address', async () => {
    const bench = openBench();
    await bench.bring([{ ...KUURA, 'contact.emails': 'info@kuura.example' }]);
    const done = await bench.bring([{ ...SECOND, 'account.businessId': '0201256-6', 'contact.emails': 'info@kuura.example' }]);
    expect([...done.refused]).toEqual([['may-be-another', 1]]);
  });

  it('that was broken off keeps what it did, and goes on from there', async () => {
    const bench = openBench();
    const rows = Array.from({ length: 450 }, (_, index) => ({ 'account.name': `Yritys ${index} Oy` }));
    const stop = { aborted: false };
    const broken = await bench.bring(rows, { stop, refused: async () => undefined, anyRestricted: async () => ((stop.aborted = true), false) });
    expect([broken.more, broken.run?.state, (await bench.kept('account')).length]).toEqual([true, 'failed', 200]);
    const undone = await bench.undo(broken, true);
    expect(undone.archived['account']?.local).toBe(200);
    const again = await bench.bring(rows, { alike: 'same' });
    expect(again.counts.get('account')).toEqual({ created: 250, completed: 0, unchanged: 200, repeated: 0 });
  });

  it('is foretold by its dry run, row by row, which writes nothing', async () => {
    const name = fc.constantFrom('Kuura Oy', 'Halla Oy', 'kuura oy', 'Routa Oy');
    const id = fc.constantFrom(null, '0201256-6', '1572860-0', '123');
    const email = fc.constantFrom(null, 'a@kuura.example', 'b@kuura.example', 'a@halla.example');
    const person = fc.constantFrom(null, 'Rautaniemi', 'Kuusilampi');
    const row = fc.record({ 'account.name': fc.option(name), 'account.businessId': id, 'account.city': fc.constantFrom(null, 'Oulu', 'Kemi'), 'contact.firstName': fc.constantFrom(null, 'Ilmi'), 'contact.lastName': person, 'contact.emails': email });
    const how = fc.record({ existing: fc.constantFrom('fill', 'overwrite', 'skip'), alike: fc.constantFrom('ask', 'create', 'same'), together: fc.integer({ min: 1, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), fc.array(row, { maxLength: 12 }), how, async (first, rows, given) => {
        const bench = openBench();
        await bench.bring(first, { alike: 'create' });
        const before = JSON.stringify(await bench.kept('account'));
        const dry = await bench.bring(rows, { ...given, dryRun: true });
        expect(JSON.stringify(await bench.kept('account'))).toBe(before);
        expect(told(dry)).toEqual(told(await bench.bring(rows, given)));
      }),
      { numRuns: 150 },
    );
  });
});
