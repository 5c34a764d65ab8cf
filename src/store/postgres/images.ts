// What writes have replaced, for undo. Invariant: an image is written in the transaction that records its write, and read in
// the order of writing.
import { sql, type Transaction } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableText } from '../ledger/storable.ts';
import type { Image, LinkRecord, Store } from '../store.ts';
import { inBatches } from './batches.ts';
import { recordset, textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type OpenTurn, type StoreOptions } from './turn.ts';

export async function writeImages({ transaction, ledger, now }: OpenTurn, records: readonly Pick<LinkRecord, 'linkId' | 'images'>[]): Promise<void> {
  const rows = records.flatMap(({ linkId, images = [] }, place) =>
    images.map(({ runId, side, refId, kind, sealed }, index) => {
      const entity = ledger.links.get(linkId)?.entity;
      return { place, index, at: toInstant(now), run_id: runId, link_id: linkId, entity, side, ref_id: refId, kind, sealed: storableText(sealed) };
    }),
  );
  if (rows.length > 0) await insert(transaction, rows);
}

async function insert(transaction: Transaction<Tables>, rows: readonly object[]): Promise<void> {
  const columns = 'place int, index int, at timestamptz, run_id text, link_id text, entity text, side text, ref_id text, kind text, sealed text';
  await sql`insert into before_image (at, run_id, link_id, entity, side, ref_id, kind, sealed)
    select at, run_id, link_id, entity, side, ref_id, kind, sealed from ${recordset(rows, columns)} order by place, index`.execute(transaction);
}

export function images({ database, workspace }: StoreOptions, { after, limit, ...query }: Parameters<Store['images']>[0]): Promise<readonly Image[]> {
  const wanted = 'runId' in query ? sql`run_id = ${query.runId}` : sql`link_id = any(${textArray(query.links)})`;
  return database.unit(workspace, (transaction) =>
    rowsOf<Image>(
      transaction,
      sql`select position::text as id, run_id as "runId", link_id as "linkId", entity, side, ref_id as "refId", kind, sealed, at from before_image
        where ${wanted} and position > ${after ?? '0'}::bigint order by before_image.position limit ${limit}`,
    ),
  );
}

export function dropImages(options: StoreOptions, before: string): Promise<number> {
  return inBatches(options, (limit) => sql`delete from before_image where position in
    (select position from before_image where at < ${before}::timestamptz order by position limit ${limit}) returning 1`);
}
