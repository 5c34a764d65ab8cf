// Who calls, and what they may see. Invariants: a route that needs a caller is never reached without one that has all its
// rights; of a token that does not work nobody learns why.
import { toInstant } from '../lib/clock.ts';
import { newToken, tokenHash } from '../lib/crypto.ts';
import { problem } from './problem.ts';
import type { ApiContext, ApiReply, ApiRequest, Caller, ChangeRight, ReadRight, Route } from './route.ts';

/** `sauma_<workspace>_<43 characters>`; a workspace's name has no underscore. */
const TOKEN = /^Bearer (?<token>sauma_(?<workspace>[a-z0-9][a-z0-9-]{0,62})_[\w-]{43})$/u;

/** One that nobody has had yet; it is shown once, and only its hash is kept. */
export function newServiceToken(workspace: string): string {
  return `sauma_${workspace}_${newToken()}`;
}

/** The answer of the route, or the refusal. */
export async function callRoute(context: ApiContext, route: Route, request: ApiRequest): Promise<ApiReply> {
  if (route.permission !== 'caller') return route.handle(request);
  const caller = await callerOf(context, request);
  if (caller === null) {
    const refusal = problem(401, 'token-invalid', 'Send a valid service token: "authorization: Bearer sauma_…". "npx sauma tokens" lists them and makes new ones.', request.requestId);
    return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'Bearer' } };
  }
  const missing = route.reads.find((right) => !caller.reads.has(right)) ?? route.changes.find((right) => !caller.changes.has(right));
  return missing === undefined ? route.handle(request, caller) : rightMissing(missing, request.requestId);
}

export function rightMissing(right: ReadRight | ChangeRight, requestId: string): ApiReply {
  return problem(403, 'right-missing', `This needs the right "${right}", which none of your roles has.`, requestId, { right });
}

async function callerOf({ workspaces, roles, clock }: ApiContext, { headers }: ApiRequest): Promise<Caller | null> {
  const { token, workspace: name } = TOKEN.exec(headers['authorization'] ?? '')?.groups ?? {};
  const workspace = workspaces.get(name ?? '');
  if (token === undefined || name === undefined || !workspace) return null;
  const known = await workspace.access.useToken(tokenHash(token), toInstant(clock.now()));
  if (known === null) return null;
  // A role that the configuration has no more gives nothing.
  const has = known.roles.flatMap((role) => roles[role] ?? []);
  return { workspace: name, name: `token ${known.name}`, roles: known.roles, reads: new Set(has.flatMap(({ reads }) => reads)), changes: new Set(has.flatMap(({ changes }) => changes)), session: null };
}
