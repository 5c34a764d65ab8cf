import { describe, expect, it } from 'vitest';
import { errorType, expectContractKept, monday, named, newCaller, type Caller, type Json } from './caller.ts';
import { populate } from './populated.ts';

const later = monday + 60_000;
const since = '2026-11-16T09:00:30Z';

/** The row's stamps before and after something happens a minute later. */
function timesAround(caller: Caller, path: string, happens: () => void): [unknown, unknown] {
  const before = caller.get(path)['lastUpdatedDateTime'];
  caller.now = later;
  happens();
  return [before, caller.get(path)['lastUpdatedDateTime']];
}

describe('what does not move a customer’s time of change', () => {
  it('is a market segment gained or lost; the link shows in the list of all links', () => {
    const caller = newCaller();
    const { customer } = populate(caller);
    const segment = caller.model.state.put('marketsegments', { name: 'Vienti' }, monday);
    const times = timesAround(caller, `/v1/customers/${customer.guid}`, () => {
      const link = caller.post('/v1/customermarketsegments', { customer: { guid: customer.guid }, marketSegment: { guid: segment.guid } });
      expect(caller.list('/v1/customermarketsegments')).toHaveLength(2);
      expect(caller.send('DELETE', `/v1/customermarketsegments/${String(link['guid'])}`).status).toBe(204);
    });
    expect(times).toEqual([null, null]);
    expect(caller.list(`/v1/customers?changedSince=${since}`)).toEqual([]);
    expect(caller.list('/v1/customermarketsegments')).toMatchObject([{ marketSegment: { name: 'Metalli' }, parentMarketSegment: { name: 'Teollisuus' } }]);
    expectContractKept(caller);
  });

  it('is a custom value, a country setting or a sales note', () => {
    const caller = newCaller();
    const { customer, rows } = populate(caller);
    const times = timesAround(caller, `/v1/customers/${customer.guid}`, () => {
      caller.patch(`/v1/customers/customvalues/${String(rows['customers/customvalues']?.guid)}`, { '/value': 'C' });
      caller.patch(`/v1/customercountrysettings/${String(rows['customercountrysettings']?.guid)}`, { '/isTaxFree': true });
      caller.patch(`/v1/customersalesnotes/${String(rows['customersalesnotes']?.guid)}`, { '/note': 'Myöhemmin' });
    });
    expect(times).toEqual([null, null]);
    expect(caller.list(`/v1/customers/${customer.guid}/customvalues`)).toMatchObject([{ value: 'C', customProperty: { name: 'Asiakasluokka' } }]);
    expect(caller.list(`/v1/customers/${customer.guid}/customersalesnotes?changedSince=${since}`)).toHaveLength(1);
  });

  it('is an address, which has its own times', () => {
    const caller = newCaller();
    const { customer, address } = populate(caller);
    const times = timesAround(caller, `/v1/customers/${customer.guid}`, () => caller.patch(`/v1/addresses/${address.guid}`, { '/city': 'Kuopio' }));
    expect(times).toEqual([null, null]);
    expect(caller.list(`/v1/addresses?changedSince=${since}`)).toMatchObject([{ city: 'Kuopio', contacts: [{ name: 'Väinö Lehto' }] }]);
    expect(caller.get(`/v1/customers/${customer.guid}`)['headquarterAddress']).toMatchObject({ city: 'Kuopio', country: 'Suomi' });
  });
});

describe('addresses', () => {
  it('are made under their customer, and the first becomes its headquarters', () => {
    const caller = newCaller();
    const customer = caller.post('/v1/customers', { name: 'Koivukylä Oy' });
    const path = `/v1/customers/${String(customer['guid'])}`;
    const address = caller.post(`${path}/addresses`, { addressline: 'Rantatie 1', city: 'Vaasa' });
    caller.post(`${path}/addresses`, { addressline: 'Toritie 1', city: 'Oulu' });
    expect(caller.get(path)).toMatchObject({ headquarterAddress: { guid: address['guid'], city: 'Vaasa' }, lastUpdatedDateTime: null });
    expect(caller.list(`${path}/addresses`)).toHaveLength(2);
    expect(caller.send('DELETE', `/v1/addresses/${String(address['guid'])}`).status).toBe(204);
    expect(caller.get(path)['headquarterAddress']).toBeNull();
    expect(caller.send('GET', '/v1/customers/none/addresses').status).toBe(404);
    expectContractKept(caller);
  });
});

