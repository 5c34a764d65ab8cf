// What came of taking a run back, for people and for scripts.
import type { Undone } from '../engine/undo.ts';
import type { LinkState } from '../store/store.ts';
import { EXIT, explain } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { nameOf } from '../engine/record-names.ts';
import { entityName, leftReason, SIDE_NAME } from './words.ts';

/** More than these are counted, not listed. */
const MOST_LINES = 50;

export function undoText(undone: Undone, links: ReadonlyMap<string, LinkState>): string {
  const words = undone.run === null ? { back: 'would be written back', away: 'would be taken out of use' } : { back: 'written back', away: 'taken out of use' };
  const lines: string[] = [];
  for (const [entity, counts] of Object.entries(undone.restored)) {
    const archived = undone.archived[entity] ?? { psa: 0, crm: 0, local: 0 };
    const any = [counts, archived].some(({ psa, crm, local }) => psa + crm + local > 0);
    lines.push(`${entityName(entity)}: ${any ? `${sides(counts)} ${words.back}; ${sides(archived)} ${words.away}` : 'nothing to take back'}`);
  }
  for (const { linkId, side, fields, reason } of undone.left.slice(0, MOST_LINES)) {
    lines.push(`  left as it is: ${nameOf(links, linkId)}  ${SIDE_NAME[side]}${fields.length > 0 ? ` ${fields.join(', ')}` : ''}: ${leftReason(reason)}`);
  }
  if (undone.left.length > MOST_LINES) lines.push(`  and ${undone.left.length - MOST_LINES} more; --json lists all`);
  if (undone.failed > 0) lines.push(`  ${undone.failed} records did not get through: run the same command again`);
  for (const [side, error] of undone.errors) lines.push(`  ${SIDE_NAME[side]}: ${explain(error, 'sauma runs --help').message}`);
  if (undone.run !== null) lines.push(`This was run ${undone.run.id}.`);
  return lines.map((line) => `${line}\n`).join('');
}

export function undoJson(undone: Undone): unknown {
  const errors = [...undone.errors].map(([side, error]) => ({ system: SIDE_NAME[side], ...explain(error, 'sauma runs --help') }));
  return { ...undone, errors };
}

/** 3 when something was left that a person may want to look at. */
export function undoExit({ failed, errors, left }: Undone): ExitCode {
  if (failed > 0 || errors.size > 0) return EXIT.failed;
  return left.length > 0 ? EXIT.needsPerson : EXIT.done;
}

function sides({ psa, crm, local }: Readonly<Record<'psa' | 'crm' | 'local', number>>): string {
  return `Severa ${psa}, HubSpot ${crm}, Sauma ${local}`;
}
