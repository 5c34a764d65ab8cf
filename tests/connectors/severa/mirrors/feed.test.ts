import { afterEach, describe, expect, it } from 'vitest';
import { violations } from '../bench.ts';
import { collections, feedOf, firm, goneOf, lastOf, rowsOf } from './firm.ts';
import type { Firm } from './firm.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

const withFeed = Object.keys(collections);
const withDeleted = ['workHours', 'projectFees', 'travelExpenses'] as const;

async function readThrough(one: Firm, mirror: string): Promise<string> {
  return lastOf(await Array.fromAsync(feedOf(one, mirror).all(null)));
}

/** Without an invoice, which would keep a row from being deleted. */
const free = { invoice: null, invoiceRowGuid: null, invoiceQuantity: null };

describe('reading everything', () => {
  it.each(withFeed)('shows every row of %s once and goes on after any page', async (mirror) => {
    const one = firm({ sandbox: { pageMax: 20 } });
    for (let index = 0; index < 45; index++) one.make(mirror);
    const ids = one.model.state.list(collections[mirror] ?? '').map(({ guid }) => guid);
    const feed = feedOf(one, mirror);
    const pages = await Array.fromAsync(feed.all(null));
    expect(rowsOf(pages).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(pages.map(({ complete }) => complete)).toEqual(pages.map((_page, index) => index === pages.length - 1));
    for (const [index, page] of pages.entries()) {
      expect(rowsOf(await Array.fromAsync(feed.all(page.checkpoint)))).toEqual(rowsOf(pages.slice(index + 1)));
    }
  });

  it('shows the work and the fee rows of proposals as one list', async () => {
    const one = firm({ sandbox: { pageMax: 20 } });
    for (let index = 0; index < 30; index++) one.make('proposalRows');
    const fee = one.put('proposalfeerows', { name: 'Lisenssi', proposal: { guid: one.ids['proposal'] }, quantity: 2, measurementUnit: 'kpl', unitPrice: { amount: 10, currencyCode: 'EUR' } });
    one.calls();
    const pages = await Array.fromAsync(feedOf(one, 'proposalRows').all(null));
    expect(one.calls()).toMatchObject({ 'GET /v1/proposalworkrows': 2, 'GET /v1/proposalfeerows': 1 });
    expect(pages).toHaveLength(3);
    expect(rowsOf(pages).find(({ id }) => id === fee)?.values).toMatchObject({ kind: 'fee', name: 'Lisenssi', unit: 'kpl', quantity: '2', unitPrice: '10', currency: 'EUR' });
    expect(rowsOf(pages).filter(({ values }) => values['kind'] === 'work')).toHaveLength(30);
    // Between the lists too: the first page of the second one comes again, and nothing else.
    expect(rowsOf(await Array.fromAsync(feedOf(one, 'proposalRows').all(pages[1]?.checkpoint ?? ''))).map(({ id }) => id)).toEqual([fee]);
  });

  it('dates each row by the request that showed it', async () => {
    const one = firm({ sandbox: { pageMax: 20 } });
    for (let index = 0; index < 25; index++) one.make('workHours');
    const seen: string[] = [];
    for await (const page of feedOf(one, 'workHours').all(null)) {
      seen.push(page.rows[0]?.asOf ?? '');
      one.clock.advance(60_000);
    }
    expect(seen).toEqual(['2026-03-02T08:00:00.000Z', '2026-03-02T08:01:00.000Z']);
  });

  it('begins again when the server has forgotten the page', async () => {
    const one = firm({ sandbox: { pageMax: 20 } });
    for (let index = 0; index < 25; index++) one.make('workHours');
    const checkpoint = JSON.stringify({ kind: 'all', startedAt: one.now(), pageToken: '0:forgotten' });
    expect(rowsOf(await Array.fromAsync(feedOf(one, 'workHours').all(checkpoint)))).toHaveLength(25);
  });
});

describe('reading what changed', () => {
  it.each(withFeed)('shows an edited and a new row of %s, again from the same checkpoint, and then no more', async (mirror) => {
    const one = firm();
    const [known] = [one.make(mirror), one.make(mirror)];
    one.clock.advance(600_000);
    const checkpoint = await readThrough(one, mirror);
    one.clock.advance(600_000);
    const field = mirror === 'flatRates' ? { '/includesHours': 7 } : mirror === 'travelExpenses' || mirror === 'workHours' ? { '/invoiceQuantity': 7 } : mirror === 'invoices' ? { '/notes': 'x' } : mirror === 'invoiceRows' ? { '/description': 'x' } : mirror === 'users' ? { '/title': 'x' } : { '/name': 'x' };
    one.model.state.edit(collections[mirror] ?? '', known, field, one.now());
    const made = one.make(mirror);
    const first = await Array.fromAsync(feedOf(one, mirror).changes(checkpoint));
    for (const pages of [first, await Array.fromAsync(feedOf(one, mirror).changes(checkpoint))]) {
      expect(rowsOf(pages).map(({ id }) => id).toSorted()).toEqual([known, made].toSorted());
    }
    one.clock.advance(600_000);
    const second = await Array.fromAsync(feedOf(one, mirror).changes(lastOf(first)));
    one.clock.advance(600_000);
    expect(rowsOf(await Array.fromAsync(feedOf(one, mirror).changes(lastOf(second))))).toEqual([]);
  });

  it.each([
    ['users', 1], ['phases', 1], ['proposals', 1], ['proposalRows', 2], ['invoices', 1], ['invoiceRows', 1], ['workHours', 2], ['projectFees', 2], ['travelExpenses', 2], ['flatRates', 1],
  ] as const)('of %s costs %i calls when there is nothing', async (mirror, calls) => {
    const one = firm();
    one.clock.advance(600_000);
    const checkpoint = await readThrough(one, mirror);
    one.clock.advance(600_000);
    one.calls();
    expect(rowsOf(await Array.fromAsync(feedOf(one, mirror).changes(checkpoint)))).toEqual([]);
    expect(Object.values(one.calls()).reduce((sum, count) => sum + count, 0)).toBe(calls);
  });

  it.each(withDeleted)('shows a row of %s that was changed and then deleted, and last that it is gone', async (mirror) => {
    const one = firm();
    const id = one.make(mirror, free);
    one.clock.advance(600_000);
    const checkpoint = await readThrough(one, mirror);
    one.clock.advance(600_000);
    const pages = [];
    for await (const page of feedOf(one, mirror).changes(checkpoint)) {
      pages.push(page);
      // Somebody deletes it between the two lists.
      if (pages.length === 1) one.model.state.remove(collections[mirror] ?? '', id, one.now());
      one.clock.advance(1_000);
    }
    expect(pages[0]?.gone).toEqual([]);
    expect(goneOf(pages)).toEqual([id]);
    expect(pages.at(-1)).toMatchObject({ complete: true, gone: [{ id, asOf: '2026-03-02T08:20:01.000Z' }] });
  });

  it.each(withDeleted)('after everything of %s was read tells what was deleted meanwhile', async (mirror) => {
    const one = firm({ sandbox: { pageMax: 20 } });
    const ids = Array.from({ length: 25 }, () => one.make(mirror, free));
    one.clock.advance(86_400_000);
    let checkpoint = '';
    let shown: readonly string[] = [];
    for await (const page of feedOf(one, mirror).all(null)) {
      ({ checkpoint } = page);
      if (shown.length === 0) {
        shown = page.rows.map(({ id }) => id);
        one.model.state.remove(collections[mirror] ?? '', shown[0] ?? '', one.now());
      }
      one.clock.advance(3_600_000);
    }
    expect(ids).toContain(shown[0]);
    expect(goneOf(await Array.fromAsync(feedOf(one, mirror).changes(checkpoint)))).toEqual([shown[0]]);
  });

  it('goes on from a page in the middle of what changed or of what was deleted', async () => {
    const one = firm({ sandbox: { pageMax: 20 } });
    const deleted = Array.from({ length: 25 }, () => one.make('workHours', free));
    one.clock.advance(600_000);
    const checkpoint = await readThrough(one, 'workHours');
    one.clock.advance(600_000);
    for (const id of deleted) one.model.state.remove('workhours', id, one.now());
    for (let index = 0; index < 25; index++) one.make('workHours');
    const feed = feedOf(one, 'workHours');
    const pages = await Array.fromAsync(feed.changes(checkpoint));
    expect(pages).toHaveLength(4);
    for (const [index, page] of pages.slice(0, -1).entries()) {
      const rest = await Array.fromAsync(feed.changes(page.checkpoint));
      expect(rowsOf(rest)).toEqual(rowsOf(pages.slice(index + 1)));
      expect(goneOf(rest)).toEqual(goneOf(pages.slice(index + 1)));
      expect(lastOf(rest)).toBe(lastOf(pages));
    }
    expect(goneOf(pages).toSorted()).toEqual(deleted.toSorted());
  });

  it('reads all that changed again when the server has forgotten the page', async () => {
    const one = firm();
    const checkpoint = JSON.stringify({ kind: 'changes', since: one.now() - 60_000, startedAt: one.now() - 1_000, pageToken: '0:forgotten' });
    const id = one.make('workHours');
    const pages = await Array.fromAsync(feedOf(one, 'workHours').changes(checkpoint));
    expect(rowsOf(pages).map((row) => row.id)).toEqual([id]);
    expect(JSON.parse(lastOf(pages))).toEqual({ kind: 'changes', since: one.now() });
  });
});

describe('a list that may not be read', () => {
  it.each([
    ['an add-on', { facts: { proposalsAddon: false } }, 'proposals', 'invoices'],
    ['an add-on', { facts: { proposalsAddon: false } }, 'proposalRows', 'flatRates'],
    ['a scope', { grantedScopes: ['projects:read', 'users:read', 'settings:read', 'invoices:read'] }, 'workHours', 'phases'],
  ] as const)('for lack of %s says so, and the others are read', async (_what, sandbox, refused, other) => {
    const one = firm({ sandbox });
    await expect(readThrough(one, refused)).rejects.toMatchObject({ name: 'AccessError', code: 'scope-missing' });
    await expect(readThrough(one, other)).resolves.toContain('changes');
  });

  it('is not there at all while billable work is switched off', () => {
    const one = firm({ connector: { money: false } });
    expect([...one.connector.mirrors.keys()]).toEqual([]);
    expect('money' in one.connector).toBe(false);
  });
});
