// The inboxes over the API: what is told of a conflict, a match and a held write, and what becomes of an answer.
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { cursorOf } from '../../src/api/keyset.ts';
import type { ApiReply, TextReply } from '../../src/api/route.ts';
import { addToken, openFirm, type Firm } from './firm.ts';
import { insertRecord } from '../store/postgres/billing-rows.ts';

let firm: Firm;
let sales: string;
const woken: string[] = [];

beforeEach(async () => {
  const opened = await openFirm();
  woken.length = 0;
  firm = opened;
  (opened.api as { wake: typeof opened.api.wake }).wake = (workspace) => Promise.resolve(void woken.push(workspace));
  sales = await addToken(firm.api, 'Sanna', ['sales']);
  await firm.database.unit('main', async (transaction) => {
    const records = [
      ['a1', 'psa', 'p1', { name: 'Kuura Oy', businessId: '1234567-1', owner: 'aino@example.test', city: 'Oulu' }], ['a1', 'crm', '91', { name: 'Kuura Abp', businessId: '1234567-1', owner: 'eero@example.test' }],
      ['a2', 'psa', 'p2', { name: 'Routa Oy' }], ['a3', 'crm', '93', { name: 'Routa oy', city: 'Vaasa', phone: '040 123 4567' }], ['a4', 'psa', 'p4', { name: 'Halla Oy' }],
    ] as const;
    for (const [link, side, id, fields] of records) await insertRecord(transaction, { link, side, entity: 'account', id, fields });
    await insertRecord(transaction, { link: 's1', side: 'psa', entity: 'salesCase', id: 'sp1', fields: { name: 'Remontti', account: 'p1' } });
    await sql`update link set stage = 'proposed' where id in ('a2', 'a3')`.execute(transaction);
    await sql`insert into fact (name, value, at) values ('registry:psa:owners', ${JSON.stringify({ items: [{ id: 'u7', label: 'Aino Esimerkki', email: 'aino@example.test' }] })}::jsonb, now())`.execute(transaction);
    const conflict = async (id: string, link: string, entity: string, field: string, base: object, values: object, minutes: number): Promise<void> => {
      const authors = { psa: { by: 'Aino Esimerkki', at: '2026-03-14T10:00:00.000Z' } };
      await sql`insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since) values (${id}, ${link}, ${entity}, ${field}, ${JSON.stringify(base)}::jsonb, ${JSON.stringify(values)}::jsonb,
        ${JSON.stringify(authors)}::jsonb, 'crm', 'open', '2026-03-14T10:00:00Z'::timestamptz + ${minutes} * interval '1 minute')`.execute(transaction);
    };
    await conflict('name', 'a1', 'account', 'name', { psa: 'Kuura', crm: 'Kuura' }, { psa: 'Kuura Oy', crm: 'Kuura Abp' }, 1);
    await conflict('owner', 'a1', 'account', 'owner', { psa: null, crm: null }, { psa: 'aino@example.test', crm: 'eero@example.test' }, 2);
    await conflict('whole', 'a4', 'account', '(record)', {}, { psa: 'gone', local: 'present' }, 3);
    await conflict('worth', 's1', 'salesCase', 'value', {}, { psa: { amount: '100.00', currency: 'EUR' }, crm: { amount: '200.00', currency: 'EUR' } }, 4);
    await conflict('name-4', 'a4', 'account', 'name', { psa: 'Halla' }, { psa: 'Halla Oy', crm: 'Halla Ab' }, 5);
    await sql`insert into match_proposal (id, entity, links, by, reason, since, state) values ('pair', 'account', '{a2,a3}', 'name', 'only-name', '2026-03-14T10:00:00Z', 'open'), ('double', 'account', '{a2,a4}', 'name', 'several', '2026-03-14T11:00:00Z', 'open')`.execute(transaction);
    await sql`insert into held (link_id, entity, side, field, reason, since, waits_kind, waits_entity, waits_side, waits_on) values ('a1', 'account', 'crm', 'name', 'rejected:TOO_LONG', '2026-03-14T10:00:00Z', null, null, null, null),
      ('s1', 'salesCase', 'crm', 'account', 'unlinked-account', '2026-03-14T11:00:00Z', 'link', null, null, '{a4}')`.execute(transaction);
  });
});

