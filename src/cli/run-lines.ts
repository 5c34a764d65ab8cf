// Runs as a person reads them: a line each, the quiet ones counted; of one run what was done to which record, and what is held
// for which reason. Times are those of the workspace's zone.
import { waitsByItself } from '../core/plan.ts';
import { figuresOf, isQuiet, writtenIn } from '../store/run-figures.ts';
import type { RunFigures } from '../store/run-figures.ts';
import type { HeldItem, JournalEntry, LinkState, Run, Tally } from '../store/store.ts';
import { cutOff } from './output.ts';
import { nameOf } from '../engine/record-names.ts';
import { sum } from './run-report.ts';
import { entityName, entityNames, heldReason, SIDE_NAME, whenText } from './words.ts';

/** Newest first, as given; cycles that had nothing to write and follow each other become one line. */
export function runLines(runs: readonly Run[], timeZone: string): readonly string[] {
  const lines: string[] = [];
  let quiet: Run[] = [];
  const endQuiet = (): void => {
    const [last] = quiet;
    const first = quiet.at(-1);
    if (last && first) lines.push(quiet.length === 1 ? runLine(last, timeZone) : `${' '.repeat(last.id.length)}  ${whenText(first.startedAt, timeZone)}  ${quiet.length} quiet cycles until ${whenText(last.startedAt, timeZone)}\n`);
    quiet = [];
  };
  for (const one of runs) {
    if (isQuiet(one)) quiet.push(one);
    else {
      endQuiet();
      lines.push(runLine(one, timeZone));
    }
  }
  endQuiet();
  return lines;
}

export function runLine(one: Run, timeZone: string): string {
  return `${one.id}  ${whenText(one.startedAt, timeZone)}  ${one.kind.padEnd(8)} ${one.state.padEnd(7)} ${isQuiet(one) ? 'nothing to write' : figuresText(one)}`.trimEnd() + '\n';
}

/** Of what is written to other systems; rows that only flow in are told of as one. */
function ofRecords(one: Run): readonly RunFigures[] {
  return figuresOf(one).filter(({ isMirror }) => !isMirror);
}

function rowsText(one: Run): readonly string[] {
  const rows = figuresOf(one).filter(({ isMirror }) => isMirror);
  const read = rows.reduce((total, figures) => total + figures.read, 0);
  const changed = rows.reduce((total, figures) => total + writtenIn(figures), 0);
  return read === 0 ? [] : [`work and invoices: ${read} rows read, ${changed} new or changed`];
}

function figuresText(one: Run): string {
  // What wrote nothing reports what it would have written.
  const would = one.kind === 'dry-run' || one.state === 'halted';
  const entities = ofRecords(one).map(({ name, read, created, updated, archived }) => {
    const away = sum(archived) > 0 ? `, ${sum(archived)} taken out of use` : '';
    const writes = would ? `would create ${sum(created)} and update ${sum(updated)}` : `${sum(created)} created, ${sum(updated)} updated${away}`;
    return `${entityName(name)}: ${one.kind === 'undo' ? '' : `${read} read, `}${writes}`;
  });
  return [...entities, ...rowsText(one)].join('; ');
}

const DEED: Readonly<Record<string, string>> = { create: 'created', update: 'updated', archive: 'taken out of use', overwrite: 'gave way, as the rule says', gone: 'gone', unlink: 'goes on without' };

/** A deed with its outcome, where that is not that it was done. */
function deedText(action: string, outcome: string): string {
  return outcome === 'done' ? (DEED[action] ?? action) : `${action} ${outcome}`;
}

export function tallyLine({ entity, side, action, outcome, records }: Tally): string {
  return `  ${records} ${records === 1 ? entityName(entity) : entityNames(entity)} in ${SIDE_NAME[side]}: ${deedText(action, outcome)}\n`;
}

export function journalLine(entry: JournalEntry, links: ReadonlyMap<string, LinkState>, timeZone: string): string {
  const { at, linkId, side, action, outcome, reason, fields } = entry;
  const said = `${deedText(action, outcome)}${reason ? ` (${heldReason(reason)})` : ''}`;
  return `  ${whenText(at, timeZone)}  ${nameOf(links, linkId)}  ${SIDE_NAME[side]}: ${said}  ${fields.join(', ')}`.trimEnd() + '\n';
}

/** How many of each kind, then the first of those that need somebody. `held` is all there is, in the order of the inbox. */
export function heldLines(held: readonly HeldItem[], links: ReadonlyMap<string, LinkState>, limit: number): string {
  const [byThemselves, forPeople] = [held.filter(({ reason }) => waitsByItself(reason)), held.filter(({ reason }) => !waitsByItself(reason))];
  const shown = forPeople.slice(0, limit);
  const lines = shown.map((item) => `  ${entityName(item.entity)} ${nameOf(links, item.linkId)}  ${whereAndWhy(item)}\n`);
  return (
    (forPeople.length === 0 ? '' : `Held now, until somebody puts it right; it then goes by itself:\n${sums(forPeople)}One by one:\n${lines.join('')}${cutOff(shown, limit)}`) +
    (byThemselves.length === 0 ? '' : `Waits for another record, a gate or a right, and needs nobody:\n${sums(byThemselves)}`)
  );
}

function sums(held: readonly HeldItem[]): string {
  const kinds = Map.groupBy(held, (item) => `${entityName(item.entity)}  ${whereAndWhy(item)}`);
  return [...kinds].map(([kind, { length }]) => `  ${String(length).padStart(4)} × ${kind}\n`).join('');
}

function whereAndWhy({ side, field, reason }: HeldItem): string {
  return `${SIDE_NAME[side]}${field === null ? '' : ` ${field}`}: ${heldReason(reason)}`;
}
