// Activities over both systems, switched on: a task, a meeting or a call is one thing with its entry in Severa. What is personal
// stays in Severa, what has no account in common waits, and free text stays where it is until it is told to go.
import { describe, expect, it } from 'vitest';
import { entry, idle, linkOf, links, QUIET, withRule } from './act.ts';
import { AS_SHIPPED, editHubspot, editSevera, firmWithAccount, inHubspotOf, inSeveraOf, nextCycle, ownerOf, seller, waiting } from './deeds.ts';
import type { Stage } from './stage.ts';

const ACTIVITIES = { ...AS_SHIPPED, entities: ['account', 'contact', 'salesCase', 'activity'] };
const startDateTime = '2026-11-24T07:30:00Z';

function severaActivity(stage: Stage, customer: string | null, type: string, row: Readonly<Record<string, unknown>> = {}): string {
  const activityType = { guid: entry(stage, 'activitytypes', 'name', type) };
  return stage.severa.state.put('activities', { name: 'Tarjouksen läpikäynti', startDateTime, activityType, ownerUser: { guid: seller(stage) }, customer: customer && { guid: customer }, ...row }, stage.clock.now()).guid;
}

function hubspotActivity(stage: Stage, type: string, properties: Readonly<Record<string, string>>, companyId: string | null): string {
  const now = stage.clock.now();
  const id = stage.hubspot.state.put(type, { hs_timestamp: startDateTime, hubspot_owner_id: ownerOf(stage), ...properties }, { createdAt: now });
  if (companyId !== null) stage.hubspot.state.associate(type, id, 'companies', companyId, { now });
  return id;
}

const inType = (stage: Stage, id: string): Readonly<Record<string, string>> => inHubspotOf(stage, id.split(':')[0] ?? '', id.split(':')[1] ?? '');
const counts = (stage: Stage): readonly number[] => [stage.severa.state.list('activities').length, ...['tasks', 'meetings', 'calls'].map((type) => stage.hubspot.state.list(type).length)];

