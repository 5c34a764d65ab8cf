// Schedules over the API: looked at, changed, paused, and done at once. A running service takes a change up within seconds.
// Invariant: no expression is stored that the ticker could not go by.
import { inWords, shownSchedules, upcoming } from '../../engine/schedules.ts';
import type { ShownSchedule } from '../../engine/schedules.ts';
import { cronFaults, cronProblem } from '../../jobs/cron.ts';
import { payloadOf } from '../../jobs/schedule.ts';
import { objection } from '../../lib/objection.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, ApiWorkspace, Caller, Route } from '../route.ts';
import { queued } from './runs.ts';

type Asked = { readonly workspace: ApiWorkspace; readonly caller: Caller };

export function scheduleRoutes(context: ApiContext): readonly Route[] {
  const { timeZone, clock, schedules: defaults } = context;
  const shown = ({ workspace, caller }: Asked): Promise<readonly ShownSchedule[]> => shownSchedules({ store: workspace.store, workspace: caller.workspace, defaults, timeZone, now: clock.now() });
  const find = (name: string | undefined) => defaults.find((one) => one.name === name);
  const only = async (asked: Asked, name: string) => ({ schedules: (await shown(asked)).filter((one) => one.name === name) });
  return [
    dataRoute(context, CONTRACTS.schedules, async ({ workspace, caller, tell }) => tell({ timeZone, schedules: await shown({ workspace, caller }) })),
    dataRoute(context, CONTRACTS.cronPreview, ({ query: { cron }, tell }) => {
      const faults = cronFaults(cron);
      const fits = faults.length === 0;
      return Promise.resolve(tell({ faults, text: fits ? inWords(cron) : null, next: fits ? upcoming(cron, { timeZone, now: clock.now(), jitterMs: 0 }) : [] }));
    }),
    dataRoute(context, CONTRACTS.changeSchedule, async ({ workspace, caller, params, body, tell, nothing, refuse }) => {
      const schedule = find(params['name']);
      if (!schedule) return nothing();
      const { cron, jitterSeconds } = body;
      const problem = typeof cron === 'string' ? cronProblem(cron) : null;
      if (problem !== null) return refuse({ field: 'cron', ...objection('cron-unfit', { problem }) });
      if (cron === undefined && jitterSeconds === undefined) return refuse({ field: '', ...objection('nothing-changed') });
      await workspace.store.changeSchedule(schedule.name, { ...(cron === undefined ? {} : { cron }), ...(jitterSeconds === undefined ? {} : { jitterSeconds }) }, caller.name);
      return tell(await only({ workspace, caller }, schedule.name));
    }),
    dataRoute(context, CONTRACTS.pauseSchedule, async ({ workspace, caller, params, body, tell, nothing }) => {
      const schedule = find(params['name']);
      if (!schedule) return nothing();
      await workspace.store.changeSchedule(schedule.name, { paused: body.paused }, caller.name);
      return tell(await only({ workspace, caller }, schedule.name));
    }),
    dataRoute(context, CONTRACTS.pauseAll, async ({ workspace, caller, body, tell }) => {
      for (const { name, paused } of await shown({ workspace, caller })) if (paused !== body.paused) await workspace.store.changeSchedule(name, { paused: body.paused }, caller.name);
      return tell({ schedules: await shown({ workspace, caller }) });
    }),
    dataRoute(context, CONTRACTS.runSchedule, async ({ workspace, caller, params, tell, nothing }) => {
      const schedule = find(params['name']);
      if (!schedule) return nothing();
      const { job, name } = schedule;
      return tell({ id: await queued(context, workspace, caller, { kind: job === 'money' ? 'cycle' : job, by: caller.name, schedule: name }, payloadOf(schedule)) });
    }),
  ];
}
