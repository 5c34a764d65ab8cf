// The demo once its first sync is done: the service as `start` runs it, with a look every few seconds, the web app, and an identity provider
// with one person per role. Invariant: it looks by the same jobs as a real installation, so what is paused there rests here too.
import { loadConfig } from '../config.ts';
import type { RunResult } from '../engine/run.ts';
import { payloadOf } from '../jobs/schedule.ts';
import type { Queue } from '../jobs/queue.ts';
import type { IdentityServer } from '../sandbox/identity/server.ts';
import { carriedBy } from './carried.ts';
import type { Context } from './context.ts';
import { demoPeople } from './demo-people.ts';
import { EXIT } from './exit.ts';
import { schedulesNow } from './job-queue.ts';
import { listen } from './listen.ts';
import type { OpenWorkspace } from './open.ts';
import { describe, describeWaiting, exitOf } from './run-report.ts';
import { signInAddresses, serveWorkspace } from './web.ts';
import { workUntil } from './worker.ts';
import { tick } from './start.ts';

const LOOK_EVERY_MS = 5_000;
/** The one that also brings billable work and invoices; the other while it is paused. */
const LOOKS = ['money', 'cycle'] as const;

/** @returns the provider, and the variables by which the product knows it */
export async function demoIdentity(port: number, env: Context['env'], rootDir: string): Promise<{ readonly identity: IdentityServer; readonly variables: Readonly<Record<string, string>> }> {
  // Nobody else needs the provider's packages, and every command would read them.
  const { serveIdentity } = await import('../sandbox/identity/server.ts');
  const identity = await listen(port, (free) => serveIdentity({ port: free, people: demoPeople(loadConfig({ env, rootDir })) }));
  return { identity, variables: { OIDC_ISSUER: identity.url, OIDC_CLIENT_ID: identity.clientId, OIDC_CLIENT_SECRET: identity.clientSecret } };
}

export interface Watched {
  readonly identity: IdentityServer;
  /** What the first sync asked of people. */
  readonly first: RunResult;
  /** Told what was carried and what waits. */
  readonly say: (text: string) => void;
  /** Once it can be used. @param url of the web app */
  readonly ready: (url: string) => void;
}

/** Goes on until `stop` aborts. */
export async function watchDemo(open: OpenWorkspace, context: Context, stop: AbortSignal, { identity, first, say, ready }: Watched): Promise<void> {
  const hear = listener(open, first, say);
  await workUntil(open, context, stop, async (queue) => {
    const server = await serveWorkspace(open, context, queue);
    identity.admit(signInAddresses(server.url));
    const stopTicker = await tick(open, context, queue);
    const pulsing = pulse(open, queue, context, stop);
    ready(server.url);
    return async () => {
      await pulsing;
      await stopTicker();
      await server.close();
    };
  }, hear);
}

async function pulse(open: OpenWorkspace, queue: Queue, { clock }: Context, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await clock.sleep(LOOK_EVERY_MS, stop).catch(() => undefined);
    if (stop.aborted) return;
    const schedules = await schedulesNow(open);
    const next = LOOKS.map((job) => schedules.find((one) => one.job === job && !one.paused)).find((one) => one !== undefined);
    if (next !== undefined) await queue.send(payloadOf(next));
  }
}

/** Says what each look carried, trouble once for as long as it lasts, and what waits for a person when that changes. */
function listener({ store }: OpenWorkspace, first: RunResult, say: Watched['say']): (result: RunResult) => Promise<void> {
  let trouble = '';
  let asked = questionsOf(first);
  return async (result) => {
    say(await carriedBy(store, result.run.id));
    const text = describe(result);
    const wrong = exitOf(result) === EXIT.failed;
    if (wrong && text !== trouble) say(text);
    else say(waitingNow(result, asked));
    trouble = wrong ? text : '';
    asked = new Map([...asked, ...questionsOf(result)]);
  };
}

/** By entity, how much a person is asked to decide; what is held comes and goes by itself. */
function questionsOf(result: RunResult): ReadonlyMap<string, number> {
  return new Map(result.cycles.map(({ entity, open }) => [entity, open.conflicts + open.matches]));
}

/** Of the entities of which more or less is asked than before. */
function waitingNow(result: RunResult, before: ReadonlyMap<string, number>): string {
  const now = questionsOf(result);
  const changed = result.cycles.filter(({ entity }) => now.get(entity) !== before.get(entity));
  if (changed.length > 0 && [...now.values()].every((count) => count === 0)) return 'Nothing waits for you any more.\n';
  return describeWaiting(changed);
}
