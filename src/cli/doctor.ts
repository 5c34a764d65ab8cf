// `sauma doctor`: looks at everything a running installation needs and says, for each thing that is wrong, what to do.
import { statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import type { RemoteSide } from '../core/vocabulary.ts';
import { isExpected } from '../lib/errors.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT, explain } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';

interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'note';
  readonly detail: string;
  readonly action: string | null;
}

const SYSTEM: Readonly<Record<RemoteSide, string>> = { psa: 'Severa', crm: 'HubSpot' };
const LOW_DISK_BYTES = 1_000_000_000;

export function registerDoctor(program: Command, context: Context): void {
  addCommand(program, 'doctor', 'check configuration, database, connections, scopes and disk').action(run((_args, command) => doctor(command.opts<SharedOptions>(), context)));
}

async function doctor(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const findings: Finding[] = [];
  try {
    const open = await openWorkspace(context, flags.workspace);
    try {
      findings.push(
        { what: 'configuration', state: 'ok', detail: 'every key is understood', action: null },
        { what: 'database', state: 'ok', detail: `answers, at this version's shape${open.migrated.length > 0 ? ` (applied ${open.migrated.join(', ')})` : ''}`, action: null },
        await disk(open.config.dataDir),
        ...(await connections(open)),
      );
    } finally {
      await open.close();
    }
  } catch (error) {
    if (!isExpected(error)) throw error;
    const { message, action } = explain(error, 'sauma doctor --help');
    findings.push({ what: 'start', state: 'wrong', detail: message, action });
  }
  if (flags.json) writeJson(context, { findings });
  else context.stdout.write(findings.map(text).join(''));
  return findings.some((finding) => finding.state === 'wrong') ? EXIT.failed : EXIT.done;
}

async function disk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / 1_000_000_000)} GB free for ${dataDir}`;
  return free < LOW_DISK_BYTES
    ? { what: 'disk', state: 'wrong', detail, action: 'free some space, or move SAUMA_DATA_DIR to a larger disk.' }
    : { what: 'disk', state: 'ok', detail, action: null };
}

async function connections(open: OpenWorkspace): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const side of ['psa', 'crm'] as const) {
    const connector = open.engine.connectors.get(side);
    if (!connector) {
      const variables = side === 'psa' ? 'SEVERA_CLIENT_ID and SEVERA_CLIENT_SECRET' : 'HUBSPOT_TOKEN';
      findings.push({ what: SYSTEM[side], state: 'note', detail: 'not connected', action: `set ${variables} to connect it.` });
      continue;
    }
    try {
      const { account, facts, missing, scopes } = await connector.check();
      await open.store.saveFact(`facts:${side}`, facts);
      const known = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
      findings.push({ what: SYSTEM[side], state: 'ok', detail: [`connected${account ? ` to ${account}` : ''}`, ...known, ...(scopes ? [`${scopes.length} scopes`] : [])].join(', '), action: null });
      for (const [feature, lacking] of Object.entries(missing)) {
        findings.push({ what: `${SYSTEM[side]} ${feature}`, state: 'wrong', detail: `lacks ${lacking.join(', ')}`, action: `grant the scope to the credential in ${SYSTEM[side]}; until then ${feature} does not work.` });
      }
    } catch (error) {
      if (!isExpected(error)) throw error;
      const { message, action } = explain(error, 'sauma doctor --help');
      findings.push({ what: SYSTEM[side], state: 'wrong', detail: message, action });
    }
  }
  return findings;
}

function text(finding: Finding): string {
  const mark = { ok: 'ok   ', wrong: 'WRONG', note: 'note ' }[finding.state];
  return `${mark}  ${finding.what}: ${finding.detail}\n${finding.action ? `       What to do: ${finding.action}\n` : ''}`;
}
