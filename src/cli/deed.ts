// What is done on the command line, in the audit: by the same names as in the web app and the API, by whoever is signed in to this machine.
// Invariants: every command says beforehand what it notes, or why nothing of it is noted; one that ends well has noted it or said that nothing
// was done; a line is written once it was done, before it is told; it names ids, and never a person at a customer.
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { CONTRACTS } from '../api/contract.ts';
import type { COMMAND_ACTIONS } from '../api/contract/audit.ts';
import type { EngineContext } from '../engine/context.ts';
import { toInstant } from '../lib/clock.ts';
import { ConfigError, StaleError, UsageError } from '../lib/errors.ts';
import { createAudit } from '../store/postgres/audit.ts';
import { listWorkspaces } from '../store/postgres/workspaces.ts';
import { keptHeads } from './audit-heads.ts';
import type { Context } from './context.ts';
import type { KeptOutside } from './kept-outside.ts';
import type { Installation, OpenWorkspace } from './open.ts';

type DeedName = keyof typeof CONTRACTS | (typeof COMMAND_ACTIONS)[number];

/** `unnoted`: why. */
export type Does = { readonly notes: readonly DeedName[] } | { readonly unnoted: string };

export const READS: Does = { unnoted: 'it shows what is there' };
export const SERVES: Does = { unnoted: 'what it does by itself stands in the journal, and what people do through it is noted as they do it' };

/** Ids, by the names that the contract gives them, and what the deed says of itself. */
type Target = Readonly<Record<string, string>>;

/** Where a line is written. */
export interface Audited extends Pick<OpenWorkspace, 'database' | 'workspace' | 'auditSeal' | 'config'> {
  readonly engine: Pick<EngineContext, 'clock' | 'newId'>;
}

export interface Deeds {
  /** It was done, now. */
  note(where: Audited, action: DeedName, target?: Target): Promise<void>;
  /** Does it and notes it; as failed where it ends with an error that leaves a part of it done. */
  doing<Result>(where: Audited, action: DeedName, target: Target, work: () => Promise<Result>): Promise<Result>;
  /** Nothing was done: it was only looked at, or it was so before. */
  nothing(): void;
}

/** As the API answers: by these the audit tells how it ended. */
const [DONE, FAILED] = [200, 500];

const declared = new WeakMap<Command, Does>();

export function declare(command: Command, does: Does): Command {
  declared.set(command, does);
  return command;
}

/** Null: of a command that does not say it. */
export function doesOf(command: Command): Does | null {
  return declared.get(command) ?? null;
}

/** What one command line notes. `settle`: it has ended well. */
export function deedsOf(command: Command): Deeds & { readonly settle: () => void } {
  const does = doesOf(command);
  if (does === null) throw new Error(`the command "${command.name()}" does not say what it notes in the audit`);
  const known: readonly DeedName[] = 'notes' in does ? does.notes : [];
  let isSettled = known.length === 0;
  const note = async (where: Audited, action: DeedName, target: Target, status: number): Promise<void> => {
    if (!known.includes(action)) throw new Error(`the command "${command.name()}" does not say that it notes "${action}"`);
    await write(where, action, target, status);
    isSettled = true;
  };
  return {
    note: (where, action, target = {}) => note(where, action, target, DONE),
    doing: async (where, action, target, work) => {
      const done = await work().catch(async (error: unknown) => {
        if (!isRefusal(error)) await note(where, action, target, FAILED);
        throw error;
      });
      await note(where, action, target, DONE);
      return done;
    },
    nothing: () => void (isSettled = true),
    settle: () => {
      if (!isSettled) throw new Error(`the command "${command.name()}" has noted nothing in the audit, neither ${known.join(' nor ')}`);
    },
  };
}

/** Of what is done to the installation, in the audit of every workspace. */
export async function noteEverywhere(deeds: Deeds, { database, config }: Installation, { auditSeal }: KeptOutside, engine: Pick<Context, 'clock' | 'newId'>, action: DeedName, target: Target): Promise<void> {
  for (const workspace of await listWorkspaces(database)) await deeds.note({ database, workspace, auditSeal, config, engine }, action, target);
}

/** Whoever is told that it cannot be done has done nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof UsageError || error instanceof ConfigError || error instanceof StaleError;
}

async function write({ database, workspace, auditSeal, config, engine }: Audited, action: DeedName, target: Target, status: number): Promise<void> {
  const audit = createAudit({ database, workspace, seal: auditSeal, kept: () => keptHeads(config.dataDir, workspace) });
  await audit.note({ at: toInstant(engine.clock.now()), actor: whoAsks(), action, target, status, requestId: engine.newId() });
}

/** A process may run under a number that has no account. */
export function whoAsks(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
