// The chain over the audit: whatever the owner of the database does to it past the program is found.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/lib/random.ts';
import type { Audit, AuditHead } from '../../../src/store/audit.ts';
import { clientConfig } from '../../../src/store/postgres/address.ts';
import { createAudit } from '../../../src/store/postgres/audit.ts';
import { hashOf, LINE_CONTENT } from '../../../src/store/postgres/audit-chain.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { rowsOf } from '../../../src/store/postgres/turn.ts';
import { sql } from 'kysely';
import { auditSeal } from '../../support/audit-seal.ts';
import { addressOf, freshDatabase } from '../../support/database.ts';

const LINES = 40;
const TABLES = ['audit_line', 'audit_chain', 'audit_head'];

let database: Database<Tables>;
let owner: pg.Client;
let audit: Audit;
let kept: readonly AuditHead[] = [];
let middle: AuditHead;

const deed = (index: number): Promise<void> =>
  audit.note({ at: new Date(Date.UTC(2026, 0, 1, 8, 0, index)).toISOString(), actor: `person${index % 5}@havukka.example`, action: index % 3 === 0 ? 'signIn' : 'addRemark', target: { record: `r${index}`, about: 'account' }, status: index % 7 === 0 ? 403 : 200, requestId: `q${index}` });

beforeAll(async () => {
  database = await freshDatabase<Tables>(['north']);
  audit = createAudit({ database, workspace: 'main', seal: auditSeal, kept: () => kept });
  owner = new pg.Client(clientConfig(addressOf(database)));
  await owner.connect();
  for (let index = 0; index < LINES; index += 1) {
    await deed(index);
    if (index === LINES / 2) middle = (await audit.head())!;
  }
  for (const table of TABLES) await owner.query(`create table whole_${table} as select * from ${table}`);
});
afterAll(() => owner.end());

async function putBack(): Promise<void> {
  await owner.query(`${TABLES.map((table) => `delete from ${table}`).join(';')};${TABLES.map((table) => `insert into ${table} ${table === 'audit_line' ? 'overriding system value' : ''} select * from whole_${table}`).join(';')}`);
}
beforeEach(putBack);

/** SQL: the line at a place of the chain. */
const line = (n: number): string => `id = (select line_id from audit_chain where workspace = 'main' and number = ${n})`;
const checked = (heads: readonly AuditHead[]): ReturnType<Audit['check']> => {
  kept = heads;
  return audit.check();
};
const faults = async (kept: readonly AuditHead[] = []): Promise<readonly string[]> => (await checked(kept)).found.map(({ fault }) => fault);

describe('a chain that nobody has touched', () => {
  it('has no fault, and its head is signed by us', async () => {
    const told = await checked([middle]);
    expect(told).toMatchObject({ lines: LINES, faults: 0, found: [], head: { number: LINES } });
    expect(auditSeal.isOurs(JSON.stringify(['sauma audit', 'main', LINES, told.head!.hash, told.head!.at]), told.head!.signature, told.head!.publicKey)).toBe(true);
  });

  it('holds when many write at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => deed(100 + index)));
    expect(await checked([middle])).toMatchObject({ lines: LINES + 30, faults: 0 });
  });

  it('is one of each workspace', async () => {
    const north = createAudit({ database, workspace: 'north', seal: auditSeal, kept: () => [] });
    expect(await north.check()).toEqual({ lines: 0, head: null, faults: 0, found: [] });
    await north.note({ at: '2026-01-01T08:00:00.000Z', actor: 'x', action: 'signIn', target: {}, status: 200, requestId: 'q' });
    expect(await north.check()).toMatchObject({ lines: 1, faults: 0 });
    await owner.query(`delete from audit_line where workspace = 'north'; delete from audit_chain where workspace = 'north'; delete from audit_head where workspace = 'north'`);
  });

  it('holds when a name is blanked, by the program itself, which can change nothing else', async () => {
    await database.unit('main', (transaction) => sql`update audit_line set actor = '' where actor = 'person1@havukka.example'`.execute(transaction));
    expect(await checked([middle])).toMatchObject({ faults: 0 });
    expect((await audit.lines({ after: null, limit: 100 })).items.filter(({ actor }) => actor === '')).toHaveLength(LINES / 5);
    for (const statement of [`update audit_line set status = 200`, `delete from audit_line`, `update audit_chain set hash = ''`, `delete from audit_chain`, `delete from audit_head`]) {
      await expect(database.unit('main', (transaction) => sql.raw(statement).execute(transaction))).rejects.toThrow('permission denied');
    }
  });

  it('begins with the lines that were there before it, whose actors get keys that nobody can guess', async () => {
    await owner.query(`truncate audit_chain, audit_head; update audit_line set actor_key = md5(actor)`);
    expect(await checked([])).toEqual({ lines: 0, head: null, faults: 0, found: [] });
    await deed(LINES);
    expect(await checked([])).toMatchObject({ lines: LINES + 1, faults: 0 });
    const { rows } = await owner.query<{ actor: string; key: string }>('select distinct actor, actor_key as key from audit_line');
    expect(rows.map(({ actor, key }) => [actor, key])).toEqual(rows.map(({ actor }) => [actor, auditSeal.keyOf(actor)]));
    expect(rows).toHaveLength(5);
  });
});

