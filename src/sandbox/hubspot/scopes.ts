// Home of which scopes open which routes. Invariant: a requirement is a list of groups; one scope of every group must be
// granted.
import type { ObjectType } from './object-types.ts';

export type Requirement = readonly (readonly string[])[];

const READABLE = ['contacts', 'companies', 'deals', 'line_items', 'invoices'];

export const ALL_SCOPES: readonly string[] = [
  'oauth',
  ...READABLE.flatMap((name) => [`crm.objects.${name}.read`, `crm.objects.${name}.write`]),
  ...['contacts', 'companies', 'deals'].flatMap((name) => [`crm.schemas.${name}.read`, `crm.schemas.${name}.write`]),
  'crm.objects.owners.read',
  'e-commerce',
  'tickets',
  'sales-email-read',
  'communication_preferences.read',
  'communication_preferences.write',
  'communication_preferences.read_write',
];

export function objectScopes(type: ObjectType, access: 'read' | 'write'): Requirement {
  if (type.name === 'products') return [['e-commerce', `crm.objects.products.${access}`]];
  // The older name opens them for both.
  if (type.name === 'tickets') return [['tickets', `crm.objects.tickets.${access}`]];
  return [[`crm.objects.${type.scope}.${access}`]];
}

/** Definitions can be read with the right to read the records too. */
export function schemaScopes(type: ObjectType, access: 'read' | 'write'): Requirement {
  const own = `crm.schemas.${type.scope}.${access}`;
  const hasSchemaScope = ALL_SCOPES.includes(own);
  if (access === 'write' && hasSchemaScope) return [[own]];
  const [objects = []] = objectScopes(type, access);
  return [hasSchemaScope ? [own, ...objects] : objects];
}

export const OWNER_SCOPES: Requirement = [['crm.objects.owners.read']];

export const CONSENT_READ: Requirement = [['communication_preferences.read', 'communication_preferences.read_write']];

export const CONSENT_WRITE: Requirement = [['communication_preferences.write', 'communication_preferences.read_write']];

/** The groups of which no scope is granted. */
export function lacking(required: Requirement, granted: ReadonlySet<string>): string[] {
  return required.filter((group) => !group.some((scope) => granted.has(scope))).flat();
}
