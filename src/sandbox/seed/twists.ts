// What is out of the ordinary in the billing of a project, so that a small world shows every case there is. The projects of the
// world take turns: each gets two twists, in the order of the accounts. Invariant: a project's twists depend on it and on the
// accounts before it only, so a bigger world begins with the smaller one.

import { plainDate } from './dates.ts';
import type { WorldAccount } from './world.ts';

const TWISTS = [
  /** A note takes back a part of an invoice. */
  'part-credited',
  'recurring-fee',
  /** Two notes take back a part each. */
  'credited-twice',
  /** Fees and a flat rate that wait for a phase to be done. */
  'phase-billing',
  /** Two notes together take back all of it. */
  'credited-in-halves',
  /** More or fewer hours are to be billed than were done. */
  'planned-quantity',
  /** A credit note that names no invoice. */
  'lone-note',
  /** The hours were changed on the invoice. */
  'corrected-quantity',
  /** Rows that bill no piece of work, one of them a discount, with halves of a cent. */
  'hand-made-rows',
  /** Somebody else pays. */
  'other-payer',
  'empty-invoice',
  'zero-price',
  /** Paid, and nobody entered when. */
  'paid-undated',
  'flat-rates',
  /** Sold, and nothing has been done. */
  'no-work',
  'planned-ahead',
] as const;

export type Twist = (typeof TWISTS)[number];

export interface Twists {
  readonly has: (twist: Twist) => boolean;
  /** Who pays under `other-payer`; null where there is nobody else yet. */
  readonly payerKey: string | null;
}

const NONE: Twists = { has: () => false, payerKey: null };

/** Asks for the twists of a case by its key. */
export function drawTwists(accounts: readonly WorldAccount[], now: number): (caseKey: string) => Twists {
  const today = plainDate(now, 0);
  const drawn = new Map<string, Twists>();
  let payerKey: string | null = null;
  let ordinal = 0;
  for (const { key, psa, salesCases } of accounts) {
    if (psa === null || psa.isInternal) continue;
    for (const { key: caseKey, psa: salesCase } of salesCases) {
      if (salesCase === null || salesCase.startDate === null || salesCase.startDate >= today) continue;
      const own = twistsOf(ordinal);
      drawn.set(caseKey, { has: (twist) => own.has(twist), payerKey: own.has('other-payer') ? payerKey : null });
      ordinal += 1;
    }
    payerKey = key;
  }
  return (caseKey) => drawn.get(caseKey) ?? NONE;
}

/** The second goes round against the first, so that every two of them meet in a big world. */
function twistsOf(ordinal: number): ReadonlySet<Twist> {
  const count = TWISTS.length;
  const round = Math.floor(ordinal / count);
  return new Set([TWISTS[ordinal % count], TWISTS[(ordinal + count / 2 + round) % count]] as Twist[]);
}
