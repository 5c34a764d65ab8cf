// Where the browser reaches us, and what it keeps for us. Invariants: no script can read a cookie of ours; where the address is
// https, none is ever sent without encryption or set by another host.
import type { ApiContext } from './route.ts';

export interface Site {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly secure: boolean;
}

const ON_THIS_MACHINE = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/u;

/** Null: by a name that nobody has told us, so that no page of somebody else can pass for ours. */
export function siteOf({ publicUrl }: Pick<ApiContext, 'publicUrl'>, headers: Readonly<Record<string, string>>): Site | null {
  if (publicUrl !== null) return { origin: new URL(publicUrl).origin, secure: publicUrl.startsWith('https:') };
  const host = headers['host'] ?? '';
  return ON_THIS_MACHINE.test(host) ? { origin: `http://${host}`, secure: false } : null;
}

export type CookieName = 'session' | 'login';

/** @param seconds 0 makes the browser forget it */
export function cookieFor({ secure }: Site, name: CookieName, value: string, seconds: number): string {
  return `${called(name, secure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** Empty when there is none. */
export function cookieOf({ secure }: Site, name: CookieName, headers: Readonly<Record<string, string>>): string {
  const begin = `${called(name, secure)}=`;
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(begin))?.slice(begin.length) ?? '';
}

function called(name: CookieName, secure: boolean): string {
  return `${secure ? '__Host-' : ''}sauma_${name}`;
}
