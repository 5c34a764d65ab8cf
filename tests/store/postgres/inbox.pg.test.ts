// How what waits for people is listed while very much of it waits: 20,000 open conflicts among as many that are over.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import type { Views } from '../../../src/store/views.ts';
import type { Listed, PageQuestion, Place } from '../../../src/store/views/inbox.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';
import { explained } from './explained.ts';

const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
const options = { workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes } as const;
const OPEN = 20_000;

let database: Database<Tables>;
let views: Views;
const plans: string[][] = [];

beforeAll(async () => {
  database = await freshDatabase<Tables>();
  await database.unit('main', async (transaction) => {
    const text = `
      insert into link (id, entity, stage, created_at) select 'l' || n, case when n % 4 = 0 then 'contact' else 'account' end, 'active', now() from generate_series(1, ${OPEN}) n;
      insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since, resolution)
        select 'c' || n, 'l' || (n - 1) % ${OPEN} + 1, case when n % 4 = 0 then 'contact' else 'account' end, case when n % 3 = 0 then 'businessId' else 'name' end,
          '{"psa": "before", "crm": "before"}', case when n % 5 = 0 then '{"psa": "one", "crm": "before"}'::jsonb else '{"psa": "one", "crm": "two"}' end, '{}', 'crm',
          case when n <= ${OPEN} then 'open' else 'closed' end, '2026-03-01T00:00:00Z'::timestamptz + n / 2 * interval '1 minute', case when n > ${OPEN} then '{"side": "psa", "value": "one", "by": "Aino", "at": "2026-03-02T00:00:00.000Z"}'::jsonb end
        from generate_series(1, ${2 * OPEN}) n;
      insert into held (link_id, entity, side, field, reason, since)
        select 'l' || n, case when n % 4 = 0 then 'contact' else 'account' end, case when n % 2 = 0 then 'psa' else 'crm' end, 'name', case when n % 10 = 0 then 'rejected:TOO_LONG:40' else 'gate' end, '2026-03-01T00:00:00Z'::timestamptz + n / 2 * interval '1 minute'
        from generate_series(1, ${OPEN}) n;
      insert into match_proposal (id, entity, links, by, reason, since, state)
        select 'm' || n, 'account', array['l' || n, 'l' || n + 1], 'name', 'only-name', '2026-03-01T00:00:00Z'::timestamptz + n / 2 * interval '1 minute', case when n % 2 = 0 then 'open' else 'rejected' end
        from generate_series(1, 2000) n`;
    for (const one of text.split(';')) await sql.raw(one).execute(transaction);
  });
  await statement(addressOf(database), 'analyze');
  views = createViews({ ...options, database: explained(database, plans) });
});

/** Every id of a list, page after page. */
async function walk<Filter>(list: (question: PageQuestion<Filter>) => Promise<Listed<{ readonly id: string }>>, filter: Filter, descending = false): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: Place | null = null; ; ) {
    const { items, next, total } = await list({ filter, descending, after, limit: 500 });
    ids.push(...items.map(({ id }) => id));
    if (next === null) {
      expect(total).toBe(ids.length);
      return ids;
    }
    after = next;
  }
}

const conflicts: Views['openConflicts'] = (question) => views.openConflicts(question);
const held: Views['heldWrites'] = (question) => views.heldWrites(question);
const matches: Views['openMatches'] = (question) => views.openMatches(question);

/** Rows that the statement for the page itself had to look at; the count of all is another statement. */
function looked(plan: readonly string[]): number {
  const rows = plan.flatMap((line) => [/actual rows=([\d.]+)/u.exec(line)?.[1], /Rows Removed by (?:Index Recheck|Filter): (\d+)/u.exec(line)?.[1]]);
  return Math.max(...rows.map((count) => Number(count ?? 0)));
}

const count = async (filter: Parameters<Views['countConflicts']>[0]): Promise<number> => (await walk(conflicts, filter)).length;

