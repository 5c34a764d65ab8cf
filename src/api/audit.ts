// What is written down of a call: every deed that was done, was refused for a lack of rights, or failed, before its answer is sent.
// Invariant: nothing of what was sent is written down but the ids in the address, and what the route says is no secret.
import { toInstant } from '../lib/clock.ts';
import type { AuditNote } from '../store/audit.ts';
import { API_ROOT, CONTRACTS } from './contract.ts';
import type { AnyContract } from './contract.ts';
import type { ApiContext, ApiRequest, Caller, Route, TextReply } from './route.ts';

/** Method and address of a deed → its name in the contract. */
const DEEDS: ReadonlyMap<string, string> = new Map(
  Object.entries(CONTRACTS as Readonly<Record<string, AnyContract>>).flatMap(([name, { method, path }]) => (method === 'GET' ? [] : [[`${method} ${API_ROOT}${path}`, name] as const])),
);

/** @throws RetryableError when the line cannot be written: then nobody is told that it was done */
export async function noteDeed({ workspaces, clock }: Pick<ApiContext, 'workspaces' | 'clock'>, { method, path }: Route, { params, requestId }: ApiRequest, caller: Caller, reply: Pick<TextReply, 'status' | 'noted'>): Promise<void> {
  const action = DEEDS.get(`${method} ${path}`);
  const { status, noted = {} } = reply;
  if (action === undefined || (status >= 400 && status < 500 && status !== 403)) return;
  const person: AuditNote['target'] = caller.session === null ? {} : { person: caller.session.person };
  await workspaces.get(caller.workspace)?.audit.note({ at: toInstant(clock.now()), actor: caller.name, action, target: cleaned({ ...params, ...noted, ...person }), status, requestId });
}

/** Of an address that was refused nothing has been checked. */
function cleaned(target: AuditNote['target']): AuditNote['target'] {
  // eslint-disable-next-line no-control-regex -- no id has one, and no database takes all of them
  return Object.fromEntries(Object.entries(target).map(([name, value]) => [name, value.replaceAll(/[\u0000-\u001f\u007f]/gu, '').slice(0, 200)]));
}