const bodyOf = (reply: ApiReply): Record<string, unknown> => JSON.parse(reply.body as string) as Record<string, unknown>;
async function ask<T = Record<string, unknown>>(target: string, token = sales): Promise<T> {
  const reply = await firm.call(target, token);
  expect([target, reply.status]).toEqual([target, 200]);
  return bodyOf(reply) as T;
}
/** The answer, after what follows it. */
async function act(target: string, body: unknown, token = sales): Promise<{ readonly status: number; readonly told: Record<string, unknown> }> {
  const reply = (await firm.call(target, token, { method: 'POST', body })) as TextReply;
  await reply.afterwards?.();
  return { status: reply.status, told: bodyOf(reply) };
}
const ids = async (target: string): Promise<readonly string[]> => (await ask<{ items: { id: string }[] }>(target)).items.map(({ id }) => id);

const worth = async (role: string): Promise<unknown> => (await ask<{ sides: unknown }>('/conflicts/worth', firm.tokens.get(role))).sides;

describe('a list of conflicts', () => {
  it('is narrowed by what the record is called, and by its owner as a system names them', async () => {
    expect([await ids('/conflicts?q=kuu'), await ids('/conflicts?q=halla'), await ids('/conflicts?q=remont'), await ids('/conflicts?q=puuttuu')]).toEqual([['name', 'owner', 'worth'], ['whole', 'name-4'], ['worth'], []]);
    expect([await ids('/conflicts?owner=u7'), await ids('/conflicts?owner=u8'), await ids('/conflicts?owner=u7&q=halla')]).toEqual([['name', 'owner'], [], []]);
  });
});

