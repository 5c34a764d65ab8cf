// Decimals summed without a double in between. Invariant: the sum of amounts to the cent is exact to the cent.

/** @param amounts plain decimals, `-12.50` */
export function sumOf(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => (amount.split('.')[1] ?? '').length));
  const total = amounts.reduce((sum, amount) => sum + scaled(amount, places), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0');
  const whole = `${total < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}`;
  return places === 0 ? whole : `${whole}.${digits.slice(digits.length - places)}`;
}

function scaled(amount: string, places: number): bigint {
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + part.padEnd(places, '0'));
  return amount.startsWith('-') ? -value : value;
}