describe('what the owner of the database does', () => {
  it('is found every time, of a thousand edits, deletions, swaps, additions and cuts', async () => {
    const random = seededRandom(7_300);
    const number = (): number => 1 + Math.floor(random.next() * LINES);
    const edits: readonly ((n: number, other: number) => string)[] = [
      (n) => `update audit_line set at = at + interval '${1 + Math.floor(random.next() * 5_000_000)} microseconds' where ${line(n)}`,
      (n) => `update audit_line set actor = 'somebody.else@havukka.example' where ${line(n)}`,
      (n) => `update audit_line set actor_key = actor_key || 'x' where ${line(n)}`,
      (n) => `update audit_line set action = action || 's' where ${line(n)}`,
      (n) => `update audit_line set target = target || '{"more": "1"}' where ${line(n)}`,
      (n) => `update audit_line set target = jsonb_set(target, '{record}', '"r${LINES + n}"') where ${line(n)}`,
      (n) => `update audit_line set status = status + 1 where ${line(n)}`,
      (n) => `update audit_line set request_id = 'x' || request_id where ${line(n)}`,
      (n) => `delete from audit_line where ${line(n)}`,
      (n) => `delete from audit_chain where number = ${n}`,
      (n) => `delete from audit_line where ${line(n)}; delete from audit_chain where number = ${n}`,
      (n) => `delete from audit_line where ${line(n)}; delete from audit_chain where number = ${n}; update audit_chain set number = -number where number > ${n}; update audit_chain set number = -number - 1 where number < 0; update audit_head set number = number - 1`,
      (n, other) => `update audit_chain set line_id = -1 where number = ${n}; update audit_chain set line_id = (select line_id from whole_audit_chain where number = ${n}) where number = ${other}; update audit_chain set line_id = (select line_id from whole_audit_chain where number = ${other}) where number = ${n}`,
      (n, other) => `update audit_chain set number = -1 where number = ${n}; update audit_chain set number = ${n} where number = ${other}; update audit_chain set number = ${other} where number = -1`,
      (n) => `update audit_chain set hash = reverse(hash) where number = ${n}`,
      () => `insert into audit_line (workspace, at, actor, actor_key, action, target, status, request_id) select 'main', at, actor, actor_key, action, target, status, request_id from audit_line order by random() limit 1`,
      (n) => `delete from audit_line where ${line(n)}; delete from audit_line using audit_chain where audit_chain.line_id = id and number > ${n}; delete from audit_chain where number >= ${n}`,
      (n) => `delete from audit_line using audit_chain where audit_chain.line_id = id and number >= ${n}; delete from audit_chain where number >= ${n}; update audit_head set number = ${n - 1}, hash = coalesce((select hash from audit_chain where number = ${n - 1}), '')`,
      () => `update audit_head set at = at + interval '1 millisecond'`,
      () => `update audit_head set signature = reverse(signature)`,
      () => `delete from audit_head`,
    ];
    const missed: string[] = [];
    for (let at = 0; at < 1_000; at += 1) {
      const [n, other] = [number(), number()];
      const statement = (edits[at % edits.length] as (typeof edits)[number])(n, other === n ? (n % LINES) + 1 : other);
      await owner.query(statement);
      if ((await faults()).length === 0) missed.push(statement);
      await putBack();
    }
    expect(missed).toEqual([]);
  }, 120_000);

  it('is named by its place', async () => {
    await owner.query('update audit_line set status = 500 where id = (select line_id from audit_chain where number = 12)');
    expect(await checked([])).toMatchObject({ faults: 1, found: [{ fault: 'changed', number: 12 }] });
  });

  it('is found when every hash after it is made anew, for the end is signed', async () => {
    await owner.query('update audit_line set status = 500 where id = (select line_id from audit_chain where number = 12)');
    const rows = await database.unit('main', (transaction) => rowsOf<{ number: number; content: string }>(transaction, sql`select c.number::int as number, ${LINE_CONTENT} as content from audit_chain c join audit_line l on l.id = c.line_id order by c.number`));
    let last = { number: 0, hash: '' };
    for (const { number, content } of rows) {
      last = { number, hash: hashOf(last, content) };
      await owner.query('update audit_chain set hash = $2 where number = $1', [number, last.hash]);
    }
    await owner.query('update audit_head set hash = $1', [last.hash]);
    expect(await faults()).toEqual(['head']);
  });

  it('is found by a head that was written down outside, when the chain is cut back to an earlier end that we had signed', async () => {
    const whole = (await audit.head())!;
    await owner.query(`delete from audit_line using audit_chain where audit_chain.line_id = id and number > ${middle.number}; delete from audit_chain where number > ${middle.number}`);
    await owner.query('update audit_head set number = $1, hash = $2, at = $3, signature = $4, public_key = $5', [middle.number, middle.hash, middle.at, middle.signature, middle.publicKey]);
    expect(await faults([middle])).toEqual([]);
    expect(await faults([middle, whole])).toEqual(['cut']);
  });

  it('is found by such a head also when all was begun anew', async () => {
    await owner.query('truncate audit_chain, audit_head; delete from audit_line where id = (select min(id) from audit_line)');
    await deed(LINES);
    expect(await faults([])).toEqual([]);
    expect(await faults([middle])).toEqual(['cut']);
  });
});
