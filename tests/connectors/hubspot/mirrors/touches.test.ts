// E-mails, meetings, calls and tasks as touches, over the whole sandbox: one mirror to everybody outside, four object types inside.
import { describe, expect, it } from 'vitest';
import type { Connector, EntityAdapter, MirrorAdapter, MirrorPage } from '../../../../src/connectors/connector.ts';
import type { HubspotOptions } from '../../../../src/connectors/hubspot/connector.ts';
import type { MirrorRow } from '../../../../src/entities/mirrors/mirror.ts';
import { AccessError } from '../../../../src/lib/errors.ts';
import { seededRandom } from '../../../../src/lib/random.ts';
import { overSandbox } from '../over-sandbox.ts';
import { collect, owners, record, scripted, startMs } from '../scripted.ts';

const at = '2026-10-05T07:30:00.000Z';
const TYPES = ['emails', 'meetings', 'calls', 'tasks'] as const;
type Type = (typeof TYPES)[number];
const least: Readonly<Record<Type, Readonly<Record<string, string>>>> = {
  emails: { hs_timestamp: at, hs_email_subject: 'Tarjous', hs_email_direction: 'EMAIL' },
  meetings: { hs_timestamp: at, hs_meeting_title: 'Palaveri' },
  calls: { hs_timestamp: at, hs_call_title: 'Puhelu' },
  tasks: { hs_timestamp: at, hs_task_subject: 'Soita' },
};

function touchesOf({ mirrors }: Connector): { readonly touches: MirrorAdapter; readonly feed: NonNullable<MirrorAdapter['feed']> } {
  const touches = mirrors.get('touches') as MirrorAdapter;
  return { touches, feed: touches.feed as NonNullable<MirrorAdapter['feed']> };
}

function bench(sandbox: Parameters<typeof overSandbox>[0] = {}, options: Partial<HubspotOptions> = {}) {
  const over = overSandbox(sandbox, { touches: true, ...options });
  const { touches, feed } = touchesOf(over.connector);
  const put = (type: Type, more: Readonly<Record<string, string>> = {}, createdAt = over.clock.now()): string => over.model.state.put(type, { ...least[type], ...more }, { createdAt });
  const link = (type: Type, id: string, to: string, far: string): void => over.model.state.associate(type, id, to, far, { now: over.clock.now() });
  const all = async (): Promise<readonly MirrorRow[]> => rowsOf(await collect(feed.all(null)));
  return { ...over, touches, feed, putTouch: put, link, all };
}

const rowsOf = (pages: readonly MirrorPage[]): readonly MirrorRow[] => pages.flatMap(({ rows }) => rows);
const lastOf = (pages: readonly MirrorPage[]): string => pages.at(-1)?.checkpoint ?? '';

describe('touches that are not switched on', () => {
  it('are no mirror of the connector', () => {
    expect([...overSandbox().connector.mirrors.keys()]).toEqual([]);
  });
});

