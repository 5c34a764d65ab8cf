// Who is here, in which workspace, with which rights: the answer of `GET /session`. Invariant: it is read once, before the first
// page; what changes it (sign-out, another workspace) loads the app anew.
import { createContext, useContext } from 'react';
import { listOf, oneOf, orNull, shape, text } from './checks.ts';

const named = { name: text, label: text } as const;

export const sessionSchema = shape({
  user: shape({ name: text, email: orNull(text) }),
  roles: listOf(shape({ name: text, label: shape({ fi: text, en: text }) })),
  /** Names as in config/roles.json. */
  reads: listOf(text),
  changes: listOf(text),
  workspace: shape({ ...named, timeZone: text, currency: text }),
  /** All that this person may enter, the present one among them. */
  workspaces: listOf(shape(named)),
  csrfToken: text,
  /** What the identity provider knows; the choice made in this browser goes first. */
  language: orNull(oneOf('fi', 'en')),
});
export type Session = ReturnType<typeof sessionSchema.parse>;

/** Addresses of the session, under the base of the API. Login and sign-in are pages of the server, not calls. */
export const SESSION = {
  read: '/session',
  /** Body `{workspace}`. */
  enter: '/session/workspace',
  /** Answers `{location}`: where the identity provider ends its own session, or the login page. */
  leave: '/session/end',
  login: '/login',
} as const;

/** Where leaving leads. */
export const leftSchema = shape({ location: text });

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession is called outside of the session');
  return session;
}
