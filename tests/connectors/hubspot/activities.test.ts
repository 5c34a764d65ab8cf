// Tasks, meetings and calls over the whole sandbox: one entity to everybody outside, three object types inside.
import { describe, expect, it } from 'vitest';
import type { EntityAdapter } from '../../../src/connectors/connector.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { create, doneSnapshot } from '../../conformance/showing.ts';
import { keys, listedIn, overSandbox, update } from './over-sandbox.ts';
import { batch, collect, owners, property, record, scripted } from './scripted.ts';

const startsAt = '2026-11-05T07:30:00.000Z';

function bench(options: Parameters<typeof overSandbox>[0] = {}) {
  const over = overSandbox(options, { activities: true });
  const activity = over.connector.entities.get('activity') as EntityAdapter;
  const company = over.put('Koivula Oy');
  const listed = (id: string): Promise<Snapshot> => listedIn(activity, id);
  const stored = (id: string): Readonly<Record<string, string>> => over.model.state.get(id.split(':')[0] ?? '', id.split(':')[1] ?? '')?.properties ?? {};
  const linked = (id: string, type: string): string[] => over.model.state.associated(id.split(':')[0] ?? '', id.split(':')[1] ?? '', type).toSorted();
  const asked = (kind: string, more: Fields = {}): Fields => ({ kind, subject: 'Tarjous', startsAt, account: company, ...more });
  const made = async (kind: string, more: Fields = {}): Promise<Snapshot> => {
    const { id } = doneSnapshot((await activity.write([create('key-1', asked(kind, more))]))[0]);
    return await listed(id);
  };
  return { ...over, activity, company, listed, stored, linked, asked, made };
}

describe('activities that are not switched on', () => {
  it('are no entity of the connector and are never asked for', async () => {
    const { connector, callsSince, prepare } = overSandbox();
    await prepare();
    for (const adapter of connector.entities.values()) await collect(adapter.all(null));
    await connector.check();
    expect([...connector.entities.keys()]).not.toContain('activity');
    expect(Object.keys(callsSince()).filter((route) => /tasks|meetings|calls/.test(route))).toEqual([]);
  });
});

describe('reading activities', () => {
  it('shows the three types as one entity, each with its kind, company and people', async () => {
    const { model, activity, putAs, company, clock, callsSince } = bench();
    const person = putAs('contacts', { lastname: 'Mäki' });
    const ids = [
      ['tasks', putAs('tasks', { hs_task_subject: 'Soita', hs_timestamp: startsAt, hs_task_status: 'COMPLETED', hs_task_body: '<p>Ensin &amp; <b>heti</b></p><p>Sitten</p>' })],
      ['meetings', putAs('meetings', { hs_meeting_title: 'Palaveri', hs_timestamp: '2026-11-01T00:00:00Z', hs_meeting_start_time: startsAt, hs_meeting_end_time: '2026-11-05T08:15:00Z', hs_meeting_outcome: 'RESCHEDULED' })],
      ['calls', putAs('calls', { hs_call_title: 'Puhelu', hs_timestamp: startsAt, hs_call_duration: '90000', hs_call_status: 'NO_ANSWER' })],
    ] as const;
    for (const [type, id] of ids) for (const [far, other] of [['companies', company], ['contacts', person]] as const) model.state.associate(type, id, far, other, { now: clock.now() });
    callsSince();
    const pages = await collect(activity.all(null));
    expect(pages.map(({ complete }) => complete)).toEqual([false, false, true]);
    expect(pages.flatMap(({ snapshots }) => snapshots)).toMatchObject([
      { id: `tasks:${ids[0][1]}`, fields: { kind: 'task', subject: 'Soita', startsAt, endsAt: null, done: true, account: company, contacts: keys(person), notes: 'Ensin & heti\nSitten' } },
      { id: `meetings:${ids[1][1]}`, fields: { kind: 'meeting', subject: 'Palaveri', startsAt, endsAt: '2026-11-05T08:15:00.000Z', done: false, account: company, contacts: keys(person) } },
      { id: `calls:${ids[2][1]}`, fields: { kind: 'call', subject: 'Puhelu', startsAt, endsAt: '2026-11-05T07:31:30.000Z', done: true } },
    ]);
    expect(callsSince()).toMatchObject({ 'GET /crm/objects/tasks': 1, 'GET /crm/objects/meetings': 1, 'GET /crm/objects/calls': 1 });
    expect((await activity.read([`calls:${ids[2][1]}`, 'tasks:999999', '123'])).keys().toArray()).toEqual(['tasks:999999', `calls:${ids[2][1]}`]);
  });

  it('takes the oldest of several companies', async () => {
    const { model, put, putAs, company, listed, clock } = bench();
    const id = putAs('tasks', { hs_task_subject: 'Soita', hs_timestamp: startsAt });
    for (const other of [put('Saarni Oy'), company]) model.state.associate('tasks', id, 'companies', other, { now: clock.now() });
    expect((await listed(`tasks:${id}`)).fields['account']).toBe(company);
  });

  it('polls with one search per type, and goes on in the type where it was stopped', async () => {
    const { activity, putAs, clock, callsSince } = bench();
    for (const [type, property] of [['tasks', 'hs_task_subject'], ['calls', 'hs_call_title']] as const) putAs(type, { [property]: type, hs_timestamp: startsAt });
    let checkpoint = (await collect(activity.all(null))).at(-1)?.checkpoint ?? '';
    clock.advance(600_000);
    checkpoint = (await collect(activity.changes(checkpoint))).at(-1)?.checkpoint ?? '';
    clock.advance(600_000);
    callsSince();
    const idle = await collect(activity.changes(checkpoint));
    expect(callsSince()).toEqual({ 'POST /crm/objects/tasks/search': 1, 'POST /crm/objects/meetings/search': 1, 'POST /crm/objects/calls/search': 1 });
    await collect(activity.changes(idle[0]?.checkpoint ?? ''));
    expect(callsSince()).toEqual({ 'POST /crm/objects/meetings/search': 1, 'POST /crm/objects/calls/search': 1 });
  });

  it('lists what was archived, whatever its type', async () => {
    const { activity, model, putAs, clock } = bench();
    const id = putAs('meetings', { hs_meeting_title: 'Palaveri', hs_timestamp: startsAt });
    model.state.archive('meetings', id, clock.now());
    expect((await Array.fromAsync(activity.gone?.() ?? [])).flat()).toMatchObject([{ id: `meetings:${id}`, how: 'archived' }]);
  });
});

