// The chain over the audit, held against the lines. Invariant: whatever somebody has done to lines, to their order or to the end of the
// chain past the program is found: it changes a hash that was signed, or that was written down outside of the database.
import { sql, type Transaction } from 'kysely';
import type { AuditCheck, AuditFault, AuditHead } from '../audit.ts';
import { hashOf, headText, lastHead, LINE_CONTENT, type AuditOptions } from './audit-chain.ts';
import type { Tables } from './tables.ts';
import { rowsOf } from './turn.ts';

interface Row {
  readonly number: number;
  readonly lineId: string;
  readonly hash: string;
  /** Null: the line is gone. */
  readonly content: string | null;
  readonly actor: string | null;
  readonly actorKey: string | null;
}

type Found = AuditCheck['found'][number];

const BATCH = 2_000;
const NAMED = 50;

export function checkChain({ database, workspace, seal, kept }: AuditOptions): Promise<AuditCheck> {
  const signed = (of: AuditHead): boolean => seal.isOurs(headText(workspace, of), of.signature, of.publicKey);
  const outside = new Map(kept().map((each) => [each.number, each]));
  return database.unit(workspace, async (transaction) => {
    const [found, counted] = [[] as Found[], { faults: 0 }];
    const tell = (fault: AuditFault, number: number | null = null, lineId: string | null = null): void => {
      counted.faults += 1;
      if (found.length < NAMED) found.push({ fault, number, lineId });
    };
    const head = await lastHead(transaction);
    const unseen = new Set(outside.keys());
    let last = { number: 0, hash: '' };
    let lines = 0;
    for await (const row of rows(transaction)) {
      if (row.number !== last.number + 1) tell('order', row.number, row.lineId);
      if (row.content === null) tell('missing', row.number, row.lineId);
      else if (hashOf({ number: row.number - 1, hash: last.hash }, row.content) !== row.hash) tell('changed', row.number, row.lineId);
      else if (row.actor !== '' && seal.keyOf(row.actor as string) !== row.actorKey) tell('name', row.number, row.lineId);
      const known = outside.get(row.number);
      if (known !== undefined && (known.hash !== row.hash || !signed(known))) tell('cut', row.number, row.lineId);
      unseen.delete(row.number);
      last = { number: row.number, hash: row.hash };
      lines += 1;
    }
    for (const number of unseen) tell('cut', number);
    // Lines from before the chain wait for the next deed, which takes them in.
    for (const { id } of head === null && lines === 0 ? [] : await unchained(transaction)) tell('added', null, id);
    if (head === null ? lines > 0 : head.number !== last.number || head.hash !== last.hash || !signed(head)) tell('head', head?.number ?? null);
    return { lines, head, faults: counted.faults, found };
  });
}

async function* rows(transaction: Transaction<Tables>): AsyncGenerator<Row> {
  for (let after = -1; ; ) {
    const page = await rowsOf<Row>(
      transaction,
      sql`select c.number::int as number, c.line_id::text as "lineId", c.hash, ${LINE_CONTENT} as content, l.actor, l.actor_key as "actorKey"
        from (select * from audit_chain where number > ${after} order by number limit ${BATCH}) c left join audit_line l on l.workspace = c.workspace and l.id = c.line_id
        order by c.number`,
    );
    // Of a line that is gone the array is one of nulls.
    yield* page.map((row) => (row.actorKey === null ? { ...row, content: null } : row));
    if (page.length < BATCH) return;
    after = (page.at(-1) as Row).number;
  }
}

function unchained(transaction: Transaction<Tables>): Promise<readonly { readonly id: string }[]> {
  return rowsOf(transaction, sql`select l.id::text as id from audit_line l where not exists (select from audit_chain c where c.workspace = l.workspace and c.line_id = l.id) order by l.id`);
}
