// Where a contact came from and when it became what: read-only facts of marketing that HubSpot works out by itself.
import { expect, it } from 'vitest';
import { listedIn, overSandbox } from './over-sandbox.ts';
import { collect, contacts, record, scripted } from './scripted.ts';

it('shows where somebody came from and became, as days in the account\'s time zone, and never writes it', async () => {
  const { people, putAs, prepare } = overSandbox({}, { facts: { timeZone: 'Europe/Helsinki' } });
  await prepare();
  const id = putAs('contacts', {
    lastname: 'Mäki', hs_analytics_source: 'PAID_SOCIAL', first_conversion_event_name: 'Opas: lataa', first_conversion_date: '2026-03-01T22:30:00Z',
    recent_conversion_event_name: 'Ota yhteyttä', recent_conversion_date: '2026-04-02T08:00:00Z', hs_lifecyclestage_lead_date: '2026-03-01T10:00:00Z', hs_lifecyclestage_customer_date: '2026-06-30T21:00:00Z',
  });
  const seen = await listedIn(people, id);
  expect(seen.fields).toMatchObject({
    analyticsSource: 'PAID_SOCIAL', firstConversion: 'Opas: lataa', firstConversionOn: '2026-03-02', recentConversion: 'Ota yhteyttä', recentConversionOn: '2026-04-02',
    becameLead: '2026-03-01', becameMql: null, becameSql: null, becameOpportunity: null, becameCustomer: '2026-07-01',
  });
  const facts = ['analyticsSource', 'firstConversion', 'firstConversionOn', 'recentConversion', 'recentConversionOn', 'becameLead', 'becameMql', 'becameSql', 'becameOpportunity', 'becameCustomer'];
  expect(facts.filter((field) => people.fields[field]?.write !== false)).toEqual([]);
  expect(people.represent({ becameLead: '2026-01-01', analyticsSource: 'OFFLINE' })).toEqual({ fields: {}, cannot: { becameLead: 'read-only', analyticsSource: 'read-only' } });
});

it('knows nothing of where people came from in an account without these properties', async () => {
  const { people } = scripted({ [`GET ${contacts}`]: [200, { results: [record('1', { lastname: 'Mäki' })] }] });
  const [page] = await collect(people.all(null));
  expect(Object.keys(page?.snapshots[0]?.fields ?? {}).filter((field) => /^(?:became|analytics|first[CO]|recent)/u.test(field))).toEqual([]);
});

it('means other days in another time zone, so its values are looked at anew', () => {
  const versions = ['Europe/Helsinki', 'Europe/Helsinki', 'America/New_York'].map((timeZone) => overSandbox({}, { facts: { timeZone } }).people.mapVersion);
  expect(versions[0]).toBe(versions[1]);
  expect(versions[0]).not.toBe(versions[2]);
});
