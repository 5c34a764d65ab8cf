// What one run carried, for somebody who watches: a line per record with its name, the fields, where they came from and where
// they went. Told from the journal, so a line is something that was done, or that a system refused.
import type { Side } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { JournalEntry, LinkState, Store } from '../store/store.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';
import { SIDE_NAME } from './words.ts';

/** More records than this are counted, not listed. */
const MOST_LINES = 20;
const MOST_ENTRIES = 1_000;

/** Lines for a terminal; empty when the run carried nothing. */
export async function carriedBy(store: Store, runId: string): Promise<string> {
  const journal = await store.journal({ runId, limit: MOST_ENTRIES });
  const records = [...Map.groupBy(journal, (entry) => entry.linkId)].toReversed();
  const shown = records.slice(0, MOST_LINES);
  const links = await linksOf(store, shown.flatMap(([, entries]) => entries.slice(0, 1)));
  const lines = shown.flatMap(([linkId, entries]) => linesOf(nameOf(links, linkId), links.get(linkId), entries));
  if (records.length > shown.length) lines.push(`and ${records.length - shown.length} more records: npx sauma runs show ${runId}`);
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf(name: string, link: LinkState | undefined, entries: readonly JournalEntry[]): readonly string[] {
  const done = entries.filter(({ action, outcome }) => action !== 'overwrite' && outcome === 'done');
  const lines = flows(link, done).map((flow) => `${name}: ${flow}`);
  for (const { side, fields, outcome, reason } of entries) {
    if (outcome === 'rejected') lines.push(`${name}: ${SIDE_NAME[side]} refused ${fields.join(', ')} (${reason ?? outcome})`);
    if (outcome === 'unknown') lines.push(`${name}: no answer from ${SIDE_NAME[side]}; it is looked at again before anything is repeated`);
  }
  for (const [action, text] of GRAVE_TEXTS) {
    const on = new Set(done.flatMap((entry) => (entry.action === action ? [SIDE_NAME[entry.side]] : [])));
    if (on.size > 0) lines.push(`${name}: ${text} ${[...on].join(', ')}`);
  }
  const overwritten = entries.filter(({ action }) => action === 'overwrite');
  for (const [side, lost] of Map.groupBy(overwritten, (entry) => entry.side)) {
    lines.push(`${name}: ${lost.flatMap(({ fields }) => fields).join(', ')} of ${SIDE_NAME[side]} gave way, as the rule says`);
  }
  return lines;
}

const GRAVE_TEXTS = [['gone', 'gone from'], ['archive', 'taken out of use in'], ['unlink', 'goes on without']] as const;

/** Fields that went the same way stand together. */
function flows(link: LinkState | undefined, done: readonly JournalEntry[]): readonly string[] {
  const present = SIDES.filter((side) => link?.sides[side] !== undefined);
  const made = done.filter(({ action }) => action === 'create').map(({ side }) => side);
  const updates = done.filter(({ action }) => action === 'update');
  const ways = Map.groupBy(new Set(updates.flatMap(({ fields }) => fields)), (field) => way(present, updates.filter(({ fields }) => fields.includes(field)).map(({ side }) => side)));
  const lines = [...ways].map(([path, fields]) => `${fields.join(', ')}  ${path}`);
  return made.length > 0 ? [`new  ${way(present, made)}`, ...lines] : lines;
}

/** From the sides that needed nothing to those that were written. */
function way(present: readonly Side[], to: readonly Side[]): string {
  const targets = SIDES.filter((side) => to.includes(side));
  const from = present.filter((side) => !targets.includes(side));
  return `${named(from)} → ${named(targets)}`.trimStart();
}

function named(sides: readonly Side[]): string {
  return sides.map((side) => SIDE_NAME[side]).join(', ');
}
