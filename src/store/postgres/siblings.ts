// Other workspaces of the installation that work on the same accounts of the systems: a person who is forgotten in one of them would
// come back out of the other. Invariants: what is done there is done in the same transaction, seen through that workspace's own row level
// security; a workspace that is of other accounts is never touched, and hears of nobody.
import { sql, type Transaction } from 'kysely';
import type { Subject } from '../../core/subject.ts';
import { offeredByRow } from '../ledger/found-again.ts';
import { makeLedger } from '../ledger/ledger.ts';
import type { SideRow } from '../ledger/rows.ts';
import type { ArmOrder } from '../forgetting.ts';
import { makeScrub, type ScrubOrder } from '../ledger/scrub.ts';
import { forget } from './forget.ts';
import { mentionedOf, type Mentioned } from './mentioned.ts';
import { inWorkspace, otherWorkspaces } from './other-workspaces.ts';
import { add, keysFor } from './suppressions.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type GuardedOptions, type OpenTurn } from './turn.ts';
import { offering } from './whose.ts';
import { writeLedger } from './write.ts';

/** What tells an account of each system from all others, among the facts of a connection. */
const ACCOUNT_FACTS: readonly (readonly [side: string, fact: string])[] = [['psa', 'organization'], ['crm', 'portalId']];

interface Known {
  /** Of each side, where it is known. */
  readonly accounts: readonly string[];
  /** Records that offer one of the keys. */
  readonly rows: readonly SideRow[];
}

/** Names of the workspaces, in order. */
export async function siblingsOf(transaction: Transaction<Tables>, { workspace }: Pick<GuardedOptions, 'workspace'>, order: Pick<ScrubOrder, 'subject' | 'keys'>): Promise<readonly string[]> {
  const others = await otherWorkspaces(transaction, workspace);
  if (others.length === 0) return [];
  const own = await accountsOf(transaction);
  const siblings: string[] = [];
  for (const name of others) {
    const known = await inWorkspace(transaction, { from: workspace, to: name }, () => knownOf(transaction, order.keys));
    if (own.some((account) => known.accounts.includes(account)) || known.rows.some((row) => isTheSame(row, order))) siblings.push(name);
  }
  return siblings;
}

/** Each sibling with what a search of all its texts finds. */
export async function searchSiblings(transaction: Transaction<Tables>, options: Pick<GuardedOptions, 'workspace'>, order: ScrubOrder): Promise<ReadonlyMap<string, Mentioned>> {
  const found = new Map<string, Mentioned>();
  for (const name of await siblingsOf(transaction, options, order)) {
    const searched = async (): Promise<Mentioned> => mentionedOf(transaction, { subject: await subjectThere(transaction, order) }, makeScrub(order));
    found.set(name, await inWorkspace(transaction, { from: options.workspace, to: name }, searched));
  }
  return found;
}

/** Keys suppressed and the person forgotten there too. @param beside from `searchSiblings` */
export async function armSiblings(turn: OpenTurn, options: GuardedOptions, order: ArmOrder, beside: ReadonlyMap<string, Mentioned>): Promise<void> {
  const { transaction } = turn;
  for (const [name, mentioned] of beside) {
    await inWorkspace(transaction, { from: options.workspace, to: name }, async () => {
      await sql`select pg_advisory_xact_lock(hashtextextended(current_database() || ':' || current_workspace(), 0))`.execute(transaction);
      const keys = keysFor({ ...options, workspace: name });
      await add(transaction, keys, order.keys.map((key) => ({ hash: keys.hash(key), requestId: order.requestId, at: order.at })));
      const there = { ...turn, ledger: makeLedger() };
      await forget(there, { ...order, redact: [], subject: await subjectThere(transaction, order) }, mentioned);
      await writeLedger(there);
    });
  }
}

/** The same person by the links that know them there; ids are those of the systems and hold everywhere. */
async function subjectThere(transaction: Transaction<Tables>, { subject, keys }: ScrubOrder): Promise<Subject> {
  const rows = (await offering(transaction, keys)).filter((row) => offeredByRow(row).some((key) => keys.includes(key)));
  return { ...subject, linkIds: [...new Set(rows.map(({ linkId }) => linkId))] };
}

async function knownOf(transaction: Transaction<Tables>, keys: readonly string[]): Promise<Known> {
  const rows = (await offering(transaction, keys)).filter((row) => offeredByRow(row).some((key) => keys.includes(key)));
  return { accounts: await accountsOf(transaction), rows };
}

/** The very record: its id, and besides that something that the person is told by. An id alone may be of another account. */
function isTheSame(row: SideRow, { keys }: Pick<ScrubOrder, 'keys'>): boolean {
  const offered = offeredByRow(row).filter((key) => keys.includes(key));
  return offered.some((key) => key.startsWith('id:')) && offered.some((key) => !key.startsWith('id:'));
}

async function accountsOf(transaction: Transaction<Tables>): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string; value: Readonly<Record<string, unknown>> }>(transaction, sql`select name, value from fact where name in ('facts:psa', 'facts:crm') and jsonb_typeof(value) = 'object'`);
  return ACCOUNT_FACTS.flatMap(([side, fact]) => {
    const account = rows.find(({ name }) => name === `facts:${side}`)?.value[fact];
    return typeof account === 'string' && account !== '' ? [`${side}:${account}`] : [];
  });
}
