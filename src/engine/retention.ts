// Retention: what is over and old enough is forgotten, once a day. Invariant: nothing that is open, and nothing that keeps a
// rejected pair apart, is ever forgotten.
import { toInstant } from '../lib/clock.ts';
import type { EngineContext } from './context.ts';
import { withOverrides } from './rules.ts';

const DAY_MS = 86_400_000;
const FACT = 'retention';

/** Does nothing when it was done within the last day. */
export async function forgetOld(context: EngineContext): Promise<void> {
  const now = context.clock.now();
  const last = (await context.store.fact(FACT)) as string | null;
  if (last !== null && now - Date.parse(last) < DAY_MS) return;
  const { beforeImages, journal, conflicts, billingMoves, accessLog, people } = (await withOverrides(context)).limits.retention;
  const before = (days: number): string => toInstant(now - days * DAY_MS);
  const images = await context.store.dropImages(before(beforeImages));
  await context.notes?.forget({ differences: before(beforeImages), requests: before(journal) });
  const purged = await context.store.purge({ conflicts: before(conflicts), proposals: before(conflicts), runs: before(journal), journal: before(journal) });
  const moves = (await context.mirroring?.store.forgetMoves(before(billingMoves))) ?? 0;
  const persons = (await context.personUpkeep?.forget({ accessLog: before(accessLog).slice(0, 10), people: before(people) })) ?? { accessLog: 0, people: 0, auditNames: 0 };
  await context.store.saveFact(FACT, toInstant(now));
  if ([images, moves, ...Object.values(purged), ...Object.values(persons)].some((count) => count > 0)) context.log.info({ images, moves, ...purged, ...persons }, 'what is over and old enough was forgotten');
}