describe('an activity', () => {
  it.each([
    ['Tehtävä', 'tasks', 'hs_task_subject', { hs_task_status: 'NOT_STARTED' }],
    ['Tapaaminen', 'meetings', 'hs_meeting_title', { hs_meeting_start_time: startDateTime, hs_meeting_end_time: '2026-11-24T08:15:00Z' }],
    ['Puhelu', 'calls', 'hs_call_title', { hs_call_duration: '2700000' }],
  ])('of Severa (%s) is made among the %s of the company, and what people do with it goes both ways', async (activityType, type, title, properties) => {
    const { stage, guid: customer, id: companyId } = await firmWithAccount(ACTIVITIES);
    const guid = severaActivity(stage, customer, activityType, { endDateTime: '2026-11-24T08:15:00Z', notes: 'Kahvit' });
    await nextCycle(stage);
    const id = (await linkOf(stage, 'psa', guid, 'activity')).sides.crm?.id ?? '';
    expect(id.startsWith(`${type}:`)).toBe(true);
    expect(inType(stage, id)).toMatchObject({ [title]: 'Tarjouksen läpikäynti', hs_timestamp: startDateTime, ...properties });
    expect(Object.values(inType(stage, id))).not.toContain('Kahvit');
    expect(stage.hubspot.state.associated(type, id.split(':')[1] ?? '', 'companies')).toEqual([companyId]);
    expect(await idle(stage)).toEqual(QUIET);

    editHubspot(stage, type, id.split(':')[1] ?? '', { [title]: 'Sopimuksen läpikäynti' });
    editSevera(stage, 'activities', guid, { isClosed: true });
    await nextCycle(stage);
    expect(inSeveraOf(stage, 'activities', guid)).toMatchObject({ name: 'Sopimuksen läpikäynti', isClosed: true, endDateTime: '2026-11-24T08:15:00Z', notes: 'Kahvit' });
    expect(Object.values(inType(stage, id))).toContain('COMPLETED');
    expect(await idle(stage)).toEqual(QUIET);
    expect(await waiting(stage, 'activity')).toEqual([]);
  });

  it('of HubSpot becomes an entry of the customer, of the type that its kind has there', async () => {
    const { stage, guid: customer, id: companyId } = await firmWithAccount(ACTIVITIES);
    const id = hubspotActivity(stage, 'calls', { hs_call_title: 'Hintakysely', hs_call_duration: '600000' }, companyId);
    await nextCycle(stage);
    const guid = (await linkOf(stage, 'crm', `calls:${id}`, 'activity')).sides.psa?.id ?? '';
    expect(inSeveraOf(stage, 'activities', guid)).toMatchObject({
      name: 'Hintakysely', startDateTime: '2026-11-24T07:30:00.000Z', endDateTime: '2026-11-24T07:40:00.000Z', isClosed: false,
      customer: { guid: customer }, ownerUser: { guid: seller(stage) }, activityType: { guid: entry(stage, 'activitytypes', 'name', 'Puhelu') },
    });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('that both have is one: by kind, subject and time at the same account', async () => {
    const { stage, guid: customer, id: companyId } = await firmWithAccount(ACTIVITIES);
    const guid = severaActivity(stage, customer, 'Tapaaminen');
    const [same, other] = [{ hs_meeting_title: 'TARJOUKSEN läpikäynti' }, { hs_task_subject: 'Tarjouksen läpikäynti' }];
    const id = hubspotActivity(stage, 'meetings', same, companyId);
    hubspotActivity(stage, 'tasks', other, companyId);
    await nextCycle(stage);
    expect(await linkOf(stage, 'psa', guid, 'activity')).toMatchObject({ matchedBy: 'event', sides: { crm: { id: `meetings:${id}` } } });
    expect(counts(stage)).toEqual([2, 1, 1, 0]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('that is personal, or of nobody both know, or long over, is made nowhere', async () => {
    const { stage, guid: customer } = await firmWithAccount(ACTIVITIES);
    severaActivity(stage, customer, 'Vuosiloma');
    severaActivity(stage, null, 'Tehtävä', { name: 'Siivous' });
    severaActivity(stage, customer, 'Tapaaminen', { name: 'Vanha', startDateTime: '2024-01-10T08:00:00Z', isClosed: true });
    const prospect = stage.hubspot.state.put('companies', { name: 'Prospekti Oy', domain: 'prospekti.example' }, { createdAt: stage.clock.now() });
    hubspotActivity(stage, 'tasks', { hs_task_subject: 'Soita' }, prospect);
    const writes = await nextCycle(stage);
    expect(Object.keys(writes).filter((route) => /activit|tasks|meetings|calls/.test(route))).toEqual([]);
    expect(counts(stage)).toEqual([3, 1, 0, 0]);
    expect(await waiting(stage, 'activity')).toEqual(['crm * out-of-scope', 'crm account required-field-empty', 'psa account unlinked-account']);
    expect((await links(stage, 'activity')).map(({ sides }) => sides.psa?.fields['subject'])).not.toContain('Vuosiloma');
  });

  it('keeps its notes to itself until they may flow', async () => {
    const { stage, guid: customer } = await firmWithAccount(ACTIVITIES);
    const guid = severaActivity(stage, customer, 'Tehtävä', { notes: 'Yksi <1>\nKaksi' });
    await nextCycle(stage);
    const noted = stage.restart({ ...ACTIVITIES, change: withRule('notes', { flow: ['psa>crm'] }) });
    await nextCycle(noted);
    const id = (await linkOf(noted, 'psa', guid, 'activity')).sides.crm?.id ?? '';
    expect(inType(noted, id)['hs_task_body']).toBe('Yksi &lt;1&gt;<br>Kaksi');
    expect(await idle(noted)).toEqual(QUIET);
  });

  it('whose create was answered by nobody is found at its company and not made twice', async () => {
    const { stage, guid: customer } = await firmWithAccount(ACTIVITIES);
    const guid = severaActivity(stage, customer, 'Tehtävä');
    stage.hubspot.faults.add({ kind: 'reset-after-commit', method: 'POST', path: /tasks\/batch\/create$/, times: 1 });
    await nextCycle(stage);
    await nextCycle(stage);
    expect(counts(stage)).toEqual([1, 1, 0, 0]);
    expect((await linkOf(stage, 'psa', guid, 'activity')).sides.crm?.id).toBe(`tasks:${stage.hubspot.state.list('tasks')[0]?.id}`);
    expect(await idle(stage)).toEqual(QUIET);
  });
});
