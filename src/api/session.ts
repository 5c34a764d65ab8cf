// A person's session as the routes know it: begun, found again by its cookie, and held to our own pages. Invariant: no call that changes
// something is carried out for a page that is not ours, whatever cookies the browser sends with it.
import { toInstant } from '../lib/clock.ts';
import { newToken, tokenHash } from '../lib/crypto.ts';
import { SESSION_MOST_MS } from '../store/sessions.ts';
import type { Session, SignedIn } from '../store/sessions.ts';
import type { SessionAction } from './contract/audit.ts';
import { membershipsOf } from './memberships.ts';
import { problem } from './problem.ts';
import type { ApiContext, ApiRequest, Method, TextReply } from './route.ts';
import { cookieFor, cookieOf, siteOf } from './session-cookie.ts';
import type { Site } from './session-cookie.ts';

export interface FoundSession {
  readonly session: Session;
  readonly workspace: string;
  /** In this workspace; never none. */
  readonly roles: readonly string[];
  /** Every workspace that the person may enter. */
  readonly workspaces: readonly string[];
  readonly csrfToken: string;
}

/** `<workspace>.<secret>`; a workspace's name has no dot. */
const COOKIE = /^(?<workspace>[a-z0-9][a-z0-9-]{0,62})\.(?<secret>[\w-]{43})$/u;

/** Null: there is none, it is over, or the person has no role here any more. */
export async function sessionOf(context: ApiContext, headers: ApiRequest['headers']): Promise<FoundSession | null> {
  const site = siteOf(context, headers);
  const { workspace = '', secret = '' } = site === null ? {} : (COOKIE.exec(cookieOf(site, 'session', headers))?.groups ?? {});
  const found = context.workspaces.get(workspace);
  if (!found || secret === '') return null;
  const session = await found.sessions.use(tokenHash(secret), toInstant(context.clock.now()));
  if (session === null) return null;
  const memberships = membershipsOf(context.login, session.claims, context.workspaces.keys());
  const roles = session.granted ?? memberships.get(workspace) ?? [];
  if (roles.length === 0) return null;
  return { session, workspace, roles, workspaces: session.granted === null ? [...memberships.keys()] : [workspace], csrfToken: csrfTokenOf(secret) };
}

/** Whoever signs in anew leaves nothing open behind. */
export async function endPresent(context: ApiContext, headers: ApiRequest['headers']): Promise<void> {
  const present = await sessionOf(context, headers);
  if (present !== null) await context.workspaces.get(present.workspace)?.sessions.end(present.session.id, toInstant(context.clock.now()));
}

/** The workspace that the browser was in last, as far as it says so. */
export function lastWorkspace(site: Site, headers: ApiRequest['headers']): string | null {
  return COOKIE.exec(cookieOf(site, 'session', headers))?.groups?.['workspace'] ?? null;
}

export interface Beginning {
  readonly workspace: string;
  readonly person: SignedIn;
  readonly claims: readonly string[];
  readonly granted: readonly string[] | null;
  /** Of the sign-in, if that was earlier. */
  readonly startedAt?: string;
}

/** A session that nobody has had yet. @returns the cookie that it is known by */
export async function beginSession(context: ApiContext, site: Site, beginning: Beginning): Promise<string> {
  return (await begin(context, site, beginning, false)).cookie;
}

/** The same, unless somebody has ever signed in there before: then null. */
export async function beginFirstSession(context: ApiContext, site: Site, beginning: Beginning): Promise<string | null> {
  const { cookie, isBegun } = await begin(context, site, beginning, true);
  return isBegun ? cookie : null;
}

async function begin(context: ApiContext, site: Site, { workspace, startedAt, ...rest }: Beginning, asFirst: boolean): Promise<{ readonly cookie: string; readonly isBegun: boolean }> {
  const secret = newToken();
  const at = toInstant(context.clock.now());
  const isBegun = await context.workspaces.get(workspace)?.sessions.begin({ ...rest, id: context.newId(), personId: context.newId(), hash: tokenHash(secret), startedAt: startedAt ?? at, at, asFirst });
  return { cookie: cookieFor(site, 'session', `${workspace}.${secret}`, SESSION_MOST_MS / 1_000), isBegun: isBegun === true };
}

/** The refusal of a call that a page of somebody else may have made; null: it is one of ours. */
export function foreignCall(context: ApiContext, { csrfToken }: Pick<FoundSession, 'csrfToken'>, method: Method, { headers, requestId }: ApiRequest): TextReply | null {
  if (method === 'GET') return null;
  const { origin, 'sec-fetch-site': from, 'x-csrf-token': token } = headers;
  const ours = origin === undefined ? from === undefined || from === 'same-origin' : origin === siteOf(context, headers)?.origin;
  if (ours && token === csrfToken) return null;
  return problem(403, 'csrf', 'This call did not come from a page of ours that is up to date. Load the page anew and try again.', requestId);
}

/** It can be told from the secret, and not the other way round; nobody else ever sees the secret. */
function csrfTokenOf(secret: string): string {
  return tokenHash(`csrf ${secret}`);
}

/** Written down for the audit. */
export async function noted({ workspaces, clock }: ApiContext, workspace: string, action: SessionAction, { email, name }: Pick<SignedIn, 'email' | 'name'>, requestId: string): Promise<void> {
  await workspaces.get(workspace)?.audit.note({ at: toInstant(clock.now()), actor: email ?? name, action, target: {}, status: action === 'signInRefused' ? 403 : 200, requestId });
}
