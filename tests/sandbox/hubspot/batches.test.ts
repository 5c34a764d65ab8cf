// Batches of records: what makes a batch fail as a whole, and what makes it succeed in part. Trace ids decide which.
import { describe, expect, it } from 'vitest';
import { OBJECTS, company, contact, ids, openAccount } from './support.ts';
import type { Account, Answer, Loose } from './support.ts';

const batch = (account: Account, verb: string, inputs: readonly unknown[], more: object = {}, type = 'companies'): Answer =>
  account.post(`${OBJECTS}/${type}/batch/${verb}`, { ...more, inputs });
const named = (account: Account, count: number): string[] => Array.from({ length: count }, (_, at) => company(account, { name: `Yritys ${at}` }));
const trace = (row: Loose): string[] => row.context.objectWriteTraceId as string[];

describe('batch read', () => {
  it('answers what is there and one error for all that is missing', () => {
    const account = openAccount();
    const made = named(account, 3);
    const answer = batch(account, 'read', [...made, '1', '2'].map((id) => ({ id })), { properties: ['name'] });
    expect(answer.status).toBe(207);
    expect(ids(answer).toSorted()).toEqual(made);
    expect(answer.body).toMatchObject({ status: 'COMPLETE', numErrors: 1 });
    expect(answer.body.errors).toEqual([
      { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some COMPANY objects, they may be deleted or not exist. Check that ids are valid.', context: { ids: ['1', '2'] } },
    ]);
    expect(batch(account, 'read', made.map((id) => ({ id }))).status).toBe(200);
  });

  it('comes in another order than it was asked, by the same seed in the same one', () => {
    const orders = [openAccount(), openAccount()].map((account) => {
      const made = named(account, 20);
      return { made, got: ids(batch(account, 'read', made.map((id) => ({ id })))) };
    });
    expect(orders[0]?.got).not.toEqual(orders[0]?.made);
    expect(orders[0]?.got).toEqual(orders[1]?.got);
    const plain = openAccount({ shuffle: false });
    const made = named(plain, 20);
    expect(ids(batch(plain, 'read', made.map((id) => ({ id }))))).toEqual(made);
  });

  it('finds contacts by e-mail and archived records when asked for them', () => {
    const account = openAccount();
    const id = contact(account);
    expect(ids(batch(account, 'read', [{ id: 'AINO@koivu.example' }], { idProperty: 'email' }, 'contacts'))).toEqual([id]);
    account.call('DELETE', `${OBJECTS}/contacts/${id}`);
    expect(batch(account, 'read', [{ id }], {}, 'contacts').body.results).toEqual([]);
    expect(ids(account.post(`${OBJECTS}/contacts/batch/read?archived=true`, { inputs: [{ id }] }))).toEqual([id]);
  });
});

describe('batch writes', () => {
  it.each(['read', 'create', 'update', 'upsert', 'archive'])('of %s take a hundred inputs and refuse a hundred and one', (verb) => {
    const account = openAccount();
    account.model.state.declareProperty('companies', { name: 'psa_id', label: 'PSA id', type: 'string', fieldType: 'text', hasUniqueValue: true }, 0);
    const inputs = Array.from({ length: 101 }, (_, at) => ({ id: String(at), idProperty: verb === 'upsert' ? 'psa_id' : undefined, properties: { name: 'X' } }));
    expect(batch(account, verb, inputs).status).toBe(400);
    expect(account.model.state.list('companies')).toEqual([]);
    expect(batch(account, verb, inputs.slice(1)).status).toBeLessThan(300);
  });

  it('refuse everything for one bad row without trace ids', () => {
    const account = openAccount();
    const good = { properties: { name: 'Koivu Oy' } };
    const refused = batch(account, 'create', [good, { properties: { name: 'X', industry: 'NO' } }, { properties: { name: 'Y', nothing: '1' } }]);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map((error: Loose) => error.code)).toEqual(['INVALID_OPTION', 'PROPERTY_DOESNT_EXIST']);
    expect(account.model.state.list('companies')).toEqual([]);
    const same = batch(account, 'create', [{ ...good, objectWriteTraceId: 'a' }, { properties: { name: 'X', industry: 'NO' }, objectWriteTraceId: 'a' }]);
    expect(same.status).toBe(400);
    expect(account.model.state.list('companies')).toEqual([]);
  });

  it('write the good rows and report the bad ones with trace ids', () => {
    const account = openAccount();
    const id = contact(account);
    const answer = batch(
      account,
      'create',
      [
        { properties: { email: 'Veikko@koivu.example' }, objectWriteTraceId: 'a' },
        { properties: { email: 'aino@koivu.example' }, objectWriteTraceId: 'b' },
        { properties: { email: 'not an address' }, objectWriteTraceId: 'c' },
        { properties: { email: 'VEIKKO@koivu.example' }, objectWriteTraceId: 'd' },
      ],
      {},
      'contacts',
    );
    expect(answer.status).toBe(207);
    expect(answer.body.results.map((row: Loose) => [row.objectWriteTraceId, row.properties.email])).toEqual([['a', 'veikko@koivu.example']]);
    expect(answer.body.numErrors).toBe(3);
    expect(answer.body.errors.map(trace)).toEqual([['b'], ['c'], ['d']]);
    expect(answer.body.errors[0].message).toBe(`Contact already exists. Existing ID: ${id}`);
    expect(answer.body.errors[1].errors[0].code).toBe('INVALID_EMAIL');
  });

  it('answer 409 for a taken e-mail without trace ids', () => {
    const account = openAccount();
    contact(account);
    expect(batch(account, 'create', [{ properties: { email: 'aino@koivu.example' } }], {}, 'contacts').status).toBe(409);
  });

  it('refuse an id that comes twice', () => {
    const account = openAccount();
    const id = company(account);
    for (const verb of ['update', 'archive']) {
      const refused = batch(account, verb, [{ id, properties: { city: 'Espoo' } }, { id, properties: { city: 'Vantaa' } }]);
      expect([refused.status, refused.body.message]).toEqual([400, `Duplicate IDs found in batch input: [${id}]. IDs must be unique`]);
    }
    expect(account.model.state.list('companies')).toHaveLength(1);
  });

  it('leave out a merged-away id, and report a missing one', () => {
    const account = openAccount();
    const [primary = '', other = '', third = ''] = named(account, 3);
    account.model.state.merge('companies', primary, other, account.now);
    const properties = { city: 'Espoo' };
    const answer = batch(account, 'update', [
      { id: other, properties, objectWriteTraceId: 'a' },
      { id: '5', properties, objectWriteTraceId: 'b' },
      { id: third, properties, objectWriteTraceId: 'c' },
    ]);
    expect(answer.status).toBe(207);
    expect(ids(answer)).toEqual([third]);
    expect(answer.body.errors).toEqual([{ status: 'error', category: 'OBJECT_NOT_FOUND', message: expect.any(String), context: { ids: ['5'], objectWriteTraceId: ['b'] } }]);
  });

  it.each([['row', 207], ['refuse', 400]] as const)('treat a missing id without trace ids by option: %s', (missingIdUpdate, status) => {
    const account = openAccount({ missingIdUpdate });
    const id = company(account);
    const answer = batch(account, 'update', [{ id, properties: { city: 'Espoo' } }, { id: '5', properties: { city: 'Espoo' } }]);
    expect(answer.status).toBe(status);
    expect(account.model.state.get('companies', id)?.properties['city']).toBe(status === 207 ? 'Espoo' : undefined);
  });

  it('upsert by a unique property and say what is new', () => {
    const account = openAccount();
    account.model.state.declareProperty('companies', { name: 'psa_id', label: 'PSA id', type: 'string', fieldType: 'text', hasUniqueValue: true }, 0);
    const upsert = (id: string, properties: object) => batch(account, 'upsert', [{ id, idProperty: 'psa_id', properties, objectWriteTraceId: 't' }]);
    const made = upsert('P-1', { name: 'Koivu Oy' });
    expect([made.status, made.body.results[0].new]).toEqual([200, true]);
    const again = upsert('p-1', { city: 'Espoo' });
    expect(again.body.results[0]).toMatchObject({ id: made.body.results[0].id, new: false });
    expect(batch(account, 'upsert', [{ id: 'Koivu Oy', idProperty: 'name', properties: {} }]).status).toBe(400);
    const clash = account.post(`${OBJECTS}/companies`, { properties: { name: 'Haapa Oy', psa_id: 'P-1' } });
    expect(clash.body.errors[0]).toMatchObject({ code: 'CONFLICTING_UNIQUE_VALUE', message: expect.stringContaining('already has that value') });
  });

  it.each([[false, 400], [true, 207]] as const)('upsert by e-mail as a whole unless told otherwise (%s)', (partialEmailUpsert, status) => {
    const account = openAccount({ partialEmailUpsert });
    const answer = batch(
      account,
      'upsert',
      [
        { id: 'a@koivu.example', idProperty: 'email', properties: { firstname: 'Aino' }, objectWriteTraceId: 'a' },
        { id: 'b@koivu.example', idProperty: 'email', properties: { nothing: '1' }, objectWriteTraceId: 'b' },
      ],
      {},
      'contacts',
    );
    expect(answer.status).toBe(status);
    expect(account.model.state.list('contacts')).toHaveLength(status === 207 ? 1 : 0);
  });

  it('do not adopt an unkeyed contact with the same e-mail', () => {
    const account = openAccount();
    contact(account);
    account.model.state.declareProperty('contacts', { name: 'psa_id', label: 'PSA id', type: 'string', fieldType: 'text', hasUniqueValue: true }, 0);
    expect(batch(account, 'upsert', [{ id: 'P-1', idProperty: 'psa_id', properties: { email: 'aino@koivu.example' } }], {}, 'contacts').status).toBe(409);
  });

  it('archive quietly, also what is not there', () => {
    const account = openAccount();
    const id = company(account);
    expect(batch(account, 'archive', [{ id }, { id: '5' }]).status).toBe(204);
    expect(account.model.state.list('companies', { archived: true }).map((row) => row.id)).toEqual([id]);
  });
});
