// For whoever watches the process: does it live, and can it work.
import { json } from '../route.ts';
import type { ApiContext, Route } from '../route.ts';

export function healthRoutes(context: Pick<ApiContext, 'ready'>): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', permission: 'public', body: null, handle: () => Promise.resolve(json(200, { status: 'ok' })) },
    {
      method: 'GET',
      path: '/readyz',
      permission: 'public',
      body: null,
      handle: async () => ((await context.ready()) ? json(200, { status: 'ready' }) : json(503, { status: 'not-ready' })),
    },
  ];
}
