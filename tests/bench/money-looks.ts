// What people ask of the money once it is all there: the timeline of the account with most invoices, and the whole board.
// Invariant: how the database finds it is taken from the plans of the very statements that answer.
import { sql } from 'kysely';
import { toInstant } from '../../src/lib/clock.ts';
import type { ViewOptions } from '../../src/store/postgres/views/asking.ts';
import { createViews } from '../../src/store/postgres/views/views.ts';
import { explained } from '../store/postgres/explained.ts';
import type { Product } from './product.ts';
import { timed } from './stages.ts';

export interface MoneyLooks {
  readonly timeline: { readonly invoices: number; readonly seconds: number; readonly wholeTables: number };
  readonly board: { readonly seconds: number };
}

const PAGE = 50;

export async function lookAtMoney({ open, clock }: Product): Promise<MoneyLooks> {
  const { views, config, database, workspace } = open;
  const asking = { asOf: toInstant(clock.now()).slice(0, 10), withAmounts: true };
  const { account, invoices } = await busiest(open);
  const question = { ...asking, account, limit: PAGE };
  const { seconds, value: page } = await timed(() => views.timeline(question));
  if (page?.next === null || page?.items.length !== PAGE) throw new RangeError(`the timeline of ${account} is not as long as a page`);
  const plans: string[][] = [];
  const { currency, billing } = config.settings;
  await createViews({ database: explained(database, plans), workspace, currency, rateDirection: billing.rateDirection, classes: UNUSED }).timeline(question);
  const board = await timed(() => views.board({ ...asking, filter: {} }));
  if (board.value.cells.length === 0) throw new RangeError('the board is empty');
  return { timeline: { invoices, seconds, wholeTables: plans.flat().filter(readsWhole).length }, board: { seconds: board.seconds } };
}

/** The timeline classes nobody. */
const UNUSED: ViewOptions['classes'] = { valueClasses: { a: '1', b: '1' }, sizeClasses: { medium: { employees: 1, revenue: '1' }, large: { employees: 1, revenue: '1' } } };
/** Small by nature, and read whole by right: settings, registries and how fresh things are. */
const SMALL = ['fact'];

function readsWhole(line: string): boolean {
  const table = /Seq Scan on (\w+)/u.exec(line)?.[1];
  return table !== undefined && !SMALL.includes(table);
}

async function busiest({ database, workspace }: Product['open']): Promise<{ readonly account: string; readonly invoices: number }> {
  const { rows } = await database.unit(workspace, (transaction) =>
    sql<{ account: string; invoices: number }>`select s.link_id as account, most.invoices from (
      select customer, count(*)::int as invoices from mirror_invoices group by customer order by 2 desc, 1 limit 1) as most
      join side_state s on s.side = 'psa' and s.entity = 'account' and s.ref_id = most.customer`.execute(transaction),
  );
  const [found] = rows;
  if (found === undefined) throw new RangeError('nobody has an invoice');
  return found;
}
