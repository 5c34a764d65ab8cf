import { describe, expect, it } from 'vitest';
import { expectContractKept, monday, newCaller, type Caller, type Json } from './caller.ts';

function withCustomers(count: number, options: Parameters<typeof newCaller>[0] = {}): Caller {
  const caller = newCaller(options);
  for (let at = 1; at <= count; at++) caller.model.state.put('customers', { name: `Yritys ${at} Oy` }, monday);
  return caller;
}

/** Follows NextPageToken to the end; names in the order they came. */
function follow(caller: Caller, path: string, eachPage: (page: number) => void = () => undefined): string[] {
  const names: string[] = [];
  let token: string | undefined;
  for (let page = 1; page < 100; page++) {
    const answer = caller.send('GET', token === undefined ? path : `${path}&pageToken=${token}`);
    expect(answer.status).toBe(200);
    names.push(...(answer.body as Json[]).map((row) => String(row['name'])));
    token = answer.headers['NextPageToken'];
    if (token === undefined) return names;
    eachPage(page);
  }
  throw new Error('the pages have no end');
}

describe('token lists', () => {
  it('give twenty rows and a token while there are more, and no token at the end', () => {
    const caller = withCustomers(45);
    expect(caller.list('/v1/customers')).toHaveLength(20);
    const names = follow(caller, '/v1/customers?rowCount=20');
    expect(names).toHaveLength(45);
    expect(new Set(names).size).toBe(45);
    expectContractKept(caller);
  });

  it('give no token when the last page is exactly full', () => {
    const caller = withCustomers(40);
    let pages = 1;
    follow(caller, '/v1/customers?rowCount=20', () => pages++);
    expect(pages).toBe(2);
  });

  it('neither miss nor double a row that is edited, added or deleted between pages', () => {
    const caller = withCustomers(50);
    const first = caller.model.state.list('customers')[0] as { guid: string };
    const names = follow(caller, '/v1/customers?rowCount=10', (page) => {
      caller.model.state.edit('customers', first.guid, { '/notes': `sivu ${page}` }, monday + page);
      if (page === 1) caller.model.state.remove('customers', (caller.model.state.list('customers')[1] as { guid: string }).guid, monday);
    });
    expect(names).toHaveLength(50);
  });

  it('cut what is over the page maximum without a word', () => {
    expect(withCustomers(120).list('/v1/customers?rowCount=1000')).toHaveLength(100);
    expect(withCustomers(120, { pageMax: 1000 }).list('/v1/customers?rowCount=1000')).toHaveLength(120);
  });

  it('refuse a token of another list', () => {
    const caller = withCustomers(3);
    const token = String(caller.send('GET', '/v1/customers?rowCount=1').headers['NextPageToken']);
    expect(caller.send('GET', `/v1/projects?pageToken=${token}`).status).toBe(400);
    expect(caller.send('GET', '/v1/customers?rowCount=0').status).toBe(400);
  });

  it('need their filters with every page', () => {
    const caller = withCustomers(6);
    for (const row of caller.model.state.list('customers').slice(0, 3)) caller.model.state.edit('customers', row.guid, { '/isActive': false }, monday);
    expect(follow(caller, '/v1/customers?rowCount=2&isActive=false')).toHaveLength(3);
  });
});

describe('offset lists', () => {
  it('count from the first row and never send a token', () => {
    const caller = withCustomers(1);
    const customer = caller.model.state.list('customers')[0] as { guid: string };
    for (let at = 1; at <= 25; at++) caller.model.state.put('addresses', { customer: { guid: customer.guid }, city: `Kylä ${at}` }, monday);
    const page = caller.send('GET', '/v1/addresses?firstRow=20&rowCount=10');
    expect((page.body as Json[]).map((row) => row['city'])).toEqual(['Kylä 21', 'Kylä 22', 'Kylä 23', 'Kylä 24', 'Kylä 25']);
    expect(page.headers).not.toHaveProperty('NextPageToken');
    expect(caller.list('/v1/addresses?firstRow=25')).toEqual([]);
    expectContractKept(caller);
  });

  it('sort contacts as asked, in either spelling of the sortings', () => {
    const caller = withCustomers(1);
    const customer = { guid: (caller.model.state.list('customers')[0] as { guid: string }).guid };
    for (const lastName of ['Mäkelä', 'Aalto', 'Öhman']) caller.model.state.put('contactpersons', { customer, firstName: 'Outi', lastName }, monday);
    const byName = (query: string): unknown[] => caller.list(`/v1/contactpersons?${query}`).map((row) => row['lastName']);
    expect(byName('sortings[0].key=LastName&sortings[0].value=Asc')).toEqual(['Aalto', 'Mäkelä', 'Öhman']);
    expect(byName('sortings[0].key=LastName&sortings[0].value=Desc')).toEqual(['Öhman', 'Mäkelä', 'Aalto']);
    expectContractKept(caller);
    expect(byName('sortings[0][key]=LastName&sortings[0][value]=Asc')).toEqual(['Aalto', 'Mäkelä', 'Öhman']);
  });
});

