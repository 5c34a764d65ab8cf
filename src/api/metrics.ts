// What a monitor is told: how the server answers and how the work of a workspace stands, in the format of Prometheus. Invariant: a label is
// a route, an entity, a feed or a bucket, never an address, an id or a person.
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../lib/clock.ts';
import type { ApiWorkspace } from './route.ts';

export interface Metrics {
  /** @param route method and path as declared */
  answered(route: string, status: number, seconds: number): void;
  /** The process, besides: memory, processor, event loop. Asked for once. */
  watchProcess(): void;
  /** What is known now, of this process and of one workspace. */
  text(name: string, workspace: ApiWorkspace, clock: Clock): Promise<string>;
  readonly contentType: string;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createMetrics(): Metrics {
  const ours = new Registry();
  const answers = new Histogram({ name: 'sauma_http_request_seconds', help: 'How long answers took, by route and status.', labelNames: ['route', 'status'], buckets: BUCKETS, registers: [ours] });
  return {
    answered: (route, status, seconds) => answers.observe({ route, status }, seconds),
    watchProcess: () => collectDefaultMetrics({ register: ours }),
    text: async (name, workspace, clock) => `${await ours.metrics()}\n${await (await workspaceMetrics(name, workspace, clock)).metrics()}`,
    contentType: ours.contentType,
  };
}

/** Asked anew each time: nothing of a workspace is remembered between two looks. */
async function workspaceMetrics(name: string, { engine, store, views }: ApiWorkspace, clock: Clock): Promise<Registry> {
  const register = new Registry();
  register.setDefaultLabels({ workspace: name });
  const gauge = (metric: string, help: string, ...labelNames: readonly string[]): Gauge => new Gauge({ name: metric, help, labelNames: [...labelNames], registers: [register] });
  const records = gauge('sauma_records', 'Records that are linked, and what waits for a person, by entity.', 'entity', 'state');
  const age = gauge('sauma_feed_age_seconds', 'How long ago a feed was last read to its end.', 'feed');
  const calls = gauge('sauma_quota_calls_today', 'Calls of a quota on the present day (UTC).', 'bucket');
  const wait = gauge('sauma_quota_wait_seconds', 'How long a call that is asked for now waits for its turn.', 'bucket');
  const now = clock.now();
  for (const entity of engine.entities.keys()) {
    const counts = await store.counts(entity);
    for (const [state, count] of Object.entries(counts)) records.set({ entity, state }, count);
  }
  const { freshness } = await views.freshness(new Date(now).toISOString().slice(0, 10));
  for (const [feed, at] of Object.entries(freshness)) age.set({ feed }, Math.max(0, (now - Date.parse(at)) / 1_000));
  for (const { bucket, callsToday, waitMs } of await views.quotaUse(now)) {
    calls.set({ bucket }, callsToday);
    wait.set({ bucket }, waitMs / 1_000);
  }
  return register;
}
