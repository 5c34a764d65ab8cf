// Opting addresses out over the whole sandbox: once each, never in, and what HubSpot refuses is told.
import { expect, it } from 'vitest';
import type { Snapshot } from '../../../src/core/vocabulary.ts';
import { create } from '../../conformance/showing.ts';
import { keys, listedIn, overSandbox, update } from './over-sandbox.ts';
import { batch, contacts, record, scripted } from './scripted.ts';

const unsubscribe = (address: string): string => `POST /communication-preferences/2026-09/statuses/${encodeURIComponent(address)}/unsubscribe-all`;

async function bench(options: Parameters<typeof overSandbox>[0] = {}) {
  const over = overSandbox(options);
  await over.prepare();
  over.clock.advance(60_000);
  return over;
}

it('opts an address out, once, and never in', async () => {
  const { people, putAs, callsSince } = await bench();
  const id = putAs('contacts', { lastname: 'Mäki', email: 'aino@koivula.example' });
  callsSince();
  const [outcome] = await people.write([update(await listedIn(people, id), { optOuts: keys('aino@koivula.example') })]);
  expect(outcome).toMatchObject({ kind: 'done', unsettled: [], snapshot: { fields: { optOuts: keys('aino@koivula.example') } } });
  expect(callsSince()['POST /communication-preferences/statuses/{subscriberIdString}/unsubscribe-all']).toBe(1);
  const seen = await listedIn(people, id);
  expect(seen.fields['optOuts']).toEqual(keys('aino@koivula.example'));
  expect(people.represent({ optOuts: [] }, seen.fields).cannot).toEqual({ optOuts: 'opt-in-by-people' });
  callsSince();
  expect(await people.write([update(seen, { optOuts: [] })])).toMatchObject([{ unsettled: [{ field: 'optOuts', code: 'opt-in-by-people' }] }]);
  expect(Object.keys(callsSince()).join()).not.toContain('communication');
});

it('opts out the others where HubSpot refuses one address, and says so', async () => {
  const addresses = ['eka@koivula.example', 'toka@koivula.example', 'vika@koivula.example'];
  const told = scripted({
    [`POST ${contacts}/batch/read`]: [200, batch([record('1', { lastname: 'Mäki', email: addresses[2] ?? '', hs_additional_emails: addresses.slice(0, 2).join(';') })])],
    [unsubscribe('eka@koivula.example')]: [400, { category: 'VALIDATION_ERROR' }],
    [unsubscribe('toka@koivula.example')]: [200, {}],
    [unsubscribe('vika@koivula.example')]: [200, {}],
  });
  const seen: Snapshot = { id: '1', fields: { emails: keys(...addresses), optOuts: [] }, handles: {}, asOf: '2026-11-02T08:00:00.000Z', modifiedAt: null, modifiedBy: null, formerIds: [] };
  const [outcome] = await told.people.write([update(seen, { optOuts: keys(...addresses) })]);
  expect(outcome).toMatchObject({ kind: 'done', unsettled: [{ field: 'optOuts', code: 'opt-out-refused', retry: false }], snapshot: { fields: { optOuts: keys('vika@koivula.example') } } });
  expect(told.connector.calls.get('POST /communication-preferences/2026-09/statuses/{subscriberIdString}/unsubscribe-all')).toBe(3);
});

it('names the missing right to opt out, and stores the rest', async () => {
  const scopes = ['contacts', 'companies', 'deals'].flatMap((type) => ['objects', 'schemas'].flatMap((kind) => [`crm.${kind}.${type}.read`, `crm.${kind}.${type}.write`]));
  const { people } = await bench({ scopes: [...scopes, 'crm.objects.owners.read'] });
  const [outcome] = await people.write([create('key-1', { lastName: 'Mäki', emails: keys('aino@koivula.example'), optOuts: keys('aino@koivula.example') })]);
  expect(outcome).toMatchObject({ kind: 'done', unsettled: [{ field: 'optOuts', code: 'missing-scope', retry: false }], snapshot: { fields: { lastName: 'Mäki', optOuts: [] } } });
});
