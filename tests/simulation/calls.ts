// What a request to a vendor is: a read, a create of a record, a change of one, a set-up; and which kind of record it is
// about. Invariant: told from the address alone, so that it holds for any connector.
import type { TransportRequest } from '../../src/connectors/transport.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { SandboxRequest } from '../../src/sandbox/contract.ts';
import { COLLECTIONS, ENTITIES, TYPES } from './records/kinds.ts';
import type { Kind, Ref } from './records/kinds.ts';

export type CallKind = 'token' | 'read' | 'set-up' | 'create' | 'update';

const PSA_PATHS: readonly (readonly [RegExp, Kind])[] = [
  [/^\/v1\/(?:customers|addresses|customermarketsegments)(?:\/|$)/u, 'account'],
  [/^\/v1\/(?:contactpersons|contactcommunications|contacts)(?:\/|$)/u, 'contact'],
  [/^\/v1\/projects(?:\/|$)/u, 'salesCase'],
];

export function kindOfCall({ method, url }: TransportRequest): CallKind {
  const path = new URL(url).pathname;
  if (method === 'GET' || path.endsWith('/search') || path.endsWith('/batch/read')) return 'read';
  if (path.endsWith('/token')) return 'token';
  if (path.includes('/crm/properties/')) return 'set-up';
  const isCreate = method === 'POST' && (/\/v1\/(?:customers|contactpersons|projects)$/u.test(path) || /\/crm\/objects\/[^/]+\/[^/]+\/batch\/create$/u.test(path));
  return isCreate ? 'create' : 'update';
}

/** Null for a call that is about no record. */
export function subjectOf(side: RemoteSide, path: string): Kind | null {
  if (side === 'psa') {
    const below = path.replace(/^\/rest-api/u, '');
    return PSA_PATHS.find(([pattern]) => pattern.test(below))?.[1] ?? null;
  }
  const type = /^\/crm\/(?:objects|associations)\/[^/]+\/([a-z]+)/u.exec(path)?.[1];
  if (path.startsWith('/communication-preferences/')) return 'contact';
  return ENTITIES.find((kind) => TYPES[kind] === type) ?? null;
}

/** Records that a request names as those it changes, or by whose address it reads. */
export function namedIn(side: RemoteSide, request: SandboxRequest): readonly Ref[] {
  const kind = subjectOf(side, request.path);
  if (kind === null) return [];
  if (side === 'psa') {
    const path = request.path.replace(/^\/rest-api/u, '');
    const id = new RegExp(`^/v1/${COLLECTIONS[kind]}/([^/]+)$`, 'u').exec(path)?.[1] ?? /^\/v1\/contacts\/([^/]+)\/contactcommunications$/u.exec(path)?.[1];
    return id === undefined ? [] : [{ side, kind, id }];
  }
  const body = request.body === '' ? null : (JSON.parse(request.body) as { readonly inputs?: readonly { readonly id?: string; readonly from?: { readonly id: string } }[] });
  return (body?.inputs ?? []).flatMap(({ id, from }) => (id ?? from?.id) ?? []).map((id) => ({ side, kind, id }));
}
