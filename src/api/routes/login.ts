// Signing in and out: pages of the server that a browser is sent to and comes back to. Invariants: a login works once, in the browser it was
// begun in, within ten minutes; whoever signs in is led to a page of ours and nowhere else; a session is begun only for somebody with a role.
import { toInstant } from '../../lib/clock.ts';
import { newToken, tokenHash } from '../../lib/crypto.ts';
import { LOCAL_ISSUER } from '../../store/sessions.ts';
import { API_ROOT } from '../contract.ts';
import type { LoginSecrets, Vouched } from '../identity-provider.ts';
import { membershipsOf } from '../memberships.ts';
import { languageOf } from '../page.ts';
import type { ApiContext, ApiReply, ApiRequest, ApiWorkspace, Route } from '../route.ts';
import { beginFirstSession, beginSession, endPresent, lastWorkspace, noted } from '../session.ts';
import { cookieFor, cookieOf, siteOf } from '../session-cookie.ts';
import type { Site } from '../session-cookie.ts';
import { addressPage, failedLoginPage, leftPage, noProviderPage, noRolePage, staleInvitationPage, staleLoginPage } from './login-pages.ts';

export const LOGIN = `${API_ROOT}/login`;
export const LOGIN_LEFT = `${LOGIN}/left`;
export const LOGIN_CALLBACK = `${LOGIN}/callback`;
const INVITED = `${LOGIN}/invited`;

const TICKET = 'login';
const LOGIN_MS = 10 * 60_000;
export const INVITATION_TICKET = 'invitation';
/** Good only while nobody has ever signed in; the last one printed counts. */
export const FIRST_INVITATION_TICKET = 'first-invitation';
export const INVITATION_MS = 24 * 3_600_000;

