// Sessions on PostgreSQL. Invariant: a session that is ended or over opens nothing from that moment on, in any process.
import { sql, type Transaction } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { SESSION_IDLE_MS, SESSION_MOST_MS, LOCAL_ISSUER } from '../sessions.ts';
import type { KnownPerson, NewSession, OpenSession, Session, Sessions } from '../sessions.ts';
import { textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

type SessionOptions = Pick<StoreOptions, 'database' | 'workspace'>;

/** So long it can be seen who has been here when. */
const KEPT_MS = 90 * 86_400_000;
/** A call need not wait for a write each time. */
const NOTE_EVERY_MS = 60_000;

export function createSessions(options: SessionOptions): Sessions {
  return {
    begin: (session) => begin(options, session),
    use: (hash, at) => use(options, hash, at),
    stands: async (id, at) => (await options.database.unit(options.workspace, (transaction) => rowsOf(transaction, sql`select 1 from session where id = ${id} and ${openAt(at)}`))).length > 0,
    end: async (id, at) => (await endWhere(options, sql`id = ${id}`, at)) > 0,
    endAll: (personId, at) => endWhere(options, sql`person = ${personId}`, at),
    people: (at) => people(options, at),
    anybody: async () => (await options.database.unit(options.workspace, (transaction) => rowsOf(transaction, sql`select 1 from person limit 1`))).length > 0,
  };
}

function begin({ database, workspace }: SessionOptions, { id, personId, hash, person, claims, granted, startedAt, at, asFirst }: NewSession): Promise<boolean> {
  const { issuer, subject, name, email, language } = person;
  const roles = granted === null ? sql`null` : textArray(granted);
  return database.unit(
    workspace,
    async (transaction) => {
      if (asFirst && (await isAnybody(transaction))) return false;
      await sql`delete from session where started_at < ${before(at, KEPT_MS)}::timestamptz`.execute(transaction);
      const [known] = await rowsOf<{ id: string }>(
        transaction,
        sql`insert into person (id, issuer, subject, name, email, language, claims, granted, first_seen_at, last_seen_at)
          values (${personId}, ${issuer}, ${subject}, ${name}, ${email}, ${language}, ${textArray(claims)}, ${roles}, ${at}::timestamptz, ${at}::timestamptz)
          on conflict (workspace, issuer, subject) do update set name = excluded.name, email = excluded.email, language = excluded.language,
            claims = excluded.claims, granted = excluded.granted, last_seen_at = excluded.last_seen_at
          returning id`,
      );
      await sql`insert into session (id, hash, person, claims, granted, started_at, seen_at)
        values (${id}, ${hash}, ${known?.id}, ${textArray(claims)}, ${roles}, ${startedAt}::timestamptz, ${at}::timestamptz)`.execute(transaction);
      return true;
    },
    'read committed',
  );
}

/** Of those who would be the first, the second one looks when the one before is in. */
async function isAnybody(transaction: Transaction<Tables>): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(current_database() || ':first person:' || current_workspace(), 0))`.execute(transaction);
  return (await rowsOf(transaction, sql`select 1 from person limit 1`)).length > 0;
}

interface Row extends Omit<Session, 'person'> {
  readonly personId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: Session['person']['language'];
  readonly seenAt: string;
}

function use({ database, workspace }: SessionOptions, hash: string, at: string): Promise<Session | null> {
  return database.unit(
    workspace,
    async (transaction) => {
      const [row] = await rowsOf<Row>(
        transaction,
        sql`select session.id, session.claims, session.granted, session.started_at as "startedAt", session.seen_at as "seenAt",
            person.id as "personId", person.issuer, person.subject, person.name, person.email, person.language
          from session join person on person.workspace = session.workspace and person.id = session.person
          where session.hash = ${hash} and ${openAt(at)}`,
      );
      if (row === undefined) return null;
      const { id, claims, granted, startedAt, seenAt, personId, issuer, subject, name, email, language } = row;
      if (Date.parse(seenAt) < Date.parse(at) - NOTE_EVERY_MS) {
        await sql`update session set seen_at = ${at}::timestamptz where id = ${id}`.execute(transaction);
        await sql`update person set last_seen_at = ${at}::timestamptz where id = ${personId}`.execute(transaction);
      }
      return { id, claims, granted, startedAt, person: { id: personId, issuer, subject, name, email, language } };
    },
    'read committed',
  );
}

function endWhere({ database, workspace }: SessionOptions, which: ReturnType<typeof sql>, at: string): Promise<number> {
  return database.unit(
    workspace,
    async (transaction) => (await rowsOf(transaction, sql`update session set ended_at = ${at}::timestamptz where ${which} and ${openAt(at)} returning id`)).length,
    'read committed',
  );
}

function people({ database, workspace }: SessionOptions, at: string): Promise<readonly KnownPerson[]> {
  return database.unit(workspace, async (transaction) => {
    const rows = await rowsOf<Omit<KnownPerson, 'sessions' | 'local'> & { readonly issuer: string }>(
      transaction,
      sql`select id, name, email, issuer, claims, granted, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt" from person order by last_seen_at desc, id`,
    );
    const open = await rowsOf<OpenSession & { readonly person: string }>(
      transaction,
      sql`select id, person, started_at as "startedAt", seen_at as "seenAt" from session where ${openAt(at)} order by seen_at desc, id`,
    );
    const byPerson = Map.groupBy(open, ({ person }) => person);
    return rows.map(({ issuer, ...person }) => ({
      ...person,
      local: issuer === LOCAL_ISSUER,
      sessions: (byPerson.get(person.id) ?? []).map(({ id, startedAt, seenAt }) => ({ id, startedAt, seenAt })),
    }));
  });
}

function openAt(at: string): ReturnType<typeof sql> {
  return sql`session.ended_at is null and session.seen_at > ${before(at, SESSION_IDLE_MS)}::timestamptz and session.started_at > ${before(at, SESSION_MOST_MS)}::timestamptz`;
}

function before(at: string, ms: number): string {
  return toInstant(Date.parse(at) - ms);
}
