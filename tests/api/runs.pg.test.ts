// Runs and schedules over the API: what is told to whom, page by page and as a file; what is refused, and what is queued.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../src/jobs/jobs.ts';
import type { ApiReply } from '../../src/api/route.ts';
import { addToken, openFirm, roles } from './firm.ts';
import type { Firm } from './firm.ts';

let firm: Firm;
const queued: JobPayload[] = [];
/** Sees runs, and nothing of what they are about. */
let watcher: string;
beforeAll(async () => {
  firm = await openFirm();
  Object.assign(firm.api, { queue: (_workspace: string, payload: JobPayload) => Promise.resolve(queued.push(payload) > 0) });
  Object.assign(roles, { watcher: { label: { fi: 'Katsoja', en: 'Watcher' }, reads: ['runs'], changes: [] } });
  watcher = await addToken(firm.api, 'watcher', ['watcher']);
});
beforeEach(() => void queued.splice(0));

const textOf = async (reply: ApiReply): Promise<string> => {
  if (typeof reply.body === 'string') return reply.body;
  const parts: Buffer[] = [];
  for await (const part of reply.body) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
};
type Json = Record<string, unknown>;
const send = async (target: string, given: Parameters<Firm['call']>[2] = {}, token = firm.tokens.get('admin')): Promise<{ status: number; body: Json }> => {
  const reply = await firm.call(target, token, given);
  return { status: reply.status, body: JSON.parse(await textOf(reply)) as Json };
};
const ask = async (target: string, token?: string): Promise<Json> => {
  const { status, body } = await send(target, {}, token);
  expect([target, status]).toEqual([target, 200]);
  return body;
};
const items = async (target: string, token?: string): Promise<readonly Json[]> => (await ask(target, token))['items'] as readonly Json[];
const ids = async (target: string): Promise<readonly unknown[]> => (await items(target)).map(({ id }) => id);

