// Days and moments as people type them.
import { describe, expect, it } from 'vitest';
import { instantOf, moment, plainDay, plainMonth } from '../../src/cli/moment.ts';
import { table } from '../../src/cli/table.ts';

describe('a day or a moment', () => {
  it('is taken as it is, and refused when the calendar has none such', () => {
    expect([plainDay('2028-02-29'), plainMonth('2026-12'), moment('2026-03-01'), moment('2026-03-01T10:00+02:00')]).toEqual(['2028-02-29', '2026-12', '2026-03-01', '2026-03-01T10:00+02:00']);
    for (const wrong of ['2026-02-29', '2026-2-1', '20260201', 'today', '']) expect(() => plainDay(wrong)).toThrow('must be a day');
    for (const wrong of ['2026-13', '2026-00', '2026']) expect(() => plainMonth(wrong)).toThrow('must be a month');
    for (const wrong of ['2026-03-01T10:00', '2026-03-01T25:00:00Z', '2026-02-30', 'yesterday']) expect(() => moment(wrong)).toThrow('must be');
  });

  it('begins where the workspace is', () => {
    expect([instantOf('2026-03-01', 'Europe/Helsinki'), instantOf('2026-03-01T10:00:00+02:00', 'Europe/Helsinki')]).toEqual(['2026-02-28T22:00:00.000Z', '2026-03-01T08:00:00.000Z']);
  });
});

describe('a table', () => {
  it('puts words to the left and numbers to the right, and cuts nothing off', () => {
    expect(table([{ label: 'Name' }, { label: 'Sum', right: true }, { label: '' }], [['Säde Oy', '1.00', null], ['Aho', '12345.00', 'late']])).toBe('Name          Sum\nSäde Oy      1.00\nAho      12345.00  late\n');
  });
});
