// What a person may be where, by what their identity provider says of them. Invariant: it follows from the configuration as it is
// now; nothing of it is kept, so a line taken out of the map gives nothing any more.
import type { Config } from '../config.ts';

type Login = Config['settings']['login'];

const EVERY_WORKSPACE = '*';

/** Of the claims of a person those values that the configuration knows. An address that nobody has verified is anybody's. */
export function knownClaims({ claim, map }: Pick<Login, 'claim' | 'map'>, claims: unknown): readonly string[] {
  if (claim === 'email' && (claims as Readonly<Record<string, unknown>> | null)?.['email_verified'] !== true) return [];
  const found = claim.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[part] : undefined), claims);
  // A claim whose own name has dots in it, as a web address has.
  const told = found ?? (claims as Readonly<Record<string, unknown>> | null)?.[claim];
  const values = new Set([told].flat().filter((value) => typeof value === 'string'));
  return [...new Set(map.map(({ value }) => value))].filter((value) => values.has(value));
}

/** Workspace → roles, of those workspaces where there are any. */
export function membershipsOf({ map }: Pick<Login, 'map'>, claims: readonly string[], workspaces: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const rows = map.filter(({ value }) => claims.includes(value));
  const rolesIn = (workspace: string): readonly string[] => [...new Set(rows.filter((row) => row.workspaces.includes(workspace) || row.workspaces.includes(EVERY_WORKSPACE)).flatMap(({ roles }) => roles))];
  return new Map([...workspaces].map((workspace) => [workspace, rolesIn(workspace)] as const).filter(([, roles]) => roles.length > 0));
}
