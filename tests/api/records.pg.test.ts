// Reading and editing one record over the API: the version that guards an edit, what is refused and how, and who sees which sum.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiReply, ApiWorkspace } from '../../src/api/route.ts';
import type { Store } from '../../src/store/store.ts';
import { insertRecord, insertRows } from '../store/postgres/billing-rows.ts';
import { openFirm } from './firm.ts';
import type { Firm } from './firm.ts';
import { KEYS } from '../support/keys.ts';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});

interface Told {
  readonly version: string;
  readonly modifiedBy: string | null;
  readonly kept: boolean;
  readonly fields: readonly { readonly name: string; readonly now: unknown; readonly editable: boolean; readonly fixed: string | null; readonly called: readonly { readonly label: string }[] }[];
  readonly choices: Readonly<Record<string, unknown>>;
  readonly consents: readonly unknown[];
}

const bodyOf = (reply: ApiReply): Record<string, unknown> => JSON.parse(reply.body as string) as Record<string, unknown>;
const read = async (target: string, role = 'sales'): Promise<Told> => bodyOf(await firm.call(target, firm.tokens.get(role))) as unknown as Told;
const patch = (target: string, body: unknown, role = 'sales'): Promise<ApiReply> => firm.call(target, firm.tokens.get(role), { method: 'PATCH', body });
const post = (target: string, body: unknown): Promise<ApiReply> => firm.call(target, firm.tokens.get('sales'), { method: 'POST', body });
const storeOf = ({ api }: Firm): Store => (api.workspaces.get('main') as ApiWorkspace).store;
const fieldIn = (record: Told, name: string): Told['fields'][number] | undefined => record.fields.find((field) => field.name === name);
const seesSum = async (role: string): Promise<boolean> => fieldIn(await read('/sales-cases/d5', role), 'value') !== undefined;

describe('a record', () => {
  it('is told with its version, what its ids are called and why a field is fixed', async () => {
    const reply = await firm.call('/contacts/c1', firm.tokens.get('sales'));
    const record = bodyOf(reply) as unknown as Told;
    expect(reply.headers['etag']).toBe(`"${record.version}"`);
    expect(fieldIn(record, 'account')).toMatchObject({ now: 'la', called: [{ label: 'Customer a' }], editable: true });
    expect(fieldIn(record, 'lifecycle')).toMatchObject({ editable: false, fixed: 'crm' });
    expect((await read('/accounts/la/record')).kept).toBe(false);
    for (const target of ['/contacts/nobody', '/contacts/la', '/accounts/c1/record', '/sales-cases/nobody', '/contacts/nobody/touches', '/accounts/nobody/contacts']) expect([target, (await firm.call(target, firm.tokens.get('sales'))).status]).toEqual([target, 404]);
  });

  it('is edited once per version: without one not at all, and with an old one it says what has changed', async () => {
    const { version } = await read('/contacts/c1');
    expect((await patch('/contacts/c1', { fields: { jobTitle: 'Head' } })).status).toBe(428);
    const done = await patch('/contacts/c1', { version, fields: { jobTitle: 'Head' } });
    expect([done.status, (bodyOf(done) as unknown as Told).modifiedBy, done.headers['etag']]).toEqual([200, 'token sales', `"${(await read('/contacts/c1')).version}"`]);
    const late = await patch('/contacts/c1', { version, fields: { lastName: 'Toinen' } });
    expect([late.status, bodyOf(late)]).toMatchObject([412, { code: 'changed-meanwhile', changed: [{ name: 'jobTitle', label: { fi: 'Tehtävänimike', en: 'Job title' } }] }]);
    expect(fieldIn(await read('/contacts/c1'), 'lastName')?.now).toBe('Esimerkki');
  });

  it('says of each part of an edit what is wrong with it', async () => {
    const reply = await patch('/contacts/c1', { version: '*', fields: { phones: { add: ['call me'] }, lifecycle: 'customer', optOuts: { remove: ['aino@esimerkki.example'] } } });
    expect([reply.status, (bodyOf(reply)['errors'] as { field: string }[]).map(({ field }) => field).toSorted()]).toEqual([422, ['consent', 'fields.lifecycle', 'fields.phones']]);
    expect(bodyOf(await patch('/accounts/la', { version: '*', fields: { city: 'Oulu' } }))).toMatchObject({ status: 409, code: 'not-kept' });
  });

  it('keeps where it is known from that an address may be written to again', async () => {
    const consent = { source: 'Call', on: '2026-03-14' };
    const reply = await patch('/contacts/c1', { version: '*', fields: { optOuts: { remove: ['aino@esimerkki.example'] } }, consent });
    expect((bodyOf(reply) as unknown as Told).consents).toMatchObject([{ address: 'aino@esimerkki.example', allowed: true, ...consent, by: 'token sales' }]);
  });

  it('wakes whoever works, once it is edited', async () => {
    const reply = await patch('/contacts/c1', { version: '*', fields: { jobTitle: 'Chief' } });
    expect(typeof (reply as { afterwards?: unknown }).afterwards).toBe('function');
  });

  it('is added once', async () => {
    const fields = { firstName: 'Eero', lastName: 'Uusi', account: 'la', emails: { add: ['Eero.Uusi@esimerkki.example'] } };
    const added = bodyOf(await post('/contacts', { fields }));
    expect(bodyOf(await post('/contacts', { fields }))).toMatchObject({ status: 409, code: 'exists-already', id: added['id'] });
    const { items } = bodyOf(await firm.call('/accounts/la/contacts', firm.tokens.get('marketing'))) as { items: { name: string; emails: unknown[] }[] };
    expect(items.find(({ name }) => name === 'Eero Uusi')?.emails).toEqual([{ address: 'eero.uusi@esimerkki.example', forbidden: false }]);
    expect(bodyOf(await post('/contacts', { fields: { firstName: 'Eero' } }))).toMatchObject({ status: 422 });
  });
});

