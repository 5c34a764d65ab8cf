// Other workspaces of the installation that work on the same accounts of the systems: a person who is forgotten in one of them would
// come back out of the other. Invariants: what is done there is done in the same transaction, seen through that workspace's own row level
// security; a workspace that is of other accounts is never touched, and hears of nobody.
import { sql, type Transaction } from 'kysely';
import { offeredByRow } from '../ledger/found-again.ts';
import { makeLedger } from '../ledger/ledger.ts';
import type { SideRow } from '../ledger/rows.ts';
import type { ArmOrder, Sibling } from '../forgetting.ts';
import { makeScrub } from '../ledger/scrub.ts';
import { makingKey } from '../ledger/suppression.ts';
import { thereOf, type Asked, type There } from '../ledger/there.ts';
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
  /** The person as that workspace knows them. */
  readonly there: There;
}

/** Each sibling with the person as they are known there, in name order. */
export async function siblingsOf(transaction: Transaction<Tables>, { workspace }: Pick<GuardedOptions, 'workspace'>, order: Asked): Promise<readonly Sibling[]> {
  const others = await otherWorkspaces(transaction, workspace);
  if (others.length === 0) return [];
  const own = await accountsOf(transaction);
  const siblings: Sibling[] = [];
  for (const name of others) {
    const known = await inWorkspace(transaction, { from: workspace, to: name }, () => knownOf(transaction, order));
    if (own.some((account) => known.accounts.includes(account)) || known.there.rows.some((row) => isTheSame(row, order))) siblings.push({ workspace: name, subject: known.there.subject, keys: known.there.keys });
  }
  return siblings;
}

/** What a search of all its texts finds, for each sibling. */
export async function searchSiblings(transaction: Transaction<Tables>, { workspace }: Pick<GuardedOptions, 'workspace'>, { siblings }: Pick<ArmOrder, 'siblings'>): Promise<ReadonlyMap<string, Mentioned>> {
  const found = new Map<string, Mentioned>();
  for (const { workspace: name, subject, keys } of siblings) {
    found.set(name, await inWorkspace(transaction, { from: workspace, to: name }, () => mentionedOf(transaction, { subject }, makeScrub({ subject, keys, redact: [] }))));
  }
  return found;
}

/** Keys suppressed and the person forgotten there too. @param beside from `searchSiblings` */
export async function armSiblings(turn: OpenTurn, options: GuardedOptions, { siblings, requestId, at }: ArmOrder, beside: ReadonlyMap<string, Mentioned>): Promise<void> {
  const { transaction } = turn;
  for (const { workspace: name, subject, keys } of siblings) {
    await inWorkspace(transaction, { from: options.workspace, to: name }, async () => {
      await sql`select pg_advisory_xact_lock(hashtextextended(current_database() || ':' || current_workspace(), 0))`.execute(transaction);
      const hashes = keysFor({ ...options, workspace: name });
      await add(transaction, hashes, keys.map((key) => ({ hash: hashes.hash(key), requestId, at })));
      const turnThere = { ...turn, ledger: makeLedger() };
      const { making } = await forget(turnThere, { redact: [], subject, keys }, beside.get(name) ?? { links: [], texts: new Map() });
      await add(transaction, hashes, making.map((linkId) => ({ hash: hashes.hash(makingKey(linkId)), requestId, at })));
      await writeLedger(turnThere);
    });
  }
}

async function knownOf(transaction: Transaction<Tables>, order: Asked): Promise<Known> {
  return { accounts: await accountsOf(transaction), there: thereOf(await offering(transaction, order.keys), order) };
}

/** The very record: its id, and besides that something that the person is told by. An id alone may be of another account. */
function isTheSame(row: SideRow, { keys }: Pick<Asked, 'keys'>): boolean {
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