describe('a conflict', () => {
  it('is told with what all last agreed on, each side, who changed it, and names for ids', async () => {
    const { items, total } = await ask<{ items: Record<string, unknown>[]; total: number }>('/conflicts');
    expect([items.map(({ id }) => id), total]).toEqual([['name', 'owner', 'whole', 'worth', 'name-4'], 5]);
    expect(items[0]).toEqual({
      id: 'name', record: { entity: 'account', id: 'a1', name: 'Kuura Oy' }, field: { name: 'name', label: { fi: 'Nimi', en: 'Name' } }, since: '2026-03-14T10:01:00.000Z', state: 'open', suggestion: 'crm', whole: false, always: true, decision: null,
      base: { kind: 'text', text: 'Kuura' },
      sides: [
        { side: 'psa', shown: { kind: 'text', text: 'Kuura Oy' }, changed: true, by: 'Aino Esimerkki', at: '2026-03-14T10:00:00.000Z' },
        { side: 'crm', shown: { kind: 'text', text: 'Kuura Abp' }, changed: true, by: null, at: null },
      ],
    });
    expect(items[1]).toMatchObject({ base: null, sides: [{ shown: { text: 'Aino Esimerkki' } }, { shown: { text: 'eero@example.test' } }] });
    expect(items[2]).toMatchObject({ whole: true, always: false, sides: [{ side: 'psa', shown: { kind: 'presence', gone: true } }, { side: 'local', shown: { kind: 'presence', gone: false } }] });
  });

  it('shows what a sales case is worth to those who change sales cases, and not to those who only look', async () => {
    expect(JSON.stringify(await worth('sales'))).toContain('"100.00"');
    expect(JSON.stringify(await worth('admin'))).not.toMatch(/\d{3}\.\d{2}/u);
  });

  it('is found by entity, field, the side that changed and its day', async () => {
    expect(await ids('/conflicts?entity=salesCase')).toEqual(['worth']);
    expect(await ids('/conflicts?field=name&sort=-since')).toEqual(['name-4', 'name']);
    expect(await ids('/conflicts?changed=local')).toEqual(['whole']);
    expect(await ids('/conflicts?record=a4')).toEqual(['whole', 'name-4']);
    expect(await ids('/conflicts?sinceFrom=2026-03-15')).toEqual([]);
    expect(await ids('/conflicts?sinceFrom=2026-03-14&sinceUntil=2026-03-14')).toHaveLength(5);
  });

  it('comes page by page, by a cursor that fits no other question', async () => {
    const first = await ask<{ items: { id: string }[]; next: string }>('/conflicts?limit=2');
    expect(await ids(`/conflicts?limit=3&cursor=${first.next}`)).toEqual(['whole', 'worth', 'name-4']);
    expect((await firm.call(`/conflicts?field=name&cursor=${first.next}`, sales)).status).toBe(400);
  });

  it('is decided by one answer, which wakes a worker; the second is told who was first', async () => {
    expect(await act('/conflicts/name/resolution', { side: 'psa' })).toEqual({ status: 200, told: { id: 'name' } });
    expect(woken).toEqual(['main']);
    expect(await ids('/conflicts?record=a1')).toEqual(['owner']);
    const second = await act('/conflicts/name/resolution', { side: 'crm' });
    expect([second.status, second.told['code'], second.told['detail']]).toEqual([409, 'conflict-decided', 'token Sanna has decided it already, at 2026-03-15T09:00:00.000Z.']);
    expect(await ask('/conflicts/name')).toMatchObject({ state: 'resolved', decision: { side: 'psa', by: 'token Sanna' } });
  });

  it('that is over says what took its place', async () => {
    await firm.database.unit('main', async (transaction) => {
      await sql`update conflict set state = 'closed' where id in ('name', 'owner')`.execute(transaction);
      await sql`insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since) select 'newer', link_id, entity, field, base, '{"psa": "Kuura Oy", "crm": "Kuura"}', authors, suggestion, 'open', now() from conflict where id = 'name'`.execute(transaction);
    });
    expect((await act('/conflicts/name/resolution', { side: 'crm' })).told['code']).toBe('conflict-changed');
    expect(await ask('/conflicts/name')).toMatchObject({ state: 'closed', open: 'newer' });
    expect((await act('/conflicts/owner/resolution', { side: 'crm' })).told['code']).toBe('conflict-over');
  });

  it('can be decided for always, which changes the rule, but not about a whole record', async () => {
    await act('/conflicts/name/resolution', { side: 'psa', always: true });
    const [rule] = (await firm.api.workspaces.get('main')?.store.rules()) ?? [];
    expect(rule).toMatchObject({ entity: 'account', field: 'name', by: 'token Sanna', rule: { onConflict: ['psa', 'crm', 'local'] } });
    const whole = await act('/conflicts/whole/resolution', { side: 'local', always: true });
    expect([whole.status, whole.told['errors']]).toEqual([422, [{ field: 'always', code: 'not-always', params: {}, message: 'cannot be for this field: decide each by itself' }]]);
    expect(await ids('/conflicts?record=a4')).toContain('whole');
  });

  it('takes no side that has no value, and nobody who may not', async () => {
    expect((await act('/conflicts/name/resolution', { side: 'local' })).status).toBe(422);
    expect((await act('/conflicts/name/resolution', { side: 'psa' }, firm.tokens.get('admin'))).status).toBe(403);
    expect((await act('/conflicts/nothing/resolution', { side: 'psa' })).status).toBe(404);
  });

  it('is in the file with its values as text', async () => {
    const reply = await firm.call('/conflicts?format=csv&locale=en&field=name', sales);
    const parts: Buffer[] = [];
    for await (const part of reply.body as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).toString('utf8').split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFRecord,Field,Last the same,Severa,HubSpot,Sauma,Waiting since,Entity,Record id',
      'Kuura Oy,Name,Kuura,Kuura Oy,Kuura Abp,,2026-03-14 10:01:00,account,a1',
    ]);
  });
});

const matching = (filter: object, seen: number, more: object = {}): object => ({ side: 'crm', about: { kind: 'matching', filter, seen }, ...more });

