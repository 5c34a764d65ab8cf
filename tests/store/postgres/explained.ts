// How the database finds what a view asks for: the plan of every statement that a unit of work runs.
import type { Transaction } from 'kysely';
import type { Database } from '../../../src/store/postgres/database.ts';

type Executor = ReturnType<Transaction<unknown>['getExecutor']>;

/** The same database; what is asked of it is carried out, and its plan with what it did is put into `plans`, a line each. */
export function explained<Tables>(database: Database<Tables>, plans: string[][]): Database<Tables> {
  const watch = (executor: Executor): Executor =>
    instead(executor, 'executeQuery', async (query: Parameters<Executor['executeQuery']>[0]) => {
      const { rows } = await executor.executeQuery<Record<string, string>>({ ...query, sql: `explain (analyze, timing off) ${query.sql}` });
      plans.push(rows.map((row) => row['QUERY PLAN'] as string));
      return executor.executeQuery(query);
    });
  return {
    ...database,
    unit: (workspace, work, isolation) => database.unit(workspace, (transaction) => work(instead(transaction, 'getExecutor', () => watch(transaction.getExecutor()))), isolation),
  };
}

function instead<Whole extends object>(whole: Whole, name: keyof Whole, own: unknown): Whole {
  const of = (key: string | symbol): unknown => {
    const value: unknown = Reflect.get(whole, key);
    return typeof value === 'function' ? value.bind(whole) : value;
  };
  return new Proxy(whole, { get: (_whole, key) => (key === name ? own : of(key)) });
}
