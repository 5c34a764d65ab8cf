// What only PostgreSQL has to forget: mirrors, remarks, what people noted, sealed differences, registers; and that arming is one
// transaction, whatever happens in the middle of it and beside it.
import { beforeEach, describe, expect, test } from 'vitest';
import { createKeyedHash } from '../../../src/lib/keyed-hash.ts';
import { placeOfSighting } from '../../../src/store/forgetting.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { createMirrors } from '../../../src/store/postgres/mirrors/mirrors.ts';
import { createRunNotes } from '../../../src/store/postgres/run-notes.ts';
import { createPostgresStore } from '../../../src/store/postgres/store.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import type { Mirrors } from '../../../src/store/mirrors.ts';
import type { Lease, Store } from '../../../src/store/store.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';
import { KEYS } from '../../support/keys.ts';
import { at, counter, MINUTE, testClock } from '../contract/bench.ts';
import { AINO, approvedRequest, carriedOut, firm, forgetAino, known, linkBy, orderFor, set, show, subjectOf } from '../contract/people.ts';

const MONEY = { currency: 'EUR', rateDirection: 'organisation-per-unit', classes: { valueClasses: { a: '1', b: '1' }, sizeClasses: { medium: { employees: 1, revenue: '1' }, large: { employees: 1, revenue: '1' } } } } as const;
/** The number is the switchboard's: it is Eino's too. */
const TRACES = /aino|virtasel|aino\.virtanen|\bp1\b|\b101\b/iu;

let database: Database<Tables>;
let store: Store;
let mirrors: Mirrors;
let people: Awaited<ReturnType<typeof firm>>;
const options = (): Parameters<typeof createPostgresStore>[0] => ({ ...KEYS, database, workspace: 'main', clock: testClock(), newId: counter() });

beforeEach(async () => {
  database = await freshDatabase<Tables>(['other']);
  const parts = options();
  store = createPostgresStore(parts);
  mirrors = createMirrors({ ...parts, ...MONEY });
  people = await firm(store);
});