describe('many conflicts', () => {
  it('are decided by their ids; what is about a whole record is passed over', async () => {
    expect(await act('/conflicts/resolutions', { side: 'psa', about: { kind: 'these', ids: ['name', 'whole', 'nothing'] } })).toEqual({ status: 200, told: { decided: 1, passedOver: 2, next: null } });
    expect(await ids('/conflicts')).toEqual(['owner', 'whole', 'worth', 'name-4']);
  });

  it('are decided by a filter, when no more match than were seen', async () => {
    const refused = await act('/conflicts/resolutions', matching({ entity: ['account'] }, 3));
    expect([refused.status, refused.told['code']]).toEqual([409, 'more-than-seen']);
    expect(await ids('/conflicts')).toHaveLength(5);
    expect((await act('/conflicts/resolutions', matching({ entity: ['account'] }, 4))).told).toEqual({ decided: 3, passedOver: 1, next: null });
    expect(await ids('/conflicts')).toEqual(['whole', 'worth']);
  });

  it('are decided for always only where the rule of one field is meant', async () => {
    expect((await act('/conflicts/resolutions', matching({ field: 'name' }, 9, { always: true }))).status).toBe(422);
    expect((await act('/conflicts/resolutions', matching({ entity: ['account'], field: 'name' }, 9, { always: true }))).told).toMatchObject({ decided: 2 });
    expect(await firm.api.workspaces.get('main')?.store.rules()).toMatchObject([{ entity: 'account', field: 'name', rule: { onConflict: ['crm', 'psa', 'local'] } }]);
  });

  it('change no rule where none waits, nor one that only ever tightens or is of a figure of ours', async () => {
    const about = (field: string): object => matching({ entity: ['account'], field }, 9, { always: true });
    expect((await act('/conflicts/resolutions', about('phone'))).told).toEqual({ decided: 0, passedOver: 0, next: null });
    for (const field of ['nothing', 'customerSince', '(record)']) {
      const refused = await act('/conflicts/resolutions', about(field));
      expect([field, refused.status, refused.told['errors']]).toEqual([field, 422, [{ field: 'always', code: 'not-always', params: {}, message: 'cannot be for this field: decide each by itself' }]]);
    }
    expect((await act('/conflicts/resolutions', matching({ entity: ['contact'], field: 'optOuts' }, 9, { always: true }))).status).toBe(422);
    expect(await firm.api.workspaces.get('main')?.store.rules()).toEqual([]);
  });

  it('are refused with a cursor that was made up', async () => {
    const filter = { entity: ['account'] };
    for (const id of ['name', 'name never', 'name 0000-01-01T00:00:00.000Z']) {
      const cursor = cursorOf(filter as object, { since: '2026-03-14T10:00:00.000Z', id });
      expect((await act('/conflicts/resolutions', { side: 'crm', about: { kind: 'matching', filter, seen: 9, cursor } })).status).toBe(400);
    }
  });

  it('go on where the answer before ended, and leave what has come since', async () => {
    await firm.database.unit('main', async (transaction) => {
      await sql`insert into link (id, entity, stage, created_at) select 'n' || n, 'contact', 'active', now() from generate_series(1, 2100) n`.execute(transaction);
      await sql`insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since)
        select 'n' || n, 'n' || n, 'contact', 'jobTitle', '{}', '{"psa": "one", "crm": "two"}', '{}', 'crm', 'open', case when n > 2099 then '2026-03-15T09:00:01Z'::timestamptz else '2026-03-14T12:00:00Z' end from generate_series(1, 2100) n`.execute(transaction);
    });
    const first = await act('/conflicts/resolutions', matching({ field: 'jobTitle' }, 2099));
    expect(first.told).toMatchObject({ decided: 2000, passedOver: 0, next: expect.any(String) as string });
    const rest = { side: 'crm', about: { kind: 'matching', filter: { field: 'jobTitle' }, seen: 2099, cursor: first.told['next'] } };
    expect((await act('/conflicts/resolutions', rest)).told).toEqual({ decided: 99, passedOver: 0, next: null });
    expect(await ids('/conflicts?field=jobTitle')).toEqual(['n2100']);
  });

  it('are counted by entity and field', async () => {
    const { total, items } = await ask<{ total: number; items: { entity: string; field: { name: string }; count: number }[] }>('/conflicts/summary');
    expect([total, items[0]]).toMatchObject([5, { entity: 'account', field: { name: 'name', label: { fi: 'Nimi' } }, count: 2 }]);
    expect(await ask('/inbox/counts')).toEqual({ conflicts: 5, matches: 2, held: 1 });
  });
});

