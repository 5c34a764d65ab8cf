import { describe, expect, it } from 'vitest';
import { cellText, tellerOf } from '../../src/api/told-value.ts';
import type { Caller } from '../../src/api/route.ts';
import { salesCase } from '../../src/entities/sales-case.ts';
import { account } from '../../src/entities/account.ts';

const context = { entities: new Map([account, salesCase].map((entity) => [entity.name, entity])) };
const who = (reads: readonly string[], changes: readonly string[]): Caller => ({ reads: new Set(reads), changes: new Set(changes) }) as unknown as Caller;
const teller = (reads: readonly string[] = [], changes: readonly string[] = []) => tellerOf(context, who(reads, changes), (_entity, _side, field, id) => (field === 'owner' ? 'Aino Esimerkki' : id));

describe('a value', () => {
  it('is told as what its field is, with names for ids', () => {
    const { told, label } = teller();
    expect(told('account', 'psa', 'owner', 'aino@example.test')).toEqual({ kind: 'text', text: 'Aino Esimerkki' });
    expect(told('salesCase', 'psa', 'expectedOrderDate', '2026-03-01')).toEqual({ kind: 'date', text: '2026-03-01' });
    expect(told('account', 'psa', 'active', false)).toEqual({ kind: 'bool', yes: false });
    expect(told('account', 'psa', 'employees', 0)).toEqual({ kind: 'number', text: '0' });
    expect(told('account', 'psa', 'segments', [{ key: 'a', main: true, until: null }])).toEqual({ kind: 'list', items: [{ text: 'a', marks: ['main'] }] });
    expect([told('account', 'psa', 'name', ''), told('account', 'psa', 'name', null)]).toEqual([{ kind: 'empty' }, { kind: 'empty' }]);
    expect([label('account', 'name').label.fi, label('account', '(record)').label.en, label('account', 'custom.shoe').label.en]).toEqual(['Nimi', 'The record as a whole', 'custom.shoe']);
  });

  it('of money has its amount only for whoever sees amounts, or works with what it is about', () => {
    const value = { amount: '1200.00', currency: 'EUR' };
    const hidden = { kind: 'money', currency: 'EUR' };
    const seen = { ...hidden, amount: '1200.00' };
    expect(teller(['inboxes']).told('salesCase', null, 'value', value)).toEqual(hidden);
    expect(teller([], ['salesCases']).told('salesCase', null, 'value', value)).toEqual(seen);
    expect(teller(['accounts']).told('account', null, 'annualRevenue', value)).toEqual(seen);
    expect(teller(['accounts'], ['salesCases']).told('account', null, 'netInvoiced', value)).toEqual(hidden);
    expect(teller(['amounts']).told('account', null, 'netInvoiced', value)).toEqual(seen);
  });

  it('of amounts that are written as text is hidden from whoever may not see amounts', () => {
    const value = 'EUR 1200.00; SEK 300.00';
    expect(teller(['accounts', 'inboxes'], ['salesCases']).told('account', null, 'totalsByCurrency', value)).toEqual({ kind: 'hidden' });
    expect(teller(['amounts']).told('account', null, 'totalsByCurrency', value)).toEqual({ kind: 'text', text: value });
    expect(teller().told('account', null, 'valueClass', 'A')).toEqual({ kind: 'text', text: 'A' });
  });

  it('is text in a file', () => {
    const { told } = teller(['amounts']);
    expect(cellText(told('salesCase', null, 'value', { amount: '1.50', currency: 'EUR' }), 'fi')).toBe('1.50 EUR');
    expect(cellText(told('account', null, 'active', true), 'fi')).toBe('kyllä');
    expect(cellText({ kind: 'presence', gone: true }, 'en')).toBe('gone');
    expect(cellText({ kind: 'hidden' }, 'en')).toBe('–');
    expect([cellText(null, 'en'), cellText({ kind: 'empty' }, 'en')]).toEqual(['', '']);
  });
});
