// Saving pages of mirrored rows: what stays, what goes, whom it touches and what is noted as moved.
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { toInstant } from '../../../../src/lib/clock.ts';
import { StaleError } from '../../../../src/lib/errors.ts';
import type { Lease } from '../../../../src/store/store.ts';
import { at } from '../../contract/bench.ts';
import { openMirrors, workspaceOf, type MirrorBench } from './bench.ts';
import { hour, project, row } from './rows.ts';

let bench: MirrorBench;
beforeEach(async () => {
  bench = await openMirrors();
});
const hours = (columns: string): Promise<Record<string, unknown>[]> => bench.query(`select ${columns} from mirror_work_hours order by id`);
const moves = (): Promise<Record<string, unknown>[]> => bench.query('select kind, ref_id, customer, from_state, to_state, amount, currency from billing_move order by id');
const movedIds = async (): Promise<readonly unknown[]> => (await moves()).map(({ ref_id: id }) => id);
const invoice = (values: Parameters<typeof row>[1], minutes = 0): ReturnType<typeof row> =>
  row('i1', { customer: 'c1', number: null, sent: false, paid: false, date: '2026-03-03', dueDate: '2026-03-20', totalExcludingTax: '150', currency: 'EUR', creditNote: false, projects: ['p1'], ...values }, minutes);

