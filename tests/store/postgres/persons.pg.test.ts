// What is kept for the rights of persons, on PostgreSQL: who saw whom, restrictions, notes, and whom a retention rule fits.
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonPorts } from '../../../src/store/persons.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { createPersonPorts } from '../../../src/store/postgres/persons.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import type { RetentionRule } from '../../../src/store/retention.ts';
import { freshDatabase } from '../../support/database.ts';

const NOW = Date.parse('2026-03-15T09:00:00Z');
const AT = '2026-03-15T09:00:00.000Z';
const RULE: RetentionRule = { name: 'Two quiet years', quietMonths: 24, customersToo: false, withoutBasis: false, inactiveOnly: false };

let database: Database<Tables>;
let ports: PersonPorts;
let ids: number;

const run = (text: string): Promise<unknown> => database.unit('main', async (transaction) => await sql.raw(text).execute(transaction));
const rows = async (text: string): Promise<readonly unknown[]> => await database.unit('main', async (transaction) => (await sql.raw(text).execute(transaction)).rows);

const fits = async (rule: Partial<RetentionRule> = {}): Promise<readonly string[]> => (await ports.retention.quiet({ rule: { ...RULE, ...rule }, today: '2026-03-15', limit: 100 })).items.map(({ linkId }) => linkId);

/** A contact with what its CRM record shows. */
async function contact(id: string, fields: object = {}, since = '2020-01-01'): Promise<void> {
  await run(`insert into link (id, entity, stage, created_at) values ('${id}', 'contact', 'active', '${since}')`);
  await run(`insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
    values ('crm', 'contact', 'crm-${id}', '${id}', '${JSON.stringify({ firstName: 'Aino', lastName: id, ...fields })}', '{}', '{}', '{}', '{}', 'x', 1, '1', now(), now())`);
}

beforeEach(async () => {
  database = await freshDatabase<Tables>(['north']);
  ids = 0;
  const newId = (): string => `id-${++ids}`;
  ports = createPersonPorts({ database, workspace: 'main', clock: { now: () => NOW, sleep: () => Promise.resolve() }, newId });
});

describe('who saw whom', () => {
  it('is one line a day for each who, whom and as what, and goes with the contact', async () => {
    await contact('aino');
    const seen = { actor: 'eero@example.fi', what: 'list', linkIds: ['aino', 'aino', 'nobody'] } as const;
    await ports.accessLog.note({ ...seen, at: '2026-03-14T09:00:00.000Z' });
    await ports.accessLog.note({ ...seen, at: '2026-03-15T08:00:00.000Z' });
    await ports.accessLog.note({ ...seen, at: '2026-03-15T09:00:00.000Z' });
    expect(await ports.accessLog.of('aino')).toEqual([
      { actor: 'eero@example.fi', what: 'list', day: '2026-03-15', count: 2, firstAt: '2026-03-15T08:00:00.000Z', lastAt: '2026-03-15T09:00:00.000Z' },
      { actor: 'eero@example.fi', what: 'list', day: '2026-03-14', count: 1, firstAt: '2026-03-14T09:00:00.000Z', lastAt: '2026-03-14T09:00:00.000Z' },
    ]);
    expect(await ports.accessLog.forget('2026-03-15')).toBe(1);
    await run(`delete from link where id = 'aino'`);
    expect(await rows('select * from access_log')).toEqual([]);
  });

  it('is written by many at once without waiting for ever', async () => {
    for (let n = 0; n < 5; n += 1) await contact(`p${n}`);
    const linkIds = ['p0', 'p1', 'p2', 'p3', 'p4'];
    await Promise.all(Array.from({ length: 20 }, (_, n) => ports.accessLog.note({ actor: 'token import', what: 'file', linkIds: n % 2 === 0 ? linkIds : linkIds.toReversed(), at: AT })));
    expect((await ports.accessLog.of('p3'))[0]?.count).toBe(20);
  });
});

