import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../src/connectors/connector.ts';
import { keys, pagesOf, readThrough, seen, severaBench, snapshotsOf, violations } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

function typeOf(bench: Bench, type: string): { guid: string } {
  return { guid: bench.model.state.list('communicationtypes').find((row) => row['type'] === type)?.guid ?? '' };
}

function person(bench: Bench, row: Record<string, unknown> = {}): string {
  const customer = bench.model.state.list('customers')[0]?.guid ?? bench.put('customers', { name: 'Koivu Oy' });
  return bench.put('contactpersons', { firstName: 'Aino', lastName: 'Virta', customer: { guid: customer }, ...row });
}

function reach(bench: Bench, contact: string, type: string, value: string, isForbiddenToUse = false): string {
  return bench.put('contactcommunications', { contact: { guid: contact }, communicationType: typeOf(bench, type), value, isForbiddenToUse });
}

describe('reading all contacts', () => {
  it('shows a person whole: account, addresses in lower case, numbers in one spelling, role, language and opt-outs', async () => {
    const bench = severaBench();
    const [role] = bench.model.state.list('contactroles').map((row) => row.guid) as [string];
    const swedish = bench.model.state.list('localization/languages').find((row) => row['code'] === 'sv');
    const customer = bench.put('customers', { name: 'Koivu Oy' });
    const id = person(bench, { customer: { guid: customer }, jobTitle: ' Toimitusjohtaja ', role: { guid: role }, language: { guid: swedish?.guid }, description: 'Soita aamulla' });
    reach(bench, id, 'EmailAddress', 'Aino.Virta@Koivu.example');
    reach(bench, id, 'EmailAddress', 'aino@kotona.example', true);
    reach(bench, id, 'MobilePhone', '040 123 4567');
    reach(bench, id, 'Phone', 'vaihde, kysy Ainoa');
    reach(bench, id, 'Fax', '09 123 456');
    expect(await seen(bench.contact, id)).toMatchObject({
      fields: {
        firstName: 'Aino', lastName: 'Virta', account: customer, jobTitle: 'Toimitusjohtaja', role, language: 'sv', active: true, notes: 'Soita aamulla',
        emails: keys('aino.virta@koivu.example', 'aino@kotona.example'), optOuts: keys('aino@kotona.example'), phones: keys('+358401234567', 'vaihde, kysy Ainoa'),
      },
      handles: {},
    });
  });

  it('takes an address that stands there twice for one, forbidden when either is', async () => {
    const bench = severaBench();
    const id = person(bench);
    reach(bench, id, 'EmailAddress', 'aino@koivu.example');
    reach(bench, id, 'EmailAddress', 'AINO@koivu.example', true);
    expect((await seen(bench.contact, id)).fields).toMatchObject({ emails: keys('aino@koivu.example'), optOuts: keys('aino@koivu.example') });
  });

  it('costs one pass of two lists and two registries, and nothing that only writing needs', async () => {
    const bench = severaBench();
    for (let index = 0; index < 150; index++) reach(bench, person(bench, { firstName: `Aino ${index}` }), 'EmailAddress', `aino${index}@koivu.example`);
    await pagesOf(bench.contact.all(null));
    expect(bench.calls()).toEqual({
      'POST /v1/token': 1, 'GET /v1/contactpersons': 3, 'GET /v1/contactcommunications': 3, 'GET /v1/contactroles': 1, 'GET /v1/localization/languages': 1,
    });
  });

  it('goes on from any page, and in the end from where changes begin', async () => {
    const bench = severaBench({ sandbox: { pageMax: 20 } });
    const ids = Array.from({ length: 50 }, (_, index) => person(bench, { firstName: `Aino ${index}` }));
    const pages = await pagesOf(bench.contact.all(null));
    for (const [index, page] of pages.entries()) {
      const after = await pagesOf(bench.contact.all(page.checkpoint));
      const shown = [...pages.slice(0, index + 1), ...after].flatMap(({ snapshots }) => snapshots.map(({ id }) => id));
      expect(shown.toSorted()).toEqual(ids.toSorted());
      expect(after.at(-1)?.checkpoint).toBe(pages.at(-1)?.checkpoint);
    }
  });

  it('finds everybody through short pages', async () => {
    const bench = severaBench();
    for (let index = 0; index < 150; index++) reach(bench, person(bench, { firstName: `Aino ${index}` }), 'EmailAddress', `aino${index}@koivu.example`);
    bench.model.faults.add({ kind: 'short-page', path: '/v1/contact', every: 2, times: 4 });
    const shown = [...(await snapshotsOf(bench.contact.all(null))).values()];
    expect(shown).toHaveLength(150);
    expect(shown.every(({ fields }) => Array.isArray(fields['emails']) && fields['emails'].length === 1)).toBe(true);
  });

  it('leaves a person made during the look to the next one, rather than show them without an address', async () => {
    const bench = severaBench();
    person(bench);
    const pages = bench.contact.all(null)[Symbol.asyncIterator]();
    await pages.next();
    bench.clock.advance(10);
    const { guid } = bench.model.state.put('contactpersons', { firstName: 'Eero', lastName: 'Niemi', customer: { guid: bench.model.state.list('customers')[0]?.guid } }, bench.clock.now());
    bench.model.state.put('contactcommunications', { contact: { guid }, communicationType: typeOf(bench, 'EmailAddress'), value: 'eero@koivu.example', isForbiddenToUse: false }, bench.clock.now());
    const rest: Page[] = [];
    for (let next = await pages.next(); !next.done; next = await pages.next()) rest.push(next.value);
    expect(rest.flatMap(({ snapshots }) => snapshots)).toEqual([]);
    bench.clock.advance(10);
    const shown = await snapshotsOf(bench.contact.changes((rest.at(-1) as Page).checkpoint));
    expect(shown.get(guid)?.fields['emails']).toEqual(keys('eero@koivu.example'));
  });

  it.each(['listed', 'readable', 'gone'] as const)('copies nothing of a deleted contact where such are %s', async (deletedContacts) => {
    const bench = severaBench({ sandbox: { facts: { deletedContacts } } });
    const id = person(bench);
    bench.model.state.remove('contactpersons', id, bench.clock.now());
    const pages = await pagesOf(bench.contact.all(null));
    expect(pages.flatMap(({ snapshots }) => snapshots)).toEqual([]);
    expect(pages.flatMap(({ tombstones }) => tombstones.map(({ id, how }) => `${id} ${how}`))).toEqual(deletedContacts === 'listed' ? [`${id} erased`] : []);
    expect((await bench.contact.read([id])).get(id)).toMatchObject({ how: deletedContacts === 'gone' ? 'missing' : 'erased' });
  });
});