describe('filters', () => {
  it('mix active and inactive rows unless asked', () => {
    const caller = withCustomers(2);
    caller.model.state.put('customers', { name: 'Lopettanut Oy', isActive: false }, monday);
    expect(caller.list('/v1/customers')).toHaveLength(3);
    expect(caller.list('/v1/customers?isActive=false')).toHaveLength(1);
  });

  it('repeat a name for a list, and by default ignore brackets', () => {
    const caller = withCustomers(5);
    expect(caller.list('/v1/customers?numbers=1&numbers=3')).toHaveLength(2);
    expectContractKept(caller);
    expect(caller.list('/v1/customers?numbers[]=1')).toHaveLength(5);
    expect(withCustomers(5, { facts: { bracketArrays: 'honour' } }).list('/v1/customers?numbers[]=1')).toHaveLength(1);
  });

  it('ignore names they do not know and refuse values they cannot read', () => {
    const caller = withCustomers(2);
    expect(caller.list('/v1/projects?projectOwnerGuid=nobody')).toEqual([]);
    expect(caller.list('/v1/customers?projectOwnerGuid=nobody')).toHaveLength(2);
    const refused = caller.send('GET', '/v1/customers?isActive=perhaps');
    expect(refused.body).toMatchObject({ error: { type: 'InvalidParameter', details: [{ location: { type: 'UriParameter', identifier: 'isActive' } }] } });
  });

  it('find a contact by the address of one of its communications', () => {
    const caller = withCustomers(1);
    const customer = { guid: (caller.model.state.list('customers')[0] as { guid: string }).guid };
    const contact = caller.model.state.put('contactpersons', { customer, firstName: 'Tuuli', lastName: 'Niemi' }, monday);
    const type = caller.list('/v1/communicationtypes').find((row) => row['type'] === 'EmailAddress');
    caller.model.state.put('contactcommunications', { contact: { guid: contact.guid }, value: 'tuuli@niemi.example', communicationType: { guid: type?.['guid'] } }, monday);
    expect(caller.list('/v1/contactpersons?textToSearch=TUULI@niemi')).toMatchObject([{ emails: ['tuuli@niemi.example'], phoneNumbers: [] }]);
    expect(caller.list('/v1/contactpersons?textToSearch=toinen')).toEqual([]);
  });
});

describe('since-filters', () => {
  it('include the very moment they name', () => {
    const caller = withCustomers(1);
    expect(caller.list('/v1/customers?changedSince=2026-11-16T09:00:00Z')).toHaveLength(1);
    expect(caller.list('/v1/customers?changedSince=2026-11-16T09:00:00.001Z')).toHaveLength(0);
    expect(caller.list('/v1/customers?changedSince=2026-11-16T11:00:00%2B02:00')).toHaveLength(1);
    expectContractKept(caller);
  });

  it('refuse an offset whose plus became a space', () => {
    expect(withCustomers(1).send('GET', '/v1/customers?changedSince=2026-11-16T11:00:00+02:00').status).toBe(400);
  });

  it('see new rows, whose own time of change is null, and later edits', () => {
    const caller = withCustomers(2);
    expect(caller.list('/v1/customers')[0]).toMatchObject({ createdDateTime: '2026-11-16T09:00:00.000Z', lastUpdatedDateTime: null });
    const { guid } = caller.model.state.list('customers')[1] as { guid: string };
    caller.model.state.edit('customers', guid, { '/notes': 'Soitettu' }, monday + 60_000);
    expect(caller.list('/v1/customers?changedSince=2026-11-16T09:00:30Z')).toMatchObject([{ guid, lastUpdatedDateTime: '2026-11-16T09:01:00.000Z' }]);
  });

  it('may go by the closest minute', () => {
    const caller = withCustomers(1, { facts: { sinceRounding: 'minute' } });
    expect(caller.list('/v1/customers?changedSince=2026-11-16T09:00:29Z')).toHaveLength(1);
    expect(caller.list('/v1/customers?changedSince=2026-11-16T09:00:31Z')).toHaveLength(0);
  });

  it('work on rows that show no times at all', () => {
    const caller = newCaller();
    const proposal = caller.model.state.put('proposals', { name: 'Tarjous' }, monday);
    const row = caller.model.state.put('proposalsubtotals', { proposal: { guid: proposal.guid }, name: 'Yhteensä' }, monday);
    caller.now = monday + 60_000;
    caller.patch(`/v1/proposalsubtotals/${row.guid}`, { '/name': 'Summa' });
    expect(caller.list('/v1/proposalsubtotals?changedSince=2026-11-16T09:00:30Z')).toHaveLength(1);
    expect(caller.list('/v1/proposalsubtotals')[0]).not.toHaveProperty('lastUpdatedDateTime');
  });

  it('may get times without a zone', () => {
    expect(withCustomers(1, { facts: { instants: 'naive' } }).list('/v1/customers')[0]).toMatchObject({ createdDateTime: '2026-11-16T09:00:00.000' });
  });
});
