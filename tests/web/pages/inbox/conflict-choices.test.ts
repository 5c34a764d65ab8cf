import { describe, expect, it } from 'vitest';
import { choicesOf, suggestedIn, type ConflictSide } from '../../../../src/web/pages/inbox/conflict-choices.ts';

const side = (name: ConflictSide['side'], text: string, changed: boolean): ConflictSide => ({ side: name, shown: { kind: 'text', text }, changed, by: null, at: null });

describe('the choices of a conflict', () => {
  it('are one for each value, those that were changed first', () => {
    const choices = choicesOf({ sides: [side('psa', 'Koivu', false), side('crm', 'Koivu Oy', true), side('local', 'Koivu Ab', true)], suggestion: 'local' });
    expect(choices.map((choice) => [choice.side, choice.changed, choice.suggested])).toEqual([['crm', true, false], ['local', true, true], ['psa', false, false]]);
  });

  it('put sides with the same value together, and take the word of the one that was changed', () => {
    const choices = choicesOf({ sides: [side('psa', 'Koivu Oy', false), side('crm', 'Koivu Oy', true), side('local', 'Koivu', true)], suggestion: 'psa' });
    expect(choices.map((choice) => [choice.side, choice.sides.map((one) => one.side), choice.suggested])).toEqual([['crm', ['psa', 'crm'], true], ['local', ['local'], false]]);
  });

  it('begin with what is suggested, but for a record as a whole with nothing', () => {
    const choices = choicesOf({ sides: [side('psa', 'a', true), side('crm', 'b', true)], suggestion: 'crm' });
    expect(suggestedIn({ whole: false }, choices)).toBe('crm');
    expect(suggestedIn({ whole: true }, choices)).toBeNull();
    expect(suggestedIn({ whole: false }, choicesOf({ sides: [side('psa', 'a', true)], suggestion: null }))).toBeNull();
  });
});
