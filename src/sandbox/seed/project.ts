// A won case that work is done on: what the makers of hours, fees, expenses and invoices need to know of it.
// Invariant: there is none before its start.

import type { Random } from '../../lib/random.ts';
import type { CurrencyCode } from './money.ts';
import type { Twists } from './twists.ts';
import type { PsaSalesCase, WorldAccount, WorldUser } from './world.ts';

export interface Project {
  readonly caseKey: string;
  readonly salesCase: PsaSalesCase;
  readonly countryCode: string;
  readonly currency: CurrencyCode;
  readonly paymentTermDays: number;
  readonly startDate: string;
  /** The last day with work: the deadline or today. */
  readonly endDate: string;
  readonly workerKeys: readonly string[];
  readonly twists: Twists;
  readonly now: number;
}

/** Null while nothing can have been done: not won, or to start later. */
export function toProject(account: WorldAccount, caseKey: string, salesCase: PsaSalesCase, users: readonly WorldUser[], twists: Twists, now: number, random: Random): Project | null {
  const today = new Date(now).toISOString().slice(0, 10);
  if (account.psa === null || salesCase.startDate === null || salesCase.startDate >= today) return null;
  const staff = users.filter((user) => user.psa !== null).map((user) => user.key);
  const { currency } = salesCase.expectedValue;
  return {
    caseKey,
    salesCase,
    countryCode: account.psa.headquarters.countryCode,
    currency,
    paymentTermDays: account.psa.paymentTermDays,
    startDate: salesCase.startDate,
    endDate: salesCase.isClosed && salesCase.deadline !== null && salesCase.deadline < today ? salesCase.deadline : today,
    workerKeys: random.shuffle(staff).slice(0, random.int(1, 4)),
    twists,
    now,
  };
}
