// Who is whom: sure keys join by themselves, a name only proposes, and whatever is not sure waits for a person. While a pair
// waits nothing is made for either record, and a pair that a person has rejected never comes back.
import { expect, it } from 'vitest';
import { company, customer, editCompany, idle, inHubspot, inSevera, LATER_MS, linkOf, links, QUIET, story, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

async function matchesOf(stage: Stage) {
  return (await stage.store.inbox({ limit: 100 })).matches;
}

async function nextCycle(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle();
  return writes();
}

const counts = (stage: Stage): readonly [number, number] => [stage.severa.state.list('customers').length, stage.hubspot.state.list('companies').length];

it('joins by business ID, in whatever form it is written, before any other key', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: 'FI25011187', website: 'https://toinen.example' });
  const id = company(stage, { name: 'Aivan toinen nimi', business_id: ' 2501118-7 ', domain: 'koivu.example' });
  await stage.cycle();
  expect(await linkOf(stage, 'psa', guid)).toMatchObject({ stage: 'active', matchedBy: 'businessId', sides: { crm: { id } } });
  expect(counts(stage)).toEqual([1, 1]);
});

it('joins by web address when there is no business ID, but never by a free-mail domain', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy', website: 'http://www.koivu.example/yhteys' });
  const id = company(stage, { name: 'Koivun konsultit', domain: 'koivu.example' });
  const mail = customer(stage, { name: 'Yksi Tmi', email: 'yksi@gmail.com' });
  company(stage, { name: 'Kaksi Tmi', domain: 'gmail.com' });
  await stage.cycle();
  expect(await linkOf(stage, 'psa', guid)).toMatchObject({ matchedBy: 'domain', sides: { crm: { id } } });
  expect(await linkOf(stage, 'psa', mail)).toMatchObject({ matchedBy: 'created' });
  expect(counts(stage)).toEqual([3, 3]);
});

it('does not join two companies of one web address whose business IDs differ', async () => {
  const stage = await story();
  customer(stage, { name: 'Koivu Pohjoinen Oy', vatNumber: '2501118-7', website: 'https://koivu.example' });
  company(stage, { name: 'Koivu Etelä Oy', business_id: '2501113-6', domain: 'koivu.example' });
  expect(await nextCycle(stage)).toEqual({});
  expect(await matchesOf(stage)).toMatchObject([{ by: 'domain', reason: 'other-keys-differ' }]);
});

it('a name alone only proposes: both records wait, and nothing is made or written for either', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy', notes: 'Severasta' });
  const id = company(stage, { name: 'KOIVU OYJ', description: 'HubSpotista' });
  expect(await nextCycle(stage)).toEqual({});
  expect(await idle(stage)).toEqual(QUIET);
  const [match, ...more] = await matchesOf(stage);
  expect(more).toEqual([]);
  expect(match).toMatchObject({ by: 'name', reason: 'only-name' });
  expect(match?.links.map((link) => Object.values(link.sides)[0]?.id).toSorted()).toEqual([guid, id].toSorted());
  expect(counts(stage)).toEqual([1, 1]);
});

