// Home of a deal's value: an amount and the currency of that one deal. Invariant: an amount is never read in another
// currency than its own, nor written in one that the account does not have.
import { Big } from 'big.js';
import { isMoney } from '../../core/value.ts';
import type { CompositeField, Placed } from './object-map.ts';

const AMOUNT = 'amount';
const CURRENCY = 'deal_currency_code';

export const dealValue: CompositeField = {
  field: 'value',
  properties: [AMOUNT, CURRENCY],
  written: 'by-property',
  decode: (texts, { currency }) => {
    if (texts(AMOUNT) === '') return null;
    try {
      return { amount: new Big(texts(AMOUNT)).toFixed(), currency: texts(CURRENCY).toUpperCase() || currency };
    } catch {
      return undefined;
    }
  },
  encode: (value, { context, options }): Placed => {
    // The currency stays: HubSpot keeps one for every deal.
    if (value === null) return { texts: { [AMOUNT]: '' } };
    if (!isMoney(value)) return { cannot: 'wrong-kind' };
    const amount = new Big(value.amount).toFixed();
    const allowed = options(CURRENCY);
    if (allowed === undefined) return value.currency === context.currency ? { texts: { [AMOUNT]: amount } } : { cannot: 'other-currency' };
    if (allowed !== null && !allowed.includes(value.currency)) return { cannot: 'other-currency' };
    return { texts: { [AMOUNT]: amount, [CURRENCY]: value.currency } };
  },
};