describe('somebody who was forgotten', () => {
  const fields = { firstName: 'Ilona', lastName: 'Kadonnut', account: 'la', emails: { add: ['Ilona.Kadonnut@esimerkki.example'] } };
  const hash = KEYS.hashes.hash('email:ilona.kadonnut@esimerkki.example', 'main');

  it('can be added and put into a record by nobody, and whoever may not know of erasures is not told why', async () => {
    const store = storeOf(firm);
    await store.replay([{ workspace: 'main', requestId: 'r1', hash, at: '2026-03-01T00:00:00.000Z' }]);
    const refused = bodyOf(await post('/contacts', { fields }));
    expect(refused).toMatchObject({ status: 409, code: 'not-allowed-here' });
    expect(JSON.stringify(refused)).not.toMatch(/forg[eo]t|eras|ilona/iu);
    expect(bodyOf(await patch('/contacts/c1', { version: '*', fields: { emails: { add: ['ilona.kadonnut@esimerkki.example'] } } }))).toMatchObject({ status: 409, code: 'not-allowed-here' });
    expect((await store.sightings('r1')).map(({ side, entity, refId }) => [side, entity, refId])).toEqual([['local', 'contact', null]]);
    await store.lift('r1');
    expect((await post('/contacts', { fields })).status).toBe(200);
  });
});

const plain = (reply: ApiReply): unknown => ({ ...bodyOf(reply), requestId: null });
const adding = (email: string) => post('/contacts', { fields: { firstName: 'Raija', lastName: 'Rajoitettu', account: 'la', emails: { add: [email] } } });
const editing = (email: string) => patch('/contacts/c1', { version: '*', fields: { emails: { add: [email] } } });