interface BegunLogin {
  readonly browser: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

/** Who an invitation lets in; no identity provider vouches for them. */
export interface Invitation {
  readonly name: string;
  readonly roles: readonly string[];
}

export function loginRoutes(context: ApiContext): readonly Route[] {
  return [
    { method: 'GET', path: LOGIN, permission: 'public', body: null, handle: (request) => login(context, request) },
    { method: 'GET', path: LOGIN_CALLBACK, permission: 'ticket', body: null, handle: (request) => callback(context, request) },
    { method: 'GET', path: INVITED, permission: 'ticket', body: null, handle: (request) => invited(context, request) },
    { method: 'GET', path: LOGIN_LEFT, permission: 'public', body: null, handle: ({ headers }) => Promise.resolve(leftPage(languageOf(headers), `${LOGIN}?again=yes`)) },
  ];
}

/** The address that lets in whoever opens it first. */
export function invitationUrl(origin: string, workspace: string, ticket: string): string {
  return `${origin}${INVITED}?workspace=${encodeURIComponent(workspace)}&ticket=${encodeURIComponent(ticket)}`;
}

async function login(context: ApiContext, { headers, query, requestId }: ApiRequest): Promise<ApiReply> {
  const language = languageOf(headers);
  const { identityProvider: provider } = context;
  const site = siteOf(context, headers);
  if (site === null) return addressPage(language);
  if (provider === null) return noProviderPage(language);
  // Any workspace will do to remember it: which one the person enters is known when they come back.
  const [first] = context.workspaces;
  if (first === undefined) return noProviderPage(language);
  const [name, { store }] = first;
  const [ticket, browser, nonce, verifier] = [newToken(), newToken(), newToken(), newToken()];
  const returnTo = ownPath(query.get('returnTo'));
  const secrets: LoginSecrets = { state: `${name}.${ticket}`, nonce, verifier };
  try {
    const location = await provider.page({ ...secrets, redirectUri: `${site.origin}${LOGIN_CALLBACK}`, again: query.has('again'), language });
    const data: BegunLogin = { browser: tokenHash(browser), nonce, verifier, returnTo };
    await store.saveTicket({ purpose: TICKET, hash: tokenHash(ticket), data, expiresAt: toInstant(context.clock.now() + LOGIN_MS) });
    return { status: 302, headers: { location, 'set-cookie': cookieFor(site, 'login', browser, LOGIN_MS / 1_000) }, body: '' };
  } catch (error) {
    context.log.warn({ requestId, error }, 'a sign-in could not be begun');
    return failedLoginPage(language, LOGIN, error);
  }
}

async function callback(context: ApiContext, request: ApiRequest): Promise<ApiReply> {
  const { headers, query, target, requestId } = request;
  const language = languageOf(headers);
  const site = siteOf(context, headers);
  if (site === null) return addressPage(language);
  const { identityProvider: provider } = context;
  if (provider === null) return noProviderPage(language);
  const state = query.get('state') ?? '';
  const begun = await begunLogin(context, state);
  if (begun === null || begun.browser !== tokenHash(cookieOf(site, 'login', headers))) return staleLoginPage(language, LOGIN);
  const { nonce, verifier, returnTo } = begun;
  const vouched = await provider.accept(new URL(target, site.origin), { state, nonce, verifier }).catch((error: unknown) => {
    context.log.warn({ requestId, error }, 'a sign-in was refused');
    return failedLoginPage(language, loginFor(returnTo), error);
  });
  return 'status' in vouched ? vouched : enter(context, site, request, vouched, returnTo);
}

async function enter(context: ApiContext, site: Site, { headers, requestId }: ApiRequest, { person, claims }: Vouched, returnTo: string): Promise<ApiReply> {
  const memberships = membershipsOf(context.login, claims, context.workspaces.keys());
  const last = lastWorkspace(site, headers) ?? '';
  const workspace = memberships.has(last) ? last : [...memberships.keys()][0];
  if (workspace === undefined) {
    context.log.warn({ requestId, claim: context.login.claim }, 'somebody signed in who has no role: no value of the claim is in login.map');
    await noted(context, [...context.workspaces.keys()][0] ?? '', 'signInRefused', person, requestId);
    return noRolePage(languageOf(headers), `${LOGIN}?again=yes`, person.email ?? person.name);
  }
  const cookie = await beginSession(context, site, { workspace, person, claims, granted: null });
  await endPresent(context, headers);
  context.log.info({ requestId, workspace, roles: memberships.get(workspace) }, 'somebody signed in');
  await noted(context, workspace, 'signIn', person, requestId);
  return { status: 302, headers: { location: returnTo, 'set-cookie': cookie }, body: '' };
}

async function invited(context: ApiContext, { headers, query, requestId }: ApiRequest): Promise<ApiReply> {
  const language = languageOf(headers);
  const site = siteOf(context, headers);
  if (site === null) return addressPage(language);
  const workspace = query.get('workspace') ?? '';
  const entered = context.workspaces.get(workspace);
  const hash = tokenHash(query.get('ticket') ?? '');
  const asked = (await entered?.store.takeTicket(INVITATION_TICKET, hash)) as Invitation | null | undefined;
  const invitation = asked ?? ((await entered?.store.takeTicket(FIRST_INVITATION_TICKET, hash)) as Invitation | null | undefined);
  if (!invitation) return staleInvitationPage(language, LOGIN);
  const { name, roles } = invitation;
  const person = { issuer: LOCAL_ISSUER, subject: name, name, email: null, language: null };
  const cookie = await (asked ? beginSession : beginFirstSession)(context, site, { workspace, person, claims: [], granted: roles });
  if (cookie === null) return staleInvitationPage(language, LOGIN);
  await endPresent(context, headers);
  context.log.info({ requestId, workspace, roles }, 'somebody came in by an invitation');
  await noted(context, workspace, 'firstAdmin', person, requestId);
  return { status: 302, headers: { location: '/', 'set-cookie': cookie }, body: '' };
}

async function begunLogin({ workspaces }: ApiContext, state: string): Promise<BegunLogin | null> {
  const dot = state.indexOf('.');
  const workspace: ApiWorkspace | undefined = workspaces.get(state.slice(0, Math.max(0, dot)));
  return ((await workspace?.store.takeTicket(TICKET, tokenHash(state.slice(dot + 1)))) ?? null) as BegunLogin | null;
}

function loginFor(returnTo: string): string {
  return `${LOGIN}?returnTo=${encodeURIComponent(returnTo)}`;
}

const SOMEWHERE = 'http://ours.invalid';

/** A path of ours, whatever was asked for. */
function ownPath(asked: string | null): string {
  // eslint-disable-next-line no-control-regex -- a browser passes over them, and "/<tab>/elsewhere" becomes "//elsewhere"
  if (asked === null || !/^\/(?![/\\])[^\u0000-\u001f\u007f\\]{0,2000}$/u.test(asked) || !URL.canParse(asked, SOMEWHERE)) return '/';
  const { origin, pathname, search, hash } = new URL(asked, SOMEWHERE);
  // A path that begins with two slashes would be another host.
  if (origin !== SOMEWHERE || pathname.startsWith('//') || pathname.startsWith(`${API_ROOT}/`)) return '/';
  return `${pathname}${search}${hash}`;
}
