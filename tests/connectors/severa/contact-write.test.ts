import { afterEach, describe, expect, it } from 'vitest';
import type { Create } from '../../../src/connectors/connector.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { AccessError } from '../../../src/lib/errors.ts';
import { create, done, keys, readThrough, scopes, seen, severaBench, update, violations, writeOne } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

/** A value for every field that can be written. */
function fullFields(bench: Bench): Fields {
  return {
    firstName: 'Aino', lastName: 'Virta', account: bench.put('customers', { name: 'Koivu Oy' }), emails: keys('aino@koivu.example', 'aino@kotona.example'), phones: keys('+358401234567', '+35891234567'),
    optOuts: keys('aino@kotona.example'), jobTitle: 'Toimitusjohtaja', role: bench.model.state.list('contactroles')[0]?.guid ?? '', language: 'sv', active: true, notes: 'Rivi 1\nRivi 2',
  };
}

async function made(bench: Bench, fields: Fields = {}): Promise<Snapshot> {
  return done(await writeOne(bench.contact, create({ firstName: 'Aino', lastName: 'Virta', account: bench.put('customers', { name: 'Koivu Oy' }), ...fields }))).snapshot;
}

const rows = (bench: Bench) => bench.model.state.list('contactcommunications').map((row) => ({ value: row['value'], forbidden: row['isForbiddenToUse'] }));
const patched = 'PATCH /v1/contactpersons/{guid}';
const listed = 'GET /v1/contacts/{contactGuid}/contactcommunications';

