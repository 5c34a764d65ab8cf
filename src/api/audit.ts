// What is written down of a call: every deed that was done or refused for a lack of rights, before its answer is sent. Invariant: nothing of
// what was sent is written down but the ids in the address.
import { toInstant } from '../lib/clock.ts';
import { API_ROOT, CONTRACTS } from './contract.ts';
import type { AnyContract } from './contract.ts';
import type { ApiContext, ApiReply, ApiRequest, Caller, Route } from './route.ts';

/** Method and address of a deed → its name in the contract. */
const DEEDS: ReadonlyMap<string, string> = new Map(
  Object.entries(CONTRACTS as Readonly<Record<string, AnyContract>>).flatMap(([name, { method, path }]) => (method === 'GET' ? [] : [[`${method} ${API_ROOT}${path}`, name] as const])),
);

/** @throws RetryableError when the line cannot be written: then nobody is told that it was done */
export async function noteDeed({ workspaces, clock }: Pick<ApiContext, 'workspaces' | 'clock'>, { method, path }: Route, { params, requestId }: ApiRequest, caller: Caller, { status }: ApiReply): Promise<void> {
  const action = DEEDS.get(`${method} ${path}`);
  if (action === undefined || (status >= 400 && status !== 403)) return;
  await workspaces.get(caller.workspace)?.audit.note({ at: toInstant(clock.now()), actor: caller.name, action, target: idsOf(params), status, requestId });
}

/** Of an address that was refused nothing has been checked. */
function idsOf(params: ApiRequest['params']): Readonly<Record<string, string>> {
  // eslint-disable-next-line no-control-regex -- no id has one, and no database takes all of them
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value.replaceAll(/[\u0000-\u001f\u007f]/gu, '').slice(0, 200)]));
}
