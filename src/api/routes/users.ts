// People, roles and tokens over the API. Invariant: everything is of the caller's workspace; what is ended here is over for every process.
import { toInstant } from '../../lib/clock.ts';
import { tokenHash } from '../../lib/crypto.ts';
import { objection } from '../../lib/objection.ts';
import type { ServiceToken } from '../../store/access.ts';
import { newServiceToken } from '../access.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { membershipsOf } from '../memberships.ts';
import { nextOf } from '../paging.ts';
import { problem } from '../problem.ts';
import type { ApiContext, ApiRequest, ApiWorkspace, Caller, Route, TextReply } from '../route.ts';
import { fileReply } from '../sheet-file.ts';
import type { FileColumn } from '../sheet-file.ts';

const DAY_MS = 86_400_000;

type Person = ReturnType<typeof CONTRACTS.people.answer.parse>['items'][number];
type Token = ReturnType<typeof CONTRACTS.tokens.answer.parse>['items'][number];

export function userRoutes(context: ApiContext): readonly Route[] {
  const now = (): string => toInstant(context.clock.now());
  const rolesText = (roles: readonly string[], locale: 'fi' | 'en'): string => roles.map((role) => context.roles[role]?.label[locale] ?? role).join(', ');
  return [
    dataRoute(context, CONTRACTS.people, async ({ workspace, caller, query, offset, tell, withAmounts }) => {
      const { q = '', role, here, sort, limit, format, locale } = query;
      const found = (await peopleOf(context, workspace, caller))
        .filter(({ name, email, roles, sessions }) => has(q, name, email) && (role === undefined || roles.includes(role)) && (here === undefined || (here === 'yes') === sessions.length > 0))
        .toSorted(by(sort));
      if (format !== 'json') return fileReply({ name: 'people', columns: personColumns(rolesText), rows: rows(found), format, locale, withAmounts });
      return tell({ items: found.slice(offset(), offset() + limit), next: nextOf(query, offset(), found.length), total: found.length });
    }),
    dataRoute(context, CONTRACTS.endSession, async ({ workspace, params, tell, nothing }) => ((await workspace.sessions.end(params['id'] ?? '', now())) ? tell({ ended: 1 }) : nothing())),
    dataRoute(context, CONTRACTS.endSessions, async ({ workspace, params, tell }) => tell({ ended: await workspace.sessions.endAll(params['id'] ?? '', now()) })),
    dataRoute(context, CONTRACTS.roles, ({ tell }) => {
      const { claim, map } = context.login;
      return Promise.resolve(tell({ roles: Object.entries(context.roles).map(([name, role]) => ({ name, ...role })), issuer: context.identityProvider?.issuer ?? null, claim, map: map.map(({ value, ...gives }) => ({ given: value, ...gives })) }));
    }),
    dataRoute(context, CONTRACTS.tokens, async ({ workspace, query, offset, tell, withAmounts }) => {
      const { q = '', state, sort, limit, format, locale } = query;
      const found = (await workspace.access.tokens()).map((token) => tokenAt(token, now())).filter((token) => has(q, token.name) && (state === undefined || token.state === state)).toSorted(by(sort));
      if (format !== 'json') return fileReply({ name: 'tokens', columns: tokenColumns(rolesText), rows: rows(found), format, locale, withAmounts });
      return tell({ items: found.slice(offset(), offset() + limit), next: nextOf(query, offset(), found.length), total: found.length });
    }),
    dataRoute(context, CONTRACTS.addToken, async ({ workspace, caller, body, request, tell, refuse }) => {
      if (caller.session === null) return personNeeded(request);
      const unknown = body.roles.find((role) => !Object.hasOwn(context.roles, role));
      if (unknown !== undefined) return refuse({ field: 'roles', ...objection('role-unknown', { role: unknown }) });
      const token = newServiceToken(caller.workspace);
      const made = { id: context.newId(), name: body.name, roles: [...new Set(body.roles)], createdBy: caller.name, createdAt: now(), expiresAt: toInstant(context.clock.now() + body.days * DAY_MS) };
      if (!(await workspace.access.addToken({ ...made, hash: tokenHash(token) }))) return refuse({ field: 'name', ...objection('name-taken') });
      return { ...tell({ id: made.id, token, expiresAt: made.expiresAt }), noted: { token: made.id, name: made.name, roles: made.roles.join(', ') } };
    }),
    dataRoute(context, CONTRACTS.revokeToken, async ({ workspace, caller, params, request, tell, nothing }) => {
      if (caller.session === null) return personNeeded(request);
      const id = params['id'] ?? '';
      return (await workspace.access.revokeToken(id, now())) ? tell({ revoked: id }) : nothing();
    }),
  ];
}

