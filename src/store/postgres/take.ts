// Giving out work. Invariant: a link goes to one worker; those who ask at the same time pass each other without waiting.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import type { Reason } from '../../core/vocabulary.ts';
import type { Store, TakenLink } from '../store.ts';
import { statesOf } from './links.ts';
import { textArray } from './recordset.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

interface Granted {
  readonly linkId: string;
  readonly key: string;
  readonly reason: Reason;
  readonly mark: string;
}

export function take(options: StoreOptions, { entity, ids, limit, ttlMs }: Parameters<Store['take']>[0]): Promise<readonly TakenLink[]> {
  return inTurn(options, 'take', async ({ transaction, now, number }) => {
    const meant = ids === undefined ? sql`true` : sql`d.link_id = any(${textArray(ids)})`;
    // The second look at the lease, in `on conflict`, is the one that counts: the first may be older than another's commit.
    const granted = await rowsOf<Granted>(
      transaction,
      sql`with free as (
          select d.link_id, 'link:' || d.link_id as key, d.reason, d.priority, d.since, d.mark from dirty_link d
          join link on link.workspace = d.workspace and link.id = d.link_id and link.stage = 'active'
          where d.entity = ${entity} and ${meant} and not exists (
            select from lease where lease.key = 'link:' || d.link_id and lease.expires_at > ${toInstant(now)}::timestamptz)
          order by d.priority, d.since, d.mark, d.link_id limit ${limit} for update of d skip locked
        ), granted as (
          insert into lease (key, epoch, expires_at, holder) select key, ${number}::bigint, ${toInstant(now + ttlMs)}::timestamptz, ${options.holder ?? null}::bigint from free
          on conflict (workspace, key) do update set epoch = excluded.epoch, expires_at = excluded.expires_at, holder = excluded.holder
          where lease.expires_at <= ${toInstant(now)}::timestamptz returning key
        )
        select link_id as "linkId", key, reason, mark from free join granted using (key) order by priority, since, mark, link_id`,
    );
    const states = await statesOf(transaction, granted.map((row) => row.linkId));
    return granted.map(({ key, reason, mark }, index) => {
      return { link: states[index] as TakenLink['link'], lease: { key, epoch: number }, dirtyMark: Number(mark), reason };
    });
  });
}
