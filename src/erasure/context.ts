// What forgetting works with: one workspace's store, connectors and settings, and the world's clock, ids, keys and log.
import type { EngineContext } from '../engine/context.ts';
import { todayIn } from '../lib/day.ts';
import type { KeyedHash } from '../lib/keyed-hash.ts';
import type { Erasures } from '../store/erasures.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Signer } from './signer.ts';

export interface PrivacySettings {
  /** Day and month (`12-31`) on which the organisation's financial year ends. */
  readonly financialYearEnd: string;
  /** Who answers for the data, as letters and receipts name them. */
  readonly controller: string;
  /** So many calendar days before the due day somebody is told. */
  readonly alarmDays: readonly number[];
  /** For how many days a request that is over still tells who it was about. 0: not at all. */
  readonly requestDays: number;
}

export interface ErasureContext extends Pick<EngineContext, 'workspace' | 'store' | 'connectors' | 'modes' | 'adjusted' | 'sealer' | 'clock' | 'newId' | 'log' | 'stop' | 'mirroring'> {
  readonly requests: Erasures;
  readonly forgetting: Forgetting;
  readonly hashes: KeyedHash;
  /** Suppressions outside of the database. Written before a request is armed. */
  readonly ledgerFile: LedgerFile;
  readonly signer: Signer;
  readonly settings: PrivacySettings;
  /** IANA; which day it is. */
  readonly timeZone: string;
}

/** With the connections as they are set now: somebody may have made one read-only since the process began. */
export async function asSetNow(given: ErasureContext): Promise<ErasureContext> {
  if (given.adjusted === undefined) return given;
  const { modes } = given.adjusted(new Map((await given.store.settings()).map(({ path, value }) => [path, value])));
  return { ...given, modes };
}

/** Plain date. */
export function today({ timeZone, clock }: Pick<ErasureContext, 'timeZone' | 'clock'>): string {
  return todayIn(timeZone, clock.now());
}
