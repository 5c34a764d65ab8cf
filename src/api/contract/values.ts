// Values of fields as people are to see them: ids have become names, and each says what kind it is, so that whoever shows it writes
// numbers, days and money as the reader does. Invariant: the amount of money is absent for whoever may not see it.
import { z } from 'zod';
import { currencyCode, decimal, list } from './parts.ts';

export const side = z.enum(['psa', 'crm', 'local']).describe('psa: Severa. crm: HubSpot. local: Sauma.');

/** In both languages. */
export const label = z.object({ fi: z.string(), en: z.string() });

export const field = z.object({ name: z.string(), label });

/** A record of ours: its entity, the id of its link and what people call it. */
export const record = z.object({ entity: z.string(), id: z.string(), name: z.string() });

export const shownValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('number'), text: z.string() }),
  z.object({ kind: z.literal('date'), text: z.string() }),
  z.object({ kind: z.literal('instant'), text: z.string() }),
  z.object({ kind: z.literal('bool'), yes: z.boolean() }),
  z.object({ kind: z.literal('money'), amount: decimal.optional().describe('Only for whoever may see amounts, or change the record.'), currency: currencyCode }),
  z.object({ kind: z.literal('hidden') }).describe('Amounts that are written as text, for whoever may not see amounts.'),
  z.object({ kind: z.literal('list'), items: list(z.object({ text: z.string(), marks: list(z.string()).describe('What is said of it besides.') })) }),
  z.object({ kind: z.literal('presence'), gone: z.boolean() }).describe('Of a record as a whole.'),
]);
