// What forgetting works with, of an open workspace. Invariant: keys and ledger are those that the installation keeps outside of its database.
import type { ErasureContext } from '../erasure/context.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';

export function erasureContextOf({ engine, workspace, store, config, hashes, ledgerFile, signer }: OpenWorkspace): ErasureContext {
  const { connectors, modes, adjusted, sealer, clock, newId, log, stop, mirroring } = engine;
  const { controller, financialYearEnd, alarmDays, requestDays } = config.settings.privacy;
  return {
    workspace, store, connectors, modes, sealer, clock, newId, log, ...(adjusted && { adjusted }), ...(stop && { stop }), ...(mirroring && { mirroring }),
    requests: store, forgetting: store, hashes, ledgerFile, signer, settings: { controller, financialYearEnd, alarmDays, requestDays }, timeZone: config.settings.schedules.timeZone,
  };
}

/** Opens the workspace that the flags name for work on erasures, and closes it. */
export async function withErasures(flags: SharedOptions, context: Context, work: (erasures: ErasureContext, open: OpenWorkspace) => Promise<ExitCode>): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    return await work(erasureContextOf(open), open);
  } finally {
    await open.close();
  }
}
