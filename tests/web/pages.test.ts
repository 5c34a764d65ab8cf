// What each role is offered, and what follows from the list of pages.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { later as laterEn } from '../../src/web/i18n/en-later.ts';
import { words as firstEn } from '../../src/web/i18n/en.ts';
import { later as laterFi } from '../../src/web/i18n/fi-later.ts';
import { words as firstFi } from '../../src/web/i18n/fi.ts';
import { PAGES } from '../../src/web/page-list.ts';
import { navigationFor, pagesAbove, type Page } from '../../src/web/pages.ts';
import { may } from '../../src/web/rights.ts';

const [en, fi] = [{ ...firstEn, ...laterEn }, { ...firstFi, ...laterFi }];

type Roles = Readonly<Record<string, { readonly reads: readonly string[]; readonly changes: readonly string[] }>>;
const roles = JSON.parse(readFileSync(new URL('../../config/roles.json', import.meta.url), 'utf8')) as Roles;
const rights = { reads: new Set(Object.values(roles).flatMap(({ reads }) => reads)), changes: new Set(Object.values(roles).flatMap(({ changes }) => changes)) };

const page = (path: string, more: Partial<Page> = {}): Page => ({ path, title: 'start:home.title', need: {}, group: 'money', load: () => Promise.reject(new Error('not loaded here')), ...more });

describe('rights', () => {
  it('are enough when one of the wanted is held, of each kind', () => {
    const held = { reads: ['accounts'], changes: ['contacts'] };
    expect(may(held, {})).toBe(true);
    expect(may(held, { reads: ['invoices', 'accounts'] })).toBe(true);
    expect(may(held, { reads: ['accounts'], changes: ['accounts'] })).toBe(false);
    expect(may({ reads: [], changes: [] }, { reads: ['accounts'] })).toBe(false);
  });

  it('have a name in both languages, and no name is left over', () => {
    const wanted = [...new Set([...rights.reads, ...rights.changes])].toSorted();
    expect(Object.keys(en.start.right).toSorted()).toEqual(wanted);
    expect(Object.keys(fi.start.right).toSorted()).toEqual(wanted);
  });
});

describe('the pages', () => {
  it('need only rights that exist', () => {
    for (const { need } of PAGES) {
      expect((need.reads ?? []).filter((right) => !rights.reads.has(right))).toEqual([]);
      expect((need.changes ?? []).filter((right) => !rights.changes.has(right))).toEqual([]);
    }
  });

  it('each have their own address, and a parent that exists', () => {
    const paths = PAGES.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(PAGES.filter(({ parent }) => parent !== undefined && !paths.includes(parent))).toEqual([]);
  });

  it('can each be opened by somebody', () => {
    for (const { path, need } of PAGES) expect([path, Object.values(roles).some((role) => may(role, need))]).toEqual([path, true]);
  });
});

describe('the navigation', () => {
  it('has the groups in their order and leaves out what is empty or not allowed', () => {
    const pages = [page('/runs', { group: 'system' }), page('/secret', { need: { reads: ['audit'] }, group: 'privacy' }), page('/', { group: 'start' }), page('/x/:id', { group: null })];
    expect(navigationFor(pages, { reads: [], changes: [] }).map(({ group, pages }) => [group, pages.map(({ path }) => path)])).toEqual([['start', ['/']], ['system', ['/runs']]]);
  });

  it('knows the way back up, and survives a circle', () => {
    const pages = [page('/a'), page('/a/:id', { parent: '/a' }), page('/a/:id/x', { parent: '/a/:id' }), page('/r1', { parent: '/r2' }), page('/r2', { parent: '/r1' })];
    expect(pagesAbove(pages, pages[2] ?? page('/'))).toEqual([pages[0], pages[1]]);
    expect(pagesAbove(pages, pages[3] ?? page('/')).length).toBeLessThanOrEqual(2);
  });
});
