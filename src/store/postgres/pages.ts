// Saving a page of a feed. Invariant: records and checkpoint move together or not at all; records that bring nothing new
// are recognised by their hash and cost neither JSON nor a write.
import { sql, type Transaction } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { savePage as saveInto, storablePage } from '../ledger/save-page.ts';
import { bringsNothing } from '../ledger/overlay.ts';
import { idsOffering, isHalfSeen, keysOfPage, sifted, type Sifted } from '../ledger/suppression.ts';
import type { Lease, PageCount, SavedPage } from '../store.ts';
import { holdLeases } from './leases.ts';
import { loadDirty } from './load.ts';
import { forgetRecords } from './made-meanwhile.ts';
import { markShown, outlinesOf, sidesByRef, sidesOfLinks } from './side-state.ts';
import { keptAmong, note } from './suppressions.ts';
import type { Tables } from './tables.ts';
import { inTurn, rowsOf, type GuardedOptions, type OpenTurn, type StoreOptions } from './turn.ts';

export async function savePage(options: GuardedOptions, given: SavedPage, lease: Lease): Promise<PageCount> {
  const whole = storablePage(given);
  return inTurn(options, 'write', async (turn) => {
    await holdLeases(turn.transaction, [lease]);
    const { page, suppressed, noted, letIn } = await sift(turn, options, whole);
    await forgetRecords(turn, letIn);
    await note(turn.transaction, options, noted, turn.now);
    const news = await withNews(turn, page);
    // Only a sweep has to know afterwards what it has shown.
    const known = page.reason === 'sweep' ? page.records.filter((record) => !news.records.includes(record)) : [];
    if (known.length > 0) await markShown(turn.transaction, page.entity, page.side, known.map(({ seen }) => seen.id), toInstant(turn.now));
    const ids = [...news.records.flatMap(({ seen }) => [seen.id, ...seen.formerIds]), ...news.tombstones.map(({ id }) => id)];
    const rows = ids.length === 0 ? [] : await sidesByRef(turn.transaction, page.entity, page.side, ids);
    rows.forEach((row) => turn.ledger.sides.load(row));
    if (rows.length > 0) await loadDirty(turn.transaction, turn.ledger, rows.map((row) => row.linkId));
    const { created, changed } = saveInto(turn, news);
    if (page.checkpoint !== null) await writeCheckpoint(turn.transaction, page.checkpoint);
    return { read: whole.records.length + whole.tombstones.length, created, changed, suppressed };
  });
}

/** The page without what would bring back somebody who must stay forgotten. */
async function sift({ transaction }: OpenTurn, options: GuardedOptions, page: SavedPage): Promise<Sifted<SavedPage>> {
  const kept = await keptAmong(transaction, options, keysOfPage(page));
  if (kept.size === 0) return { page, suppressed: 0, noted: [], letIn: [] };
  const known = await outlinesOf(transaction, page.entity, page.side, page.records.flatMap(({ seen }) => [seen.id, ...seen.formerIds]));
  const offering = await sidesByRef(transaction, page.entity, page.side, idsOffering(page, kept));
  const around = await sidesOfLinks(transaction, offering.map(({ linkId }) => linkId));
  const halfSeen = offering.filter((row) => isHalfSeen(row, around.filter(({ linkId }) => linkId === row.linkId)));
  return sifted(page, kept, new Set(known.keys()), new Set(halfSeen.map(({ id }) => id)));
}

/** The page without records that bring nothing new. One that the page names twice may bring something between. */
async function withNews({ transaction }: OpenTurn, page: SavedPage): Promise<SavedPage> {
  if (page.records.length === 0) return page;
  const outlines = await outlinesOf(transaction, page.entity, page.side, page.records.flatMap(({ seen }) => [seen.id, ...seen.formerIds]));
  const buries = ({ seen }: SavedPage['records'][number]): boolean => seen.formerIds.some((id) => id !== seen.id && outlines.get(id)?.gone === null);
  const times = new Map<string, number>();
  const named = [...page.records.flatMap(({ seen }) => [seen.id, ...seen.formerIds]), ...page.tombstones.map(({ id }) => id)];
  for (const id of named) times.set(id, (times.get(id) ?? 0) + 1);
  const records = page.records.filter((record) => {
    const outline = outlines.get(record.seen.id);
    return outline === undefined || times.get(record.seen.id) !== 1 || buries(record) || !bringsNothing(outline, record, page.mapVersion);
  });
  return { ...page, records };
}

export async function writeCheckpoint(transaction: Transaction<Tables>, { feed, value }: NonNullable<SavedPage['checkpoint']>): Promise<void> {
  await sql`insert into checkpoint (feed, value) values (${feed}, ${value})
    on conflict (workspace, feed) do update set value = excluded.value`.execute(transaction);
}

export function checkpoint({ database, workspace }: StoreOptions, feed: string): Promise<string | null> {
  return database.unit(workspace, async (transaction) => {
    const [row] = await rowsOf<{ value: string | null }>(transaction, sql`select value from checkpoint where feed = ${feed}`);
    return row?.value ?? null;
  });
}
