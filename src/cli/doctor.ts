// `sauma doctor`: looks at everything a running installation needs and says, for each thing that is wrong, what to do.
import { statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import { AccessError, isExpected, RetryableError } from '../lib/errors.ts';
import { auditFinding } from './audit-finding.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import type { Deeds } from './deed.ts';
import { EXIT, explain, SAYS_WHAT_TO_DO } from './exit.ts';
import type { ExitCode } from './exit.ts';
import type { Finding } from './finding.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { factText, SIDE_NAME } from './words.ts';

interface DoctorFlags extends SharedOptions {
  readonly probe: boolean;
  readonly audit: boolean;
}

const HELP = 'sauma doctor --help';
const VARIABLES = { psa: 'SEVERA_CLIENT_ID and SEVERA_CLIENT_SECRET', crm: 'HUBSPOT_TOKEN' } as const;
const CLOCK_LIMIT_MS = 5_000;
const LOW_DISK_BYTES = 1_000_000_000;

export function registerDoctor(program: Command, context: Context): void {
  addCommand(program, 'doctor', 'check configuration, database, clock, disk, connections and scopes', { notes: ['probeConnection'] })
    .option('--probe', 'also find out by safe reads what the vendors do not document, and keep it', false)
    .option('--audit', 'also read the whole audit and tell whether anybody has changed it', false)
    .action(run((_args, command, deeds) => doctor(command.opts<DoctorFlags>(), context, deeds)));
}

async function doctor(flags: DoctorFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const findings: Finding[] = [];
  try {
    const open = await openWorkspace(context, flags.workspace);
    try {
      findings.push(
        { what: 'configuration', state: 'ok', detail: 'every key is understood', action: null },
        { what: 'database', state: 'ok', detail: `answers, at this version's shape${open.migrated.length > 0 ? ` (applied ${open.migrated.join(', ')})` : ''}`, action: null },
        await clock(open, context),
        ...(open.config.databaseUrl === null ? [await disk(open.config.dataDir)] : []),
        ...(flags.audit ? [await auditFinding(open)] : []),
        ...(await connections(open, flags.probe, deeds)),
      );
    } finally {
      await open.close();
    }
  } catch (error) {
    if (!isExpected(error)) throw error;
    findings.push({ what: 'start', state: 'wrong', detail: explain(error, HELP).message, action: actionOf(error) });
  }
  if (flags.json) writeJson(context, { findings });
  else context.stdout.write(findings.map(text).join(''));
  return findings.some((finding) => finding.state === 'wrong') ? EXIT.failed : EXIT.done;
}

/** Leases and the look at changes compare times: a clock that is off makes both wrong. */
async function clock(open: OpenWorkspace, context: Context): Promise<Finding> {
  const offMs = Math.abs((await databaseTime(open)) - context.clock.now());
  const detail = `${Math.round(offMs / 1000)} s between this machine and the database`;
  return offMs > CLOCK_LIMIT_MS
    ? { what: 'clock', state: 'wrong', detail, action: 'set both clocks by a time server (NTP).' }
    : { what: 'clock', state: 'ok', detail, action: null };
}

async function databaseTime(open: OpenWorkspace): Promise<number> {
  const [row] = await open.database.global((transaction) => transaction.selectNoFrom((build) => build.fn<string>('now').as('now')).execute());
  return Date.parse(row?.now ?? '');
}

async function disk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / 1_000_000_000)} GB free for ${dataDir}`;
  return free < LOW_DISK_BYTES
    ? { what: 'disk', state: 'wrong', detail, action: 'free some space, or move SAUMA_DATA_DIR to a larger disk.' }
    : { what: 'disk', state: 'ok', detail, action: null };
}

async function connections(open: OpenWorkspace, probe: boolean, deeds: Deeds): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  if (!probe || open.engine.connectors.size === 0) deeds.nothing();
  for (const side of ['psa', 'crm'] as const) {
    const connector = open.engine.connectors.get(side);
    if (!connector) {
      findings.push({ what: SIDE_NAME[side], state: 'note', detail: 'not connected', action: `set ${VARIABLES[side]} to connect it.` });
      continue;
    }
    try {
      const { account, facts: told, missing, scopes } = await connector.check();
      const known = (await open.store.fact(`facts:${side}`)) as Record<string, string> | null;
      const facts = { ...known, ...told, ...(probe ? await connector.probe() : {}) };
      await open.store.saveFact(`facts:${side}`, facts);
      if (probe) await deeds.note(open, 'probeConnection', { system: connector.system });
      const shown = Object.entries(facts).filter(([, value]) => value !== account).map(([name, value]) => factText(name, value));
      findings.push({ what: SIDE_NAME[side], state: 'ok', detail: [`connected${account ? ` to ${account}` : ''}`, ...shown, ...(scopes ? [`${scopes.length} scopes`] : [])].join(', '), action: null });
      for (const [feature, lacking] of Object.entries(missing)) {
        findings.push({ what: `${SIDE_NAME[side]} ${feature}`, state: 'wrong', detail: `lacks ${lacking.join(', ')}`, action: `grant the scope to the credential in ${SIDE_NAME[side]}; until then ${feature} does not work.` });
      }
    } catch (error) {
      if (!isExpected(error)) throw error;
      const { message } = explain(error, HELP);
      const action = error instanceof AccessError && !SAYS_WHAT_TO_DO.has(error.code) ? `set ${VARIABLES[side]} to valid credentials, or grant them what they lack.` : actionOf(error);
      findings.push({ what: SIDE_NAME[side], state: 'wrong', detail: message, action });
    }
  }
  return findings;
}

/** What is said elsewhere points to this command; here it would go round in circles. */
function actionOf(error: unknown): string {
  if (error instanceof AccessError) return 'do as said above.';
  return error instanceof RetryableError ? 'put right what is said above; if nothing is wrong there, run it again in a while.' : explain(error, HELP).action;
}

function text(finding: Finding): string {
  const mark = { ok: 'ok   ', wrong: 'WRONG', note: 'note ' }[finding.state];
  return `${mark}  ${finding.what}: ${finding.detail}\n${finding.action ? `       What to do: ${finding.action}\n` : ''}`;
}
