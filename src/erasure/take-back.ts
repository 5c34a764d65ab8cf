// Lines of the ledger file that were written for an arming that never came. Invariant: nobody is kept away by a request that was not armed, in no
// workspace; of one that was armed by somebody quicker, nothing is taken.
import { isArmed } from '../core/erasure-state.ts';
import type { ErasureContext } from './context.ts';

export async function takeBack({ requests, ledgerFile }: Pick<ErasureContext, 'requests' | 'ledgerFile'>, requestId: string): Promise<void> {
  const now = await requests.request(requestId);
  if (now !== null && isArmed(now.state)) return;
  await ledgerFile.rewrite((all) => all.filter((one) => one.requestId !== requestId));
}
