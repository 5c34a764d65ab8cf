// Runs among a year of cycles: pages that are read by an index, and beginnings of ids.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createRunViews } from '../../../src/store/postgres/views/runs.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';
import { explained } from './explained.ts';

const QUIET = 60_000;
const all = { filter: { quiet: false }, after: null, limit: 20 } as const;

let database: Database<Tables>;
beforeAll(async () => {
  database = await freshDatabase<Tables>(['north']);
  await database.unit('main', async (transaction) => {
    await sql`insert into run (id, kind, state, started_at, finished_at, approved, report, quiet)
      select 'run-' || lpad(n::text, 6, '0'), 'cycle', 'done', '2026-01-01'::timestamptz + n * interval '1 minute', null, false, '{}', n % 1000 > 0 from generate_series(1, ${QUIET}) n`.execute(transaction);
    await sql`insert into link (id, entity, stage, created_at) values ('l1', 'account', 'active', now())`.execute(transaction);
    await sql`insert into journal (at, run_id, link_id, entity, side, action, outcome, fields, reason)
      select now(), case when n % 2 = 0 then 'run-001000' else 'run-002000' end, 'l1', 'account', 'crm', 'update', 'done', '{name}', null from generate_series(1, 30000) n`.execute(transaction);
    await sql`insert into run_difference (run_id, entity, link_id, side, kind, fields, sealed, at)
      select case when n % 2 = 0 then 'run-001000' else 'run-002000' end, 'account', 'l1', 'crm', 'update', '{name}', 'sealed', now() from generate_series(1, 20000) n`.execute(transaction);
    await sql`insert into run_request (run_id, kind, approved, by, at) values ('asked', 'sweep', false, 'anni@firm.example', '2027-01-01')`.execute(transaction);
  });
  await statement(addressOf(database), 'analyze');
});

/** The plans of what the views asked, and the answer. */
async function planned<Answer>(ask: (views: ReturnType<typeof createRunViews>) => Promise<Answer>): Promise<{ readonly answer: Answer; readonly plan: string }> {
  const plans: string[][] = [];
  const answer = await ask(createRunViews({ database: explained(database, plans), workspace: 'main' }));
  return { answer, plan: plans.flat().join('\n') };
}

describe('a page of runs', () => {
  it('never passes over the quiet ones', async () => {
    const { answer, plan } = await planned((views) => views.runs(all));
    expect(answer.items.map(({ id }) => id).slice(0, 3)).toEqual(['asked', 'run-060000', 'run-059000']);
    expect(answer.items).toHaveLength(20);
    expect(plan).toContain('Index Scan using run_loud on run');
    expect(plan).not.toMatch(/Seq Scan on run\b/u);
  });

  it('deep among all of them is found by its place', async () => {
    const { answer, plan } = await planned((views) => views.runs({ filter: { quiet: true }, after: { since: '2026-01-20T00:00:00Z', id: 'run-027360' }, limit: 20 }));
    expect(answer.items[0]?.id).toBe('run-027359');
    expect(plan).not.toMatch(/Seq Scan on run\b/u);
    expect(Math.max(...[...plan.matchAll(/on run [^\n]*rows=(\d+)/gu)].map(([, rows]) => Number(rows)))).toBeLessThan(1000);
  });

  it('shows what waits only to its own workspace', async () => {
    expect(await createRunViews({ database, workspace: 'north' }).runs(all)).toEqual({ items: [], next: null });
  });
});

describe('what a run did, and what it would do', () => {
  it('is read page by page in its order, by an index', async () => {
    const first = await planned((views) => views.runEntries({ run: 'run-001000', after: null, limit: 10 }));
    const second = await planned((views) => views.runEntries({ run: 'run-001000', after: first.answer.next, limit: 10 }));
    const ids = [...first.answer.items, ...second.answer.items].map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(new Set(ids).size).toBe(20);
    expect(second.plan).not.toContain('Seq Scan on journal');
    const { answer, plan } = await planned((views) => views.runDifferences({ run: 'run-001000', after: { since: '2026-01-01T00:00:00Z', id: '5000' }, limit: 10 }));
    expect(answer.items.map(({ id }) => Number(id) > 5000)).toEqual(Array.from({ length: 10 }, () => true));
    expect(plan).not.toContain('Seq Scan on run_difference');
  });
});

describe('a run by the beginning of its id', () => {
  it('is found where one begins so, and told to be one of several else', async () => {
    const { answer, plan } = await planned((views) => views.runsNamed('run-00100'));
    expect(answer).toEqual(['run-001000', 'run-001001']);
    expect(plan).not.toContain('Seq Scan');
    expect((await planned((views) => views.runsNamed('run-001234'))).answer).toEqual(['run-001234']);
    expect((await planned((views) => views.runsNamed('zzz'))).answer).toEqual([]);
  });
});
