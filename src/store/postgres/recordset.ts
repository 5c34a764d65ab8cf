// Many rows as one parameter: `jsonb_to_recordset` takes them in one statement, however many there are.
import { sql, type RawBuilder } from 'kysely';

/** @param columns names and types, e.g. `link_id text, since timestamptz`; never anything from outside */
export function recordset(rows: readonly object[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (${sql.raw(columns)})`;
}

export function textArray(texts: Iterable<string>): RawBuilder<unknown> {
  return sql`${[...texts]}::text[]`;
}