describe('a match', () => {
  it('is told field by field, with what counts as the same', async () => {
    const { items } = await ask<{ items: { id: string; links: unknown[]; fields: { field: { name: string }; same: boolean; shown: unknown[] }[] }[] }>('/matches');
    expect(items.map(({ id }) => id)).toEqual(['pair', 'double']);
    expect(items[0]?.links).toEqual([
      { id: 'a2', name: 'Routa Oy', side: 'psa', records: [{ side: 'psa', id: 'p2', gone: false }] },
      { id: 'a3', name: 'Routa oy', side: 'crm', records: [{ side: 'crm', id: '93', gone: false }] },
    ]);
    expect(items[0]?.fields.map(({ field, shown }) => [field.name, shown])).toEqual([
      ['name', [{ kind: 'text', text: 'Routa Oy' }, { kind: 'text', text: 'Routa oy' }]],
      ['phone', [null, { kind: 'text', text: '040 123 4567' }]],
      ['city', [null, { kind: 'text', text: 'Vaasa' }]],
    ]);
  });

  it('that is accepted joins the two; the second answer is told who was first', async () => {
    expect((await act('/matches/pair/decision', { accept: true })).status).toBe(200);
    expect(woken).toEqual(['main']);
    const [link] = (await firm.api.workspaces.get('main')?.store.links({ entity: 'account', ids: ['a2'], limit: 1 })) ?? [];
    expect(Object.keys(link?.sides ?? {}).toSorted()).toEqual(['crm', 'psa']);
    const second = await act('/matches/pair/decision', { accept: false });
    expect([second.status, second.told['code'], second.told['detail']]).toEqual([409, 'match-decided', 'token Sanna has accepted it already, at 2026-03-15T09:00:00.000Z.']);
    expect(await ask('/matches/pair')).toMatchObject({ state: 'accepted', decision: { by: 'token Sanna' } });
    // The other question about one of them is over with it.
    expect((await act('/matches/double/decision', { accept: true })).told['code']).toBe('match-over');
  });

  it('of two records in one system cannot be accepted, and says what to do', async () => {
    const refused = await act('/matches/double/decision', { accept: true });
    expect([refused.status, refused.told['code']]).toEqual([409, 'match-same-side']);
    expect((await act('/matches/double/decision', { accept: false })).status).toBe(200);
    expect(await ids('/matches')).toEqual(['pair']);
  });
});

describe('a held write', () => {
  it('says why it waits, for whom and where to', async () => {
    const { items } = await ask<{ items: Record<string, unknown>[] }>('/held');
    expect(items[0]).toMatchObject({ record: { id: 'a1', name: 'Kuura Oy' }, field: { label: { fi: 'Nimi' } }, side: 'crm', kind: 'rejected', code: 'TOO_LONG', alone: false, waitsFor: null });
    expect(items[1]).toMatchObject({ record: { name: 'Remontti' }, kind: 'unlinked-account', code: null, alone: true, waitsFor: { entity: 'account', id: 'a4', name: 'Halla Oy' } });
    expect(await ids('/held?kind=rejected&side=psa')).toEqual([]);
    expect((await ask<{ items: unknown[] }>('/held/summary')).items).toHaveLength(2);
  });

  it('is looked at again, by records or by reason', async () => {
    expect((await act('/held/retry', { matching: { kind: ['rejected'] } })).told).toEqual({ records: 1 });
    expect((await act('/held/retry', { records: [{ entity: 'salesCase', id: 's1' }] }, firm.tokens.get('admin'))).told).toEqual({ records: 1 });
    const dirty = await firm.database.unit('main', async (transaction) => (await sql<{ id: string; reason: string }>`select link_id as id, reason from dirty_link order by link_id`.execute(transaction)).rows);
    expect(dirty).toEqual([{ id: 'a1', reason: 'person' }, { id: 's1', reason: 'person' }]);
    expect(woken).toEqual(['main', 'main']);
    expect((await act('/held/retry', { matching: { kind: ['rejected'] } }, firm.tokens.get('finance'))).status).toBe(403);
  });
});