describe('a restriction', () => {
  const asked = { id: 'r1', linkId: 'aino', reason: 'Aino disputes the address', by: 'officer@example.fi', at: AT };

  it('stands until it is lifted, and both stay on record', async () => {
    await contact('aino');
    expect(await ports.restrictions.restrict({ ...asked, linkId: 'nobody' })).toBe(false);
    expect(await ports.restrictions.restrict(asked)).toBe(true);
    expect(await ports.restrictions.restrict({ ...asked, id: 'r2' })).toBe(false);
    expect(await ports.restrictions.restricted(['aino', 'eero'])).toEqual(new Set(['aino']));
    expect((await ports.restrictions.standing()).map(({ linkId }) => linkId)).toEqual(['aino']);
    expect(await ports.restrictions.lift({ linkId: 'aino', reason: 'The address was right', by: 'officer@example.fi', at: AT })).toBe(true);
    expect(await ports.restrictions.lift({ linkId: 'aino', reason: 'again', by: 'officer@example.fi', at: AT })).toBe(false);
    expect(await ports.restrictions.restricted(['aino'])).toEqual(new Set());
    expect(await ports.restrictions.of('aino')).toEqual([{ ...asked, lifted: { reason: 'The address was right', by: 'officer@example.fi', at: AT } }]);
  });

  it('takes the work on the contact away from whoever has it, so that nothing planned before is announced', async () => {
    await contact('aino');
    await run(`insert into lease (key, epoch, expires_at) values ('link:aino', 7, now() + interval '1 hour')`);
    await ports.restrictions.restrict(asked);
    expect(await rows(`select * from lease where key = 'link:aino'`)).toEqual([]);
    expect(await rows(`select link_id, reason from dirty_link`)).toEqual([{ link_id: 'aino', reason: 'person' }]);
  });

  it('goes on for the record into which the restricted one was joined', async () => {
    await contact('aino');
    await contact('aino-too');
    await ports.restrictions.restrict(asked);
    await run(`update link set stage = 'ended', joined_into = 'aino-too' where id = 'aino'`);
    expect(await ports.restrictions.restricted(['aino-too'])).toEqual(new Set(['aino-too']));
    expect(await ports.restrictions.lift({ linkId: 'aino-too', reason: 'over', by: 'officer@example.fi', at: AT })).toBe(true);
  });
});

describe('notes about rights', () => {
  it('are kept about somebody who is there, the newest first', async () => {
    await contact('aino');
    const basis = { id: 'b1', linkId: 'aino', basis: 'Performance of a contract', source: 'Contract 12', on: '2026-01-01', by: 'sales@example.fi', at: AT };
    expect(await ports.personNotes.addLegalBasis({ ...basis, linkId: 'nobody' })).toBe(false);
    expect(await ports.personNotes.addLegalBasis(basis)).toBe(true);
    expect(await ports.personNotes.endLegalBasis({ linkId: 'aino', basis: basis.basis, by: 'sales@example.fi', at: AT })).toBe(1);
    expect(await ports.personNotes.legalBases('aino')).toEqual([{ ...basis, ended: { by: 'sales@example.fi', at: AT } }]);
    const note = { id: 'n1', linkId: 'aino', asked: 'The title is wrong', done: 'Corrected it', by: 'officer@example.fi', at: AT };
    expect(await ports.personNotes.addRectification(note)).toBe(true);
    expect(await ports.personNotes.rectifications('aino')).toEqual([note]);
  });

  it('count who has no ground, and who would wait for one', async () => {
    await contact('aino', { legalBasis: [{ key: 'Performance of a contract' }] });
    await contact('eero');
    expect(await ports.personNotes.basisCounts({ psa: '', crm: '' })).toEqual({ contacts: 2, without: 1, waiting: { psa: 1, crm: 0 } });
    expect(await ports.personNotes.basisCounts({ psa: '', crm: 'Legitimate interest - other' })).toEqual({ contacts: 2, without: 0, waiting: { psa: 0, crm: 0 } });
  });
});

