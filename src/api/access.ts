// Who calls, and what they may see: a program by its token, a person by the session of their browser. Invariants: a route that needs
// a caller is never reached without one that has all its rights; of a token that does not work nobody learns why.
import { toInstant } from '../lib/clock.ts';
import { newToken, tokenHash } from '../lib/crypto.ts';
import { noteDeed } from './audit.ts';
import { PROGRAM } from './caller-name.ts';
import { problem } from './problem.ts';
import { foreignCall, sessionOf } from './session.ts';
import type { ApiContext, ApiReply, ApiRequest, Caller, CallerRoute, ChangeRight, ReadRight, Route } from './route.ts';

/** `sauma_<workspace>_<43 characters>`; a workspace's name has no underscore. */
const TOKEN = /^Bearer (?<token>sauma_(?<workspace>[a-z0-9][a-z0-9-]{0,62})_[\w-]{43})$/u;

/** Whatever the answer will be. */
const FAILED = 500;

/** One that nobody has had yet; it is shown once, and only its hash is kept. */
export function newServiceToken(workspace: string): string {
  return `sauma_${workspace}_${newToken()}`;
}

/** The answer of the route, or the refusal. */
export async function callRoute(context: ApiContext, route: Route, request: ApiRequest): Promise<ApiReply> {
  if (route.permission !== 'caller') return route.handle(request);
  const caller = await callerOf(context, request);
  if (caller === null) return nobody(request);
  const foreign = caller.session === null ? null : foreignCall(context, caller.session, route.method, request);
  const missing = route.reads.find((right) => !caller.reads.has(right)) ?? route.changes.find((right) => !caller.changes.has(right));
  const reply = foreign ?? (missing === undefined ? await handled(context, route, request, caller) : rightMissing(missing, request.requestId));
  await noteDeed(context, route, request, caller, reply);
  return reply;
}

/** What fails half way has been done in part: it is written down before the failure is told. */
async function handled(context: ApiContext, route: CallerRoute, request: ApiRequest, caller: Caller): Promise<ApiReply> {
  try {
    return await route.handle(request, caller);
  } catch (error) {
    const { requestId } = request;
    await noteDeed(context, route, request, caller, { status: FAILED }).catch((unwritten: unknown) => context.log.error({ requestId, error: unwritten }, 'a deed that failed is not in the audit'));
    throw error;
  }
}

export function rightMissing(right: ReadRight | ChangeRight, requestId: string): ApiReply {
  return problem(403, 'right-missing', `This needs the right "${right}", which none of your roles has.`, requestId, { right });
}

function nobody({ headers, requestId }: ApiRequest): ApiReply {
  const refusal =
    headers['authorization'] === undefined && headers['cookie'] !== undefined
      ? problem(401, 'session-over', 'Sign in: there is no session, or it is over.', requestId)
      : problem(401, 'token-invalid', 'Sign in, or send a valid service token: "authorization: Bearer sauma_…". "npx sauma tokens" lists them and makes new ones.', requestId);
  return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'Bearer' } };
}

function callerOf(context: ApiContext, { headers }: ApiRequest): Promise<Caller | null> {
  return headers['authorization'] === undefined ? personOf(context, headers) : programOf(context, headers['authorization']);
}

async function personOf(context: ApiContext, headers: ApiRequest['headers']): Promise<Caller | null> {
  const found = await sessionOf(context, headers);
  if (found === null) return null;
  const { session, workspace, roles, csrfToken } = found;
  const { id: person, name, email } = session.person;
  return { workspace, name: email ?? name, roles, ...rightsOf(context, roles), session: { id: session.id, person, csrfToken } };
}

async function programOf(context: ApiContext, authorization: string): Promise<Caller | null> {
  const { token, workspace: name } = TOKEN.exec(authorization)?.groups ?? {};
  const workspace = context.workspaces.get(name ?? '');
  if (token === undefined || name === undefined || !workspace) return null;
  const known = await workspace.access.useToken(tokenHash(token), toInstant(context.clock.now()));
  return known && { workspace: name, name: `${PROGRAM}${known.name}`, roles: known.roles, ...rightsOf(context, known.roles), session: null };
}

/** Whether a caller of some time ago would still be let in; asking is no use of their session. */
export async function stillStands({ workspaces, clock }: Pick<ApiContext, 'workspaces' | 'clock'>, { workspace: name, session, name: caller }: Caller): Promise<boolean> {
  const workspace = workspaces.get(name);
  const now = toInstant(clock.now());
  if (workspace === undefined) return false;
  if (session !== null) return workspace.sessions.stands(session.id, now);
  return (await workspace.access.tokens()).some((token) => `${PROGRAM}${token.name}` === caller && token.revokedAt === null && token.expiresAt > now);
}

/** A role that the configuration has no more gives nothing. */
export function rightsOf({ roles }: Pick<ApiContext, 'roles'>, held: readonly string[]): Pick<Caller, 'reads' | 'changes'> {
  const has = held.flatMap((role) => roles[role] ?? []);
  return { reads: new Set(has.flatMap(({ reads }) => reads)), changes: new Set(has.flatMap(({ changes }) => changes)) };
}
