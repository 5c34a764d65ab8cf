// The proposal made for a sales case, with its rows.
// Invariant: its status follows the case; its total is not kept, the PSA sums the rows.

import type { Random } from '../../lib/random.ts';
import { plainDate } from './dates.ts';
import { money, priceInCents } from './money.ts';
import { products, workTypes } from './registries.ts';
import type { WorldProposal, WorldProposalRow } from './world-delivery.ts';
import type { PsaSalesCase } from './world.ts';

export function makeProposal(caseKey: string, salesCase: PsaSalesCase, random: Random): WorldProposal {
  const { currency } = salesCase.expectedValue;
  const rate = money(priceInCents(random.pick([85, 95, 105, 120, 135]), currency), currency);
  const rows = Array.from({ length: random.int(1, 4) }, (): WorldProposalRow => {
    if (random.chance(0.7)) {
      const type = random.pick(workTypes.filter((entry) => entry.isProductive));
      return { kind: 'work', ofKey: type.key, name: type.name, quantity: random.int(2, 40) * 4, unit: 'h', unitPrice: rate };
    }
    const product = random.pick(products);
    return { kind: 'fee', ofKey: product.key, name: product.name, quantity: random.int(1, 8), unit: product.unit, unitPrice: money(priceInCents(product.price, currency), currency) };
  });
  const statuses = { won: 'accepted', lost: 'rejected', proposal: 'draft' } as const;
  return {
    key: `${caseKey}/proposal-1`,
    caseKey,
    number: `T-${salesCase.number}`,
    name: `Tarjous: ${salesCase.name}`.slice(0, 50),
    date: plainDate(salesCase.createdAt, 2),
    statusKey: statuses[salesCase.stageKey as keyof typeof statuses] ?? 'sent',
    rows,
    createdAt: salesCase.createdAt + 86_400_000,
  };
}
