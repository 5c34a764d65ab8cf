// The install of the HubSpot app: an admin comes with a ticket from the command line, goes to HubSpot's page and comes back with
// a code. Invariants: a ticket and a state work once; a state works only in the browser it was given to; unless everything fits,
// nothing is kept.
import { newToken, tokenHash } from '../../lib/crypto.ts';
import { toInstant } from '../../lib/clock.ts';
import { languageOf } from '../page.ts';
import type { ApiContext, ApiReply, ApiRequest, ApiWorkspace, Route } from '../route.ts';
import { connectedPage, deniedPage, failedPage, notSetUpPage, overPage } from './oauth-pages.ts';

export const INSTALL_TICKET = 'hubspot-install';
export const INSTALL_TICKET_MS = 15 * 60_000;
const STATE_TICKET = 'hubspot-state';
const STATE_MS = 15 * 60_000;
const CALLBACK = '/oauth/hubspot/callback';
const COOKIE = 'sauma_install';

export function oauthRoutes(context: ApiContext): readonly Route[] {
  return [
    { method: 'GET', path: '/oauth/hubspot/install/:workspace', permission: 'ticket', body: null, handle: (request) => install(context, request) },
    { method: 'GET', path: CALLBACK, permission: 'ticket', body: null, handle: (request) => callback(context, request) },
  ];
}

/** The address for one install. */
export function installUrl(publicUrl: string, workspace: string, ticket: string): string {
  return `${publicUrl}/oauth/hubspot/install/${encodeURIComponent(workspace)}?ticket=${encodeURIComponent(ticket)}`;
}

async function install(context: ApiContext, { headers, params, query }: ApiRequest): Promise<ApiReply> {
  const language = languageOf(headers);
  const name = params['workspace'] ?? '';
  const workspace = context.workspaces.get(name);
  if (!workspace || (await workspace.store.takeTicket(INSTALL_TICKET, tokenHash(query.get('ticket') ?? ''))) === null) return overPage(language);
  const consent = workspace.connectors.get('crm')?.consent;
  if (!consent || context.publicUrl === null) return notSetUpPage(language);
  const [state, browser] = [newToken(), newToken()];
  const expiresAt = toInstant(context.clock.now() + STATE_MS);
  await workspace.store.saveTicket({ purpose: STATE_TICKET, hash: tokenHash(state), data: { browser: tokenHash(browser) }, expiresAt });
  const location = consent.page({ state: `${name}.${state}`, redirectUri: `${context.publicUrl}${CALLBACK}` });
  return { status: 302, headers: { location, 'set-cookie': cookie(context.publicUrl, browser, STATE_MS / 1_000) }, body: '' };
}

async function callback(context: ApiContext, request: ApiRequest): Promise<ApiReply> {
  const { headers, query } = request;
  const language = languageOf(headers);
  const state = query.get('state') ?? '';
  const dot = state.lastIndexOf('.');
  const name = state.slice(0, Math.max(0, dot));
  const workspace = context.workspaces.get(name);
  const known = (await workspace?.store.takeTicket(STATE_TICKET, tokenHash(state.slice(dot + 1)))) as { readonly browser: string } | null | undefined;
  if (!workspace || !known || known.browser !== tokenHash(cookieOf(headers))) return overPage(language);
  const reply = await complete(context, workspace, request);
  const { publicUrl } = context;
  return { ...reply, headers: { ...reply.headers, ...(publicUrl === null ? {} : { 'set-cookie': cookie(publicUrl, '', 0) }) }, ...(reply.status === 200 ? { afterwards: () => context.wake(name) } : {}) };
}

async function complete(context: ApiContext, workspace: ApiWorkspace, { headers, query, requestId }: ApiRequest): Promise<ApiReply> {
  const language = languageOf(headers);
  const consent = workspace.connectors.get('crm')?.consent;
  if (!consent || context.publicUrl === null) return notSetUpPage(language);
  const code = query.get('code') ?? '';
  if (code === '') return deniedPage(language);
  try {
    const facts = (await workspace.store.fact('facts:crm')) as Readonly<Record<string, string>> | null;
    const { account, scopes } = await consent.accept({ code, redirectUri: `${context.publicUrl}${CALLBACK}`, account: facts?.['portalId'] ?? null });
    await workspace.store.saveFact('facts:crm', { ...facts, portalId: account });
    context.log.info({ requestId, account, scopes: scopes.length }, 'HubSpot was connected');
    return connectedPage(language, account);
  } catch (error) {
    context.log.warn({ requestId, error }, 'HubSpot was not connected');
    return failedPage(language, error);
  }
}

function cookie(publicUrl: string, value: string, seconds: number): string {
  return `${COOKIE}=${value}; Path=/oauth/hubspot; Max-Age=${seconds}; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`;
}

function cookieOf(headers: Readonly<Record<string, string>>): string {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}