describe('the columns of a touch', () => {
  it('tell of each type when it was, about what, which way, how it ended, whose it is and when it was logged', async () => {
    const { model, putTouch, all } = bench();
    const owner = model.state.putOwner({ email: 'aino@luotsi.example', firstName: 'Aino', lastName: 'Mäki' });
    const ids = {
      emails: putTouch('emails', { hs_email_direction: 'INCOMING_EMAIL', hubspot_owner_id: owner }),
      meetings: putTouch('meetings', { hs_timestamp: '2026-10-05T00:00:00Z', hs_meeting_start_time: at, hs_meeting_outcome: 'NO_SHOW' }),
      calls: putTouch('calls', { hs_call_direction: 'OUTBOUND', hs_call_status: 'BUSY' }),
      tasks: putTouch('tasks', { hs_task_status: 'COMPLETED' }),
    };
    const shared = { at, createdAt: new Date(startMs).toISOString(), contacts: [], companies: [], deals: [] };
    expect(await all()).toEqual([
      { id: `emails:${ids.emails}`, asOf: expect.any(String), values: { ...shared, kind: 'email', title: 'Tarjous', direction: 'INCOMING_EMAIL', outcome: null, owner } },
      { id: `meetings:${ids.meetings}`, asOf: expect.any(String), values: { ...shared, kind: 'meeting', title: 'Palaveri', direction: null, outcome: 'NO_SHOW', owner: null } },
      { id: `calls:${ids.calls}`, asOf: expect.any(String), values: { ...shared, kind: 'call', title: 'Puhelu', direction: 'OUTBOUND', outcome: 'BUSY', owner: null } },
      { id: `tasks:${ids.tasks}`, asOf: expect.any(String), values: { ...shared, kind: 'task', title: 'Soita', direction: null, outcome: 'COMPLETED', owner: null } },
    ]);
  });

  it('name contacts, companies and deals, the oldest first whatever the order of the answer', async () => {
    const { model, put, putAs, putTouch, link, all } = bench();
    const [first, second] = [put('Koivula Oy'), put('Saarni Oy')];
    const [person, deal] = [putAs('contacts', { lastname: 'Mäki' }), putAs('deals', { dealname: 'Kartoitus', dealstage: 'contractsent' })];
    const id = putTouch('emails');
    for (const company of [second, first]) link('emails', id, 'companies', company);
    link('emails', id, 'contacts', person);
    link('emails', id, 'deals', deal);
    model.state.associate('contacts', person, 'companies', first, { now: startMs, primary: true });
    expect((await all())[0]?.values).toMatchObject({ contacts: [person], companies: [first, second], deals: [deal] });
  });

  it('never take what was said: no body is ever asked for, by list, search, batch or single look', async () => {
    const asked = new Set<string>();
    const answer = { results: [record('1', { hs_timestamp: at })] };
    const listing = ({ query, json }: { query: URLSearchParams; json: Readonly<Record<string, unknown>> }) => {
      for (const name of [...(query.get('properties')?.split(',') ?? []), ...((json['properties'] ?? []) as string[])]) asked.add(name);
      return [200, answer] as const;
    };
    const path = '/crm/objects/2026-09';
    const script = TYPES.flatMap((type) => [
      [`GET ${path}/${type}`, listing],
      [`POST ${path}/${type}/search`, listing],
      [`POST ${path}/${type}/batch/read`, (sent: Parameters<typeof listing>[0]) => [207, { ...listing(sent)[1], results: [] }] as const],
      [`GET ${path}/${type}/1`, (sent: Parameters<typeof listing>[0]) => [200, (listing(sent)[1] as typeof answer).results[0]] as const],
      ...['contacts', 'companies', 'deals'].map((to) => [`POST /crm/associations/2026-09/${type}/${to}/batch/read`, [200, { results: [] }] as const] as const),
    ]);
    const { connector, clock } = scripted({ ...(Object.fromEntries(script) as Parameters<typeof scripted>[0]), 'GET /crm/owners/2026-09': owners }, { touches: true });
    const { touches, feed } = touchesOf(connector);
    const checkpoint = lastOf(await collect(feed.all(null)));
    clock.advance(600_000);
    await collect(feed.changes(checkpoint));
    expect((await touches.read(TYPES.map((type) => `${type}:1`))).size).toBe(4);
    expect([...asked].filter((name) => /body|text|html|headers|note|recording|number|_email$/u.test(name))).toEqual([]);
    expect([...asked]).toEqual(expect.arrayContaining(['hs_timestamp', 'hs_email_subject', 'hs_meeting_title', 'hs_call_title', 'hs_task_subject', 'hubspot_owner_id']));
  });

  it('are empty where HubSpot holds nothing, or a time that nobody understands', async () => {
    const path = '/crm/objects/2026-09';
    const records = [record('1', { hs_timestamp: '1759649400000', hs_task_subject: '  ' }), record('2', { hs_timestamp: 'soon' })];
    const { connector } = scripted(Object.fromEntries(TYPES.map((type) => [`GET ${path}/${type}`, [200, { results: type === 'tasks' ? records : [] }] as const])), { touches: true });
    const rows = rowsOf(await collect(touchesOf(connector).feed.all(null)));
    expect(rows.map(({ values }) => [values['at'], values['title'], values['createdAt']])).toEqual([['2025-10-05T07:30:00.000Z', null, null], [null, null, null]]);
  });
});

