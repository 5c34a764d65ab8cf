// Forgetting what is over. Invariant: nothing that is open, and nothing that keeps a rejected pair apart, is ever forgotten.
import { sql } from 'kysely';
import type { Store } from '../store.ts';
import { inBatches } from './batches.ts';
import type { StoreOptions } from './turn.ts';

export async function purge(options: StoreOptions, before: Parameters<Store['purge']>[0]): ReturnType<Store['purge']> {
  const conflicts = await inBatches(
    options,
    (limit) => sql`delete from conflict where id in
      (select id from conflict where state = 'closed' and since < ${before.conflicts}::timestamptz limit ${limit}) returning 1`,
  );
  const proposals = await inBatches(
    options,
    (limit) => sql`delete from match_proposal where id in
      (select id from match_proposal where decided_at < ${before.proposals}::timestamptz and (state <> 'rejected' or exists
        (select from unnest(links) as one left join link on link.id = one where coalesce(link.stage, 'ended') = 'ended')) limit ${limit}) returning 1`,
  );
  const runs = await inBatches(
    options,
    (limit) => sql`delete from run where id in (select id from run where started_at < ${before.runs}::timestamptz limit ${limit}) returning 1`,
  );
  const journal = await inBatches(
    options,
    (limit) => sql`delete from journal where position in
      (select position from journal where at < ${before.journal}::timestamptz order by position limit ${limit}) returning 1`,
  );
  return { conflicts, proposals, runs, journal };
}
