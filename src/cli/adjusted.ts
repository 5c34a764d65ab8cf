// What the settings come to with the changes that people have made: at the start of a process, and again for every cycle. Invariant: a
// change that no longer fits (after an upgrade, say) is left out and told of; it never keeps a service from starting or a cycle from going.
import type { Setup } from '../api/route.ts';
import { loadConfig } from '../config.ts';
import type { Config, Environment } from '../config.ts';
import type { SettingChanges } from '../config-changes.ts';
import type { Adjustable } from '../engine/context.ts';
import { ConfigError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';

interface Options {
  readonly env: Environment;
  readonly rootDir: string;
  readonly log: Log;
}

export function setupOf(installed: Config, changes: SettingChanges, { env, rootDir, log }: Options): Setup {
  const withChanges = (given: SettingChanges): Config => loadConfig({ env, rootDir, changes: given });
  return { installed, started: fitting(installed, changes, withChanges, log), withChanges };
}

/** What may change while cycles go on. A connection that was opened for reading is not written to before it is opened anew. */
export function adjustedBy({ installed, started, withChanges }: Setup, changes: SettingChanges, log: Log): (changes: SettingChanges) => Adjustable {
  let known = { key: keyOf(changes), parts: adjustableOf(started, started) };
  return (given) => {
    const key = keyOf(given);
    // The files are read again only when somebody has changed something, so that a file in the middle of an edit does no harm.
    if (key !== known.key) known = { key, parts: adjustableOf(fitting(installed, given, withChanges, log), started) };
    return known.parts;
  };
}

function keyOf(changes: SettingChanges): string {
  return JSON.stringify([...changes]);
}

function fitting(installed: Config, changes: SettingChanges, withChanges: Setup['withChanges'], log: Log): Config {
  if ([...changes.values()].every((value) => value === null)) return installed;
  let [config, kept] = [installed, new Map<string, unknown>()];
  try {
    return withChanges(changes);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
  for (const [path, value] of changes) {
    const more = new Map([...kept, [path, value]]);
    const before = config;
    config = attempted(before, () => withChanges(more), path, log);
    if (config !== before) kept = more;
  }
  return config;
}

function attempted(otherwise: Config, load: () => Config, what: string, log: Log): Config {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.warn({ setting: what, reason: error.message }, 'a changed setting does not fit any more and is left out: change it on the settings page, or take the change back');
    return otherwise;
  }
}

/** How the engine is to work, as a configuration says. */
export function adjustableOf({ settings, severa, hubspot, gates, deletes }: Config, started: Config): Adjustable {
  const readOnly = { severa: started.severa?.mode === 'read-only', hubspot: started.hubspot?.mode === 'read-only' };
  return {
    modes: { psa: readOnly.severa ? 'read-only' : (severa?.mode ?? 'read-write'), crm: readOnly.hubspot ? 'read-only' : (hubspot?.mode ?? 'read-write') },
    gates,
    deletes,
    freeMailDomains: new Set(settings.freeMailDomains),
    legalBasis: settings.privacy.legalBasis,
    limits: {
      leaseMs: settings.leaseMs,
      takeLinks: settings.linksPerBatch,
      guardBatch: settings.guardedWrite.severa.size,
      guardFreshMs: settings.guardedWrite.freshMs,
      guardModes: { psa: settings.guardedWrite.severa.mode, crm: settings.guardedWrite.hubspot.mode },
      guard: settings.guard,
      absentLooks: settings.sweepLooks,
      retention: { beforeImages: settings.retention.beforeImageDays, journal: settings.retention.journalDays, conflicts: settings.retention.conflictDays, billingMoves: settings.retention.billingMoveDays, accessLog: settings.retention.accessLogDays, people: settings.retention.peopleDays },
      turns: 3,
      cycleMs: settings.cycleSeconds * 1000,
    },
  };
}
