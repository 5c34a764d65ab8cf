// The session of whoever is signed in: who they are, in which workspace, with which rights; entering another one, and leaving.
// Invariant: the secret of a session is never in an answer, and another workspace is another session.
import { z } from 'zod';
import { toInstant } from '../../lib/clock.ts';
import { objection } from '../../lib/objection.ts';
import { API_ROOT } from '../contract.ts';
import { membershipsOf } from '../memberships.ts';
import { problem } from '../problem.ts';
import { bodyOf } from '../query.ts';
import { json } from '../route.ts';
import type { ApiContext, ApiReply, ApiRequest, Caller, CallerRoute, Route } from '../route.ts';
import { beginSession, noted, sessionOf } from '../session.ts';
import type { FoundSession } from '../session.ts';
import { cookieFor, siteOf } from '../session-cookie.ts';
import { LOGIN_LEFT } from './login.ts';

const LIMIT_BYTES = 1_000;
const enterBody = z.strictObject({ workspace: z.string().min(1).max(63) });

type Handle = (context: ApiContext, found: FoundSession, request: ApiRequest, caller: Caller) => Promise<ApiReply>;

export function sessionRoutes(context: ApiContext): readonly Route[] {
  const any = { permission: 'caller', reads: [], changes: [] } as const;
  const body = { type: 'application/json', limitBytes: LIMIT_BYTES } as const;
  const withSession = (handle: Handle): CallerRoute['handle'] => async (request, caller) => {
    const found = caller.session === null ? null : await sessionOf(context, request.headers);
    return found === null ? problem(403, 'session-needed', 'This is for a person who has signed in; a service token has no session.', request.requestId) : handle(context, found, request, caller);
  };
  return [
    { ...any, method: 'GET', path: `${API_ROOT}/session`, body: null, handle: withSession(tell) },
    { ...any, method: 'POST', path: `${API_ROOT}/session/workspace`, body, handle: withSession(enterWorkspace) },
    { ...any, method: 'POST', path: `${API_ROOT}/session/end`, body, handle: withSession(leave) },
  ];
}

function tell({ roles, timeZone, currency }: ApiContext, { session, workspace, workspaces, csrfToken }: FoundSession, _request: ApiRequest, caller: Caller): Promise<ApiReply> {
  const { name, email, language } = session.person;
  const held = caller.roles.flatMap((role) => (roles[role] ? [{ name: role, label: roles[role].label }] : []));
  const answer = {
    user: { name, email }, roles: held, reads: [...caller.reads], changes: [...caller.changes], csrfToken, language,
    workspace: { name: workspace, label: workspace, timeZone, currency }, workspaces: workspaces.map((one) => ({ name: one, label: one })),
  };
  return Promise.resolve(json(200, answer));
}

/** The new session is as old as the sign-in; the one before is over. */
async function enterWorkspace(context: ApiContext, { session, workspace, workspaces }: FoundSession, { headers, body, requestId }: ApiRequest): Promise<ApiReply> {
  const asked = readBody(body);
  if (asked.errors !== null) return problem(422, 'body-invalid', 'What was sent cannot be taken: see "errors".', requestId, { errors: asked.errors });
  const site = siteOf(context, headers);
  const target = asked.body.workspace;
  if (target === workspace) return json(200, {});
  const { person, claims, startedAt } = session;
  if (site === null || !workspaces.includes(target) || !membershipsOf(context.login, claims, [target]).has(target)) {
    return problem(403, 'workspace-not-yours', 'You have no role in this workspace. Ask your administrator, then sign in again.', requestId);
  }
  const { issuer, subject, name, email, language } = person;
  const cookie = await beginSession(context, site, { workspace: target, person: { issuer, subject, name, email, language }, claims, granted: null, startedAt });
  await context.workspaces.get(workspace)?.sessions.end(session.id, toInstant(context.clock.now()));
  await noted(context, target, 'enterWorkspace', person, requestId);
  const reply = json(200, {});
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } };
}

async function leave(context: ApiContext, { session, workspace }: FoundSession, { headers, requestId }: ApiRequest): Promise<ApiReply> {
  const site = siteOf(context, headers);
  await context.workspaces.get(workspace)?.sessions.end(session.id, toInstant(context.clock.now()));
  await noted(context, workspace, 'signOut', session.person, requestId);
  const left = `${site?.origin ?? ''}${LOGIN_LEFT}`;
  const elsewhere = session.granted === null ? ((await context.identityProvider?.leavingPage(left)) ?? null) : null;
  const reply = json(200, { location: elsewhere ?? LOGIN_LEFT });
  return { ...reply, headers: { ...reply.headers, ...(site === null ? {} : { 'set-cookie': cookieFor(site, 'session', '', 0) }) } };
}

function readBody(body: Buffer): ReturnType<typeof bodyOf<typeof enterBody>> {
  try {
    return bodyOf(enterBody, body);
  } catch {
    return { body: null, errors: [{ field: '', ...objection('no-json') }] };
  }
}
