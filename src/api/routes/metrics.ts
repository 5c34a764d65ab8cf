// What a monitor asks for. Invariant: it is told with a service token that may read runs, and of the workspace of that token alone: a
// proxy on this machine makes every call look as if it came from here, so nobody is let in for where they call from.
import type { Metrics } from '../metrics.ts';
import { problem } from '../problem.ts';
import type { ApiContext, Route } from '../route.ts';

export function metricsRoutes({ workspaces, clock }: Pick<ApiContext, 'workspaces' | 'clock'>, metrics: Metrics): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/metrics',
      permission: 'caller',
      reads: ['runs'],
      changes: [],
      body: null,
      handle: async ({ requestId }, { workspace: name }) => {
        const workspace = workspaces.get(name);
        if (!workspace) return problem(404, 'not-found', 'There is no such workspace.', requestId);
        return { status: 200, headers: { 'content-type': metrics.contentType }, body: await metrics.text(name, workspace, clock) };
      },
    },
  ];
}
