import { describe, expect, it } from 'vitest';
import { codecOfKind, codecs } from '../../../src/connectors/hubspot/codecs.ts';
import type { ValueContext } from '../../../src/connectors/hubspot/codecs.ts';

const context: ValueContext = {
  currency: 'EUR',
  ownerIdOf: (email) => (email === 'aino.maki@example.com' ? '7' : null),
  timeZone: 'Europe/Helsinki',
  stages: () => null,
  ownerEmailOf: (id) => (id === '7' ? 'aino.maki@example.com' : null),
};

describe('HubSpot values', () => {
  it('shows numbers without exponents, whatever their size', () => {
    expect(codecs.number.encode(1e21, context)).toEqual({ text: '1000000000000000000000' });
    expect(codecs.number.encode(0.0000001, context)).toEqual({ text: '0.0000001' });
    expect(codecs.number.decode('12.50', context)).toBe(12.5);
  });

  it('concludes nothing from text that is no number, truth value, date or amount', () => {
    expect(codecs.number.decode('about ten', context)).toBeUndefined();
    expect(codecs.bool.decode('perhaps', context)).toBeUndefined();
    expect(codecOfKind.date.decode('soon', context)).toBeUndefined();
    expect(codecs.money.decode('1,5', context)).toBeUndefined();
  });

  it('keeps every digit of an amount and refuses another currency', () => {
    expect(codecs.money.encode({ amount: '12345678901234567.89', currency: 'EUR' }, context)).toEqual({ text: '12345678901234567.89' });
    expect(codecs.money.decode('1.2e6', context)).toEqual({ amount: '1200000', currency: 'EUR' });
    expect(codecs.money.encode({ amount: '1', currency: 'SEK' }, context)).toEqual({ cannot: 'other-currency' });
  });

  it('keeps a plain date as it is, also when HubSpot shows it as milliseconds', () => {
    expect(codecOfKind.date.decode('2026-02-28', context)).toBe('2026-02-28');
    expect(codecOfKind.date.decode(String(Date.UTC(2026, 1, 28)), context)).toBe('2026-02-28');
  });

  it('joins a set by semicolons in one order and reads it back', () => {
    expect(codecs.set.encode([{ key: 'b' }, { key: 'a' }], context)).toEqual({ text: 'a;b' });
    expect(codecs.set.decode('b;a;b', context)).toEqual([{ key: 'a' }, { key: 'b' }]);
    expect(codecs.set.encode([{ key: 'a;b' }], context)).toEqual({ cannot: 'unmapped-choice' });
  });

  it('shows an owner by e-mail, and by number when nobody has the id', () => {
    expect(codecs.owner.encode('Aino.Maki@example.com ', context)).toEqual({ text: '7' });
    expect(codecs.owner.decode('7', context)).toBe('aino.maki@example.com');
    expect(codecs.owner.decode('8', context)).toBe('#8');
    expect(codecs.owner.encode('eero.niemi@example.com', context)).toEqual({ cannot: 'owner-without-counterpart' });
  });

  it('sends the bare host of a domain, as HubSpot keeps it', () => {
    expect(codecs.domain.encode('https://www.Koivula.example/yhteys', context)).toEqual({ text: 'koivula.example' });
  });

  it('refuses text that HubSpot would cut', () => {
    expect(codecs.text.encode('a'.repeat(65_537), context)).toEqual({ cannot: 'too-long' });
  });
});