describe('somebody whose data may not be processed just now', () => {
  it('is answered like somebody who was forgotten, whoever types their address: the answer tells nobody which of the two it is', async () => {
    const store = storeOf(firm);
    const officer = firm.tokens.get('privacyOfficer');
    const added = bodyOf(await adding('raija@esimerkki.example'));
    expect((await firm.call(`/privacy/persons/${String(added['id'])}/restriction`, officer, { method: 'POST', body: { reason: 'The address is disputed.' } })).status).toBe(200);
    await store.replay([{ workspace: 'main', requestId: 'r2', hash: KEYS.hashes.hash('email:unohdettu@esimerkki.example', 'main'), at: '2026-03-01T00:00:00.000Z' }]);
    for (const typed of [adding, editing]) {
      const [restricted, forgotten] = [await typed('raija@esimerkki.example'), await typed('unohdettu@esimerkki.example')];
      expect(plain(restricted)).toMatchObject({ status: 409, code: 'not-allowed-here' });
      expect(plain(restricted)).toEqual(plain(forgotten));
    }
    expect(bodyOf(await firm.call(`/privacy/persons/${String(added['id'])}/restriction/lift`, officer, { method: 'POST', body: { reason: 'It was right.' } }))).toBeDefined();
    expect(bodyOf(await adding('raija@esimerkki.example'))).toMatchObject({ code: 'exists-already' });
    await store.lift('r2');
  });
});

describe('the people of a sales case', () => {
  it('are there for those who may see contacts, and no question about a contact answers anybody else', async () => {
    expect([fieldIn(await read('/sales-cases/d5'), 'contacts'), fieldIn(await read('/sales-cases/d5', 'management'), 'contacts')]).toEqual([expect.anything(), undefined]);
    for (const target of ['/contacts/c1/sales-cases', '/contacts/c1/touches']) expect([(await firm.call(target, firm.tokens.get('sales'))).status, (await firm.call(target, firm.tokens.get('management'))).status]).toEqual([200, 403]);
  });
});

it('an account tells its activities and touches to those who may see such', async () => {
  await firm.database.unit('main', async (transaction) => {
    await insertRecord(transaction, { link: 'la', side: 'crm', entity: 'account', id: '900', fields: { name: 'Customer a' } });
    await insertRecord(transaction, { link: 'la', side: 'local', entity: 'account', id: 'la', fields: { name: 'Customer a' } });
    await insertRecord(transaction, { link: 'm1', side: 'local', entity: 'activity', id: 'm1', fields: { kind: 'meeting', subject: 'A visit', startsAt: '2026-03-11T10:00:00.000Z', account: 'la' } });
    await insertRows(transaction, 'touches', [{ id: 'emails:1', kind: 'email', at: '2026-03-10T10:00:00Z', title: 'Hello', companies: ['900'] }]);
    await sql`insert into mirror_touch_of (kind, ref, at, touch) select 'company', '900', at, id from mirror_touches`.execute(transaction);
  });
  const kinds = async (role: string, query = ''): Promise<readonly string[]> => {
    const { items } = bodyOf(await firm.call(`/accounts/la/timeline?limit=100${query}`, firm.tokens.get(role))) as { items: { kind: string }[] };
    return [...new Set(items.map(({ kind }) => kind))].toSorted();
  };
  const others = await kinds('finance');
  expect(others).toContain('invoice');
  expect(await kinds('sales')).toEqual(['activity', 'touch', ...others].toSorted());
  expect([await kinds('finance', '&kind=activity&kind=touch'), await kinds('management', '&kind=touch&kind=invoice'), await kinds('sales', '&kind=activity&kind=touch')]).toEqual([[], ['invoice'], ['activity', 'touch']]);
});

describe('what a sales case is worth', () => {
  it('is there for those who may see amounts, and for those who may edit it', async () => {
    expect([await seesSum('sales'), await seesSum('management'), await seesSum('clerk')]).toEqual([true, true, false]);
  });

  it('can be edited, and nobody who may not edit is offered choices', async () => {
    const { version } = await read('/sales-cases/d5');
    const reply = await patch('/sales-cases/d5', { version, fields: { value: { amount: '100.50', currency: 'EUR' }, probability: 60 } });
    expect(fieldIn(bodyOf(reply) as unknown as Told, 'value')?.now).toEqual({ amount: '100.50', currency: 'EUR' });
    const management = await read('/sales-cases/d5', 'management');
    expect([management.choices, management.fields.some(({ editable }) => editable)]).toEqual([{}, false]);
  });
});
