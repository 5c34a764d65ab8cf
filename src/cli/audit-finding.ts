// What `doctor --audit` tells: whether the audit is as the program wrote it. Invariant: a head is written down only when nothing was wrong.
import type { AuditCheck, AuditFault } from '../store/audit.ts';
import { createAudit } from '../store/postgres/audit.ts';
import { keepHead, keptHeads } from './audit-heads.ts';
import type { Finding } from './finding.ts';
import type { OpenWorkspace } from './open.ts';

const WORDS: Readonly<Record<AuditFault, string>> = {
  changed: 'is not as it was written',
  missing: 'is gone',
  added: 'was put in past the program',
  order: 'is not in its place, or lines before it are gone',
  name: 'shows another name than whose deed it was',
  head: 'the end of it is not as it was signed',
  cut: 'was there before as another line, or the audit was cut back',
};
const SHOWN = 5;

export async function auditFinding(open: OpenWorkspace): Promise<Finding> {
  const { database, workspace, auditSeal, config } = open;
  const check = await createAudit({ database, workspace, seal: auditSeal, kept: () => keptHeads(config.dataDir, workspace) }).check();
  if (check.faults > 0) return { what: 'audit', state: 'wrong', detail: faults(check), action: 'somebody has worked on the tables of the audit past the program, or a backup was put back past "sauma restore". Compare with a backup, and find out who may log in to the database as its owner.' };
  if (check.head !== null) keepHead(config.dataDir, workspace, check.head);
  return { what: 'audit', state: 'ok', detail: check.head === null ? 'nothing was done yet' : `${check.lines} lines, whole and in order; the end is signed (${check.head.hash.slice(0, 12)})`, action: null };
}

function faults({ lines, faults: count, found }: AuditCheck): string {
  const named = found.slice(0, SHOWN).map(({ fault, number, lineId }) => (fault === 'head' ? WORDS.head : `line ${number ?? '?'}${lineId === null ? '' : ` (id ${lineId})`} ${WORDS[fault]}`));
  return `${count} faults in ${lines} lines: ${named.join('; ')}${count > SHOWN ? '; and more' : ''}`;
}
