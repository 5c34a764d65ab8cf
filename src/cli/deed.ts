// What is done on the command line, in the audit: by the same names as in the web app and the API, by whoever is signed in to this machine.
// Invariants: a line is written once it was done, before it is told; it names ids, and never a person at a customer.
import { userInfo } from 'node:os';
import type { CONTRACTS } from '../api/contract.ts';
import type { COMMAND_ACTIONS } from '../api/contract/audit.ts';
import { toInstant } from '../lib/clock.ts';
import { createAudit } from '../store/postgres/audit.ts';
import { keptHeads } from './audit-heads.ts';
import type { OpenWorkspace } from './open.ts';

type DeedName = keyof typeof CONTRACTS | (typeof COMMAND_ACTIONS)[number];

/** @param target ids, by the names that the contract gives them */
export async function noteDeed({ database, workspace, auditSeal, config, engine }: OpenWorkspace, action: DeedName, target: Readonly<Record<string, string>> = {}): Promise<void> {
  const audit = createAudit({ database, workspace, seal: auditSeal, kept: () => keptHeads(config.dataDir, workspace) });
  await audit.note({ at: toInstant(engine.clock.now()), actor: whoAsks(), action, target, status: 200, requestId: engine.newId() });
}

/** A process may run under a number that has no account. */
export function whoAsks(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