describe('contacts', () => {
  it('show their communications, which move no time of the contact', () => {
    const caller = newCaller();
    const { contact } = populate(caller);
    const path = `/v1/contactpersons/${contact.guid}`;
    const times = timesAround(caller, path, () => {
      const mobile = named(caller, 'communicationtypes', 'Matkapuhelin');
      caller.post('/v1/contactcommunications', { value: '+358401234567', contact: { guid: contact.guid }, communicationType: { guid: mobile.guid }, isForbiddenToUse: false });
    });
    expect(times).toEqual([null, null]);
    expect(caller.get(path)).toMatchObject({ emails: ['vaino@koivukyla.example'], phoneNumbers: ['+358401234567'] });
    expect(caller.list(`/v1/contactcommunications?changedSince=${since}`)).toHaveLength(1);
    expect(caller.list(`/v1/contacts/${contact.guid}/contactcommunications`)).toHaveLength(2);
    expectContractKept(caller);
  });

  it('take no e-mail or phone in the contact itself', () => {
    const caller = newCaller();
    const { contact } = populate(caller);
    expect(caller.patch(`/v1/contactpersons/${contact.guid}`, { '/emails': ['uusi@koivukyla.example'] })['emails']).toEqual(['vaino@koivukyla.example']);
  });

  it('gain and lose keywords without a change of their own', () => {
    const caller = newCaller();
    const { contact } = populate(caller);
    const keyword = caller.post('/v1/keywords', { keyword: 'messut', category: 'Contact' });
    const path = `/v1/contacts/${contact.guid}/keywords`;
    const times = timesAround(caller, `/v1/contactpersons/${contact.guid}`, () => caller.post(`${path}/${String(keyword['guid'])}`));
    expect(times).toEqual([null, null]);
    expect(caller.list(path).map((row) => row['keyword'])).toEqual(['uutiskirje', 'messut']);
    expect(caller.send('DELETE', `${path}/${String(keyword['guid'])}`).status).toBe(204);
    expect(caller.send('DELETE', `${path}/${String(keyword['guid'])}`).status).toBe(404);
    expectContractKept(caller);
  });

  it('stay after deletion, without their person, and are not changed any more', () => {
    const caller = newCaller();
    const { contact, project } = populate(caller);
    const path = `/v1/contactpersons/${contact.guid}`;
    caller.now = later;
    expect(caller.send('DELETE', path).status).toBe(204);
    const gone = { name: 'Deleted Contact', isDeleted: true, isActive: false, emails: [], phoneNumbers: [], addressGuid: null, jobTitle: null };
    expect(caller.get(path)).toMatchObject(gone);
    expect(caller.list(`/v1/contactpersons?changedSince=${since}`)).toMatchObject([gone]);
    expect(caller.get(`/v1/projects/${project.guid}`)['customerContact']).toMatchObject({ name: 'Deleted Contact', isDeleted: true });
    expect(errorType(caller.send('PATCH', path, [{ op: 'Replace', path: '/firstName', value: 'Väinö' }]))).toBe('InvalidOperation');
    expect(caller.send('DELETE', path).status).toBe(404);
    expectContractKept(caller);
  });

  it.each([
    ['readable', 200, 0],
    ['gone', 404, 0],
    ['listed', 200, 1],
  ] as const)('when deleted may be %s', (deletedContacts, status, rows) => {
    const caller = newCaller({ facts: { deletedContacts } });
    const { contact, customer } = populate(caller);
    caller.model.state.remove('contactpersons', contact.guid, later);
    expect(caller.send('GET', `/v1/contactpersons/${contact.guid}`).status).toBe(status);
    expect(caller.list('/v1/contactpersons')).toHaveLength(rows);
    expect(caller.list(`/v1/customers/${customer.guid}/contactpersons`)).toHaveLength(rows);
  });
});

describe('custom fields', () => {
  it('answer a list of one when made, one value per record and property', () => {
    const caller = newCaller();
    const { customer } = populate(caller);
    const property = caller.send('POST', '/v1/customers/customproperties', { name: 'Alue', type: 'String' });
    expect(property).toMatchObject({ status: 201, body: [{ name: 'Alue', type: 'String', isActive: true, usageCount: 0 }] });
    const guid = (property.body as Json[])[0]?.['guid'];
    const value = { customProperty: { guid }, customerGuid: customer.guid, value: 'Pohjoinen' };
    expect(caller.send('POST', '/v1/customers/customvalues', value)).toMatchObject({ status: 201, body: [{ value: 'Pohjoinen', customerGuid: customer.guid }] });
    expect(caller.send('POST', '/v1/customers/customvalues', value).status).toBe(400);
    expect(caller.get(`/v1/customers/customproperties/${String(guid)}`)['usageCount']).toBe(1);
    expectContractKept(caller);
  });

  it('are refused without their add-on', () => {
    const caller = newCaller({ facts: { customFieldsAddon: false } });
    const { customer } = populate(caller);
    expect(errorType(caller.send('GET', `/v1/customers/${customer.guid}/customvalues`))).toBe('AddonMissing');
    expect(caller.get('/v1/organizationdetails')['activeAddons']).toEqual(['Proposals']);
    expectContractKept(caller);
  });
});

