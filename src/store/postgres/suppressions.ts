// Who must stay forgotten, on PostgreSQL. Invariants: only hashes are kept; what enters is held against them in the transaction that
// would keep it; where one was made with a key that is not here, nothing enters.
import { sql, type Transaction } from 'kysely';
import type { ErasureState } from '../../core/erasure-state.ts';
import { ConfigError } from '../../lib/errors.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Sighting, Suppression } from '../forgetting.ts';
import type { Keeper, Kept, Noted } from '../ledger/suppression.ts';
import { isNews, makeSuppressionKeys, type SuppressionKeys } from '../ledger/suppression-keys.ts';
import { recordset, textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { inOthers } from './other-workspaces.ts';
import { rowsOf, type GuardedOptions, type StoreOptions } from './turn.ts';

export const keysFor = ({ workspace, hashes, sealer }: GuardedOptions): SuppressionKeys => makeSuppressionKeys({ workspace, hashes, sealer });

/** Those of the keys that are suppressed; nothing is hashed where nobody is. */
export async function keptAmong(transaction: Transaction<Tables>, options: GuardedOptions, keys: readonly string[]): Promise<Kept> {
  const own = keysFor(options);
  if (keys.length === 0 || !(await anySuppressed(transaction, own))) return new Map();
  const byHash = new Map(keys.flatMap((key) => own.versions(key).map((hash) => [hash, key] as const)));
  const rows = await rowsOf<{ hash: string; requestId: string; state: ErasureState | null }>(
    transaction,
    sql`select hash, request_id as "requestId", (select state from erasure_request where id = request_id) as state from suppression where hash = any(${textArray(byHash.keys())}) order by request_id`,
  );
  const kept = new Map<string, Keeper[]>();
  for (const { hash, requestId, state } of rows) {
    const key = byHash.get(hash) as string;
    const others = (kept.get(key) ?? []).filter((one) => one.requestId !== requestId);
    kept.set(key, [...others, { requestId, isNews: isNews(state) }]);
  }
  return kept;
}

/** @throws ConfigError when hashes are under a key that is not here: then nothing may enter */
async function anySuppressed(transaction: Transaction<Tables>, keys: SuppressionKeys): Promise<boolean> {
  const [row] = await rowsOf<{ most: number | null }>(transaction, sql`select max(depth)::int as most from suppression`);
  const most = row?.most ?? null;
  if (most === null || most <= keys.depth) return most !== null;
  throw new ConfigError('secret-key-other', 'SAUMA_SECRET_KEY', 'the list of people who must stay forgotten was made with a newer key than there is here. Give SAUMA_SECRET_KEY (or secret.key in the data directory) all keys; until then nothing is taken in.');
}

/** Answers how many were new. */
export async function add(transaction: Transaction<Tables>, keys: SuppressionKeys, suppressions: readonly Pick<Suppression, 'hash' | 'requestId' | 'at'>[]): Promise<number> {
  if (suppressions.length === 0) return 0;
  const rows = suppressions.map(({ hash, requestId, at }) => ({ hash: keys.deepened(hash), request_id: requestId, at }));
  const added = await rowsOf(
    transaction,
    sql`insert into suppression (hash, request_id, at) select distinct on (hash, request_id) hash, request_id, at from ${recordset(rows, 'hash text, request_id text, at timestamptz')}
      order by hash, request_id, at on conflict do nothing returning 1`,
  );
  return added.length;
}

export async function note(transaction: Transaction<Tables>, options: GuardedOptions, noted: readonly Noted[], now: number): Promise<void> {
  if (noted.length === 0) return;
  const keys = keysFor(options);
  const rows = noted.map(({ requestId, side, entity, refId }) => {
    return { request_id: requestId, side, entity, ref_hash: refId === null ? '' : keys.hash(`ref:${refId}`), ref_sealed: refId === null ? null : keys.sealed(requestId, refId) };
  });
  await sql`insert into suppression_sighting (request_id, side, entity, ref_hash, ref_sealed, at) select request_id, side, entity, ref_hash, ref_sealed, ${toInstant(now)}::timestamptz
    from ${recordset(rows, 'request_id text, side text, entity text, ref_hash text, ref_sealed text')} on conflict do nothing`.execute(transaction);
}

export function sightings({ database, workspace }: StoreOptions, requestId: string | undefined): Promise<readonly Sighting[]> {
  const wanted = requestId === undefined ? sql`true` : sql`request_id = ${requestId}`;
  return database.unit(workspace, (transaction) =>
    rowsOf<Sighting>(transaction, sql`select request_id as "requestId", side, entity, ref_sealed as "refId", at from suppression_sighting where ${wanted} order by at, request_id, side, entity, ref_hash`),
  );
}

export function suppressions({ database, workspace }: StoreOptions, { after, limit }: { readonly after?: string; readonly limit: number }): Promise<readonly Suppression[]> {
  const [hash = '', requestId = ''] = (after ?? '').split(' ');
  const behind = after === undefined ? sql`true` : sql`hash >= ${hash} and (hash, request_id) > (${hash}, ${requestId})`;
  return database.unit(workspace, (transaction) =>
    rowsOf<Suppression>(transaction, sql`select workspace, request_id as "requestId", hash, at from suppression where ${behind} order by hash, request_id limit ${limit}`),
  );
}

/** Also in the workspaces where it was armed beside this one. */
export function lift({ database, workspace }: StoreOptions, requestId: string): Promise<number> {
  return database.unit(
    workspace,
    async (transaction) => {
      const lifted = async (): Promise<number> => {
        await sql`delete from suppression_sighting where request_id = ${requestId}`.execute(transaction);
        return (await rowsOf(transaction, sql`delete from suppression where request_id = ${requestId} returning 1`)).length;
      };
      await inOthers(transaction, workspace, lifted);
      return lifted();
    },
    'read committed',
  );
}

export async function dropSightings({ database, workspace }: StoreOptions, requestId: string): Promise<void> {
  await database.unit(workspace, (transaction) => sql`delete from suppression_sighting where request_id = ${requestId}`.execute(transaction), 'read committed');
}