describe('reading changed contacts', () => {
  it('costs two calls when nothing has changed', async () => {
    const bench = severaBench();
    reach(bench, person(bench), 'EmailAddress', 'aino@koivu.example');
    const checkpoint = await readThrough(bench.contact);
    bench.clock.advance(600_000);
    bench.calls();
    expect(await pagesOf(bench.contact.changes(checkpoint))).toHaveLength(1);
    expect(bench.calls()).toEqual({ 'GET /v1/contactpersons': 1, 'GET /v1/contactcommunications': 1 });
  });

  it('says nothing of addresses when only the person changed', async () => {
    const bench = severaBench();
    const id = person(bench);
    reach(bench, id, 'EmailAddress', 'aino@koivu.example');
    const checkpoint = await readThrough(bench.contact);
    bench.clock.advance(600_000);
    bench.model.state.edit('contactpersons', id, { '/jobTitle': 'Johtaja' }, bench.clock.now());
    const shown = (await snapshotsOf(bench.contact.changes(checkpoint))).get(id)?.fields ?? {};
    expect(shown['jobTitle']).toBe('Johtaja');
    expect(Object.keys(shown).filter((name) => ['emails', 'phones', 'optOuts'].includes(name))).toEqual([]);
  });

  it('shows all addresses of a person whose address alone changed, and dates the change', async () => {
    const bench = severaBench();
    const id = person(bench);
    reach(bench, id, 'EmailAddress', 'aino@koivu.example');
    const number = reach(bench, id, 'Phone', '09 123 4567');
    const checkpoint = await readThrough(bench.contact);
    bench.clock.advance(600_000);
    bench.model.state.edit('contactcommunications', number, { '/value': '09 765 4321' }, bench.clock.now());
    const at = new Date(bench.clock.now()).toISOString();
    bench.calls();
    const shown = (await snapshotsOf(bench.contact.changes(checkpoint))).get(id);
    expect(shown).toMatchObject({ fields: { emails: keys('aino@koivu.example'), phones: keys('+35897654321') }, modifiedAt: at });
    expect(shown?.fields).not.toHaveProperty('firstName');
    expect(bench.calls()).toEqual({ 'GET /v1/contactpersons': 1, 'GET /v1/contactcommunications': 2, 'GET /v1/contacts/{contactGuid}/contactcommunications': 1 });
  });

  it('needs no further call for a person made since', async () => {
    const bench = severaBench();
    person(bench);
    const checkpoint = await readThrough(bench.contact);
    bench.clock.advance(600_000);
    const { guid } = bench.model.state.put('contactpersons', { firstName: 'Eero', lastName: 'Niemi', customer: { guid: bench.model.state.list('customers')[0]?.guid } }, bench.clock.now());
    bench.model.state.put('contactcommunications', { contact: { guid }, communicationType: typeOf(bench, 'EmailAddress'), value: 'eero@koivu.example', isForbiddenToUse: false }, bench.clock.now());
    bench.clock.advance(1_000);
    bench.calls();
    expect((await snapshotsOf(bench.contact.changes(checkpoint))).get(guid)?.fields).toMatchObject({ lastName: 'Niemi', emails: keys('eero@koivu.example'), phones: [], optOuts: [] });
    expect(bench.calls()).toEqual({ 'GET /v1/contactpersons': 2, 'GET /v1/contactcommunications': 2 });
  });

  it('suspects that a contact is gone when its address changed and it is not found', async () => {
    const bench = severaBench();
    const id = person(bench);
    const address = reach(bench, id, 'EmailAddress', 'aino@koivu.example');
    const checkpoint = await readThrough(bench.contact);
    bench.clock.advance(600_000);
    bench.model.state.edit('contactcommunications', address, { '/value': 'a@koivu.example' }, bench.clock.now());
    bench.model.faults.add({ kind: 'status-404', path: /\/contacts\// });
    const pages = await pagesOf(bench.contact.changes(checkpoint));
    expect(pages.flatMap(({ tombstones }) => tombstones)).toMatchObject([{ id, how: 'missing' }]);
  });

  it('passes on that a contact was deleted', async () => {
    const bench = severaBench();
    const id = person(bench);
    const checkpoint = await readThrough(bench.contact);
    bench.clock.advance(600_000);
    bench.model.state.remove('contactpersons', id, bench.clock.now());
    const pages = await pagesOf(bench.contact.changes(checkpoint));
    expect(pages.flatMap(({ tombstones }) => tombstones)).toMatchObject([{ id, how: 'erased', into: null }]);
  });
});

describe('reading contacts by id', () => {
  it('costs two calls each and gives a suspicion for whom it does not find', async () => {
    const bench = severaBench();
    const id = person(bench);
    reach(bench, id, 'Phone', '09 123 4567');
    await readThrough(bench.contact);
    bench.calls();
    const found = await bench.contact.read([id, '00000000-0000-0000-0000-0000000000aa']);
    expect(found.get(id)).toMatchObject({ fields: { firstName: 'Aino', phones: keys('+35891234567') } });
    expect(found.get('00000000-0000-0000-0000-0000000000aa')).toMatchObject({ how: 'missing' });
    expect(bench.calls()).toEqual({ 'GET /v1/contactpersons/{guid}': 2, 'GET /v1/contacts/{contactGuid}/contactcommunications': 1 });
  });

  it('guards a batch by one list of the persons changed since', async () => {
    const bench = severaBench();
    const [first, second] = [person(bench), person(bench, { firstName: 'Eero' })];
    await readThrough(bench.contact);
    const since = new Date(bench.clock.now()).toISOString();
    bench.clock.advance(5_000);
    bench.calls();
    expect(await bench.contact.guard(since, [first, second])).toEqual([]);
    expect(bench.calls()).toEqual({ 'GET /v1/contactpersons': 1 });
    bench.model.state.edit('contactpersons', second, { '/lastName': 'Niemi' }, bench.clock.now());
    expect((await bench.contact.guard(since, [first, second])).map(({ id }) => id)).toEqual([second]);
  });
});