const siblings = async (order: Parameters<Store['siblings']>[0]): Promise<readonly string[]> => (await store.siblings(order)).map(({ workspace }) => workspace);
const query = (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => statement(addressOf(database), text, values);

async function saveMirror(mirror: string, id: string, values: Readonly<Record<string, string | readonly string[]>>): Promise<readonly string[]> {
  const lease = (await store.takeLease(`pull:${mirror}`, MINUTE)) as Lease;
  const { changed } = await mirrors.saveMirror({ mirror, rows: [{ id, asOf: at(0), values }], gone: [], checkpoint: null, isFirst: false }, lease);
  await store.releaseLease(lease);
  return changed;
}

/** Every row of every table as text, by table. */
async function dump(): Promise<ReadonlyMap<string, string>> {
  const tables = await query(`select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE' order by 1`);
  const rows = await Promise.all(tables.map(async ({ name }) => [String(name), String((await query(`select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as all from ${String(name)} t`))[0]?.['all'])] as const));
  return new Map(rows);
}

async function naming(pattern: RegExp): Promise<readonly string[]> {
  return [...(await dump())].flatMap(([name, rows]) => rows.split('\n').filter((row) => pattern.test(row)).map((row) => `${name}: ${row}`));
}

/** Whatever can say something of Aino, in every table that can. */
async function spread(): Promise<void> {
  await saveMirror('touches', 't1', { kind: 'call', at: at(0), title: 'Puhelu: Aino Virtanen', contacts: ['101', '102'], companies: [], deals: [] });
  await saveMirror('touches', 't2', { kind: 'call', at: at(0), title: 'Palaute Virtaselle', contacts: ['102'], companies: [], deals: [] });
  await saveMirror('projects', 'pr1', { name: 'Koulutus / Aino Virtanen', customer: 'c1' });
  const link = people.aino.id;
  await query(`insert into remark (workspace, id, about, record, words, author, at) values ('main', 'm1', 'account', $1, 'Kysy Aino Virtaselta tai aino.virtanen@kuura.example', 'boss', now())`, [people.account.id]);
  await query(`insert into access_log (workspace, link_id, actor, what, day, count, first_at, last_at) values ('main', $1, 'boss', 'record', '2026-03-02', 1, now(), now())`, [link]);
  await query(`insert into restriction (workspace, id, link_id, reason, by, at) values ('main', 'x1', $1, 'Aino pyysi', 'boss', now()), ('main', 'x2', $2, 'Kiista: Aino Virtanen', 'boss', now())`, [link, people.eino.id]);
  await query(`insert into rectification (workspace, id, link_id, asked, done, by, at) values ('main', 'y1', $1, 'nimi Aino', 'tehty', 'boss', now())`, [link]);
  await query(`insert into legal_basis (workspace, id, link_id, basis, source, "on", by, at) values ('main', 'z1', $1, 'consent', 'Aino Virtanen sanoi', '2026-03-01', 'boss', now())`, [link]);
  await query(`insert into consent_change (workspace, link_id, address, allowed, source, by, at) values ('main', $1, 'aino.virtanen@kuura.example', true, 'puhelu', 'boss', now())`, [link]);
  await query(`insert into conflict (workspace, id, link_id, entity, field, base, side_values, authors, state, since)
    values ('main', 'q1', $1, 'account', 'notes', '{"psa": "Aino Virtanen"}', '{"psa": "Aino Virtanen"}', '{}', 'closed', now()), ('main', 'q2', $2, 'contact', 'firstName', '{}', '{"psa": "Aino"}', '{}', 'closed', now())`, [people.account.id, link]);
  await store.saveRun({ id: 'run-1', kind: 'dry-run', state: 'done', startedAt: at(0), finishedAt: at(0), approved: false, report: null });
  await createRunNotes(options()).saveDifferences('run-1', [link, people.account.id, people.eino.id].map((linkId) => ({ entity: 'contact', linkId, side: 'psa', kind: 'update', fields: [], sealed: `sealed ${linkId}` })));
}

describe('arming on PostgreSQL', () => {
  test('leaves nothing of the person in any column of any table', async () => {
    await spread();
    expect((await naming(TRACES)).length).toBeGreaterThan(20);
    const subject = subjectOf([people.aino.id], [{ side: 'psa', entity: 'account', id: 'c1' }]);
    expect(await forgetAino(store, [], { subject, redact: ['remark/m1/words'] })).toBe(true);
    // A first name in a Finnish case, in a text about nobody: only a person could say whom it means.
    expect((await naming(TRACES)).filter((row) => !row.includes('Palaute Virtaselle'))).toEqual([]);
  });

  test('keeps what is of others: their rows, their pointers, the rest of each text', async () => {
    await spread();
    await forgetAino(store, [people.aino.id]);
    expect(await query(`select contacts, title from mirror_touches order by id`)).toEqual([{ contacts: ['102'], title: 'Puhelu: [poistettu]' }, { contacts: ['102'], title: 'Palaute Virtaselle' }]);
    expect(await query(`select ref from mirror_touch_of order by touch, ref`)).toEqual([{ ref: '102' }, { ref: '102' }]);
    expect(await query(`select name from mirror_projects`)).toEqual([{ name: 'Koulutus / [poistettu]' }]);
    expect(await query(`select id, reason from restriction`)).toEqual([{ id: 'x2', reason: 'Kiista: [poistettu]' }]);
    // Sealed, and about links that the person was tied to; of others it stays.
    expect(await query(`select link_id from run_difference`)).toEqual([{ link_id: people.eino.id }]);
    expect((await query(`select name from register_contact`)).map(({ name }) => name)).toEqual(['Eino Virtanen']);
  });

  test('happens whole or not at all', async () => {
    await spread();
    await approvedRequest(store);
    const before = await dump();
    await query(`create function fail() returns trigger language plpgsql as $$ begin raise exception 'in the middle'; end $$`);
    for (const table of ['suppression', 'side_state', 'mirror_touches', 'remark', 'erasure_request']) {
      await query(`create trigger fail before insert or update or delete on ${table} for each row execute function fail()`);
      await expect(store.arm(orderFor(subjectOf([people.aino.id]))), table).rejects.toThrow('in the middle');
      await query(`drop trigger fail on ${table}`);
      expect(await dump(), table).toEqual(before);
    }
    expect(await store.arm(orderFor(subjectOf([people.aino.id])))).toBe(true);
  });

  test('and a page that shows the person at the same moment leave nothing, whoever comes first', async () => {
    await approvedRequest(store);
    const pages = Array.from({ length: 12 }, (_none, place) => show(createPostgresStore(options()), 'contact', place % 2 === 0 ? 'crm' : 'psa', place % 2 === 0 ? '101' : 'p1', { ...AINO, jobTitle: String(place) }, { asOf: at(place + 1) }).catch(() => null));
    const armed = store.arm(orderFor(subjectOf([people.aino.id])));
    await Promise.all([...pages, armed]);
    expect(await armed).toBe(true);
    expect(await linkBy(store, 'contact', 'crm', '101')).toBeNull();
    expect(JSON.stringify(await store.links({ entity: 'contact', limit: 100 }))).not.toMatch(/aino/iu);
  });

  test('answers of texts outside of records where they stand', async () => {
    await spread();
    const traces = await store.localTraces(subjectOf([people.aino.id], [{ side: 'psa', entity: 'account', id: 'c1' }]));
    expect(traces.filter(({ kind }) => kind === 'text').map(({ place }) => place).toSorted()).toEqual(
      [`${people.account.id}/notes`, 'mirror_projects/pr1/name', 'mirror_touches/t1/title', 'remark/m1/words', 'restriction/x2/reason'].toSorted(),
    );
    const told = traces.filter(({ kind, what }) => (kind === 'record' && what !== 'contact') || what === 'touches.contacts');
    expect(told.map(({ what, content }) => [what, content])).toEqual([
      ['consent', { address: 'aino.virtanen@kuura.example', allowed: 'true', source: 'puhelu' }],
      ['legalBasis', { basis: 'consent', source: 'Aino Virtanen sanoi', on: '2026-03-01' }],
      ['restriction', { reason: 'Aino pyysi' }],
      ['rectification', { asked: 'nimi Aino', done: 'tehty' }],
      ['touches.contacts', {}],
    ]);
  });
});

describe('staying forgotten on PostgreSQL', () => {
  test('holds mirrored rows back too: who a touch was with, and users who were forgotten', async () => {
    await saveMirror('users', 'u1', { firstName: 'Aino', lastName: 'Virtanen', email: 'aino.virtanen@kuura.example' });
    await saveMirror('users', 'u2', { firstName: 'Olavi', lastName: 'Laine', email: 'olavi@sauma.example' });
    const subject = { ...subjectOf([people.aino.id]), refs: [...subjectOf([]).refs, { side: 'psa', kind: 'user', id: 'u1' } as const] };
    await forgetAino(store, [], { subject });
    await carriedOut(store);
    await saveMirror('touches', 't3', { kind: 'call', at: at(0), title: 'Puhelu', contacts: ['101', '102'], companies: [], deals: [] });
    await saveMirror('users', 'u1', { firstName: 'Aino', lastName: 'Virtanen', email: 'aino.virtanen@kuura.example' });
    expect(await query(`select contacts from mirror_touches`)).toEqual([{ contacts: ['102'] }]);
    expect(await query(`select id from mirror_users`)).toEqual([{ id: 'u2' }]);
    const sightings = await store.sightings();
    expect(sightings.map(({ entity, side }) => [entity, side])).toEqual([['users', 'psa']]);
    expect(KEYS.sealer.open(sightings[0]?.refId ?? '', placeOfSighting('main', 'r1'))).toBe('u1');
  });

  test('survives a rotation of the keys before, while and after the hashes are carried on', async () => {
    await forgetAino(store, [people.aino.id]);
    const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const hashes = createKeyedHash(() => [first, second]);
    const rotated = createPostgresStore({ ...options(), hashes });
    const all = await store.suppressions({ limit: 100 });
    const isKeptOut = async (): Promise<void> => expect(await show(rotated, 'contact', 'crm', '101', AINO)).toMatchObject({ suppressed: 1 });
    await isKeptOut();
    for (const { hash } of all) {
      await query('update suppression set hash = $2 where hash = $1', [hash, hashes.deepened(hash)]);
      await isKeptOut();
    }
    // A process that has not heard of the new key takes nothing in.
    await expect(show(store, 'contact', 'crm', '101', AINO)).rejects.toMatchObject({ code: 'secret-key-other' });
    expect(await linkBy(rotated, 'contact', 'crm', '101')).toBeNull();
  });

  test('holds in every workspace of the same accounts, and can be lifted there too', async () => {
    const other = createPostgresStore({ ...options(), workspace: 'other' });
    const there = await firm(other);
    const order = orderFor(subjectOf([people.aino.id]));
    expect(await siblings(order)).toEqual(['other']);
    await forgetAino(store, [people.aino.id]);
    expect(await other.links({ entity: 'contact', ids: [there.aino.id], limit: 1 })).toMatchObject([{ stage: 'ended', sides: {} }]);
    expect((await known(other, 'contact', 'psa', 'p2')).sides).toEqual(there.eino.sides);
    expect(await show(other, 'contact', 'crm', '101', AINO)).toMatchObject({ suppressed: 1 });
    const [here, beside] = [await store.suppressions({ limit: 100 }), await other.suppressions({ limit: 100 })];
    // But for the number, which is Eino's there too.
    expect(beside.length).toBe(here.length - 1);
    expect(beside.filter(({ hash }) => here.some((one) => one.hash === hash))).toEqual([]);
    await store.lift('r1');
    expect(await other.suppressions({ limit: 100 })).toEqual([]);
  });

  test('leaves a colleague whom only the other workspace knows, who shares an address and a number with the person, and lets them come again', async () => {
    const other = createPostgresStore({ ...options(), workspace: 'other' });
    const there = await firm(other);
    const colleague = { firstName: 'Oiva', lastName: 'Laine', emails: set('aino.virtanen@kuura.example'), phones: set('+358401234567') };
    await show(other, 'contact', 'crm', '400', colleague);
    await show(other, 'contact', 'crm', '401', { ...AINO, lastName: 'VIRTANEN' });
    const order = orderFor(subjectOf([people.aino.id]));
    const [sibling] = await store.siblings(order);
    expect(order.keys.filter((key) => sibling?.keys.includes(key) !== true).toSorted()).toEqual(['email:aino.virtanen@kuura.example', 'phone:+358401234567']);
    expect(sibling?.keys.filter((key) => !order.keys.includes(key))).toEqual(['id:crm:contact:401']);
    await forgetAino(store, [people.aino.id]);
    expect(await other.links({ entity: 'contact', ids: [there.aino.id], limit: 1 })).toMatchObject([{ stage: 'ended', sides: {} }]);
    expect((await known(other, 'contact', 'crm', '400')).sides.crm?.fields).toEqual(colleague);
    expect(await show(other, 'contact', 'crm', '402', { ...colleague, phones: [] })).not.toMatchObject({ suppressed: 1 });
    for (const id of ['101', '401']) expect(await show(other, 'contact', 'crm', id, AINO)).toMatchObject({ suppressed: 1 });
    expect(await show(store, 'contact', 'crm', '400', colleague)).toMatchObject({ suppressed: 1 });
  });

  test('suppresses in the other workspace what the ledger file was told, whoever has come there since', async () => {
    const other = createPostgresStore({ ...options(), workspace: 'other' });
    await firm(other);
    const order = orderFor(subjectOf([people.aino.id]));
    const told = await store.siblings(order);
    await show(other, 'contact', 'crm', '400', { firstName: 'Oiva', lastName: 'Laine', emails: set('aino.virtanen@kuura.example'), phones: [] });
    await show(other, 'contact', 'crm', '401', { ...AINO, lastName: 'VIRTANEN' });
    await forgetAino(store, [people.aino.id], { siblings: told });
    expect((await other.suppressions({ limit: 100 })).map(({ hash }) => hash).toSorted()).toEqual(told.flatMap(({ keys }) => keys.map((key) => KEYS.hashes.hash(key, 'other'))).toSorted());
  });

  test('of a mirrored text tells the row of the system that it is the copy of, whatever its id looks like', async () => {
    await saveMirror('touches', 'calls/7/title', { kind: 'call', at: at(0), title: 'Puhelu: Aino Virtanen', contacts: ['102'], companies: [], deals: [] });
    const texts = (await store.localTraces(subjectOf([people.aino.id]))).filter(({ kind }) => kind === 'text');
    expect(texts.map(({ what, copyOf }) => [what, copyOf])).toEqual([['account.notes', null], ['touches.title', { side: 'crm', entity: 'touches', id: 'calls/7/title' }]]);
  });

  test('is made good in a restored database where no record of the person is, by keys alone: in mirrored rows, remarks, closed questions and notes', async () => {
    await forgetAino(store, [people.aino.id]);
    const all = [...(await store.suppressions({ limit: 100 }))];
    await store.lift('r1');
    const guid = 'ef6c5bf0-b5f1-d586-7361-513faeb8cc35';
    await approvedRequest(store, 'r2');
    const user = { names: [], emails: ['aino@talo.example'], phones: [], refs: [{ side: 'psa', kind: 'user', id: guid }], linkIds: [], around: [] } as const;
    await store.arm(orderFor(user, { requestId: 'r2' }));
    all.push(...(await store.suppressions({ limit: 100 })));
    await store.lift('r2');
    await saveMirror('touches', 't1', { kind: 'call', at: at(0), title: 'Puhelu 0401234567, aino.virtanen@kuura.example', contacts: ['101', '102'], companies: [], deals: [] });
    await saveMirror('users', guid, { firstName: 'A', lastName: 'V', email: 'toinen@talo.example' });
    await saveMirror('users', 'u2', { firstName: 'Aino', lastName: 'V', email: 'Aino@talo.example' });
    await saveMirror('users', 'u3', { firstName: 'Onni', lastName: 'V', email: 'onni@talo.example' });
    await saveMirror('projects', 'pr1', { name: 'Koulutus (aino.virtanen(at)kuura.example)', customer: 'c1' });
    await query(`insert into remark (workspace, id, about, record, words, author, at) values ('main', 'm1', 'account', $1, 'Kysy aino.virtanen@kuura.example tai eino.virtanen@kuura.example', 'boss', now())`, [people.account.id]);
    await query(`insert into restriction (workspace, id, link_id, reason, by, at) values ('main', 'x2', $1, 'Kiista: AINO.VIRTANEN@KUURA.EXAMPLE', 'boss', now())`, [people.eino.id]);
    await query(`insert into conflict (workspace, id, link_id, entity, field, base, side_values, authors, state, since) values ('main', 'q1', $1, 'account', 'notes', '{}', '{"psa": "aino.virtanen@kuura.example"}', '{}', 'closed', now())`, [people.account.id]);
    await store.saveHints('crm', [{ entity: 'contact', id: '101', kind: 'erased' }]);
    expect(await store.replay(all)).toBe(all.length);
    const again = await store.forgetSuppressed();
    expect(again).toMatchObject({ links: 0 });
    expect(again.others).toBeGreaterThanOrEqual(7);
    expect(await query(`select contacts, title from mirror_touches`)).toEqual([{ contacts: ['102'], title: 'Puhelu 0401234567, [poistettu]' }]);
    expect(await query(`select ref from mirror_touch_of`)).toEqual([{ ref: '102' }]);
    expect(await query(`select id from mirror_users`)).toEqual([{ id: 'u3' }]);
    expect(await query(`select name from mirror_projects`)).toEqual([{ name: 'Koulutus ([poistettu])' }]);
    expect(await query(`select words from remark`)).toEqual([{ words: 'Kysy [poistettu] tai eino.virtanen@kuura.example' }]);
    expect(await query(`select reason from restriction`)).toEqual([{ reason: 'Kiista: [poistettu]' }]);
    expect([await query(`select id from conflict`), await query(`select ref_id from webhook_hint`)]).toEqual([[], []]);
    expect(await naming(/aino[.+@(]|\b101\b/iu)).toEqual([]);
    expect(await store.forgetSuppressed()).toEqual({ links: 0, others: 0 });
  });

  test('of what has come in since is kept away from then on too, in the other workspace as well', async () => {
    const other = createPostgresStore({ ...options(), workspace: 'other' });
    await firm(other);
    await forgetAino(store, [people.aino.id]);
    const grown = subjectOf([]);
    const order = orderFor({ ...grown, emails: [...grown.emails, 'aino@koti.example'] }, { seenVersion: 2 });
    expect(await store.clear({ ...order, siblings: [{ workspace: 'other', subject: order.subject, keys: order.keys }] })).toBe(true);
    for (const one of [store, other]) expect(await show(one, 'contact', 'crm', '500', { firstName: 'A', lastName: 'V', emails: set('aino@koti.example') })).toMatchObject({ suppressed: 1 });
  });

  test('is nothing to a workspace of other accounts, unless the accounts are known to be the same', async () => {
    const other = createPostgresStore({ ...options(), workspace: 'other' });
    await show(other, 'contact', 'crm', '101', { firstName: 'Olavi', lastName: 'Laine' });
    await show(other, 'contact', 'crm', '300', AINO);
    const order = orderFor(subjectOf([people.aino.id]));
    expect(await store.siblings(order)).toEqual([]);
    await store.saveFact('facts:crm', { portalId: '24601' });
    await other.saveFact('facts:crm', { portalId: '24602' });
    expect(await store.siblings(order)).toEqual([]);
    await forgetAino(store, [people.aino.id]);
    expect([await other.suppressions({ limit: 10 }), (await known(other, 'contact', 'crm', '300')).sides.crm?.fields]).toEqual([[], AINO]);
    await other.saveFact('facts:crm', { portalId: '24601' });
    expect(await siblings(order)).toEqual(['other']);
  });
});
