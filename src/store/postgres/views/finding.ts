// Records by what a person calls them. Invariants: of the ways to find something the strongest that finds anything counts alone; a beginning
// of a name is no name while others have the same word further on.
import { sql, type RawBuilder } from 'kysely';
import { closest } from '../../../lib/suggest.ts';
import type { FindingViews, FoundRecord } from '../../views/finding.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';

const MOST = 10;
/** Shorter beginnings of an id fit too many. */
const BEGINNING = 4;
const MOST_NAMES = 20_000;
/** The way that goes by the beginning of a name; the next one is that of a word within. */
const BEGINS = 5;

const NUMBER = { account: 'businessId', salesCase: 'number' } as const;

/** As Finns write it and as the tax office does: 1234567-8, FI12345678. */
function bare(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`regexp_replace(regexp_replace(upper(${text}), '[^A-Z0-9]', '', 'g'), '^FI(?=[0-9]{8}$)', '')`;
}

export function find({ database, workspace }: ViewOptions, { entity, word }: Parameters<FindingViews['find']>[0]): ReturnType<FindingViews['find']> {
  const number = NUMBER[entity];
  const beginning = `${word.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
  return database.unit(workspace, async (transaction) => {
    const record = sql`(select link_id as id, array_agg(ref_id) as refs,
        (array_agg(fields ->> 'name' order by array_position('{local,psa,crm}'::text[], side)) filter (where fields ->> 'name' is not null))[1] as name,
        (array_agg(fields ->> ${number} order by array_position('{local,psa,crm}'::text[], side)) filter (where fields ->> ${number} is not null))[1] as number
      from side_state where entity = ${entity} and gone is null group by link_id) record`;
    const rows = await rowsOf<FoundRecord & { tier: number }>(
      transaction,
      sql`select id, name, number, tier from (select id, name, number, case
          when id = ${word} or ${word} = any(refs) then 1
          when ${bare(sql`number`)} = ${bare(sql`${word}::text`)} then 2
          when lower(name) = lower(${word}) then 3
          when length(${word}) >= ${BEGINNING} and (id like ${beginning} or exists (select from unnest(refs) ref where lower(ref) like ${beginning})) then 4
          when lower(name) like ${beginning} then ${BEGINS}::int
          when lower(name) like ${`% ${beginning}`} then ${BEGINS}::int + 1 end as tier from ${record}) tiered
        where tier is not null order by tier, name, id limit ${MOST}`,
    );
    const best = rows[0]?.tier ?? null;
    const found = best === null || best > BEGINS ? [] : rows.filter(({ tier }) => tier === best || (best === BEGINS && tier > BEGINS)).map(({ tier: _tier, ...one }) => one);
    if (found.length > 0) return { found, near: [] };
    const names = await rowsOf<{ name: string; holds: boolean }>(
      transaction,
      sql`select distinct name, lower(name) like ${`%${beginning}`} as holds from ${record} where name is not null order by holds desc, name limit ${MOST_NAMES}`,
    );
    const holding = names.filter(({ holds }) => holds).slice(0, MOST).map(({ name }) => name);
    return { found, near: holding.length > 0 ? holding : alike(word, names.map(({ name }) => name)) };
  });
}

/** The name that is likest, or those with the word that is. */
function alike(word: string, names: readonly string[]): readonly string[] {
  const likely = closest(word, names);
  if (likely !== null) return [likely];
  const part = closest(word, new Set(names.flatMap((name) => name.split(/\s+/u)).filter((one) => one.length >= BEGINNING)));
  return part === null ? [] : names.filter((name) => name.split(/\s+/u).includes(part)).slice(0, MOST);
}
