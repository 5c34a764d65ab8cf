// "Always decide so": one answer changes the rule of the field, for every record and every process, and can be taken back.
import { expect, it } from 'vitest';
import { resolveAll, resolveOne, takeRuleBack } from '../../src/engine/resolve.ts';
import { agreed, company, customer, editCompany, editCustomer, inHubspot, inSevera, linkOf, story } from './act.ts';
import { reopen, settle } from './outcome.ts';
import type { Stage } from './stage.ts';

async function threePairs(): Promise<{ stage: Stage; pairs: readonly { guid: string; id: string }[] }> {
  const stage = await story();
  const pairs = ['2501118-7', '2165432-9', '0201256-6'].map((number, index) => ({ guid: customer(stage, { name: `Yritys ${index}`, vatNumber: number }), id: company(stage, { name: `Yritys ${index}`, business_id: number }) }));
  await settle(stage);
  return { stage, pairs };
}

function renameBoth(stage: Stage, { guid, id }: { guid: string; id: string }): void {
  editCustomer(stage, guid, { name: 'Severan nimi' });
  editCompany(stage, id, { name: 'HubSpotin nimi' });
}

const choice = { side: 'crm', by: 'Milla', always: true } as const;

it('decides the conflict that was answered, those that wait, and those that come, also in another process', async () => {
  const { stage, pairs } = await threePairs();
  for (const pair of pairs.slice(0, 2)) renameBoth(stage, pair);
  await settle(stage, undefined, 1);
  const { conflicts } = await stage.store.inbox({ limit: 5 });
  expect(conflicts.map(({ field }) => field)).toEqual(['name', 'name']);
  await resolveOne(stage.engine, conflicts[0]?.id ?? '', choice);
  await settle(stage, undefined, 1);
  expect(pairs.slice(0, 2).map(({ guid }) => inSevera(stage, guid)['name'])).toEqual(['HubSpotin nimi', 'HubSpotin nimi']);
  renameBoth(stage, pairs[2]!);
  const other = stage.restart({ parts: {} });
  await settle(other, undefined, 2);
  expect([inSevera(stage, pairs[2]!.guid)['name'], inHubspot(stage, pairs[2]!.id)['name']]).toEqual(['HubSpotin nimi', 'HubSpotin nimi']);
  expect((await stage.store.inbox({ limit: 5 })).conflicts).toEqual([]);
  expect(await stage.store.rules()).toMatchObject([{ entity: 'account', field: 'name', version: 1, by: 'Milla', rule: { onConflict: ['crm', 'psa', 'local'] } }]);
});

it('is named by the beginning of its id, where no other one has that', async () => {
  const { stage, pairs } = await threePairs();
  for (const pair of pairs.slice(0, 2)) renameBoth(stage, pair);
  await settle(stage, undefined, 1);
  const [first, second] = (await stage.store.inbox({ limit: 5 })).conflicts.map(({ id }) => id) as [string, string];
  const answer = { side: 'crm', by: 'Milla', always: false } as const;
  let own = 1;
  while (second.startsWith(first.slice(0, own))) own += 1;
  await expect(resolveOne(stage.engine, first.slice(0, own - 1), answer)).rejects.toMatchObject({ code: 'id-ambiguous' });
  expect(await resolveOne(stage.engine, first.slice(0, own), answer)).toMatchObject({ id: first });
  expect((await stage.store.inbox({ limit: 5 })).conflicts.map(({ id }) => id)).toEqual([second]);
  await expect(resolveOne(stage.engine, '', answer)).rejects.toMatchObject({ code: 'not-open' });
});

it('is taken back, and then asks again', async () => {
  const { stage, pairs } = await threePairs();
  renameBoth(stage, pairs[0]!);
  await settle(stage, undefined, 1);
  await resolveOne(stage.engine, (await stage.store.inbox({ limit: 5 })).conflicts[0]?.id ?? '', choice);
  await settle(stage, undefined, 1);
  expect(await takeRuleBack(reopen(stage), 'account', 'name', 'Onni')).toBeNull();
  renameBoth(stage, pairs[1]!);
  await settle(stage, undefined, 1);
  expect((await stage.store.inbox({ limit: 5 })).conflicts).toMatchObject([{ linkId: (await linkOf(stage, 'psa', pairs[1]!.guid)).id, field: 'name' }]);
  expect((await stage.store.rules({ history: true })).map(({ version, by }) => `${version} ${by}`)).toEqual(['2 Onni', '1 Milla']);
});

it('many are answered at once, of one field only, and a side without a say answers nothing', async () => {
  const { stage, pairs } = await threePairs();
  for (const pair of pairs) renameBoth(stage, pair);
  await settle(stage, undefined, 1);
  expect(await resolveAll(stage.engine, { field: 'businessId' }, { ...choice, always: false })).toBe(0);
  expect(await resolveAll(stage.engine, { field: 'name' }, { side: 'psa', by: 'Milla', always: false })).toBe(3);
  await settle(stage, undefined, 1);
  expect(pairs.map(({ id }) => inHubspot(stage, id)['name'])).toEqual(['Severan nimi', 'Severan nimi', 'Severan nimi']);
  expect(await stage.store.rules()).toEqual([]);
});

it('is refused for what each time needs its own look', async () => {
  const stage = await story();
  const { id } = await agreed(stage);
  stage.hubspot.state.archive('companies', id, stage.clock.now());
  await settle(stage, () => stage.cycle({ sweep: true }), 2);
  const [question] = (await stage.store.inbox({ limit: 5 })).conflicts;
  await expect(resolveOne(stage.engine, question?.id ?? '', choice)).rejects.toMatchObject({ code: 'always-not-here' });
  await expect(resolveOne(stage.engine, 'nobody', choice)).rejects.toMatchObject({ code: 'not-open' });
});
