// Runs of the firm: a sync that made a record and was refused another, a dry run that keeps what it would do, one that goes on, one that
// somebody asked for and nobody has taken yet, and a quiet one.
import { keepingDifferences } from '../../src/engine/differences.ts';
import { imagesOf } from '../../src/engine/images.ts';
import type { ApiWorkspace } from '../../src/api/route.ts';
import type { Run } from '../../src/store/store.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { sql } from 'kysely';

const none = { psa: 0, crm: 0, local: 0 };
export const figures = { read: 7, created: none, updated: none, archived: none, unchanged: 6, conflicts: 0, matches: 0, held: 0, failed: 0 };

const at = (minute: number): string => `2026-03-15T08:${String(minute).padStart(2, '0')}:00.000Z`;
const run = (id: string, minute: number, given: Partial<Run>): Run => ({ id, kind: 'cycle', state: 'done', startedAt: at(minute), finishedAt: at(minute + 1), approved: false, report: { account: figures }, ...given });

/** Runs r1 (wrote), r2 (dry run), r3 (running), r4 (quiet), and r5 (asked for). */
export async function fillRuns({ store, engine }: Pick<ApiWorkspace, 'store' | 'engine'>, database: Database<Tables>, workspace: string): Promise<void> {
  await store.saveRun(run('r1', 1, { report: { account: { ...figures, created: { ...none, crm: 1 }, failed: 1 }, invoices: { ...figures, created: { ...none, local: 3 } } } }));
  await store.saveRun(run('r2', 2, { kind: 'dry-run' }));
  await store.saveRun(run('r4', 3, {}));
  await store.saveRun(run('r3', 4, { state: 'running', finishedAt: null, report: null }));
  await engine.notes?.saveProgress('r3', { step: 3, phase: 'read psa account', done: 100, total: 250, counts: { created: 0, updated: 2, archived: 0, failed: 0 } });
  await engine.notes?.ask({ runId: 'r5', kind: 'sweep', entities: null, approved: false, undoes: null, schedule: 'sweep', by: 'anni@firm.example', at: at(5) });
  await keepingDifferences(engine, 'r2', 'account')?.([{ linkId: 'la', side: 'crm', kind: 'update', before: { name: 'Customer a', employees: null }, after: { name: 'Customer A Oy', employees: 12 } }]);
  await keepingDifferences(engine, 'r2', 'salesCase')?.([{ linkId: 'd1', side: 'crm', kind: 'create', before: {}, after: { name: 'Deal', account: 'after:la' } }]);
  const done = { kind: 'done', unsettled: [], snapshot: { id: 'a' } } as unknown as Parameters<typeof imagesOf>[2] extends ReadonlyMap<string, infer Outcome> ? Outcome : never;
  const turn = { link: { id: 'la', sides: {} }, plan: { writes: [{ side: 'psa', kind: 'update', fields: { name: 'Customer long ago' } }] } } as unknown as Parameters<typeof imagesOf>[1];
  const [image] = imagesOf(engine, turn, new Map([['psa', done]]), [], 'r1');
  await database.unit(workspace, async (transaction) => {
    await sql`insert into journal (at, run_id, link_id, entity, side, action, outcome, fields, reason) values
      (${at(1)}, 'r1', 'la', 'account', 'crm', 'create', 'done', '{name}', null), (${at(1)}, 'r1', 'lb', 'account', 'crm', 'create', 'rejected', '{name,employees}', 'rejected:INVALID'),
      (${at(1)}, 'r1', 'd1', 'salesCase', 'psa', 'update', 'done', '{value}', null)`.execute(transaction);
    await sql`insert into before_image (at, run_id, link_id, entity, side, ref_id, kind, sealed) values (${at(1)}, 'r1', 'la', 'account', 'psa', 'a', 'update', ${image?.sealed ?? ''})`.execute(transaction);
  });
}