describe('writing activities', () => {
  it('makes each kind as what it is there, by one call per type, and sets nothing of ours up for it', async () => {
    const { activity, stored, linked, asked, company, prepare, callsSince } = bench();
    expect((await prepare()).filter((line) => /\b(?:task|meeting|call)\b/.test(line))).toEqual([]);
    await collect(activity.all(null));
    callsSince();
    const fields = ['task', 'meeting', 'call'].map((kind) => asked(kind, { endsAt: '2026-11-05T08:00:00.000Z', done: false, notes: 'Yksi <1>\nKaksi' }));
    const outcomes = await activity.write(fields.map((one, index) => create(`key-${index}`, one)));
    expect(callsSince()).toEqual({ 'POST /crm/objects/tasks/batch/create': 1, 'POST /crm/objects/meetings/batch/create': 1, 'POST /crm/objects/calls/batch/create': 1 });
    const [task, meeting, call] = outcomes.map((outcome) => doneSnapshot(outcome)) as [Snapshot, Snapshot, Snapshot];
    expect(stored(task.id)).toMatchObject({ hs_task_subject: 'Tarjous', hs_timestamp: '2026-11-05T07:30:00Z', hs_task_status: 'NOT_STARTED', hs_task_body: 'Yksi &lt;1&gt;<br>Kaksi' });
    expect(stored(meeting.id)).toMatchObject({ hs_meeting_title: 'Tarjous', hs_timestamp: '2026-11-05T07:30:00Z', hs_meeting_start_time: '2026-11-05T07:30:00Z', hs_meeting_end_time: '2026-11-05T08:00:00Z', hs_meeting_outcome: 'SCHEDULED' });
    expect(stored(call.id)).toMatchObject({ hs_call_title: 'Tarjous', hs_timestamp: '2026-11-05T07:30:00Z', hs_call_duration: '1800000' });
    expect([task, meeting, call].map(({ fields }) => fields['endsAt'])).toEqual([null, '2026-11-05T08:00:00.000Z', '2026-11-05T08:00:00.000Z']);
    expect(task.fields).toMatchObject({ kind: 'task', account: company, notes: 'Yksi <1>\nKaksi' });
    expect([task, meeting, call].map(({ id }) => linked(id, 'companies'))).toEqual([[company], [company], [company]]);
  });

  it('keeps a call\'s end when its start moves, and foretells what cannot be', async () => {
    const { activity, made, listed } = bench();
    const call = await made('call', { endsAt: '2026-11-05T08:00:00.000Z' });
    await activity.write([update(call, { startsAt: '2026-11-05T07:45:00.000Z' })]);
    expect((await listed(call.id)).fields).toMatchObject({ startsAt: '2026-11-05T07:45:00.000Z', endsAt: '2026-11-05T08:00:00.000Z' });
    expect(activity.represent({ endsAt: '2026-11-05T07:00:00.000Z', kind: 'task', startsAt: null }, call.fields)).toEqual({ fields: {}, cannot: { endsAt: 'out-of-range', kind: 'read-only', startsAt: 'required' } });
    expect(activity.represent({ endsAt: '2026-11-05T09:00:00.000Z' }, { ...call.fields, kind: 'task' })).toEqual({ fields: { endsAt: null }, cannot: {} });
  });

  it.each(['task', 'meeting', 'call'])('says of a %s that it is done, and that it is not', async (kind) => {
    const { activity, made, listed } = bench();
    let seen = await made(kind);
    for (const done of [true, false]) {
      expect(doneSnapshot((await activity.write([update(seen, { done })]))[0]).fields['done']).toBe(done);
      seen = await listed(seen.id);
      expect(seen.fields['done']).toBe(done);
    }
  });

  it('moves an activity to another company and leaves those that people added', async () => {
    const { model, activity, put, made, linked, listed, company, clock } = bench();
    const [next, added] = [put('Saarni Oy'), put('Mänty Oy')];
    const task = await made('task');
    model.state.associate('tasks', task.id.split(':')[1] ?? '', 'companies', added, { now: clock.now() });
    const moved = doneSnapshot((await activity.write([update(task, { account: next })]))[0]);
    expect(linked(task.id, 'companies')).toEqual([next, added].toSorted());
    expect(moved.fields['account']).toBe((await listed(task.id)).fields['account']);
    expect(linked(task.id, 'companies')).not.toContain(company);
  });

  it('sends nothing that could not be found again, and nothing of no kind', async () => {
    const { activity, asked, model } = bench();
    const outcomes = await activity.write([create('key-1', asked('task', { account: null })), create('key-2', asked('mail')), create('key-3', asked('task'))]);
    expect(outcomes).toMatchObject([{ kind: 'rejected', error: { code: 'required', fields: ['account'] } }, { kind: 'rejected', error: { code: 'required', fields: ['kind'] } }, { kind: 'done' }]);
    expect(model.state.list('tasks')).toHaveLength(1);
  });

  it('looks for a lost create at its company, by subject and start, and does not wait for the search', async () => {
    const { activity, asked, model, putAs, company, clock, callsSince } = bench({ searchLagMs: 3_600_000 });
    const same = putAs('tasks', { hs_task_subject: 'Tarjous', hs_timestamp: startsAt });
    model.state.associate('tasks', same, 'companies', company, { now: clock.now() });
    await collect(activity.all(null));
    clock.advance(600_000);
    const since = new Date(clock.now()).toISOString();
    const write = create('key-1', asked('task'));
    const { id: lost } = doneSnapshot((await activity.write([write]))[0]);
    callsSince();
    expect((await activity.find([write, create('key-2', asked('call'))], since)).get('key-1')).toMatchObject([{ id: lost }]);
    expect(callsSince()).toEqual({ 'POST /crm/associations/companies/tasks/batch/read': 1, 'POST /crm/objects/tasks/batch/read': 1, 'POST /crm/associations/companies/calls/batch/read': 1 });
    expect((await activity.find([create('key-3', asked('task', { subject: 'Muu' }))], since)).get('key-3')).toEqual([]);
  });

  it('never repeats a create that carries no key, whatever an answer leaves unsaid', async () => {
    const tasks = '/crm/objects/2026-09/tasks';
    const refusal = { status: 'error', category: 'VALIDATION_ERROR', message: 'One of them', errors: [] };
    const { connector, lines } = scripted(
      {
        'GET /crm/owners/2026-09': owners,
        'GET /crm/properties/2026-09/tasks': [200, { results: ['hs_task_subject', 'hs_timestamp', 'hs_task_status', 'hs_task_body'].map((name) => property(name)) }],
        [`POST ${tasks}/batch/create`]: [207, batch([record('1', { hs_task_subject: 'A', hs_timestamp: startsAt }, { objectWriteTraceId: 'key-1' })], [refusal])],
      },
      { activities: true },
    );
    const task = (subject: string): Fields => ({ kind: 'task', subject, startsAt, account: '5' });
    const outcomes = await connector.entities.get('activity')?.write(['A', 'B', 'C'].map((subject, index) => create(`key-${index + 1}`, task(subject))));
    expect(outcomes?.map(({ key, kind }) => `${key} ${kind}`)).toEqual(['key-1 done', 'key-2 unknown', 'key-3 unknown']);
    expect(lines().filter((line) => line.startsWith('POST'))).toEqual([`POST ${tasks}/batch/create`]);
  });

  it('says which right is missing when activities may not be read', async () => {
    const { connector } = bench({ scopes: ['oauth', 'crm.objects.owners.read', 'crm.objects.companies.read', 'crm.objects.deals.read', 'crm.schemas.companies.read', 'crm.schemas.deals.read'] });
    expect(Object.keys((await connector.check()).missing)).toEqual(['crm.schemas.contacts.read', 'crm.objects.contacts.read']);
  });
});
