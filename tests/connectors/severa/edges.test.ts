// What no sandbox does on purpose: lists that ignore their position, rows without what they must have, parts that vanish between
// two calls.
import { describe, expect, it } from 'vitest';
import type { Answer } from '../scripted.ts';
import { routed } from '../scripted.ts';
import { create, done, keys, pagesOf, severaBench, writeOne } from './bench.ts';
import type { Bench } from './bench.ts';

const token = { status: 200, body: { access_token: 't', access_token_expires_in: 3600 } };
const made = '2026-01-01T08:00:00Z';
const person = (guid: string, more: object = {}) => ({ guid, firstName: 'Aino', lastName: 'Virta', customer: { guid: 'c-1' }, createdDateTime: made, ...more });
const address = (guid: string, contact: string | null, value: string | null) => ({ guid, value, isForbiddenToUse: false, contact: contact === null ? null : { guid: contact }, communicationType: { guid: 't-1', type: 'EmailAddress' }, createdDateTime: made });

function answering(answers: Readonly<Record<string, (query: URLSearchParams) => Answer>>): { readonly bench: Bench; readonly asked: () => string[] } {
  const { transport, requests } = routed((request, route) => {
    if (route.endsWith('/token')) return token;
    const answer = answers[route.replace('/rest-api/v1', '')];
    return answer ? answer(new URL(request.url).searchParams) : { status: 200, body: [] };
  });
  const asked = (): string[] => requests.flatMap(({ method, url }) => (url.endsWith('/token') ? [] : [`${method} ${new URL(url).pathname.replace('/rest-api/v1', '')}`]));
  return { bench: severaBench({ connector: { transport } }), asked };
}

const rows = (body: readonly object[]): Answer => ({ status: 200, body });
const refusal = (name: string): Answer => ({ status: 400, body: { error: { type: 'InvalidParameter', details: [{ location: { name } }] } } });
const from = (query: URLSearchParams): number => Number(query.get('firstRow'));

describe('an offset list', () => {
  it('that gives the same page again and again is read once', async () => {
    const { bench, asked } = answering({ 'GET /contactpersons': () => rows([person('p-1'), person('p-2')]), 'GET /contactcommunications': () => rows([address('a-1', 'p-1', 'a@koivu.example')]) });
    const pages = await pagesOf(bench.contact.all(null));
    expect(pages.flatMap(({ snapshots }) => snapshots.map(({ id }) => id))).toEqual(['p-1', 'p-2']);
    expect(asked().filter((route) => route === 'GET /contactpersons')).toHaveLength(2);
  });

  it('whose rows shift between two pages shows nobody twice', async () => {
    const all = [person('p-1'), person('p-2'), person('p-3')];
    const { bench } = answering({ 'GET /contactpersons': (query) => rows(from(query) === 0 ? all.slice(0, 2) : from(query) === 2 ? all.slice(1) : []) });
    const pages = await pagesOf(bench.contact.all(null));
    expect(pages.flatMap(({ snapshots }) => snapshots.map(({ id }) => id))).toEqual(['p-1', 'p-2', 'p-3']);
  });
});

describe('ways to reach a person', () => {
  it('that belong to nobody, have no value or belong to somebody unknown add nobody', async () => {
    const listed = [address('a-1', null, 'x@koivu.example'), address('a-2', 'p-1', null), address('a-3', 'p-9', 'y@koivu.example'), address('a-4', 'p-1', 'a@koivu.example')];
    const { bench } = answering({ 'GET /contactpersons': (query) => rows(from(query) === 0 ? [person('p-1')] : []), 'GET /contactcommunications': (query) => rows(from(query) === 0 ? listed : []) });
    const pages = await pagesOf(bench.contact.all(null));
    expect(pages.flatMap(({ snapshots }) => snapshots)).toMatchObject([{ id: 'p-1', fields: { emails: keys('a@koivu.example') } }]);
  });

  it('that are gone when they are asked for make their person a suspicion, and leave the others readable', async () => {
    const { bench } = answering({
      'GET /contactpersons/p-1': () => ({ status: 200, body: person('p-1') }), 'GET /contactpersons/p-2': () => ({ status: 200, body: person('p-2') }),
      'GET /contacts/p-1/contactcommunications': () => ({ status: 404 }), 'GET /contacts/p-2/contactcommunications': () => rows([address('a-1', 'p-2', 'b@koivu.example')]),
    });
    const found = await bench.contact.read(['p-1', 'p-2']);
    expect(found.get('p-1')).toMatchObject({ how: 'missing' });
    expect(found.get('p-2')).toMatchObject({ fields: { emails: keys('b@koivu.example') } });
  });

  it('are not looked for among somebody deleted', async () => {
    const { bench, asked } = answering({ 'GET /contactpersons/p-1': () => ({ status: 200, body: person('p-1', { isDeleted: true, firstName: 'Deleted', lastName: 'Contact' }) }) });
    expect((await bench.contact.read(['p-1'])).get('p-1')).toMatchObject({ how: 'erased' });
    expect(asked()).not.toContain('GET /contacts/p-1/contactcommunications');
  });
});

it('names the fields of a contact that a refusal is about', async () => {
  const { bench } = answering({ 'POST /contactpersons': () => refusal('/jobTitle') });
  expect(await writeOne(bench.contact, create({ firstName: 'Aino', lastName: 'Virta', account: 'c-1' }))).toMatchObject({ kind: 'rejected', error: { fields: ['jobTitle'] } });
});

it('takes the answer of a PATCH as an array or as one object', async () => {
  const { bench } = answering({
    'PATCH /contactpersons/p-1': () => rows([person('p-1', { jobTitle: 'Johtaja' })]), 'GET /contacts/p-1/contactcommunications': () => rows([address('a-1', 'p-1', 'a@koivu.example')]),
    'PATCH /contactcommunications/a-1': () => ({ status: 200, body: { ...address('a-1', 'p-1', 'a@koivu.example'), isForbiddenToUse: true } }),
  });
  const write = { kind: 'update', key: 'k', id: 'p-1', handles: {}, fields: { jobTitle: 'Johtaja', optOuts: keys('a@koivu.example') }, seen: { optOuts: [] } } as const;
  expect(done(await writeOne(bench.contact, write))).toMatchObject({ unsettled: [], snapshot: { fields: { jobTitle: 'Johtaja', optOuts: keys('a@koivu.example') } } });
});

it('guards only the sales cases it was asked about, also where the server ignores which', async () => {
  const project = (guid: string) => ({ guid, name: 'Verkkokauppa', customer: { guid: 'c-1' }, projectOwner: { guid: 'u-1' }, createdDateTime: made });
  const { bench, asked } = answering({ 'GET /projects': () => rows([project('x-1'), project('x-2'), project('x-3')]) });
  const shown = await bench.salesCase.guard(made, ['x-2', 'x-9']);
  expect(shown.map(({ id }) => id)).toEqual(['x-2']);
  expect(asked().filter((route) => route === 'GET /projects')).toHaveLength(1);
});
