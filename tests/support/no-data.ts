// What a server needs besides, in tests that are about something else: nobody has a token, so no data route is ever reached.
import type { ApiContext, ApiWorkspace } from '../../src/api/route.ts';

export const noCallers = { views: {}, engine: {}, setup: {}, remarks: {}, access: { useToken: () => Promise.resolve(null) }, audit: { note: () => Promise.resolve() }, sessions: { use: () => Promise.resolve(null) } } as unknown as Pick<ApiWorkspace, 'views' | 'engine' | 'setup' | 'access' | 'audit' | 'remarks' | 'sessions'>;

export const noRoles: Pick<ApiContext, 'roles' | 'timeZone' | 'unplannedDays' | 'dormantMonths' | 'figures' | 'webApp' | 'server' | 'login' | 'identityProvider' | 'currency' | 'schedules' | 'queue'> = { roles: {}, timeZone: 'Europe/Helsinki', unplannedDays: 30, dormantMonths: 12, figures: [], webApp: null, server: { callsPerMinute: { caller: 100_000, address: 100_000, signIn: 100_000, refused: 100_000 }, trustedProxies: ['loopback'] }, currency: 'EUR', schedules: [], queue: () => Promise.resolve(true), identityProvider: null, login: { claim: 'groups', map: [], scopes: [], hosts: [] } };
