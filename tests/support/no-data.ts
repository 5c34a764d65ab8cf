// What a server needs besides, in tests that are about something else: nobody has a token, so no data route is ever reached.
import type { ApiContext, ApiWorkspace } from '../../src/api/route.ts';

export const noCallers = { views: {}, engine: {}, access: { useToken: () => Promise.resolve(null) } } as unknown as Pick<ApiWorkspace, 'views' | 'engine' | 'access'>;

export const noRoles: Pick<ApiContext, 'roles' | 'timeZone' | 'unplannedDays' | 'dormantMonths' | 'figures'> = { roles: {}, timeZone: 'Europe/Helsinki', unplannedDays: 30, dormantMonths: 12, figures: [] };