describe('deleting', () => {
  it('of a customer others hang on is refused, or takes them along where that is a fact', () => {
    const caller = newCaller();
    const { customer } = populate(caller);
    expect(errorType(caller.send('DELETE', `/v1/customers/${customer.guid}`))).toBe('InvalidOperation');
    const cascading = newCaller({ facts: { deleteWithChildren: 'cascade' } });
    const other = populate(cascading);
    expect(cascading.send('DELETE', `/v1/customers/${other.customer.guid}`).status).toBe(204);
    expect(cascading.send('GET', `/v1/projects/${other.project.guid}`).status).toBe(404);
  });

  it('of a customer leaves no trace but a 404', () => {
    const caller = newCaller();
    const path = `/v1/customers/${String(caller.post('/v1/customers', { name: 'Hetkinen Oy' })['guid'])}`;
    expect(caller.send('DELETE', path)).toMatchObject({ status: 204, body: null });
    expect(caller.send('DELETE', path)).toMatchObject({ status: 404, body: null });
    expect(caller.list(`/v1/customers?changedSince=${since}`)).toEqual([]);
  });

  it('of a sales note with replies keeps it, marked as deleted', () => {
    const caller = newCaller();
    const { customer, user, rows } = populate(caller);
    const answered = caller.model.state.put('customersalesnotes', { customer: { guid: customer.guid }, user: { guid: user.guid }, note: 'Kysymys', hasReplies: true }, monday);
    expect(caller.send('DELETE', `/v1/customersalesnotes/${answered.guid}`).status).toBe(200);
    expect(caller.get(`/v1/customersalesnotes/${answered.guid}`)['isDeleted']).toBe(true);
    expect(caller.send('DELETE', `/v1/customersalesnotes/${String(rows['customersalesnotes']?.guid)}`).status).toBe(204);
    expect(caller.list(`/v1/customers/${customer.guid}/salesnotes`)).toMatchObject([{ isDeleted: true }, { note: 'Odottaa budjettia' }]);
    expectContractKept(caller);
  });

  it('of a keyword can move its uses to another', () => {
    const caller = newCaller();
    const { contact, rows } = populate(caller);
    const heir = caller.post('/v1/keywords', { keyword: 'kirje', category: 'Contact' });
    expect(caller.send('DELETE', `/v1/keywords/${String(rows['keywords']?.guid)}?moveUsagesToGuid=${String(heir['guid'])}`).status).toBe(204);
    expect(caller.list(`/v1/contacts/${contact.guid}/keywords`)).toMatchObject([{ keyword: 'kirje' }]);
  });
});

describe('a guid in capitals', () => {
  it('names the same row in a path, in a filter and in a reference', () => {
    const caller = newCaller();
    const { customer, contact } = populate(caller);
    const [ofCustomer, ofContact] = [customer.guid.toUpperCase(), contact.guid.toUpperCase()];
    expect(caller.get(`/v1/customers/${ofCustomer}`)['guid']).toBe(customer.guid);
    expect(caller.list(`/v1/customers/${ofCustomer}/contactpersons`)).toHaveLength(1);
    expect(caller.list(`/v1/contacts/${ofContact}/contactcommunications`)).toHaveLength(1);
    expect(caller.list(`/v1/projects?customerGuids=${ofCustomer}`)).toHaveLength(1);
    const made = caller.post('/v1/contactpersons', { firstName: 'Aino', lastName: 'Virta', customer: { guid: ofCustomer } });
    expect(made).toMatchObject({ customer: { guid: customer.guid } });
    expect(caller.list(`/v1/customers/${customer.guid}/contactpersons`)).toHaveLength(2);
    const type = named(caller, 'salesstatustypes', 'Tarjous').guid;
    const [project] = caller.list('/v1/projects');
    expect(caller.patch(`/v1/projects/${String(project?.['guid']).toUpperCase()}`, { '/salesStatus': { salesStatusTypeGuid: type.toUpperCase() } })).toMatchObject({ salesStatus: { salesStatusTypeGuid: type, name: 'Tarjous' } });
    expectContractKept(caller);
  });
});
