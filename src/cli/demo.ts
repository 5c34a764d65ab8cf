// `sauma demo`: both sandboxes with seeded data and the product between them, no credentials needed. With --once it does the
// first sync, one quiet cycle and a report; without, it goes on syncing so that people can edit and watch.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { ProgressEvent } from '../engine/context.ts';
import { runOnce } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import type { Clock } from '../lib/clock.ts';
import { serveSandbox } from '../sandbox/http.ts';
import { hubspotCensus, hubspotIdleMinimum, hubspotMinimum } from '../sandbox/minimum/hubspot.ts';
import { severaCensus, severaIdleMinimum, severaMinimum } from '../sandbox/minimum/severa.ts';
import { createSandbox } from '../sandbox/seed/start.ts';
import type { HubspotSandbox, SeveraSandbox } from '../sandbox/seed/start.ts';
import type { IdentityServer } from '../sandbox/identity/server.ts';
import { listen } from './listen.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { emptyDemoDirectory } from './data-directory.ts';
import { demoIdentity, watchDemo } from './demo-watch.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { moneyOf } from './money-report.ts';
import { writeJson } from './output.ts';
import { progressEvents } from './progress.ts';
import type { Report } from './report.ts';
import { callsBetween, callsSoFar, describe, entitiesOf, exitOf, peakRssMb, quotaFloorSeconds, totalOf, writesOf } from './run-report.ts';

interface DemoFlags extends SharedOptions {
  readonly once: boolean;
  readonly seed: number;
  readonly accounts: number;
  readonly quota: 'on' | 'off';
  readonly port: number;
}

export function registerDemo(program: Command, context: Context): void {
  addCommand(program, 'demo', 'both vendors and the product on this machine, with invented data', { unnoted: 'its data is invented and goes with it' })
    .option('--once', 'one full sync and one quiet cycle, a report, and the end', false)
    .option('--fresh', 'wipe what an earlier demo left; as the sandboxes begin anew, so does every demo', false)
    .option('--seed <number>', 'the same seed gives the same data', wholeNumber(0, 2_147_483_647), 1)
    .option('--accounts <number>', 'how many companies there are', wholeNumber(1, 100_000), 500)
    .addOption(new Option('--quota <state>', "the vendors' limits on calls, and our pacing").choices(['on', 'off']).default('off'))
    .option('--port <number>', 'port of the Severa sandbox; HubSpot gets the next one, the sign-in the one after; 0 takes any free ones', wholeNumber(0, 65_533), 0)
    .action(run((_args, command) => demo(command.opts<DemoFlags>(), context)));
}

/** The quiet cycle is looked at this much later, when the vendors' overlap and index lag are over. */
const LATER_MS = 5 * 60_000;