describe('writing contacts', () => {
  it('creates a contact with every field, and reads each back as represented', async () => {
    const bench = severaBench();
    await readThrough(bench.contact);
    bench.clock.advance(4_000_000);
    const fields = fullFields(bench);
    const writable = Object.entries(bench.contact.fields).filter(([, field]) => field.write);
    expect(Object.keys(fields).toSorted()).toEqual(writable.map(([name]) => name).toSorted());
    bench.calls();
    const outcome = done(await writeOne(bench.contact, create(fields)));
    expect(outcome.unsettled).toEqual([]);
    expect(bench.calls()).toMatchObject({ 'POST /v1/contactpersons': 1, 'POST /v1/contactcommunications': 4, 'GET /v1/communicationtypes': 1 });
    const represented = bench.contact.represent(fields);
    expect(represented.cannot).toEqual({});
    expect(outcome.snapshot.fields).toMatchObject(represented.fields);
    const shown = await seen(bench.contact, outcome.snapshot.id);
    expect(shown.fields).toEqual(outcome.snapshot.fields);
    const types = new Map(bench.model.state.list('communicationtypes').map((row) => [row.guid, row['type']]));
    expect(bench.model.state.list('contactcommunications').map((row) => [row['value'], types.get((row['communicationType'] as { guid: string }).guid)])).toEqual([
      ['aino@koivu.example', 'EmailAddress'], ['aino@kotona.example', 'EmailAddress'], ['+358401234567', 'MobilePhone'], ['+35891234567', 'Phone'],
    ]);
  });

  it('clears every field that may be empty', async () => {
    const bench = severaBench();
    const { snapshot } = done(await writeOne(bench.contact, create(fullFields(bench))));
    const empty: Fields = { emails: [], phones: [], optOuts: [], jobTitle: null, role: null, language: null, notes: null };
    expect(done(await writeOne(bench.contact, update(snapshot, empty))).unsettled).toEqual([]);
    expect((await seen(bench.contact, snapshot.id)).fields).toMatchObject(empty);
  });

  it('allows the use of an address unless it is opted out of', async () => {
    const bench = severaBench();
    await made(bench, { emails: keys('a@koivu.example', 'b@koivu.example'), optOuts: keys('b@koivu.example'), phones: keys('+358401234567') });
    expect(rows(bench)).toEqual([{ value: 'a@koivu.example', forbidden: false }, { value: 'b@koivu.example', forbidden: true }, { value: '+358401234567', forbidden: false }]);
  });

  it('patches only what it was asked to, in one call, and moves a person to another account', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { emails: keys('a@koivu.example') });
    const other = bench.put('customers', { name: 'Leppä Oy' });
    bench.calls();
    const outcome = done(await writeOne(bench.contact, update(snapshot, { account: other, jobTitle: 'Johtaja' })));
    expect(bench.calls()).toEqual({ [patched]: 1 });
    expect(outcome.snapshot.fields).toMatchObject({ account: other, jobTitle: 'Johtaja', firstName: 'Aino' });
    expect(outcome.snapshot.fields).not.toHaveProperty('emails');
  });

  it('changes one address by a look and a call for each that differs, and leaves spelling alone', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { emails: keys('old@koivu.example') });
    const number = bench.put('contactcommunications', { contact: { guid: snapshot.id }, communicationType: { guid: bench.model.state.list('communicationtypes')[0]?.guid }, value: '040 123 4567', isForbiddenToUse: false });
    const before = await seen(bench.contact, snapshot.id);
    bench.calls();
    const outcome = done(await writeOne(bench.contact, update(before, { emails: keys('new@koivu.example'), phones: keys('+358401234567', '+358501112222') })));
    expect(outcome).toMatchObject({ unsettled: [], snapshot: { fields: { emails: keys('new@koivu.example'), phones: keys('+358401234567', '+358501112222') } } });
    expect(bench.calls()).toEqual({ [listed]: 1, 'POST /v1/contactcommunications': 2, 'DELETE /v1/contactcommunications/{guid}': 1 });
    expect(bench.model.state.get('contactcommunications', number)?.['value']).toBe('040 123 4567');
  });

  it('keeps what somebody added meanwhile and does not put back what somebody removed', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { emails: keys('a@koivu.example', 'b@koivu.example') });
    const [a] = bench.model.state.list('contactcommunications').map(({ guid }) => guid) as [string];
    bench.model.state.remove('contactcommunications', a, bench.clock.now());
    bench.put('contactcommunications', { contact: { guid: snapshot.id }, communicationType: bench.model.state.list('contactcommunications')[0]?.['communicationType'], value: 'C@koivu.example', isForbiddenToUse: false });
    const outcome = done(await writeOne(bench.contact, update(snapshot, { emails: keys('a@koivu.example', 'b@koivu.example', 'd@koivu.example') })));
    expect(outcome.snapshot.fields['emails']).toEqual(keys('b@koivu.example', 'c@koivu.example', 'd@koivu.example'));
  });

  it('forbids and allows an address, every row of it, and tells which one is not there', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { emails: keys('a@koivu.example') });
    bench.put('contactcommunications', { contact: { guid: snapshot.id }, communicationType: bench.model.state.list('contactcommunications')[0]?.['communicationType'], value: 'A@koivu.example', isForbiddenToUse: false });
    const outcome = done(await writeOne(bench.contact, update(snapshot, { optOuts: keys('a@koivu.example', 'z@koivu.example') })));
    expect(outcome).toMatchObject({ unsettled: [{ field: 'optOuts', code: 'no-such-address', retry: false }], snapshot: { fields: { optOuts: keys('a@koivu.example') } } });
    expect(rows(bench).map(({ forbidden }) => forbidden)).toEqual([true, true]);
    done(await writeOne(bench.contact, update(await seen(bench.contact, snapshot.id), { optOuts: [] })));
    expect(rows(bench).map(({ forbidden }) => forbidden)).toEqual([false, false]);
  });

  it('rejects a create without a name or an account before any call', async () => {
    const bench = severaBench();
    await readThrough(bench.contact);
    bench.calls();
    expect(await writeOne(bench.contact, create({ firstName: ' ', lastName: 'Virta', account: null }))).toMatchObject({ kind: 'rejected', error: { code: 'required', fields: ['firstName', 'account'] } });
    expect(bench.calls()).toEqual({});
  });

  it('stores the person and names each way to reach them that did not get through', async () => {
    const bench = severaBench();
    bench.model.faults.add({ kind: 'status-400', method: 'POST', path: '/v1/contactcommunications', times: 1 });
    const snapshot = done(await writeOne(bench.contact, create({ firstName: 'Aino', lastName: 'Virta', account: bench.put('customers', { name: 'Koivu Oy' }), emails: keys('a@koivu.example'), phones: keys('+35891234567') })));
    expect(snapshot).toMatchObject({ unsettled: [{ field: 'emails', code: 'refused', retry: false }], snapshot: { fields: { emails: [], phones: keys('+35891234567') } } });
  });

  it('says that Severa has no type for an address when none is in use', async () => {
    const bench = severaBench();
    const type = bench.model.state.list('communicationtypes').find((row) => row['type'] === 'EmailAddress');
    bench.model.state.edit('communicationtypes', type?.guid ?? '', { '/isActive': false }, bench.clock.now());
    const outcome = done(await writeOne(bench.contact, create({ firstName: 'Aino', lastName: 'Virta', account: bench.put('customers', { name: 'Koivu Oy' }), emails: keys('a@koivu.example') })));
    expect(outcome.unsettled).toEqual([{ field: 'emails', code: 'unmapped-choice', retry: false }]);
  });

  it.each([{ jobTitle: 'x' }, { emails: keys('b@koivu.example') }])('says of an update to a contact that is gone that it has to be read again: %j', async (fields) => {
    const bench = severaBench({ sandbox: { facts: { deletedContacts: 'gone' } } });
    const snapshot = await made(bench);
    bench.model.faults.add({ kind: 'status-404', path: /contact/ });
    expect(await writeOne(bench.contact, update(snapshot, fields as unknown as Fields))).toMatchObject({ kind: 'failed', error: { code: 'moved' } });
  });

  it('makes a contact inactive instead of deleting it', async () => {
    const bench = severaBench();
    const snapshot = await made(bench);
    const archive = { kind: 'archive', key: 'k3', id: snapshot.id, handles: {} } as const;
    expect(await writeOne(bench.contact, archive)).toMatchObject({ kind: 'archived', snapshot: { id: snapshot.id, fields: { active: false, firstName: 'Aino' } } });
    expect(bench.contact.can.archive).toBe(true);
    expect(await writeOne(bench.contact, { ...archive, id: '00000000-0000-0000-0000-0000000000aa' })).toEqual({ kind: 'archived', key: 'k3', snapshot: null });
  });

  it('ends the batch when the credential may not write', async () => {
    const bench = severaBench({ sandbox: { grantedScopes: scopes.accounts.filter((scope) => scope !== 'customers:write') } });
    await expect(bench.contact.write([create({ firstName: 'Aino', lastName: 'Virta', account: bench.put('customers', { name: 'Koivu Oy' }) })])).rejects.toBeInstanceOf(AccessError);
  });
});

