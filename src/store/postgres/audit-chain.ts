// The chain over the audit as it grows. Invariants: lines are chained one after the other, each with the hash of itself and of the one
// before; the end is signed in the same transaction; lines from before there was a chain are taken into it once, when it begins.
import { createHash } from 'node:crypto';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { AuditHead, AuditSeal } from '../audit.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export interface AuditOptions extends Pick<StoreOptions, 'database' | 'workspace'> {
  readonly seal: AuditSeal;
  /** Heads that were written down outside of the database, as they are at the moment of asking. */
  readonly kept: () => readonly AuditHead[];
}

type Link = Pick<AuditHead, 'number' | 'hash'>;

/** What is hashed of a line, as the row holds it to the last microsecond. */
export interface ChainedLine {
  readonly id: string;
  readonly content: string;
}

const START: Link = { number: 0, hash: '' };
const BATCH = 2_000;

/** All of a line but the name of the actor, who is in it by a key. */
export const LINE_CONTENT: RawBuilder<string> = sql`jsonb_build_array(l.id, (extract(epoch from l.at) * 1000000)::bigint, l.actor_key, l.action, l.target, l.status, l.request_id)::text`;

export function hashOf(before: Link, content: string): string {
  return createHash('sha256').update(JSON.stringify([before.number + 1, before.hash, content])).digest('base64url');
}

/** What the signature of a head is over. */
export function headText(workspace: string, { number, hash, at }: Omit<AuditHead, 'signature' | 'publicKey'>): string {
  return JSON.stringify(['sauma audit', workspace, number, hash, at]);
}

export async function lastHead(transaction: Transaction<Tables>): Promise<AuditHead | null> {
  const [head] = await rowsOf<AuditHead>(transaction, sql`select number::int as number, hash, at, signature, public_key as "publicKey" from audit_head`);
  return head ?? null;
}

/** The end of the chain, held until the transaction is over. */
export async function openChain(transaction: Transaction<Tables>, seal: AuditSeal, at: string): Promise<Link> {
  const held = sql`select number::int as number, hash from audit_head for update`;
  const [last] = await rowsOf<Link>(transaction, held);
  if (last) return last;
  await sql`insert into audit_head (number, hash, at, signature, public_key) values (0, '', ${at}::timestamptz, '', '') on conflict do nothing`.execute(transaction);
  const [begun] = await rowsOf<Link>(transaction, held);
  return begun?.number === 0 ? takeIn(transaction, seal) : (begun ?? START);
}

interface Addition {
  readonly workspace: string;
  readonly seal: AuditSeal;
  readonly last: Link;
  readonly lineId: string;
  readonly at: string;
}

export async function chainLine(transaction: Transaction<Tables>, { workspace, seal, last, lineId, at }: Addition): Promise<void> {
  const [line] = await rowsOf<ChainedLine>(transaction, sql`select l.id::text as id, ${LINE_CONTENT} as content from audit_line l where l.id = ${lineId}::bigint`);
  const link = { number: last.number + 1, hash: hashOf(last, (line as ChainedLine).content) };
  await sql`insert into audit_chain (number, line_id, hash) values (${link.number}, ${lineId}::bigint, ${link.hash})`.execute(transaction);
  const signature = seal.sign(headText(workspace, { ...link, at }));
  await sql`update audit_head set number = ${link.number}, hash = ${link.hash}, at = ${at}::timestamptz, signature = ${signature}, public_key = ${seal.publicKey}`.execute(transaction);
}

/** Lines that were written before there was a chain. Their actors had keys that anybody could compute from a name. */
async function takeIn(transaction: Transaction<Tables>, seal: AuditSeal): Promise<Link> {
  const actors = await rowsOf<{ actor: string }>(transaction, sql`select distinct actor from audit_line`);
  for (const { actor } of actors) await sql`update audit_line set actor_key = ${seal.keyOf(actor)} where actor = ${actor}`.execute(transaction);
  let last = START;
  for (let after = '0'; ; ) {
    const lines = await rowsOf<ChainedLine>(transaction, sql`select l.id::text as id, ${LINE_CONTENT} as content from audit_line l where l.id > ${after}::bigint order by l.id limit ${BATCH}`);
    if (lines.length === 0) return last;
    const links = lines.map(({ id, content }) => (last = { number: last.number + 1, hash: hashOf(last, content), lineId: id } as Link & { lineId: string }));
    await sql`insert into audit_chain (number, line_id, hash)
      select number, "lineId", hash from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link (number bigint, "lineId" bigint, hash text)`.execute(transaction);
    after = (lines.at(-1) as ChainedLine).id;
  }
}
