// Whose figures a changed row may move: the customers it names, before and after, those of the projects and invoices it names,
// and those of the projects on such an invoice. Invariant: a change and the marks of its customers are one statement, so neither
// is ever without the other.
import type { Mirror } from '../../../entities/mirrors/mirror.ts';
import { columnOf } from './columns.ts';

/** By what a row reaches a customer: columns of these names, whichever mirror has them. */
const REACH = { customers: [] as readonly string[], projects: ['project', 'projects'], invoices: ['invoice', 'credits'] } as const;

function reachOf(mirror: Mirror): Readonly<Record<keyof typeof REACH, readonly string[]>> {
  const has = (name: string): boolean => name in mirror.columns;
  return { customers: mirror.customer === null ? [] : [mirror.customer], projects: REACH.projects.filter(has), invoices: REACH.invoices.filter(has) };
}

/**
 * Columns `customers`, `projects` and `invoices`, arrays of ids, for a table expression `changed`.
 * @param images the row as it was, as it is, or both: an alias and the columns it has
 */
export function reached(mirror: Mirror, images: readonly { readonly alias: string; readonly has: (column: string) => boolean }[]): string {
  const parts = Object.entries(reachOf(mirror)).map(([name, columns]) => {
    const ids = images.flatMap(({ alias, has }) => columns.filter(has).map((column) => idsIn(mirror, alias, column)));
    return `${['array[]::text[]', ...ids].join(' || ')} as ${name}`;
  });
  return parts.join(', ');
}

function idsIn(mirror: Mirror, alias: string, column: string): string {
  const value = `${alias}.${columnOf(column)}`;
  return mirror.columns[column]?.kind === 'ids' ? value : `array[${value}]`;
}

/** Table expressions that mark the customers of `changed`; they follow it. @param mark the number of the turn */
export function marking(mark: number): string {
  // One look-up per id: a join would read a whole table wherever the planner knows too little of it, as during a first read.
  return `billed as materialized (
      select held.customer, held.projects from (select distinct unnest(invoices) as id from changed) as named
      cross join lateral (select customer, projects from mirror_invoices where id = named.id limit 1) as held),
    customers as (
      select unnest(customers) as customer from changed
      union select customer from billed
      union select (select customer from mirror_projects where id = named.id)
        from (select unnest(projects) as id from changed union select unnest(projects) from billed) as named),
    marked as (
      insert into mirror_touched (customer, mark) select customer, ${mark} from customers where customer is not null order by customer
      on conflict (workspace, customer) do update set mark = excluded.mark)`;
}