describe('the list of runs', () => {
  it('is the newest first, with what waits, and without the quiet ones unless they are asked for', async () => {
    expect(await ids('/runs')).toEqual(['r5', 'r3', 'r2', 'r1']);
    expect(await ids('/runs?quiet=with')).toEqual(['r5', 'r3', 'r4', 'r2', 'r1']);
    expect(await ids('/runs?kind=dry-run')).toEqual(['r2']);
    expect(await ids('/runs?state=waiting&state=running')).toEqual(['r5', 'r3']);
    expect(await ids('/runs?startedUntil=2026-03-14')).toEqual([]);
    expect(await ids('/runs?startedFrom=2026-03-15&startedUntil=2026-03-15')).toHaveLength(4);
    const [waits, , , wrote] = await items('/runs');
    expect(waits).toMatchObject({ state: 'waiting', by: 'anni@firm.example', schedule: 'sweep', startedAt: '2026-03-15T08:05:00.000Z' });
    expect(wrote).toMatchObject({ state: 'done', by: null, created: { crm: 1 }, failed: 1, rows: { read: 7, changed: 3 } });
  });

  it('is read page by page, each run once', async () => {
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { items: page, next } = (await ask(`/runs?quiet=with&limit=2${cursor}`)) as { items: Json[]; next: string | null };
      seen.push(...page.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(seen).toEqual(['r5', 'r3', 'r4', 'r2', 'r1']);
    expect((await send('/runs?cursor=made-up')).status).toBe(400);
  });

  it('is a file, too, in the language that is asked for', async () => {
    const reply = await firm.call('/runs?format=csv&locale=fi', firm.tokens.get('admin'));
    const [heading, first] = (await textOf(reply)).split('\r\n');
    expect(heading).toContain('Alkoi;Päättyi;Laji;Tila;Käynnistäjä');
    expect(first).toContain('täysi vertailu;odottaa vuoroaan;anni@firm.example');
  });
});

describe('one run', () => {
  it('tells what came of each entity, and whether it can be taken back', async () => {
    expect(await ask('/runs/r1')).toMatchObject({ undoable: true, differences: false, entities: [{ name: 'account', isMirror: false, created: { crm: 1 }, halt: null, troubles: [] }, { name: 'invoices', isMirror: true }] });
    expect(await ask('/runs/r2')).toMatchObject({ undoable: false, differences: true });
    expect(await ask('/runs/r5')).toMatchObject({ state: 'waiting', entities: [] });
    expect((await send('/runs/nothing')).status).toBe(404);
    expect((await send('/runs/nothing/entries')).status).toBe(404);
  });

  it('tells what was done to which record and why, by name to those who may see it', async () => {
    const entries = await items('/runs/r1/entries');
    expect(entries.map(({ record, name, outcome }) => [record, name, outcome])).toEqual([['d1', 'Deal', 'done'], ['lb', 'Customer b', 'rejected'], ['la', 'Customer a', 'done']]);
    expect(entries[1]).toMatchObject({ reason: 'rejected:INVALID', fields: [{ name: 'name', label: { fi: 'Nimi', en: 'Name' } }, { name: 'employees' }] });
    expect((await items('/runs/r1/entries', watcher)).map(({ name }) => name)).toEqual([undefined, undefined, undefined]);
    expect((await items('/runs/r1/entries?entity=account&outcome=done')).map(({ record }) => record)).toEqual(['la']);
    const { next } = await ask('/runs/r1/entries?limit=1');
    expect((await items(`/runs/r1/entries?limit=2&cursor=${String(next)}`)).map(({ record }) => record)).toEqual(['lb', 'la']);
  });

  it('that was dry tells field by field what it would write, and values only to those who may see them', async () => {
    const [update, create] = await items('/runs/r2/differences');
    expect(update).toMatchObject({ record: 'la', name: 'Customer a', side: 'crm', kind: 'update', fields: [{ name: 'name', before: { kind: 'text', text: 'Customer a' }, after: { kind: 'text', text: 'Customer A Oy' } }, { name: 'employees', before: { kind: 'empty' }, after: { kind: 'number', text: '12' } }] });
    expect(create).toMatchObject({ entity: 'salesCase', kind: 'create' });
    const [hidden] = await items('/runs/r2/differences', watcher);
    expect(hidden).toEqual({ id: update?.['id'], record: 'la', entity: 'account', side: 'crm', kind: 'update', fields: [{ name: 'name', label: { fi: 'Nimi', en: 'Name' } }, { name: 'employees', label: expect.anything() as unknown }] });
    const file = await textOf(await firm.call('/runs/r2/differences?format=csv&locale=en', watcher));
    expect(file).not.toContain('Customer');
    expect(await textOf(await firm.call('/runs/r2/differences?format=csv&locale=en', firm.tokens.get('admin')))).toContain('Customer a,update,HubSpot,Name,Customer a,Customer A Oy');
  });

  it('is told as it goes on', async () => {
    const reply = await firm.call('/runs/r1/events', firm.tokens.get('admin'));
    expect(reply.headers['content-type']).toContain('text/event-stream');
    // What is told stands in run-events.test.ts; the firm's clock does not wait.
    expect(typeof reply.body).toBe('object');
    expect((await send('/runs/nothing/events')).status).toBe(404);
  });
});

/** What a run that is asked for so is refused for. */
const refused = async (body: unknown): Promise<unknown> => {
  const reply = await send('/runs', { method: 'POST', body });
  expect(reply.status).toBe(422);
  return (reply.body['errors'] as Json[])[0]?.['field'];
};

describe('asking for a run', () => {
  it('writes it down under the caller’s name, and queues nothing but its id', async () => {
    const { body } = await send('/runs', { method: 'POST', body: { kind: 'dry-run', entities: ['account'] } });
    const id = String(body['id']);
    expect(queued).toEqual([{ schedule: 'asked', job: 'cycle', entity: 'all', side: 'both', run: id }]);
    expect(await ask(`/runs/${id}`)).toMatchObject({ state: 'waiting', kind: 'dry-run', by: 'token admin' });
    expect(await firm.api.workspaces.get('main')?.engine.notes?.request(id)).toMatchObject({ entities: ['account'], approved: false });
  });

  it('is refused where it makes no sense', async () => {
    expect(await refused({ kind: 'cycle', entities: ['people'] })).toBe('entities');
    expect(await refused({ kind: 'dry-run', approve: true })).toBe('approve');
    expect(await refused({ kind: 'undo' })).toBe('kind');
    expect(queued).toEqual([]);
  });

  it('to take one back shows first what that would do', async () => {
    const shown = await send('/runs/r1/undo', { method: 'POST', body: { dryRun: true } });
    expect(shown.body).toMatchObject({ id: null, leftCount: 1, left: [{ entity: 'account', record: 'la', name: 'Customer a', side: 'psa', fields: [{ name: 'name' }], reason: 'touched' }] });
    expect(queued).toEqual([]);
    const { body } = await send('/runs/r1/undo', { method: 'POST', body: { dryRun: false } });
    expect(queued).toMatchObject([{ run: body['id'] }]);
    expect(await ask('/runs/r1')).toMatchObject({ undoneBy: body['id'] });
    expect(await send('/runs/r3/undo', { method: 'POST', body: { dryRun: true } })).toMatchObject({ status: 409, body: { code: 'run-not-over' } });
    expect(await send('/runs/r2/undo', { method: 'POST', body: { dryRun: false } })).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
    expect((await send('/runs/nothing/undo', { method: 'POST', body: { dryRun: true } })).status).toBe(404);
  });
});

const schedules = async (): Promise<readonly Json[]> => (await ask('/schedules'))['schedules'] as Json[];
const sweep = async (): Promise<Json> => (await schedules()).find(({ name }) => name === 'sweep') ?? {};
const put = (body: unknown, name = 'sweep') => send(`/schedules/${name}`, { method: 'PUT', body });
const paused = async (): Promise<readonly unknown[]> => (await schedules()).flatMap(({ name, paused: is }) => (is ? [name] : []));

describe('schedules', () => {
  it('are told in plain words in both languages, with their next five times', async () => {
    const told = await sweep();
    expect(told).toMatchObject({ job: 'sweep', cron: '17 * * * *', text: { fi: 'joka tunti 17 min yli tasatunnin', en: 'every hour at minute 17' }, paused: false, changed: null });
    expect(told['next']).toHaveLength(5);
  });

  it('are changed by name, with what is wrong about a time said', async () => {
    expect(await put({ cron: '61 * * * *' })).toMatchObject({ status: 422, body: { errors: [{ field: 'cron', code: 'cron-unfit', message: expect.stringContaining('minute') as string }] } });
    expect((await put({})).status).toBe(422);
    expect((await put({ jitterSeconds: 4000 })).status).toBe(422);
    expect((await put({ cron: '* * * * *' }, 'nothing')).status).toBe(404);
    expect(await put({ cron: '*/20 * * * *', jitterSeconds: 5 })).toMatchObject({ status: 200, body: { schedules: [{ name: 'sweep', cron: '*/20 * * * *', jitterSeconds: 5, changed: { by: 'token admin' } }] } });
    expect(await put({ cron: null })).toMatchObject({ body: { schedules: [{ cron: '17 * * * *', jitterSeconds: 5 }] } });
  });

  it('are paused one by one and all at once', async () => {
    await send('/schedules/deep/paused', { method: 'PUT', body: { paused: true } });
    expect(await paused()).toEqual(['deep']);
    await send('/pause', { method: 'PUT', body: { paused: true } });
    expect(await paused()).toEqual(['cycle', 'money', 'sweep', 'deep']);
    expect((await sweep())['next']).toEqual([]);
    await send('/pause', { method: 'PUT', body: { paused: false } });
    expect(await paused()).toEqual([]);
  });

  it('are done at once, as the schedule says', async () => {
    const { body } = await send('/schedules/sweep/run', { method: 'POST', body: {} });
    expect(queued).toEqual([{ schedule: 'sweep', job: 'sweep', entity: 'all', side: 'both', run: body['id'] }]);
    expect(await ask(`/runs/${String(body['id'])}`)).toMatchObject({ kind: 'sweep', schedule: 'sweep', state: 'waiting' });
  });

  it('explain an expression before it is saved', async () => {
    expect(await ask('/schedules/preview?cron=0%209%20*%20*%201-5')).toMatchObject({ faults: [], text: { fi: 'maanantaista perjantaihin klo 9.00', en: 'Monday to Friday at 09:00' }, next: ['2026-03-16T07:00:00.000Z', '2026-03-17T07:00:00.000Z', '2026-03-18T07:00:00.000Z', '2026-03-19T07:00:00.000Z', '2026-03-20T07:00:00.000Z'] });
    expect(await ask('/schedules/preview?cron=x%2025%20*%20*%20*')).toEqual({ faults: ['minute', 'hour'], text: null, next: [] });
    expect(await ask('/schedules/preview?cron=*')).toMatchObject({ faults: ['expression'] });
  });
});
