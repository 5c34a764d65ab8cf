import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../src/engine/choices.ts';
import { entities } from '../../src/entities/index.ts';
import type { FieldDefinition } from '../../src/entities/entity.ts';
import { decimalOf, readDecimal } from '../../src/imports/cell-number.ts';
import { typedOf } from '../../src/imports/cells.ts';
import type { CellRead } from '../../src/imports/cells.ts';
import type { Cell } from '../../src/imports/table.ts';

const OWNERS: readonly Choice[] = [
  { key: 'aino@sauma.example', label: 'Aino Esimerkki', active: true },
  { key: 'matti@sauma.example', label: 'Matti Malli', active: true },
  { key: 'matti.malli@sauma.example', label: 'Matti Malli', active: true },
];

function fieldOf(path: string): FieldDefinition {
  const [entity = '', name = ''] = path.split('.');
  const field = entities.get(entity)?.fields.get(name);
  if (!field) throw new Error(path);
  return field;
}
const read = (path: string, cell: Cell, choices: readonly Choice[] | null = null): CellRead => typedOf(cell, { field: fieldOf(path), choices, currency: 'EUR' });
const grouped = (digits: string, mark: string): string => digits.replaceAll(/\B(?=(?:\d{3})+$)/gu, mark);
const code = (read: CellRead): string | null => ('wrong' in read ? read.wrong.code : null);