describe('a page', () => {
  test('keeps every kind of value exactly: decimals, plain days, instants, lists', async () => {
    await bench.save('invoices', [
      row('i1', { number: '1001', projects: ['p2', 'p1'], date: '2026-01-31', totalExcludingTax: '0.10', currencyRate: '11.25000001', paid: false, createdAt: '2026-01-31T22:30:00.000Z', creditNote: null }),
    ]);
    expect(await bench.query('select number, projects, date, total_excluding_tax, currency_rate, paid, created_at, credit_note from mirror_invoices')).toEqual([
      { number: '1001', projects: ['p2', 'p1'], date: '2026-01-31', total_excluding_tax: '0.10', currency_rate: '11.25000001', paid: false, created_at: '2026-01-31T22:30:00.000Z', credit_note: null },
    ]);
  });

  test('counts what is new or has changed, and nothing for what is known, also when it is spelled otherwise', async () => {
    expect(await bench.save('workHours', [hour('h1'), hour('h2')])).toEqual({ read: 2, changed: ['h1', 'h2'] });
    expect(await bench.save('workHours', [hour('h1', { quantity: '1.5' }, 1), hour('h2', { approved: true }, 1)])).toEqual({ read: 2, changed: ['h2'] });
    expect(await hours('id, quantity, approved')).toEqual([{ id: 'h1', quantity: '1.5', approved: false }, { id: 'h2', quantity: '1.50', approved: true }]);
  });

  test('never replaces a row that is known to be newer, and what shows it as it is makes it newer', async () => {
    await bench.save('workHours', [hour('h1', { quantity: '1' }, 0)]);
    await bench.save('workHours', [hour('h1', { quantity: '1' }, 5)]);
    expect((await bench.save('workHours', [hour('h1', { quantity: '9' }, 3)])).changed).toEqual([]);
    expect((await bench.save('workHours', [hour('h1', { quantity: '2' }, 5)])).changed).toEqual(['h1']);
    expect(await hours('quantity')).toEqual([{ quantity: '2' }]);
  });

  test('leaves columns alone that a row did not look at, and is not stopped by one that looked at none', async () => {
    await bench.save('workHours', [hour('h1'), hour('h2')]);
    expect((await bench.save('workHours', [row('h1', { approved: true }, 1), row('h2', {}, 1), row('h3', {}, 1)])).changed.toSorted()).toEqual(['h1', 'h3']);
    expect(await hours('id, quantity, approved')).toEqual([
      { id: 'h1', quantity: '1.50', approved: true }, { id: 'h2', quantity: '1.50', approved: false }, { id: 'h3', quantity: null, approved: null },
    ]);
  });

  test('that names an id twice ends as its newest look', async () => {
    expect((await bench.save('workHours', [hour('h1', { quantity: '2' }, 2), hour('h1', { quantity: '1' }, 1)])).changed).toEqual(['h1']);
    expect(await hours('quantity')).toEqual([{ quantity: '2' }]);
  });

  test('comes in any order and any number of times, and the newest look at each row stands', async () => {
    const look = fc.record({ id: fc.constantFrom('h1', 'h2', 'h3'), minute: fc.integer({ min: 0, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(look, { maxLength: 5 }), { maxLength: 5 }), async (pages) => {
        await bench.query('delete from mirror_work_hours');
        for (const page of pages) await bench.save('workHours', page.map(({ id, minute }) => hour(id, { quantity: `${minute}` }, minute)));
        const newest = new Map<string, number>();
        for (const { id, minute } of pages.flat()) newest.set(id, Math.max(minute, newest.get(id) ?? 0));
        const expected = [...newest].map(([id, minute]) => ({ id, quantity: `${minute}`, as_of: at(minute) }));
        expect(await hours('id, quantity, as_of')).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  test('takes text that no database keeps', async () => {
    await bench.save('projects', [row('p1', { name: 'Verkko\u0000kauppa \ud800' })]);
    expect(await bench.query('select name from mirror_projects')).toEqual([{ name: 'Verkkokauppa \ufffd' }]);
  });

  test('forgets what the system says is gone, unless it is known to be newer', async () => {
    await bench.save('workHours', [hour('h1'), hour('h2', {}, 5)]);
    const { changed } = await bench.save('workHours', [], { gone: ['h1', 'h2', 'h3'].map((id) => ({ id, asOf: at(3) })) });
    expect(changed).toEqual([]);
    expect(await hours('id')).toEqual([{ id: 'h2' }]);
  });

  test('moves with its checkpoint or not at all', async () => {
    const checkpoint = { feed: 'psa:workHours:all', value: 'page 2', complete: false };
    await bench.save('workHours', [hour('h1')], { checkpoint });
    expect(await bench.store.checkpoint('psa:workHours:all')).toBe('page 2');
    expect(await bench.store.fact('fresh:psa:workHours')).toBeNull();
    const bad = bench.save('workHours', [hour('h2'), row('h3', { date: 'no day' })], { checkpoint: { ...checkpoint, value: 'page 3' } });
    await expect(bad).rejects.toThrow(/date/);
    expect(await hours('id')).toEqual([{ id: 'h1' }]);
    expect(await bench.store.checkpoint('psa:workHours:all')).toBe('page 2');
  });

  test('that ends a feed says how fresh the mirror is', async () => {
    bench.clock.advance(60_000);
    await bench.save('workHours', [], { checkpoint: { feed: 'psa:workHours', value: 'now', complete: true } });
    expect(await bench.store.fact('fresh:psa:workHours')).toBe(at(1));
  });

  test('saves nothing under a lease that was taken over', async () => {
    const lease = (await bench.store.takeLease('pull:psa:workHours', 1)) as Lease;
    bench.clock.advance(10);
    await bench.store.takeLease('pull:psa:workHours', 60_000);
    const page = { mirror: 'workHours', rows: [hour('h1')], gone: [], checkpoint: null, isFirst: true };
    await expect(bench.mirrors.saveMirror(page, lease)).rejects.toBeInstanceOf(StaleError);
    expect(await hours('id')).toEqual([]);
  });

  test('stays in its workspace', async () => {
    const other = workspaceOf(bench.database, 'other');
    await bench.save('workHours', [hour('h1', { quantity: '1' })]);
    await other.save('workHours', [hour('h1', { quantity: '2' })]);
    expect(await bench.query('select workspace, quantity from mirror_work_hours order by workspace')).toEqual([
      { workspace: 'main', quantity: '1' }, { workspace: 'other', quantity: '2' },
    ]);
    await other.save('workHours', [], { gone: [{ id: 'h1', asOf: at(1) }] });
    expect(await bench.query('select workspace from mirror_work_hours')).toEqual([{ workspace: 'main' }]);
  });

  test('of a mirror that nobody declared is refused', async () => {
    await expect(bench.save('tables', [])).rejects.toThrow('There is no mirror tables.');
  });
});

describe('who is touched', () => {
  beforeEach(async () => {
    await bench.save('projects', [project('p1', 'c1'), project('p2', 'c2')]);
    await bench.save('invoices', [row('i3', { customer: 'c3', projects: [] })]);
    await bench.touched();
  });

  test('is the customer a row names, and those of its project and its invoice', async () => {
    await bench.save('workHours', [hour('h1', { customer: 'c9', project: 'p2', invoice: 'i3' })]);
    expect(await bench.touched()).toEqual(['c2', 'c3', 'c9']);
  });

  test('is nobody when rows show what is known', async () => {
    await bench.save('workHours', [hour('h1')]);
    await bench.touched();
    await bench.save('workHours', [hour('h1', {}, 1)]);
    expect(await bench.touched()).toEqual([]);
  });

  test('is who had a row before and who has it now, and who had what is gone', async () => {
    await bench.save('workHours', [hour('h1', { customer: 'c1', project: 'p1' })]);
    await bench.touched();
    await bench.save('workHours', [hour('h1', { customer: 'c2', project: 'p2' }, 1)]);
    expect(await bench.touched()).toEqual(['c1', 'c2']);
    await bench.save('workHours', [row('h1', { approved: true }, 2)]);
    expect(await bench.touched()).toEqual(['c2']);
    await bench.save('workHours', [], { gone: [{ id: 'h1', asOf: at(3) }] });
    expect(await bench.touched()).toEqual(['c2']);
  });

  test('is reached through projects and invoices by rows that name no customer', async () => {
    await bench.save('flatRates', [row('f1', { project: 'p1', price: '10' })]);
    expect(await bench.touched()).toEqual(['c1']);
    await bench.save('invoiceRows', [row('r1', { invoice: 'i3', quantity: '1' })]);
    expect(await bench.touched()).toEqual(['c3']);
    await bench.save('invoices', [row('i4', { customer: 'c4', projects: ['p1', 'p2'], credits: 'i3' })]);
    expect(await bench.touched()).toEqual(['c1', 'c2', 'c3', 'c4']);
    await bench.save('invoiceRows', [row('r2', { invoice: 'i4', quantity: '1' })]);
    expect(await bench.touched()).toEqual(['c1', 'c2', 'c4']);
    await bench.save('users', [row('u1', { firstName: 'Aino' })]);
    expect(await bench.touched()).toEqual([]);
  });

  test('stays touched when a row changes again after it was read', async () => {
    await bench.save('workHours', [hour('h1')]);
    const read = await bench.mirrors.touched(10);
    await bench.save('workHours', [hour('h1', { quantity: '3' }, 1)]);
    await bench.mirrors.untouch(read);
    expect(await bench.touched()).toEqual(['c1']);
  });
});

describe('what moves', () => {
  beforeEach(async () => {
    await bench.save('projects', [project('p1', 'c1')]);
    await bench.store.saveFact('money:psa', { currency: 'EUR', approval: 'required', rounding: 'cents', rates: {} });
  });

  test('is noted from state to state, once, with the amount that stands now', async () => {
    bench.clock.advance(60_000);
    await bench.save('workHours', [hour('h1')]);
    await bench.save('workHours', [hour('h1', { unitPrice: '100.00' }, 1)]);
    await bench.save('workHours', [hour('h1', { approved: true }, 2)]);
    await bench.save('workHours', [hour('h1', { approved: true, quantity: '2' }, 3)]);
    await bench.save('invoices', [invoice({})]);
    await bench.save('workHours', [hour('h1', { approved: true, quantity: '2', invoice: 'i1' }, 4)]);
    await bench.save('invoices', [invoice({ number: '1001', sent: true }, 5)]);
    await bench.save('workHours', [], { gone: [{ id: 'h1', asOf: at(9) }] });
    const h1 = { kind: 'workHour', ref_id: 'h1', customer: 'c1', currency: 'EUR' };
    expect((await moves()).map((move) => ({ ...move, amount: Number(move['amount']) }))).toEqual([
      { ...h1, from_state: null, to_state: 'unapproved', amount: 150 },
      { ...h1, from_state: 'unapproved', to_state: 'approved', amount: 150 },
      { ...h1, from_state: 'approved', to_state: 'approved', amount: 200 },
      { ...h1, kind: 'invoice', ref_id: 'i1', from_state: null, to_state: 'draft', amount: 150 },
      { ...h1, from_state: 'approved', to_state: 'draft', amount: 200 },
      { ...h1, kind: 'invoice', ref_id: 'i1', from_state: 'draft', to_state: 'invoiced', amount: 150 },
      { ...h1, from_state: 'invoiced', to_state: null, amount: 200 },
    ]);
    expect(await bench.query('select distinct at from billing_move')).toEqual([{ at: at(1) }]);
  });

  test('is an invoice with its credit note, when that comes and when it goes', async () => {
    await bench.save('invoices', [invoice({ number: '1001', sent: true })]);
    const credit = row('i2', { customer: 'c1', number: '1002', sent: true, paid: false, date: '2026-03-04', totalExcludingTax: '-150', currency: 'EUR', creditNote: true, credits: 'i1', projects: ['p1'] });
    await bench.save('invoices', [credit]);
    await bench.save('invoices', [], { gone: [{ id: 'i2', asOf: at(1) }] });
    const told = (await moves()).map(({ ref_id, from_state, to_state }) => `${String(ref_id)} ${String(from_state)} ${String(to_state)}`);
    expect([told.slice(0, 1), told.slice(1, 3).toSorted(), told.slice(3).toSorted()]).toEqual([
      ['i1 null invoiced'], ['i1 invoiced credited', 'i2 null credited'], ['i1 credited invoiced', 'i2 credited null'],
    ]);
  });

  test('is forgotten when it is old enough, and nothing else is', async () => {
    await bench.save('workHours', [hour('h1')]);
    bench.clock.advance(2 * 86_400_000);
    await bench.save('workHours', [hour('h2')]);
    expect([await bench.mirrors.forgetMoves(at(0)), await movedIds()]).toEqual([0, ['h1', 'h2']]);
    expect([await bench.mirrors.forgetMoves(toInstant(bench.clock.now() - 86_400_000)), await movedIds()]).toEqual([1, ['h2']]);
    expect(await bench.query('select id from mirror_work_hours order by id')).toEqual([{ id: 'h1' }, { id: 'h2' }]);
  });

  test('is nothing at a first read, and nothing for rows that are not billed', async () => {
    await bench.save('workHours', [hour('h1')], { isFirst: true });
    await bench.save('users', [row('u1', { firstName: 'Aino' })]);
    expect(await moves()).toEqual([]);
  });
});

describe('whom a touch was with', () => {
  test('is always what the touches say', async () => {
    const contacted = (): Promise<Record<string, unknown>[]> => bench.query('select kind, ref, at, touch from mirror_touch_of order by kind, ref');
    const one = row('e1', { kind: 'email', at: at(0), contacts: ['7', '7'], companies: ['3'], deals: [] });
    await bench.save('touches', [one, row('e2', { kind: 'call', at: null, contacts: ['7'] })]);
    expect(await contacted()).toEqual([{ kind: 'company', ref: '3', at: at(0), touch: 'e1' }, { kind: 'contact', ref: '7', at: at(0), touch: 'e1' }]);
    await bench.save('touches', [row('e1', { deals: ['5'], contacts: [] }, 1)]);
    expect(await contacted()).toEqual([{ kind: 'company', ref: '3', at: at(0), touch: 'e1' }, { kind: 'deal', ref: '5', at: at(0), touch: 'e1' }]);
    await bench.save('touches', [], { gone: [{ id: 'e1', asOf: at(2) }] });
    expect(await contacted()).toEqual([]);
  });
});