describe('reading touches', () => {
  it('costs a call per hundred of a type, and one search per type when nothing has changed', async () => {
    const { feed, putTouch, clock, callsSince } = bench();
    for (let index = 0; index < 101; index++) putTouch('emails');
    putTouch('tasks');
    let checkpoint = lastOf(await collect(feed.all(null)));
    expect(callsSince()).toEqual({ 'GET /crm/objects/emails': 2, 'GET /crm/objects/meetings': 1, 'GET /crm/objects/calls': 1, 'GET /crm/objects/tasks': 1 });
    clock.advance(600_000);
    checkpoint = lastOf(await collect(feed.changes(checkpoint)));
    clock.advance(600_000);
    callsSince();
    expect(rowsOf(await collect(feed.changes(checkpoint)))).toEqual([]);
    expect(callsSince()).toEqual(Object.fromEntries(TYPES.map((type) => [`POST /crm/objects/${type}/search`, 1])));
  });

  it('shows what was logged, edited or linked since, with a look at associations for a thousand at once', async () => {
    const { model, feed, put, putTouch, link, clock, callsSince } = bench();
    const company = put('Koivula Oy');
    const [old, untouched] = [putTouch('meetings', {}, startMs - 86_400_000), putTouch('tasks', {}, startMs - 86_400_000)];
    const checkpoint = lastOf(await collect(feed.all(null)));
    clock.advance(600_000);
    model.state.edit('meetings', old, { hs_meeting_outcome: 'COMPLETED' }, { now: clock.now(), userId: 1 });
    const calls = Array.from({ length: 201 }, () => putTouch('calls'));
    for (const id of calls) link('calls', id, 'companies', company);
    clock.advance(600_000);
    callsSince();
    const rows = rowsOf(await collect(feed.changes(checkpoint)));
    expect(rows.find(({ id }) => id === `meetings:${old}`)?.values).toMatchObject({ outcome: 'COMPLETED', companies: [] });
    expect(rows.filter(({ id, values }) => id.startsWith('calls:') && String(values['companies']) === company).map(({ id }) => id)).toEqual(calls.map((id) => `calls:${id}`));
    expect(rows.map(({ id }) => id)).not.toContain(`tasks:${untouched}`);
    expect(callsSince()).toMatchObject({ 'POST /crm/objects/calls/search': 2, 'POST /crm/associations/calls/companies/batch/read': 1, 'POST /crm/associations/calls/contacts/batch/read': 1, 'POST /crm/associations/calls/deals/batch/read': 1 });
  });

  it('loses nothing to a search index that shows edits late and out of order, nor to a stop after any page', async () => {
    const { model, feed, putTouch, clock } = bench({ searchLagMs: 5_000, searchJitterMs: 50_000 });
    const random = seededRandom(7);
    const ids = TYPES.flatMap((type) => Array.from({ length: 5 }, () => [type, putTouch(type, {}, startMs - 86_400_000)] as const));
    const told = new Map<string, unknown>();
    let checkpoint = lastOf(await collect(feed.all(null)));
    const poll = async (): Promise<void> => {
      for await (const page of feed.changes(checkpoint)) {
        for (const { id, values } of page.rows) told.set(id, values['title']);
        ({ checkpoint } = page);
        if (random.chance(0.2)) return;
      }
    };
    const titles = new Map<string, string>();
    const title = { emails: 'hs_email_subject', meetings: 'hs_meeting_title', calls: 'hs_call_title', tasks: 'hs_task_subject' };
    for (let round = 0; round < 80; round++) {
      clock.advance(random.int(1, 20_000));
      const [type, id] = random.pick(ids);
      model.state.edit(type, id, { [title[type]]: `Aihe ${round}` }, { now: clock.now(), userId: 1 });
      titles.set(`${type}:${id}`, `Aihe ${round}`);
      if (random.chance(0.5)) await poll();
    }
    clock.advance(300_000);
    for (let round = 0; round < 40; round++) await poll();
    expect([...titles].filter(([id, text]) => told.get(id) !== text)).toEqual([]);
  });

  it('tells by id what is there, and that what was archived or never was is not', async () => {
    const { model, touches, put, putTouch, link, clock, callsSince } = bench();
    const company = put('Koivula Oy');
    const [kept, archived] = [putTouch('calls'), putTouch('calls')];
    const email = putTouch('emails');
    link('calls', kept, 'companies', company);
    model.state.archive('calls', archived, clock.now());
    callsSince();
    const found = await touches.read([`calls:${kept}`, `calls:${archived}`, `tasks:${kept}`, `emails:${email}`, 'notes:5', kept]);
    expect(found.get(`calls:${kept}`)?.values).toMatchObject({ kind: 'call', companies: [company] });
    expect(found.get(`emails:${email}`)?.values).toMatchObject({ kind: 'email', contacts: [] });
    expect([`calls:${archived}`, `tasks:${kept}`, 'notes:5', kept].map((id) => found.get(id))).toEqual([null, null, null, null]);
    expect(callsSince()).toMatchObject({ 'POST /crm/objects/calls/batch/read': 1, 'GET /crm/objects/calls/{objectId}': 1, 'GET /crm/objects/tasks/{objectId}': 1 });
  });

  it('believes a look by id where a batch leaves a touch out, and takes its associations along', async () => {
    const path = '/crm/objects/2026-09/emails';
    const one = record('1', { hs_timestamp: at }, { associations: { contacts: { results: [{ id: '12', type: 'email_to_contact' }, { id: '9', type: 'email_to_contact' }] } } });
    const { connector, lines } = scripted({ [`POST ${path}/batch/read`]: [200, { results: [] }], [`GET ${path}/1`]: [200, one] }, { touches: true });
    expect((await touchesOf(connector).touches.read(['emails:1'])).get('emails:1')).toMatchObject({ values: { contacts: ['9', '12'], companies: [], deals: [] } });
    expect(lines()).toEqual([`POST ${path}/batch/read`, `GET ${path}/1`]);
  });

  it('says which right is missing', async () => {
    const { feed } = bench({ scopes: ['oauth', 'crm.objects.companies.read', 'crm.objects.deals.read'] });
    await expect(collect(feed.all(null))).rejects.toThrow(AccessError);
    await expect(collect(feed.all(null))).rejects.toMatchObject({ code: 'scope-missing' });
  });

  it('shares tasks, meetings and calls with activities, which neither of them minds', async () => {
    const { connector, all, putTouch } = bench({}, { activities: true });
    const id = putTouch('meetings');
    const shown = (await collect((connector.entities.get('activity') as EntityAdapter).all(null))).flatMap(({ snapshots }) => snapshots);
    expect(shown.map((snapshot) => snapshot.id)).toEqual([`meetings:${id}`]);
    expect((await all()).map((row) => [row.id, row.values['at']])).toEqual([[`meetings:${id}`, shown[0]?.fields['startsAt']]]);
  });
});
