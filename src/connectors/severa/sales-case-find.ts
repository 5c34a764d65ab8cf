// Home of the look after a sales case's create with an unknown outcome: by name, among the projects of its customer that were
// made since shortly before.
import type { Snapshot } from '../../core/vocabulary.ts';
import type { Create } from '../connector.ts';
import { earliest, likeliest, madeSince } from './checkpoint.ts';
import type { Made } from './checkpoint.ts';
import { shownText } from './codecs.ts';
import { projectRow } from './rows.ts';
import { salesCasesOf } from './sales-case-read.ts';
import type { Sources } from './sources.ts';

/** Keeps the address of a call well below every server's limit. */
const customersPerCall = 40;

/** Candidates per create; none, one or several. A call per 40 customers. */
export async function findCreatedSalesCases(sources: Sources, creates: readonly Create[], since: string): Promise<ReadonlyMap<string, readonly Snapshot[]>> {
  const customers = [...new Set(creates.flatMap(({ fields }) => (typeof fields['account'] === 'string' ? [fields['account']] : [])))];
  const recent: Made<Snapshot>[] = [];
  for (let at = 0; at < customers.length; at += customersPerCall) {
    const query = [...customers.slice(at, at + customersPerCall).map((guid) => ['customerGuids', guid] as const), ['changedSince', earliest(since)] as const];
    for await (const page of sources.lists.tokenPages({ route: '/v1/projects', query, row: projectRow }, null)) {
      const rows = page.rows.filter((row) => madeSince(row.createdDateTime, since));
      const created = new Map(rows.map((row) => [row.guid, row.createdDateTime]));
      recent.push(...(await salesCasesOf(rows, page.askedAt, sources)).map((found) => ({ found, createdDateTime: created.get(found.id) })));
    }
  }
  return new Map(creates.map((create) => [create.key, likeliest(recent.filter(({ found }) => fits(found, create)), since)]));
}

function fits(seen: Snapshot, { fields }: Create): boolean {
  const name = typeof fields['name'] === 'string' ? shownText(fields['name']) : null;
  return seen.fields['account'] === fields['account'] && seen.fields['name'] === name;
}