/** A token that could make tokens would outlive its own end. */
function personNeeded({ requestId }: ApiRequest): TextReply {
  return problem(403, 'session-needed', 'Only a person who has signed in makes and revokes tokens; on the command line: "npx sauma tokens add".', requestId);
}

async function peopleOf({ clock, login }: ApiContext, { sessions }: ApiWorkspace, { workspace, session: own }: Caller): Promise<readonly Person[]> {
  const known = await sessions.people(toInstant(clock.now()));
  return known.map(({ id, name, email, local, claims, granted, firstSeenAt, lastSeenAt, sessions: open }) => ({
    id, name, email, local, firstSeenAt, lastSeenAt,
    roles: granted ?? membershipsOf(login, claims, [workspace]).get(workspace) ?? [],
    sessions: open.map((one) => ({ ...one, own: one.id === own?.id })),
  }));
}

function tokenAt({ id, name, roles, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }: ServiceToken, at: string): Token {
  const state = revokedAt !== null ? 'revoked' : Date.parse(expiresAt) <= Date.parse(at) ? 'over' : 'working';
  return { id, name, roles, state, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt };
}

function has(q: string, ...texts: readonly (string | null)[]): boolean {
  const wanted = q.trim().toLowerCase();
  return texts.some((one) => one?.toLowerCase().includes(wanted) === true);
}

/** What was never comes last, either way. */
function by<Name extends string, Row extends { readonly [Key in Name]: string | null }>(sort: Name | `-${Name}`): (a: Row, b: Row) => number {
  const direction = sort.startsWith('-') ? -1 : 1;
  const name = sort.replace('-', '') as Name;
  return (a, b) => {
    const [one, other] = [a[name], b[name]];
    return one === null || other === null ? Number(one === null) - Number(other === null) : direction * one.localeCompare(other, 'fi');
  };
}

async function* rows<Row>(found: readonly Row[]): AsyncGenerator<Row> {
  yield* found;
}

type RolesText = (roles: readonly string[], locale: 'fi' | 'en') => string;

function personColumns(rolesText: RolesText): readonly FileColumn<Person>[] {
  return [
    { kind: 'text', label: { fi: 'Nimi', en: 'Name' }, of: ({ name }) => name },
    { kind: 'text', label: { fi: 'Sähköposti', en: 'E-mail' }, of: ({ email }) => email },
    { kind: 'text', label: { fi: 'Roolit', en: 'Roles' }, of: ({ roles }, locale) => rolesText(roles, locale) },
    { kind: 'instant', label: { fi: 'Ensimmäinen kirjautuminen (UTC)', en: 'First sign-in (UTC)' }, of: ({ firstSeenAt }) => firstSeenAt },
    { kind: 'instant', label: { fi: 'Viimeksi täällä (UTC)', en: 'Last here (UTC)' }, of: ({ lastSeenAt }) => lastSeenAt },
    { kind: 'decimal', label: { fi: 'Avoimia istuntoja', en: 'Open sessions' }, of: ({ sessions }) => String(sessions.length) },
  ];
}

function tokenColumns(rolesText: RolesText): readonly FileColumn<Token>[] {
  const states = { working: { fi: 'toimii', en: 'works' }, over: { fi: 'vanhentunut', en: 'over' }, revoked: { fi: 'mitätöity', en: 'revoked' } } as const;
  return [
    { kind: 'text', label: { fi: 'Nimi', en: 'Name' }, of: ({ name }) => name },
    { kind: 'text', label: { fi: 'Tila', en: 'State' }, of: ({ state }, locale) => states[state][locale] },
    { kind: 'text', label: { fi: 'Roolit', en: 'Roles' }, of: ({ roles }, locale) => rolesText(roles, locale) },
    { kind: 'text', label: { fi: 'Tekijä', en: 'Made by' }, of: ({ createdBy }) => createdBy },
    { kind: 'instant', label: { fi: 'Tehty (UTC)', en: 'Made (UTC)' }, of: ({ createdAt }) => createdAt },
    { kind: 'instant', label: { fi: 'Voimassa asti (UTC)', en: 'Works until (UTC)' }, of: ({ expiresAt }) => expiresAt },
    { kind: 'instant', label: { fi: 'Viimeksi käytetty (UTC)', en: 'Last used (UTC)' }, of: ({ lastUsedAt }) => lastUsedAt },
  ];
}