describe('a retention rule', () => {
  it('fits those of whom nothing is known for long: by touches, what they did, and what people edited', async () => {
    await contact('quiet');
    await contact('did', { recentConversionOn: '2025-01-02' });
    await contact('touched');
    await run(`insert into mirror_touches (id, as_of, shown_at, at, contacts) values ('t1', now(), now(), '2025-06-01', '{crm-touched}');
      insert into mirror_touch_of (kind, ref, at, touch) values ('contact', 'crm-touched', '2025-06-01', 't1')`);
    await contact('new', {}, '2026-01-01');
    expect(await fits()).toEqual(['quiet']);
    expect(await fits({ quietMonths: 6 })).toEqual(['quiet', 'did', 'touched']);
  });

  it('never fits somebody with an open sales case, a restriction, or whom somebody decided to keep within the year', async () => {
    await contact('free');
    await contact('restricted');
    await contact('kept');
    await ports.restrictions.restrict({ id: 'r1', linkId: 'restricted', reason: 'asked for it', by: 'officer@example.fi', at: AT });
    await contact('selling');
    await run(`insert into link (id, entity, stage, created_at) values ('deal', 'salesCase', 'active', now());
      insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
        values ('crm', 'salesCase', 'crm-deal', 'deal', '{"name": "Deal", "state": "open"}', '{}', '{}', '{}', '{ref.contact:crm:crm-selling}', 'x', 1, '1', now(), now());
      insert into match_key (entity, key, side, ref_id) values ('salesCase', 'ref.contact:crm:crm-selling', 'crm', 'crm-deal')`);
    expect(await fits()).toEqual(['free', 'kept']);
    const given = { ruleId: 'rule', rule: RULE, today: '2026-03-15', at: AT, newId: () => `proposal-${++ids}` };
    expect(await ports.retention.propose(given)).toBe(2);
    expect(await ports.retention.propose(given)).toBe(0);
    const { items } = await ports.retention.proposals({ state: 'open', after: null, limit: 10 });
    const kept = items.find(({ linkId }) => linkId === 'kept');
    expect(await ports.retention.decide({ id: kept?.id ?? '', state: 'kept', by: 'officer@example.fi', at: AT, requestId: null })).toBe(true);
    expect(await ports.retention.decide({ id: kept?.id ?? '', state: 'approved', by: 'officer@example.fi', at: AT, requestId: 'q' })).toBe(false);
    expect(await fits()).toEqual(['free']);
    expect((await ports.retention.quiet({ rule: RULE, today: '2027-03-20', limit: 10 })).items.map(({ linkId }) => linkId)).toEqual(['free', 'kept']);
    expect(await ports.retention.withdraw('rule')).toBe(1);
  });

  it('can be narrowed to those without a basis or out of use, and leaves customers alone unless it says so', async () => {
    await run(`insert into link (id, entity, stage, created_at) values ('acme', 'account', 'active', '2020-01-01');
      insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
        values ('crm', 'account', 'crm-acme', 'acme', '{"name": "Esimerkki Oy", "customerSince": "2019-01-01"}', '{}', '{}', '{}', '{}', 'x', 1, '1', now(), now())`);
    await contact('buyer', { account: 'crm-acme' });
    await contact('based', { legalBasis: [{ key: 'Performance of a contract' }] });
    await contact('left', { active: false });
    expect(await fits()).toEqual(['based', 'left']);
    expect(await fits({ customersToo: true })).toEqual(['based', 'buyer', 'left']);
    expect(await fits({ withoutBasis: true })).toEqual(['left']);
    expect(await fits({ inactiveOnly: true })).toEqual(['left']);
  });

  it('is never changed in place, and not by somebody who has not seen its last version', async () => {
    const change = { id: 'rule', rule: RULE, by: 'officer@example.fi', at: AT };
    expect(await ports.retention.saveRule({ ...change, seen: 0 })).toBe(true);
    expect(await ports.retention.saveRule({ ...change, seen: 0 })).toBe(false);
    expect(await ports.retention.saveRule({ ...change, rule: null, seen: 1 })).toBe(true);
    expect((await ports.retention.rules()).map(({ version, rule }) => [version, rule])).toEqual([[2, null]]);
    expect((await ports.retention.rules({ history: true })).map(({ version }) => version)).toEqual([2, 1]);
  });
});

describe('people of ours', () => {
  it('are forgotten so long after their last sign-in, and the audit keeps its lines without their names', async () => {
    await run(`insert into person (id, issuer, subject, name, claims, first_seen_at, last_seen_at) values ('p1', 'idp', 's1', 'Aino Esimerkki', '{}', '2023-01-01', '2024-01-01'), ('p2', 'idp', 's2', 'Eero Esimerkki', '{}', '2023-01-01', '2026-03-01');
      insert into session (id, hash, person, claims, started_at, seen_at) values ('s1', 'h1', 'p1', '{}', '2024-01-01', '2024-01-01')`);
    await run(`insert into audit_line (at, actor, actor_key, action, target, status, request_id) values ('2024-01-01', 'aino@example.fi', 'k1', 'signIn', '{}', 200, 'r1'), ('2026-03-01', 'eero@example.fi', 'k2', 'signIn', '{}', 200, 'r2')`);
    const forgotten = await ports.personUpkeep.forget({ accessLog: '2024-03-15', people: '2024-03-15T09:00:00.000Z' });
    expect(forgotten).toEqual({ accessLog: 0, people: 1, auditNames: 1 });
    expect(await rows('select actor, actor_key from audit_line order by at')).toEqual([{ actor: '', actor_key: 'k1' }, { actor: 'eero@example.fi', actor_key: 'k2' }]);
    expect(await rows('select id from person')).toEqual([{ id: 'p2' }]);
    expect(await rows('select id from session')).toEqual([]);
  });
});
