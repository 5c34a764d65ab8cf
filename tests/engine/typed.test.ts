// What people type, as values: one thing typed in several ways is one value, and what is none of the field is refused.
import { describe, expect, it } from 'vitest';
import { readTyped } from '../../src/engine/typed.ts';
import type { Read, Typed } from '../../src/engine/typed.ts';
import type { SetElement, Value } from '../../src/core/vocabulary.ts';
import { account } from '../../src/entities/account.ts';
import { contact } from '../../src/entities/contact.ts';
import { salesCase } from '../../src/entities/sales-case.ts';

const FIELDS = new Map([...account.fields, ...contact.fields, ...salesCase.fields]);
const CHOICES = [{ key: 'aino@firma.example', label: 'Aino', active: true }, { key: 'olli@firma.example', label: 'Olli', active: false }];

function read(name: string, typed: Typed, present: Value = null): Read {
  const field = name === 'phone' ? account.fields.get(name) : FIELDS.get(name);
  if (field === undefined) throw new RangeError(name);
  return readTyped(typed, { field, present, choices: field.registry === null ? null : CHOICES });
}
const isWrong = (outcome: Read): boolean => 'wrong' in outcome;

describe('what a person types', () => {
  it.each([
    ['jobTitle', ' Head  of\tdesign ', 'Head of design'],
    ['jobTitle', '  ', null],
    ['businessId', 'FI 11110002', '1111000-2'],
    ['phone', '040 123 4567', '+358401234567'],
    ['country', 'fi', 'FI'],
    ['website', 'https://firma.example/x', 'https://firma.example/x'],
    ['owner', 'Aino@Firma.example', 'aino@firma.example'],
    ['expectedOrderDate', '2026-03-31', '2026-03-31'],
    ['probability', 0, 0],
    ['active', false, false],
  ] as const)('%s %j is %j', (name, typed, value) => {
    expect(read(name, typed)).toEqual({ value });
  });

  it.each([
    ['businessId', '1111000-1'], ['phone', 'call me'], ['country', 'Finland'], ['website', 'nothing here'], ['owner', 'nobody@firma.example'], ['owner', 'olli@firma.example'],
    ['expectedOrderDate', '2026-02-30'], ['expectedOrderDate', '31.3.2026'], ['probability', '50'], ['active', 'yes'], ['value', '100'], ['value', 100], ['emails', 'a@b.example'],
  ] as const)('%s %j is no value of the field', (name, typed) => {
    expect(isWrong(read(name, typed))).toBe(true);
  });

  it('of money is an amount with at most two decimals and a currency', () => {
    expect(read('value', { amount: '1234.5', currency: 'EUR' })).toEqual({ value: { amount: '1234.5', currency: 'EUR' } });
    for (const wrong of [{ amount: '1 234', currency: 'EUR' }, { amount: '1.234', currency: 'EUR' }, { amount: '1', currency: 'euro' }, { amount: '1e9', currency: 'EUR' }]) expect(isWrong(read('value', wrong))).toBe(true);
  });

  it('of a set adds and removes elements, each in its one spelling, and leaves the others as they are', () => {
    const present: readonly SetElement[] = [{ key: '+358401112222', kind: 'work' }, { key: '+358501112222' }];
    expect(read('phones', { add: ['050 765 4321', '040 111 2222'], remove: ['+358501112222'] }, present)).toEqual({ value: [{ key: '+358401112222', kind: 'work' }, { key: '+358507654321' }] });
    expect(read('emails', { add: ['Aino@Koivu.example', 'aino@koivu.example'] })).toEqual({ value: [{ key: 'aino@koivu.example' }] });
    expect(read('phones', { remove: ['+358401112222', 'none'] }, present)).toEqual({ value: [{ key: '+358501112222' }] });
    expect(isWrong(read('emails', { add: ['nobody'] }))).toBe(true);
  });

  it('keeps a choice that the list has lost since, and takes none while the list is not known', () => {
    expect(read('owner', 'gone@firma.example', 'gone@firma.example')).toEqual({ value: 'gone@firma.example' });
    const field = account.fields.get('owner');
    if (field === undefined) throw new RangeError('owner');
    expect(isWrong(readTyped('aino@firma.example', { field, present: null, choices: null }))).toBe(true);
  });
});
