// Home of the account's owners and their routes. Invariant: owners are read-only by API; a deactivated one keeps its id
// and loses `userId`.
import type { Call } from './call.ts';
import type { NewOwner, Owner } from './owner.ts';
import type { Portal } from './portal.ts';
import { flagParameter, instant, limitParameter, notFound, respond } from './wire.ts';
import type { SandboxResponse } from '../contract.ts';

/** Returns the new owner's id. */
export function addOwner(portal: Portal, owner: NewOwner, now: number): string {
  const last = portal.owners.at(-1);
  const id = String((last === undefined ? portal.random.ids.int(30_000_000, 900_000_000) : Number(last.id)) + portal.random.ids.int(1, 97));
  const userId = (last?.userId ?? portal.random.ids.int(1_000_000, 9_000_000)) + portal.random.ids.int(1, 97);
  portal.owners.push({ id, userId, createdAt: now, archived: false, ...owner, email: owner.email.toLowerCase() });
  return id;
}

export function listOwners(call: Call): SandboxResponse {
  const archived = flagParameter(call.query, 'archived');
  const email = call.query.get('email')?.toLowerCase() ?? null;
  const after = Number(call.query.get('after') ?? '0') || 0;
  const limit = limitParameter(call.query, 100, 500);
  const found = call.portal.owners.filter((owner) => owner.archived === archived && (email === null || owner.email === email) && Number(owner.id) >= after);
  const next = found[limit];
  return respond(200, {
    results: found.slice(0, limit).map(present),
    ...(next === undefined ? {} : { paging: { next: { after: next.id, link: call.link({ after: next.id }) } } }),
  });
}

export function readOwner(call: Call): SandboxResponse {
  const byUser = call.query.get('idProperty') === 'userId';
  const archived = flagParameter(call.query, 'archived');
  const wanted = call.param('ownerId');
  const owner = call.portal.owners.find((candidate) => candidate.archived === archived && (byUser ? String(candidate.userId) : candidate.id) === wanted);
  if (owner === undefined) throw notFound();
  return respond(200, present(owner));
}

function present(owner: Owner): unknown {
  return {
    id: owner.id,
    email: owner.email,
    type: 'PERSON',
    firstName: owner.firstName,
    lastName: owner.lastName,
    userId: owner.archived ? null : owner.userId,
    userIdIncludingInactive: owner.userId,
    createdAt: instant(owner.createdAt),
    updatedAt: instant(owner.createdAt),
    archived: owner.archived,
  };
}
