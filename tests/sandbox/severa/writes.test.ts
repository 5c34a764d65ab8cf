import { describe, expect, it } from 'vitest';
import { errorType, expectContractKept, monday, newCaller, type Caller, type Json } from './caller.ts';
import { populate } from './populated.ts';

function withCustomer(options: Parameters<typeof newCaller>[0] = {}): { caller: Caller; path: string } {
  const caller = newCaller(options);
  const customer = caller.post('/v1/customers', { name: 'Koivukylä Oy' });
  caller.now = monday + 60_000;
  return { caller, path: `/v1/customers/${String(customer['guid'])}` };
}

const replace = (path: string, value: unknown): Json => ({ op: 'replace', path, value });

describe('creating', () => {
  it('answers 201 with the whole object, its guid no UUID of RFC 4122', () => {
    const caller = newCaller();
    const customer = caller.post('/v1/customers', { name: 'Koivukylä Oy' });
    expect(customer).toMatchObject({ name: 'Koivukylä Oy', number: 1, isActive: true, isInternal: false, currency: { code: 'EUR' }, owner: null, lastUpdatedDateTime: null });
    expect(customer['guid']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[09a-f][0-9a-f]{3}-[0-7][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(caller.post('/v1/customers', { name: 'Toinen Oy' })['number']).toBe(2);
    expect(caller.post('/v1/customers', { name: 'Kolmas Oy', number: 100 })['number']).toBe(100);
    expect(caller.get('/v1/organizationsettings')).toMatchObject({ lastCustomerNumber: 100, nextCustomerNumber: 101 });
    expectContractKept(caller);
  });

  it('tells everything that is wrong with a body at once', () => {
    const caller = newCaller();
    const refused = caller.send('POST', '/v1/contactpersons', { firstName: '', jobTitle: 7, salutation: 'Dr.', customer: { guid: 'nobody' } });
    expect(refused.status).toBe(400);
    const details = ((refused.body as Json)['error'] as Json)['details'] as { location: Json }[];
    expect(details.map(({ location }) => String(location['identifier'])).toSorted((a, b) => a.localeCompare(b))).toEqual(['customer.guid', 'firstName', 'jobTitle', 'lastName', 'salutation']);
    expect(details.every(({ location }) => location['type'] === 'RequestBody')).toBe(true);
    expectContractKept(caller);
  });

  it.each([
    ['/v1/customers', { name: 'Koivukylä Oy', kvkNumber: '1'.repeat(26) }, 'kvkNumber'],
    ['/v1/customers', { name: '' }, 'name'],
    ['/v1/customers', { name: 'Koivukylä Oy', annualRevenue: 1.5 }, 'annualRevenue'],
    ['/v1/activities', { name: 'Palaveri', location: 'x'.repeat(1001) }, 'location'],
    ['/v1/contactpersons', { firstName: 'Outi', lastName: 'Aalto', dateOfBirth: '1.1.1980' }, 'dateOfBirth'],
  ])('refuses at %s a body whose field is out of bounds', (path, body, field) => {
    const refused = newCaller().send('POST', path, body);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain(`"identifier":"${field}"`);
  });

  it('ignores fields that are read-only, unknown, or the name inside a reference', () => {
    const caller = newCaller();
    const { user } = populate(caller);
    const customer = caller.post('/v1/customers', { name: 'Koivukylä Oy', isInternal: true, createdDateTime: '2001-01-01T00:00:00Z', colour: 'red', owner: { guid: user.guid, name: 'Someone Else' } });
    expect(customer).toMatchObject({ isInternal: false, createdDateTime: '2026-11-16T09:00:00.000Z', owner: { guid: user.guid, name: 'Aino Salmela' } });
    expect(customer).not.toHaveProperty('colour');
  });

  it('takes an unknown reference only where the vendor is said to', () => {
    const body = { name: 'Koivukylä Oy', owner: { guid: 'nobody' } };
    expect(newCaller().send('POST', '/v1/customers', body).status).toBe(400);
    expect(newCaller({ facts: { unknownReference: 'accept' } }).post('/v1/customers', body)['owner']).toBeNull();
  });

  it('forbids use of a communication unless told otherwise', () => {
    const caller = newCaller();
    const { contact, rows } = populate(caller);
    const body = { value: '+358401234567', contact: { guid: contact.guid }, communicationType: rows['contactcommunications']?.['communicationType'] };
    expect(caller.post('/v1/contactcommunications', body)['isForbiddenToUse']).toBe(true);
    expect(caller.post('/v1/contactcommunications', { ...body, isForbiddenToUse: false })['isForbiddenToUse']).toBe(false);
  });

  it('refuses what is not JSON', () => {
    const caller = newCaller();
    const request = { method: 'POST', path: '/rest-api/v1/token', query: '', headers: {}, body: '{' };
    expect(errorType(caller.model.handle(request, monday).response)).toBe('InvalidRequest');
  });
});

describe('PATCH', () => {
  it('replaces by camelCase paths, whatever the case of the operation, and answers a list', () => {
    const { caller, path } = withCustomer();
    const answer = caller.send('PATCH', path, [{ op: 'Replace', path: '/name', value: 'Koivula Oy' }]);
    expect(answer.body).toMatchObject([{ name: 'Koivula Oy', lastUpdatedDateTime: '2026-11-16T09:01:00.000Z' }]);
    expectContractKept(caller);
    expect(caller.send('PATCH', path, [replace('/notes', 'Soita')]).body).toMatchObject([{ notes: 'Soita' }]);
    expect(caller.send('PATCH', path, [replace('/Notes', 'Soita')]).status).toBe(400);
  });

  it('answers one object for a contact communication', () => {
    const caller = newCaller();
    const { rows } = populate(caller);
    const answer = caller.send('PATCH', `/v1/contactcommunications/${String(rows['contactcommunications']?.guid)}`, [replace('/isForbiddenToUse', false)]);
    expect(answer.body).toMatchObject({ isForbiddenToUse: false });
  });

  it.each(['Add', 'Remove', 'Move', 'Copy', 'test'])('refuses the operation %s', (op) => {
    const { caller, path } = withCustomer();
    expect(caller.send('PATCH', path, [{ op, path: '/name', value: 'x' }]).status).toBe(400);
  });

  it('sets a reference as a whole or by its guid, and clears it with null', () => {
    const caller = newCaller();
    const { customer, user } = populate(caller);
    const path = `/v1/customers/${customer.guid}`;
    expect(caller.patch(path, { '/owner': null })['owner']).toBeNull();
    expect(caller.patch(path, { '/owner/guid': user.guid })['owner']).toMatchObject({ name: 'Aino Salmela' });
    expect(caller.patch(path, { '/owner': { guid: user.guid } })['owner']).toMatchObject({ guid: user.guid });
    expect(caller.send('PATCH', path, [replace('/owner/guid', 'nobody')]).status).toBe(400);
    const strict = newCaller({ facts: { nestedPatchOnNull: 'refuse' } });
    const other = populate(strict);
    strict.patch(`/v1/customers/${other.customer.guid}`, { '/owner': null });
    expect(strict.send('PATCH', `/v1/customers/${other.customer.guid}`, [replace('/owner/guid', other.user.guid)]).status).toBe(400);
  });

  it('replaces one part of a money value', () => {
    const caller = newCaller();
    const { project } = populate(caller);
    const path = `/v1/projects/${project.guid}`;
    expect(caller.patch(path, { '/expectedValue/amount': 15_000.5 })['expectedValue']).toMatchObject({ amount: 15_000.5, currencyCode: 'EUR' });
    expect(caller.patch(path, { '/expectedValue': { amount: 1, currencyCode: 'SEK' } })['expectedValue']).toMatchObject({ currencyCode: 'SEK' });
    expect(caller.patch(path, { '/expectedValue': null })['expectedValue']).toBeNull();
  });

  it('changes nothing when one operation is refused', () => {
    const { caller, path } = withCustomer();
    expect(caller.send('PATCH', path, [replace('/notes', 'Soita'), replace('/name', null)]).status).toBe(400);
    expect(caller.send('PATCH', path, [replace('/notes', 'Soita'), replace('/nothing', 1)]).status).toBe(400);
    expect(caller.get(path)).toMatchObject({ notes: null, lastUpdatedDateTime: null });
  });

  it('refuses unknown paths and ignores read-only ones, or the other way where that is a fact', () => {
    const { caller, path } = withCustomer();
    expect(caller.patch(path, { '/isInternal': true, '/createdDateTime': '2001-01-01T00:00:00Z', '/guid': 'x' })).toMatchObject({ isInternal: false, lastUpdatedDateTime: null });
    const other = withCustomer({ facts: { unknownPatchPath: 'ignore', readOnlyPatch: 'refuse' } });
    expect(other.caller.patch(other.path, { '/nothing': 1, '/notes': 'Soita' })['notes']).toBe('Soita');
    expect(other.caller.send('PATCH', other.path, [replace('/isInternal', true)]).status).toBe(400);
  });

  it('is 404 for a guid that is not there', () => {
    expect(newCaller().send('PATCH', '/v1/customers/none', [replace('/name', 'x')])).toMatchObject({ status: 404, body: null });
  });
});

describe('a person editing in the vendor’s own screens', () => {
  it('has the same consequences as a call, and is told as the editor', () => {
    const caller = newCaller();
    const { customer, user } = populate(caller);
    caller.model.state.edit('customers', customer.guid, { '/name': 'Koivuranta Oy' }, monday + 5_000, user.guid);
    expect(caller.get(`/v1/customers/${customer.guid}`)).toMatchObject({ name: 'Koivuranta Oy', lastUpdatedDateTime: '2026-11-16T09:00:05.000Z', lastUpdatedBy: { name: 'Aino Salmela', code: 'AS' } });
  });

  it('renames a row everywhere it is referred to', () => {
    const caller = newCaller();
    const { customer, project } = populate(caller);
    caller.model.state.edit('customers', customer.guid, { '/name': 'Koivuranta Oy' }, monday);
    expect(caller.get(`/v1/projects/${project.guid}`)['customer']).toMatchObject({ name: 'Koivuranta Oy' });
    expect(caller.list('/v1/workhours')[0]).toMatchObject({ customer: { name: 'Koivuranta Oy' } });
  });
});