describe('open conflicts', () => {
  it('are walked through page by page, each once, also those of one instant', async () => {
    const ids = await walk(conflicts, {});
    expect([ids.length, new Set(ids).size, ids[0]]).toEqual([OPEN, OPEN, 'c1']);
    expect(await walk(conflicts, {}, true)).toEqual(ids.toReversed());
  });

  it('are narrowed by entity, field, record, the side that changed and how long they wait', async () => {
    expect(await count({ entities: ['contact'] })).toBe(OPEN / 4);
    expect(await count({ entities: ['account'], field: 'businessId' })).toBe(await views.countConflicts({ entities: ['account'], field: 'businessId' }));
    expect(await count({ record: 'l7' })).toBe(1);
    expect(await count({ changed: 'crm' })).toBe((OPEN / 5) * 4);
    expect(await count({ changed: 'psa' })).toBe(OPEN);
    expect(await count({ changed: 'local' })).toBe(0);
    expect(await count({ from: '2026-03-01T00:01:00Z', until: '2026-03-01T00:02:00Z' })).toBe(2);
  });

  it('are found without reading those that the page does not show', async () => {
    const after = { since: '2026-03-05T00:00:00.000Z', id: 'c5000' };
    const questions: readonly Omit<Parameters<Views['openConflicts']>[0], 'limit'>[] = [
      { filter: {}, descending: false, after: null }, { filter: {}, descending: false, after }, { filter: {}, descending: true, after },
      { filter: { entities: ['account'], field: 'name' }, descending: false, after }, { filter: { entities: ['contact'] }, descending: false, after }, { filter: { record: 'l7' }, descending: false, after: null },
    ];
    for (const question of questions) {
      plans.length = 0;
      const { items } = await views.openConflicts({ ...question, limit: 50 });
      expect(items.length).toBeGreaterThan(0);
      const page = plans[0] ?? [];
      expect([question, page.filter((line) => /Seq Scan/u.test(line)), looked(page) < 500]).toEqual([question, [], true]);
    }
  });

  it('are counted by entity and field', async () => {
    const counts = await views.conflictCounts();
    expect(counts.map(({ entity, field }) => `${entity} ${field}`)).toEqual(['account name', 'account businessId', 'contact name', 'contact businessId']);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(OPEN);
    expect(counts[0]?.oldest).toBe('2026-03-01T00:00:00.000Z');
  });

  it('tell what became of one that is over, and which one took its place', async () => {
    expect(await views.conflict(`c${OPEN + 1}`)).toMatchObject({ state: 'closed', decision: { side: 'psa', by: 'Aino', at: '2026-03-02T00:00:00.000Z' }, open: null });
    expect(await views.conflict(`c${OPEN + 5}`)).toMatchObject({ field: 'name', open: 'c5' });
    expect(await views.conflict('nothing')).toBeNull();
  });
});

describe('held writes', () => {
  it('are walked through, narrowed by their reason and counted', async () => {
    expect(new Set(await walk(held, {})).size).toBe(OPEN);
    expect(await walk(held, { kinds: ['rejected'], sides: ['psa'], entities: ['account'] })).toHaveLength(OPEN / 20);
    const [item] = (await views.heldWrites({ filter: { kinds: ['rejected'] }, descending: false, after: null, limit: 1 })).items;
    expect(item).toMatchObject({ reason: 'rejected:TOO_LONG:40', linkId: 'l10', side: 'psa', field: 'name' });
    expect((await views.heldCounts()).filter(({ kind }) => kind === 'rejected').reduce((sum, { count }) => sum + count, 0)).toBe(OPEN / 10);
  });

  it('are found without reading those that the page does not show', async () => {
    const after = { since: '2026-03-05T00:00:00.000Z', id: '9000' };
    for (const filter of [{}, { kinds: ['rejected'] }]) {
      plans.length = 0;
      await views.heldWrites({ filter, descending: false, after, limit: 50 });
      expect([filter, (plans[0] ?? []).filter((line) => /Seq Scan/u.test(line)), looked(plans[0] ?? []) < 2000]).toEqual([filter, [], true]);
    }
  });
});

describe('possible matches', () => {
  it('are walked through with both records, and counted by why they are asked about', async () => {
    const ids = await walk(matches, {});
    expect(ids).toHaveLength(1000);
    expect((await views.match('m2'))?.links.map(({ id }) => id)).toEqual(['l2', 'l3']);
    expect(await views.match('m1')).toMatchObject({ state: 'rejected' });
    expect(await views.match('nothing')).toBeNull();
    expect(await walk(matches, { record: 'l2' })).toEqual(['m2']);
    expect(await views.matchCounts()).toEqual([{ entity: 'account', by: 'name', reason: 'only-name', count: 1000, oldest: '2026-03-01T00:01:00.000Z' }]);
  });
});
