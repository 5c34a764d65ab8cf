// A privacy officer's desk on a stage: everything the erasure works with, with a ledger file in a folder of its own.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { approve } from '../../src/erasure/approve.ts';
import type { ErasureContext } from '../../src/erasure/context.ts';
import { createLedgerFile } from '../../src/erasure/ledger-file.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import type { AskedBy } from '../../src/erasure/requests.ts';
import { decide, reviewOf } from '../../src/erasure/review.ts';
import { createSigner } from '../../src/erasure/signer.ts';
import type { ErasureRequest } from '../../src/store/erasures.ts';
import type { Stage } from '../scenarios/stage.ts';
import { KEYS } from '../support/keys.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const OFFICER = 'petra.privacy@firma.example';

export interface Desk extends ErasureContext {
  /** Where the ledger is. */
  readonly folder: string;
}

export function deskOf({ engine, store, clock }: Stage): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'sauma-desk-'));
  folders.push(folder);
  const { connectors, modes, newId, log, workspace, mirroring } = engine;
  return {
    workspace, store, connectors, modes, clock, newId, log, folder, ...(mirroring && { mirroring }),
    ...KEYS,
    requests: store,
    forgetting: store,
    ledgerFile: createLedgerFile(join(folder, 'suppressions.jsonl'), { clock, prepare: (path) => void mkdirSync(path, { recursive: true }) }),
    signer: createSigner(() => [Buffer.alloc(32, 2)]),
    settings: { financialYearEnd: '12-31', controller: 'Firma Oy', alarmDays: [10, 3], requestDays: 0 },
    timeZone: 'Europe/Helsinki',
  };
}

/** Asked by e-mail or for a record, known to be them, everything that a machine cannot be sure of decided on, approved and done as far as it goes. */
export async function forget(desk: Desk, asked: string | Pick<AskedBy, 'linkId'>): Promise<ErasureRequest> {
  const { request } = await receive(desk, { origin: 'web', by: OFFICER, ...(typeof asked === 'string' ? { email: asked } : asked) });
  await recordIdentity(desk, request.id, { how: 'repliedFromAddress', by: OFFICER });
  await proceed(desk, request.id);
  const { items } = await reviewOf(desk, request.id);
  const open = items.filter(({ needsDecision }) => needsDecision);
  if (open.length > 0) await decide(desk, request.id, { decisions: open.map(({ id }) => ({ item: id, choice: 'treat' as const })), by: OFFICER });
  await approve(desk, request.id, { by: OFFICER });
  return proceed(desk, request.id);
}