describe('a cell as a typed value', () => {
  it.each(['', '  ', '-', '–', '#N/A', '#PUUTTUU!', null])('that holds %j fills nothing', (cell) => {
    for (const path of ['account.name', 'account.active', 'account.employees', 'account.annualRevenue', 'contact.emails', 'salesCase.deadline']) expect(read(path, cell)).toEqual({ typed: null });
  });

  it.each([
    ['1 234,50', 1234.5], ['1,234.50', 1234.5], ['1.234,50', 1234.5], ['1\u00a0234', 1234], ['1.234.567', 1_234_567], ['0,125', 0.125], ['1234,567', 1234.567], ['−5', -5], ['12 %', 12], ["'-7", -7], [8, 8], [',5', 0.5],
  ])('reads %j as the number %d', (cell, number) => expect(read('account.employees', cell)).toEqual({ typed: number }));

  it.each(['1,234', '1.234', '12.345', '-1,500'])('refuses %j, which could be a thousand or a fraction', (cell) => expect(code(read('account.employees', cell))).toBe('number-ambiguous'));

  it.each(['10-20', '12 34', 'noin 5', '1,2,3', '1.2.3', '1,23,456', '5.', true, { day: '2026-02-01' }])('refuses %j as a number', (cell) => expect(code(read('account.employees', cell))).toBe('no-number'));

  it('reads back every decimal in each way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 99 }), fc.boolean(), (whole, cents, isNegative) => {
        const [sign, rest] = [isNegative ? '-' : '', String(cents).padStart(2, '0')];
        const texts = [`${whole},${rest}`, `${whole}.${rest}`, `${grouped(String(whole), ' ')},${rest}`, `${grouped(String(whole), '\u00a0')}.${rest}`, `${grouped(String(whole), ',')}.${rest}`, `${grouped(String(whole), '.')},${rest}`];
        for (const text of texts) expect(readDecimal(sign + text)).toEqual({ decimal: `${sign}${whole}.${rest}` });
      }),
    );
  });

  it('gives up nothing of a number in a cell but what a calculation left behind', () => {
    expect(decimalOf(0.1 + 0.2)).toBe('0.3');
    expect(decimalOf(358401234567)).toBe('358401234567');
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
      expect(Number(decimalOf(cents / 100))).toBe(cents / 100);
    }));
  });

  it.each([
    ['1 234,50 €', '1234.50', 'EUR'], ['€1,234.50', '1234.50', 'EUR'], ['SEK 500', '500', 'SEK'], ['500 sek', '500', 'SEK'], [1234.5, '1234.5', 'EUR'], ['-20', '-20', 'EUR'], [0.1 + 0.2, '0.3', 'EUR'],
  ])('reads %j as an amount', (cell, amount, currency) => expect(read('account.annualRevenue', cell)).toEqual({ typed: { amount, currency } }));

  it.each([['500 $', 'no-currency'], ['500 kr', 'no-currency'], ['1,234 €', 'number-ambiguous'], ['paljon', 'no-amount'], ['12 € 30', 'no-amount']])('refuses %j as an amount', (cell, why) => expect(code(read('account.annualRevenue', cell))).toBe(why));

  it.each([
    ['1.2.2026', '2026-02-01'], ['01.02.2026', '2026-02-01'], ['1. 2. 2026', '2026-02-01'], ['2026-02-01', '2026-02-01'], ['2026-02-01 13:45', '2026-02-01'], ['31/1/2026', '2026-01-31'], ['1/31/2026', '2026-01-31'], ['3/3/2026', '2026-03-03'], ['29.2.2028', '2028-02-29'], [46_054, '2026-02-01'], ['46054', '2026-02-01'], [{ day: '2026-02-01' }, '2026-02-01'],
  ])('reads %j as the day %s', (cell, day) => expect(read('salesCase.deadline', cell)).toEqual({ typed: day }));

  it.each([
    ['31.2.2026', 'no-day'], ['29.2.2026', 'no-day'], ['1.13.2026', 'no-day'], ['2026-02-30', 'no-day'], ['32/1/2026', 'no-day'], ['1.2.26', 'no-day'], ['ensi viikolla', 'no-day'], ['0202-01-01', 'no-day'], ['2026-02-01T23:30:00Z', 'no-day'], [1, 'no-day'], [60, 'no-day'], [true, 'no-day'], ['01/02/2026', 'day-ambiguous'], ['1-2-2026', 'day-ambiguous'],
  ])('refuses %j as a day', (cell, why) => expect(code(read('salesCase.deadline', cell))).toBe(why));

  it('knows every day of two centuries in each way of writing it', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1901-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
        const day = date.toISOString().slice(0, 10);
        const [year, month, of] = day.split('-').map(Number);
        for (const text of [day, `${of}.${month}.${year}`, `${year}/${month}/${of}`]) expect(read('salesCase.deadline', text)).toEqual({ typed: day });
      }),
    );
  });

  it.each([['kyllä', true], ['Ei', false], ['yes', true], ['NO', false], ['x', true], ['X', true], [1, true], [0, false], ['0', false], [true, true], ['nej', false]])('reads %j as a flag', (cell, flag) => expect(read('account.active', cell)).toEqual({ typed: flag }));

  it.each(['ehkä', 2, '?', { day: '2026-02-01' }])('refuses %j as a flag', (cell) => expect(code(read('account.active', cell))).toBe('no-flag'));

  it.each([
    ['aino@esimerkki.example; aino.e@malli.example', ['aino@esimerkki.example', 'aino.e@malli.example']],
    ['aino@esimerkki.example,\nAino <aino.e@malli.example>', ['aino@esimerkki.example', 'aino.e@malli.example']],
    ['mailto:aino@esimerkki.example, aino@esimerkki.example, -', ['aino@esimerkki.example']],
  ])('finds each e-mail address in %j', (cell, add) => expect(read('contact.emails', cell)).toEqual({ typed: { add } }));

  it('finds each phone number, and takes a number in a cell only where it is sure what it has lost', () => {
    expect(read('contact.phones', "'+358 40 123 4567; 09 123 4567 / 050 765 4321")).toEqual({ typed: { add: ['+358 40 123 4567', '09 123 4567', '050 765 4321'] } });
    expect(read('contact.phones', 401_234_567)).toEqual({ typed: { add: ['401234567'] } });
    expect(read('account.phone', 358_401_234_567)).toEqual({ typed: '358401234567' });
    expect(code(read('account.phone', 46_701_234_567))).toBe('phone-unfit');
    expect(code(read('contact.phones', 4.5))).toBe('phone-unfit');
  });

  it('reads a country by its name, and a choice by its name or key', () => {
    for (const [cell, typed] of [['Suomi', 'FI'], ['SVERIGE', 'SE'], ['Germany', 'DE'], ['USA', 'US'], ['fi', 'fi'], ['Atlantis', 'Atlantis']] as const) expect(read('account.country', cell)).toEqual({ typed });
    expect(read('account.owner', 'Aino Esimerkki', OWNERS)).toEqual({ typed: 'aino@sauma.example' });
    expect(read('account.owner', 'AINO@sauma.example', OWNERS)).toEqual({ typed: 'aino@sauma.example' });
    expect(code(read('account.owner', 'Matti Malli', OWNERS))).toBe('choice-ambiguous');
    expect(read('account.owner', 'Joku Muu', OWNERS)).toEqual({ typed: 'Joku Muu' });
  });

  it('reads several names of a list, also one with a comma in it', () => {
    const segments = [{ key: 's1', label: 'Teollisuus, raskas', active: true }, { key: 's2', label: 'Kauppa', active: true }];
    expect(read('account.segments', 'Teollisuus, raskas', segments)).toEqual({ typed: { add: ['s1'] } });
    expect(read('account.segments', 'Kauppa; s1', segments)).toEqual({ typed: { add: ['s2', 's1'] } });
  });

  it('keeps text as it is, and takes no number for a postal code that may have lost its zeros', () => {
    expect(read('account.name', ' Säätö & Pojat ')).toEqual({ typed: 'Säätö & Pojat' });
    expect(read('account.name', 365)).toEqual({ typed: '365' });
    expect(read('account.postalCode', '00100')).toEqual({ typed: '00100' });
    expect(read('account.postalCode', 40_100)).toEqual({ typed: '40100' });
    expect(code(read('account.postalCode', 100))).toBe('postal-code-cut');
    expect(code(read('account.name', true))).toBe('no-text');
  });
});
