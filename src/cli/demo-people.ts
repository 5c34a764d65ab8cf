// The people of the demo: one for each role, as its identity provider knows them. Invariant: what they may do follows from the same map of
// claims as everybody's; a role that no line of the map gives alone has nobody.
import type { Config } from '../config.ts';
import type { IdentityPerson } from '../sandbox/identity/people.ts';

const GIVEN_NAMES = ['Aada', 'Sanna', 'Fredrik', 'Maija', 'Mikael', 'Pirkko', 'Eero', 'Helmi', 'Otso', 'Venla'];
const DOMAIN = 'sauma-demo.example';

export function demoPeople({ roles, settings: { login } }: Pick<Config, 'roles' | 'settings'>): readonly IdentityPerson[] {
  return Object.entries(roles).flatMap(([role, { label }], at) => {
    const line = login.map.find((one) => one.roles.length === 1 && one.roles[0] === role);
    if (!line) return [];
    const [given, family] = [GIVEN_NAMES[at % GIVEN_NAMES.length] ?? '', familyOf(role)];
    const about = label.fi === label.en ? label.en : `${label.en} · ${label.fi}`;
    return [{ id: role, name: `${given} ${family}`, email: `${given}.${family}@${DOMAIN}`.toLowerCase(), about, claims: nested(login.claim, [line.value]) }];
  });
}

/** The first word of the role's name in the configuration. */
function familyOf(role: string): string {
  const [word = role] = role.split(/(?=[A-Z])/u);
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/** The provider sends a claim by its first name, whatever lies below it. */
function nested(claim: string, values: readonly string[]): IdentityPerson['claims'] {
  const [first = claim, ...rest] = claim.split('.');
  return { [first]: rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), values) };
}