describe('a lost answer', () => {
  it.each(['timeout-after-commit', 'half-body'] as const)('to a create (%s) is told as unknown, and the contact is found once by the list of its customer', async (kind) => {
    const bench = severaBench();
    const account = bench.put('customers', { name: 'Koivu Oy' });
    bench.put('contactpersons', { firstName: 'Aino', lastName: 'Virta', customer: { guid: account } });
    await readThrough(bench.contact);
    bench.model.faults.add({ kind, method: 'POST', path: '/v1/contactpersons', times: 1 });
    const since = new Date(bench.clock.now()).toISOString();
    const write: Create = create({ firstName: 'Aino', lastName: 'Virta', account, emails: keys('a@koivu.example') });
    expect(await writeOne(bench.contact, write)).toMatchObject({ kind: 'unknown', error: { outcomeUnknown: true } });
    bench.calls();
    const found = await bench.contact.find([write, { ...write, key: 'k9', fields: { ...write.fields, lastName: 'Niemi' } }], since);
    expect(found.get('k1')).toMatchObject([{ fields: { lastName: 'Virta', emails: [] } }]);
    expect(found.get('k9')).toEqual([]);
    expect(bench.calls()).toEqual({ 'GET /v1/customers/{customerGuid}/contactpersons': 1, [listed]: 1 });
  });

  it('to a create does not lead to a namesake who was entered shortly before', async () => {
    const bench = severaBench();
    const account = bench.put('customers', { name: 'Koivu Oy' });
    await readThrough(bench.contact);
    const namesake = bench.model.state.put('contactpersons', { firstName: 'Aino', lastName: 'Virta', customer: { guid: account } }, bench.clock.now()).guid;
    bench.clock.advance(60_000);
    bench.model.faults.add({ kind: 'timeout-after-commit', method: 'POST', path: '/v1/contactpersons', times: 1 });
    const since = new Date(bench.clock.now()).toISOString();
    const write: Create = create({ firstName: 'Aino', lastName: 'Virta', account });
    expect(await writeOne(bench.contact, write)).toMatchObject({ kind: 'unknown' });
    const ids = (found: Awaited<ReturnType<typeof bench.contact.find>>): readonly string[] => (found.get('k1') ?? []).map(({ id }) => id);
    const made = ids(await bench.contact.find([write], since));
    expect(made).toHaveLength(1);
    expect(made).not.toContain(namesake);
    // Where no other could be ours, the clocks may differ.
    bench.model.state.remove('contactpersons', made[0] ?? '', bench.clock.now());
    expect(ids(await bench.contact.find([write], since))).toEqual([namesake]);
  });

  it.each(['timeout-after-commit', 'timeout-before'] as const)('to an address (%s) makes no second one', async (kind) => {
    const bench = severaBench();
    bench.model.faults.add({ kind, method: 'POST', path: '/v1/contactcommunications', times: 1 });
    const snapshot = await made(bench, { emails: keys('a@koivu.example'), optOuts: keys('a@koivu.example') });
    expect(rows(bench)).toEqual([{ value: 'a@koivu.example', forbidden: true }]);
    expect((await seen(bench.contact, snapshot.id)).fields).toEqual(snapshot.fields);
  });

  it('to the removal of an address is asked again, and an address that is gone already is gone', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { emails: keys('a@koivu.example') });
    bench.model.faults.add({ kind: 'reset-after-commit', method: 'DELETE', times: 1 });
    const outcome = done(await writeOne(bench.contact, update(snapshot, { emails: [] })));
    expect(outcome).toMatchObject({ unsettled: [], snapshot: { fields: { emails: [] } } });
    expect(rows(bench)).toEqual([]);
  });
});

describe('what Severa can hold of a contact', () => {
  it('is keyed, trimmed, or named with the reason', async () => {
    const bench = severaBench();
    await readThrough(bench.contact);
    const { fields } = bench.contact.represent({ emails: [{ key: ' Aino@Koivu.example', primary: true }], phones: keys('040 123 4567', ' alanumero 12'), firstName: ' Aino ', notes: '' });
    expect(fields).toEqual({ emails: keys('aino@koivu.example'), phones: keys('+358401234567', 'alanumero 12'), firstName: 'Aino', notes: null });
    const refused = { firstName: null, lastName: '', account: null, active: null, role: 'nope', language: 'xx', emails: 'a@koivu.example', owner: 'x@y.example', otherAccounts: [], lifecycle: 'lead', 'custom.shoe': 44 };
    expect(bench.contact.represent(refused).cannot).toEqual({
      firstName: 'required', lastName: 'required', account: 'required', active: 'required', role: 'unmapped-choice', language: 'unmapped-choice', emails: 'wrong-kind',
      owner: 'unknown-field', otherAccounts: 'unknown-field', lifecycle: 'unknown-field', 'custom.shoe': 'unknown-field',
    });
  });
});
