// Stories of marketing: what is logged in HubSpot is known within one cycle, with whom it was, and so is where somebody came from.
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { hubspotContact } from './deeds.ts';
import { linkOf, shown, writesSince } from './act.ts';
import { moneyCycle, worked } from './money-stage.ts';
import type { MoneyStage } from './money-stage.ts';

const at = '2026-10-05T07:30:00.000Z';

/** Whom each touch was with. */
async function contacted({ database }: MoneyStage): Promise<readonly string[]> {
  const { rows } = await database.unit('main', (transaction) => sql<{ touch: string; kind: string; ref: string }>`select touch, kind, ref from mirror_touch_of order by touch, kind`.execute(transaction));
  return rows.map(({ touch, kind, ref }) => `${touch} ${kind} ${ref}`);
}

async function titles({ database }: MoneyStage): Promise<readonly (string | null)[]> {
  const { rows } = await database.unit('main', (transaction) => sql<{ title: string | null }>`select title from mirror_touches order by id`.execute(transaction));
  return rows.map(({ title }) => title);
}

it('knows a touch after one cycle, with everybody it was with, follows its edits, and forgets it once it was deleted in HubSpot', async () => {
  const stageOf = await worked();
  const { stage, companyId } = stageOf;
  const { state } = stage.hubspot;
  const person = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo' }, companyId);
  const email = state.put('emails', { hs_timestamp: at, hs_email_subject: 'Tarjous', hs_email_direction: 'EMAIL' }, { createdAt: stage.clock.now() });
  for (const [type, id] of [['contacts', person], ['companies', companyId]] as const) state.associate('emails', email, type, id, { now: stage.clock.now() });
  await moneyCycle(stage);
  expect(await contacted(stageOf)).toEqual([`emails:${email} company ${companyId}`, `emails:${email} contact ${person}`]);
  state.edit('emails', email, { hs_email_subject: 'Uusi tarjous' }, { now: stage.clock.now(), userId: 1 });
  const writes = writesSince(stage);
  await moneyCycle(stage);
  expect(await titles(stageOf)).toEqual(['Uusi tarjous']);
  expect(writes()).toEqual({});
  state.archive('emails', email, stage.clock.now());
  await moneyCycle(stage, { mirrors: 'all' });
  expect(await titles(stageOf)).toEqual(['Uusi tarjous']);
  await moneyCycle(stage);
  expect(await titles(stageOf)).toEqual([]);
  expect(await contacted(stageOf)).toEqual([]);
});

it('shows where a contact came from, and writes it nowhere', async () => {
  const { stage, companyId } = await worked();
  const id = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', email: 'onni@koivu.example', lifecyclestage: 'customer', hs_analytics_source: 'REFERRALS', first_conversion_event_name: 'Opas: lataa', first_conversion_date: '2026-03-01T10:00:00Z' }, companyId);
  // It has been there for long.
  await moneyCycle(stage, { sweep: true });
  const link = await linkOf(stage, 'crm', id, 'contact');
  expect(await shown(stage, link.id, 'analyticsSource', 'contact')).toMatchObject({ crm: 'REFERRALS', local: 'REFERRALS' });
  expect(await shown(stage, link.id, 'firstConversionOn', 'contact')).toMatchObject({ crm: '2026-03-01', local: '2026-03-01' });
  const writes = writesSince(stage);
  await moneyCycle(stage);
  expect(writes()).toEqual({});
});
