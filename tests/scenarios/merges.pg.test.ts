// Records that people merge in HubSpot: a link follows its record, and where two links meet in one record the second is asked
// about, since a merge there says nothing about the customers here.
import { describe, expect, it } from 'vitest';
import { company, customer, editCompany, editCustomer, idle, inHubspot, inSevera, linkOf, links, QUIET, story } from './act.ts';
import { settle, writesOf } from './outcome.ts';
import type { Stage } from './stage.ts';

const swept = (stage: Stage, rounds = 3): Promise<void> => settle(stage, () => stage.cycle({ sweep: true }), rounds);

async function twoPairs(options: Parameters<typeof story>[0] = {}): Promise<{ stage: Stage; koivu: { guid: string; id: string }; manty: { guid: string; id: string } }> {
  const stage = await story(options);
  const pairOf = (name: string, number: string): { guid: string; id: string } => ({ guid: customer(stage, { name, vatNumber: number }), id: company(stage, { name, business_id: number }) });
  const [koivu, manty] = [pairOf('Koivu Oy', '2501118-7'), pairOf('Mänty Oy', '2165432-9')];
  await settle(stage);
  return { stage, koivu, manty };
}

describe('a company merged in HubSpot', () => {
  it.each([false, true])('with one that nobody knew keeps its link (primary id preserved: %s)', async (preservePrimaryId) => {
    const { stage, koivu } = await twoPairs({ hubspot: { preservePrimaryId } });
    const linkId = (await linkOf(stage, 'psa', koivu.guid)).id;
    const stray = company(stage, { name: 'Koivu vanha' });
    const survivor = stage.hubspot.state.merge('companies', koivu.id, stray, stage.clock.now());
    await swept(stage);
    expect((await linkOf(stage, 'crm', survivor)).id).toBe(linkId);
    editCustomer(stage, koivu.guid, { notes: 'yhdistetty' });
    await settle(stage);
    expect(inHubspot(stage, survivor)['description']).toBe('yhdistetty');
    editCompany(stage, survivor, { description: 'takaisin' });
    await settle(stage);
    expect(inSevera(stage, koivu.guid)['notes']).toBe('takaisin');
    expect((await stage.store.inbox({ limit: 5 })).conflicts).toEqual([]);
  });

  it('with another linked one: the survivor keeps its customer, and the other customer is asked about', async () => {
    const { stage, koivu, manty } = await twoPairs();
    const survivor = stage.hubspot.state.merge('companies', koivu.id, manty.id, stage.clock.now());
    await swept(stage);
    expect((await linkOf(stage, 'psa', koivu.guid)).sides.crm).toMatchObject({ id: survivor, gone: null });
    const loser = await linkOf(stage, 'psa', manty.guid);
    expect(loser.sides.crm?.gone).toBe('merged');
    const { conflicts, held } = await stage.store.inbox({ limit: 5 });
    expect(conflicts).toMatchObject([{ linkId: loser.id, field: '(record)', values: { crm: 'gone', psa: 'present', local: 'present' } }]);
    expect(held).toContainEqual(expect.objectContaining({ linkId: loser.id, side: 'crm', reason: 'gone-merged' }));
    expect(inSevera(stage, manty.guid)['isActive']).toBe(true);
  });

  it('and answered: the other customer is made inactive, or goes on alone and gets no company again', async () => {
    for (const side of ['crm', 'psa'] as const) {
      const { stage, koivu, manty } = await twoPairs();
      stage.hubspot.state.merge('companies', koivu.id, manty.id, stage.clock.now());
      await swept(stage);
      const [question] = (await stage.store.inbox({ limit: 5 })).conflicts;
      await stage.store.answer({ kind: 'conflict', id: question?.id ?? '', side, by: 'Milla' });
      await swept(stage);
      editCustomer(stage, manty.guid, { website: 'https://manty.example' });
      await swept(stage);
      expect(inSevera(stage, manty.guid)['isActive']).toBe(side === 'psa');
      expect(stage.hubspot.state.list('companies')).toHaveLength(1);
      expect((await stage.store.inbox({ limit: 5 })).conflicts).toEqual([]);
    }
  });

  it('makes no company and no customer, whichever of the two was edited meanwhile', async () => {
    const { stage, koivu, manty } = await twoPairs();
    const before = writesOf(stage);
    stage.hubspot.state.merge('companies', koivu.id, manty.id, stage.clock.now());
    editCustomer(stage, manty.guid, { notes: 'mänty' });
    await swept(stage, 4);
    const created = Object.entries(writesOf(stage)).filter(([route, count]) => /create|POST \/v1\/customers$/.test(route) && count > (before[route] ?? 0));
    expect(created).toEqual([]);
    expect((await links(stage)).length).toBe(2);
    expect(await idle(stage)).toEqual(QUIET);
  });
});
