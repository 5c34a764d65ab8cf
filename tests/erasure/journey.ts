// How far a request has come in most stories: verified and looked for, approved and carried out, past the look of the month.
import { approve } from '../../src/erasure/approve.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import type { AskedBy } from '../../src/erasure/requests.ts';
import { DAY_MS, OFFICER } from './bench.ts';
import type { Bench } from './bench.ts';

export const EMAIL = 'aino.maki@koivu.example';

export async function reviewed(bench: Bench, asked: AskedBy = { email: EMAIL }): Promise<string> {
  const { request: { id } } = await receive(bench, { origin: 'web', by: OFFICER, ...asked });
  await recordIdentity(bench, id, { how: 'codeToAddress', by: OFFICER });
  await proceed(bench, id);
  return id;
}

export async function erased(bench: Bench, asked: AskedBy = { email: EMAIL }): Promise<string> {
  const id = await reviewed(bench, asked);
  await approve(bench, id, { by: OFFICER });
  await proceed(bench, id);
  return id;
}

/** To the month's look and past it. */
export async function monthLater(bench: Bench): Promise<void> {
  for (const days of [0.1, 1, 31]) {
    bench.advance(days * DAY_MS);
    await proceedDue(bench);
  }
}
