// Home of the organisation's own people as users of Severa. Invariant: no user is ever removed by a program: the employer does it in
// Severa's settings, and decides what law keeps of their work.
import type { Subject } from '../../../core/subject.ts';
import { mapParallel } from '../../parallel.ts';
import type { Trace } from '../../privacy.ts';
import { get } from '../routes.ts';
import { everything, filledIn } from './look.ts';
import type { Look } from './look.ts';
import { addressesOf, parallelReads } from './persons.ts';
import { staffRow } from './rows.ts';
import type { StaffRow } from './rows.ts';

/** @param isContact someone was found already: then nobody is looked for by address */
export async function usersOf(look: Look, subject: Subject, isContact: boolean): Promise<readonly StaffRow[]> {
  const ids = subject.refs.filter(({ side, kind }) => side === 'psa' && kind === 'user').map(({ id }) => id);
  return await look.tried('users', 'user', async () => {
    const known = await mapParallel(ids, parallelReads, async (id) => (await look.http.call(get('/v1/users/{guid}', id, staffRow))).data);
    const named = isContact || ids.length > 0 ? [] : await mapParallel(addressesOf(subject), parallelReads, (email) => everything(look.lists.tokenPages({ route: '/v1/users', query: [['email', email.toLowerCase()]], row: staffRow }, null)));
    return [...known, ...named.flat()].filter((row) => row !== null);
  }, []);
}

export function staffTrace({ guid, firstName, lastName, email, phone, title, code, isActive }: StaffRow): Trace {
  return {
    id: `users:${guid ?? ''}`, kind: 'user', treatment: 'manual', reason: 'staff-by-hand', sure: true, others: 0, texts: {},
    content: filledIn({ firstName, lastName, email, phone, title, code, active: isActive }),
  };
}

/** With what else the person is known as. */
export function withUsers(subject: Subject, users: readonly StaffRow[]): Subject {
  const known = new Set(subject.refs.flatMap(({ side, kind, id }) => (side === 'psa' && kind === 'user' ? [id] : [])));
  return { ...subject, refs: [...subject.refs, ...users.flatMap(({ guid }) => (guid && !known.has(guid) ? [{ side: 'psa', kind: 'user', id: guid } as const] : []))] };
}
