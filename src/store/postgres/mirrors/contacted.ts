// Whom each touch was with, as rows that an index finds. Invariant: always what the touches themselves say.
import { sql } from 'kysely';
import { textArray } from '../recordset.ts';
import type { MirrorTurn } from './turn.ts';

/** Makes it so for touches that are new or have changed; those that were deleted took theirs with them. */
export async function saveContacted({ transaction }: MirrorTurn, touches: readonly string[]): Promise<void> {
  if (touches.length === 0) return;
  const wanted = textArray(touches);
  await sql`delete from mirror_touch_of where touch = any(${wanted})`.execute(transaction);
  await sql`insert into mirror_touch_of (kind, ref, at, touch)
    select distinct kind, ref, at, id from (
      select 'contact' as kind, unnest(contacts) as ref, at, id from mirror_touches where id = any(${wanted})
      union all select 'company', unnest(companies), at, id from mirror_touches where id = any(${wanted})
      union all select 'deal', unnest(deals), at, id from mirror_touches where id = any(${wanted})) as named
    where at is not null and ref is not null`.execute(transaction);
}