it('an accepted match joins the records, which then meet and agree', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy', numberOfEmployees: 4 });
  const id = company(stage, { name: 'KOIVU OYJ', description: 'HubSpotista' });
  await stage.cycle();
  const [match] = await matchesOf(stage);
  expect(await stage.store.answer({ kind: 'match', id: match?.id ?? '', accept: true, by: 'Milla' })).toBe(true);
  await nextCycle(stage);
  expect(await linkOf(stage, 'psa', guid)).toMatchObject({ stage: 'active', sides: { crm: { id } } });
  expect(inSevera(stage, guid)).toMatchObject({ notes: 'HubSpotista' });
  expect(inHubspot(stage, id)).toMatchObject({ name: 'Koivu Oy', numberofemployees: '4' });
  expect(counts(stage)).toEqual([1, 1]);
  expect(await matchesOf(stage)).toEqual([]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a rejected match never comes back, and each record gets a counterpart of its own', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy' });
  const id = company(stage, { name: 'KOIVU OYJ' });
  await stage.cycle();
  const [match] = await matchesOf(stage);
  await stage.store.answer({ kind: 'match', id: match?.id ?? '', accept: false, by: 'Milla' });
  await nextCycle(stage);
  expect(counts(stage)).toEqual([2, 2]);
  expect((await linkOf(stage, 'psa', guid)).sides.crm?.id).not.toBe(id);
  editCompany(stage, id, { phone: '+358 9 123 4567' });
  await nextCycle(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle({ sweep: true });
  expect(await matchesOf(stage)).toEqual([]);
  expect(counts(stage)).toEqual([2, 2]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('two possible counterparts wait for a person: no guess is made', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  const first = company(stage, { name: 'Koivu Oy', business_id: '2501118-7' });
  const second = company(stage, { name: 'Koivu Oy (vanha)', business_id: '2501118-7' });
  expect(await nextCycle(stage)).toEqual({});
  const waiting = await matchesOf(stage);
  expect(waiting.map(({ by, reason }) => ({ by, reason }))).toEqual([{ by: 'businessId', reason: 'several' }, { by: 'businessId', reason: 'several' }]);
  const right = waiting.find((match) => match.links.some((link) => link.sides.crm?.id === second));
  await stage.store.answer({ kind: 'match', id: right?.id ?? '', accept: true, by: 'Milla' });
  await nextCycle(stage);
  expect((await linkOf(stage, 'psa', guid)).sides.crm?.id).toBe(second);
  // The other company's counterpart is taken: it waits for a look, and nothing is made for it behind a person's back.
  const other = await linkOf(stage, 'crm', first);
  expect([other.stage, Object.keys(other.sides)]).toEqual(['proposed', ['crm']]);
  expect(await matchesOf(stage)).toMatchObject([{ by: 'businessId', reason: 'taken' }]);
  expect(counts(stage)).toEqual([1, 2]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a pending match is answered while the rest of the world goes on', async () => {
  const stage = await story();
  customer(stage, { name: 'Koivu Oy' });
  company(stage, { name: 'Koivu' });
  const free = customer(stage, { name: 'Riippumaton Oy', vatNumber: '2501113-6' });
  await stage.cycle();
  expect((await linkOf(stage, 'psa', free)).sides.crm).toBeDefined();
  expect(counts(stage)).toEqual([2, 2]);
  expect(await matchesOf(stage)).toHaveLength(1);
});

it('a record that gets its business ID while its match by name is pending is what the person sees, and may still be accepted', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  const id = company(stage, { name: 'Koivu' });
  await stage.cycle();
  editCompany(stage, id, { business_id: '2501118-7' });
  await nextCycle(stage);
  const [match] = await matchesOf(stage);
  expect(match?.links.map((link) => link.sides.crm?.fields['businessId']).filter(Boolean)).toEqual(['2501118-7']);
  await stage.store.answer({ kind: 'match', id: match?.id ?? '', accept: true, by: 'Milla' });
  await nextCycle(stage);
  expect(await linkOf(stage, 'psa', guid)).toMatchObject({ stage: 'active', sides: { crm: { id } } });
  expect(await idle(stage)).toEqual(QUIET);
});

it('a record that comes later finds its counterpart among those that stand alone', async () => {
  const stage = await story({ change: (engine) => ({ ...engine, modes: { psa: 'read-only', crm: 'read-only' } }) });
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  await stage.cycle();
  expect(await linkOf(stage, 'psa', guid)).toMatchObject({ stage: 'active', matchedBy: null });
  const id = stage.hubspot.state.put('companies', { name: 'Koivu', business_id: '25011187' }, { createdAt: stage.clock.now() });
  await nextCycle(stage);
  expect(await linkOf(stage, 'psa', guid)).toMatchObject({ stage: 'active', matchedBy: 'businessId', sides: { crm: { id } } });
  expect(await links(stage)).toHaveLength(1);
});