interface Stage {
  readonly severa: SeveraSandbox;
  readonly hubspot: HubspotSandbox;
  readonly urls: { readonly severa: string; readonly hubspot: string };
  /** Null: nobody will sign in. */
  readonly identity: IdentityServer | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

async function demo(flags: DemoFlags, context: Context): Promise<ExitCode> {
  const stop = context.stopSignal();
  const time = shiftable(context.clock);
  const stage = await build(flags, { ...context, clock: time.clock });
  try {
    const progress = progressEvents(context, flags.json);
    let watching = false;
    // Looks every few seconds are no progress to show.
    const show: ProgressEvent = (...event) => (watching ? undefined : progress.event(...event));
    const open = await openWorkspace({ ...context, clock: time.clock }, flags.workspace, { env: stage.env, pacing: flags.quota === 'on', progress: show, ...(flags.once ? {} : { searchLagMs: WATCH_LAG_MS }) });
    try {
      const first = await backfill({ ...open, engine: { ...open.engine, stop } }, stage, flags, time.clock);
      progress.end();
      if (stop.aborted) return exitOf(first.result) === EXIT.failed ? EXIT.failed : EXIT.done;
      watching = !flags.once;
      if (stage.identity !== null) return await watch(open, stage, stage.identity, first.result, flags, context, stop);
      const idle = await quietCycle(open, (ms) => time.shift(ms));
      progress.end();
      const report: Report = { ...first.report, ...(await moneyOf(open)), idle };
      if (flags.json) writeJson(context, report);
      else context.stdout.write(describe(first.result) + figures(report, quietMinimum(open)));
      return exitOf(first.result) === EXIT.failed ? EXIT.failed : EXIT.done;
    } finally {
      progress.end();
      await open.close();
    }
  } finally {
    await stage.close();
  }
}

/** As long as the sandbox's search index takes, instead of the vendor's worst case: an edit is seen within seconds. */
const WATCH_LAG_MS = 10_000;

async function build(flags: DemoFlags, context: Context): Promise<Stage> {
  const dataDir = await emptyDemoDirectory(context.env, context.rootDir, context.clock);
  const options = { seed: flags.seed, accounts: flags.accounts, quota: flags.quota === 'on', now: context.clock.now() };
  const severa = createSandbox('severa', options);
  const hubspot = createSandbox('hubspot', options);
  const severaServer = await listen(flags.port, (port) => serveSandbox(severa.model, { port, clock: context.clock }));
  const hubspotServer = await listen(flags.port === 0 ? 0 : flags.port + 1, (port) => serveSandbox(hubspot.model, { port, clock: context.clock })).catch(async (error: unknown) => {
    await severaServer.close();
    throw error;
  });
  const urls = { severa: `${severaServer.url}/rest-api`, hubspot: hubspotServer.url };
  const closeVendors = async (): Promise<void> => {
    await Promise.all([severaServer.close(), hubspotServer.close()]);
  };
  const given = Object.fromEntries(Object.entries(context.env).filter(([name]) => !/^(SEVERA|HUBSPOT|OIDC)_|^DATABASE_URL$|^SAUMA_((MIGRATION|PUBLIC)_URL|SUPPRESSION_FILE)$/u.test(name)));
  const signIn = flags.once ? null : await demoIdentity(flags.port === 0 ? 0 : flags.port + 2, given, context.rootDir).catch(async (error: unknown) => {
    await closeVendors();
    throw error;
  });
  return {
    severa,
    hubspot,
    urls,
    identity: signIn?.identity ?? null,
    env: {
      ...given,
      ...signIn?.variables,
      SAUMA_DATA_DIR: dataDir,
      SEVERA_BASE_URL: urls.severa,
      SEVERA_CLIENT_ID: severa.credentials.clientId,
      SEVERA_CLIENT_SECRET: severa.credentials.clientSecret,
      HUBSPOT_BASE_URL: urls.hubspot,
      HUBSPOT_TOKEN: hubspot.credentials.token,
    },
    close: async () => {
      await Promise.all([closeVendors(), signIn?.identity.close()]);
    },
  };
}

async function backfill(open: OpenWorkspace, stage: Stage, flags: DemoFlags, clock: Clock): Promise<{ result: RunResult; report: Omit<Report, 'idle'> }> {
  const before = { severa: severaCensus(stage.severa.model.state), hubspot: hubspotCensus(stage.hubspot.model.state) };
  const startedAt = clock.now();
  const entities = [...open.engine.entities.keys()];
  const result = await runOnce(open.engine, entities, { dryRun: false, approved: true, sweep: false, deep: false, mirrors: 'changes' });
  const seconds = (clock.now() - startedAt) / 1000;
  const after = { severa: severaCensus(stage.severa.model.state), hubspot: hubspotCensus(stage.hubspot.model.state) };
  const calls = callsBetween({ severa: {}, hubspot: {} }, callsSoFar(open.engine));
  const guarded = open.config.settings.guardedWrite.severa;
  return {
    result,
    report: {
      seconds,
      entities: entitiesOf([result]),
      calls,
      callsMinimum: {
        severa: severaMinimum(before.severa, after.severa, {
          entities,
          withCustomFields: open.config.settings.customFields.map((field) => field.entity),
          money: open.config.settings.features.money,
          page: 100,
          guardBatch: guarded.mode === 'batch' ? guarded.size : null,
        }),
        hubspot: hubspotMinimum(before.hubspot, after.hubspot, { entities, touches: open.config.settings.features.touches }),
      },
      quotaFloorSeconds: flags.quota === 'on' ? quotaFloorSeconds(calls, open.quotas) : 0,
      self429: { severa: stage.severa.model.refused, hubspot: stage.hubspot.model.refused },
      peakRssMb: peakRssMb(),
    },
  };
}

/** The fewest calls of a cycle in which nothing has changed. */
function quietMinimum({ config: { settings: { features } }, engine }: OpenWorkspace): Report['idle']['calls'] {
  const entities = [...engine.entities.keys()];
  return { severa: severaIdleMinimum({ entities, money: features.money }), hubspot: hubspotIdleMinimum({ entities, touches: features.touches }) };
}

/** First the cycle that reads our own writes back, then the one that is measured. */
async function quietCycle(open: OpenWorkspace, shift: (ms: number) => void): Promise<Report['idle']> {
  const names = [...open.engine.entities.keys()];
  const options = { dryRun: false, approved: false, sweep: false, deep: false, mirrors: 'changes' } as const;
  shift(LATER_MS);
  const settled = await runOnce(open.engine, names, options);
  shift(LATER_MS);
  const before = callsSoFar(open.engine);
  const idle = await runOnce(open.engine, names, options);
  return { calls: totalOf(callsBetween(before, callsSoFar(open.engine))), writes: writesOf([settled, idle]) };
}

async function watch(open: OpenWorkspace, stage: Stage, identity: IdentityServer, first: RunResult, flags: DemoFlags, context: Context, stop: AbortSignal): Promise<ExitCode> {
  const { severa, hubspot, urls } = stage;
  const people = flags.json ? context.stderr : context.stdout;
  people.write(describe(first));
  const ready = (url: string): void => {
    people.write(
      `\nOpen ${url} and choose who you would like to be. Running until you stop it (Ctrl+C).\nTo look, decide and edit from another terminal, paste these lines there:\n\n` +
        `export SEVERA_BASE_URL=${urls.severa} SEVERA_CLIENT_ID=${severa.credentials.clientId} SEVERA_CLIENT_SECRET=${severa.credentials.clientSecret}\n` +
        `export HUBSPOT_BASE_URL=${urls.hubspot} HUBSPOT_TOKEN=${hubspot.credentials.token}\n` +
        `export SAUMA_DATA_DIR=${quoted(open.config.dataDir)}\n\n`,
    );
    if (flags.json) writeJson(context, { url, identity: { url: identity.url }, severa: { url: urls.severa, ...severa.credentials }, hubspot: { url: urls.hubspot, ...hubspot.credentials } });
  };
  await watchDemo(open, context, stop, { identity, first, say: (text) => void people.write(text), ready });
  return EXIT.done;
}

/** As a shell takes it, whatever the path holds. */
function quoted(path: string): string {
  return /^[\w./-]+$/u.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function figures(report: Report, quiet: Report['idle']['calls']): string {
  const used = totalOf(report.calls);
  const least = report.callsMinimum;
  return (
    `\nDone in ${report.seconds} s. Calls: Severa ${used.severa} (at least ${least?.severa}), HubSpot ${used.hubspot} (at least ${least?.hubspot}).\n` +
    `A quiet cycle: Severa ${report.idle.calls.severa} calls (at least ${quiet.severa}), HubSpot ${report.idle.calls.hubspot} (at least ${quiet.hubspot}), ${report.idle.writes} writes. Refused by quota: ${report.self429.severa + report.self429.hubspot}.\n`
  );
}

/** The demo need not wait for minutes to pass: both vendors and the product share a clock that can be moved on. */
function shiftable(clock: Clock): { clock: Clock; shift(ms: number): void } {
  let offset = 0;
  return { clock: { now: () => clock.now() + offset, sleep: (ms, signal) => clock.sleep(ms, signal) }, shift: (ms) => void (offset += ms) };
}
