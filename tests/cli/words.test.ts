import { describe, expect, it } from 'vitest';
import { entityName, factText, foundBy, heldReason, matchReason, valueText } from '../../src/cli/words.ts';

describe('words', () => {
  it('show a value as a person writes it', () => {
    expect(valueText(null)).toBe('(empty)');
    expect(valueText([])).toBe('(empty)');
    expect(valueText({ amount: '1200.50', currency: 'SEK' })).toBe('1200.50 SEK');
    expect(valueText([{ key: 'aino@koivu.example' }, { key: 'a.virta@koivu.example', forbidden: true, until: '2027-01-01', from: null }])).toBe('aino@koivu.example, a.virta@koivu.example (forbidden, until 2027-01-01)');
  });

  it('call an entity by the word the product has for it', () => {
    expect(['account', 'contact', 'salesCase'].map(entityName)).toEqual(['account', 'contact', 'sales case']);
    expect(foundBy('deal')).toBe('name and value');
  });

  it('say what is known of a connection, and leave a fact alone that has no words yet', () => {
    expect([factText('addons', 'CustomFields,Proposals'), factText('statusMovesChangedSince', 'no'), factText('shoeSize', '43')]).toEqual(['add-ons in use: CustomFields, Proposals', 'a change of sales status does not show as a change', 'shoeSize 43']);
  });

  it('say why something waits, and give a reason of the system itself as it is', () => {
    expect(heldReason('unlinked-account')).toBe('its account is not on both sides yet');
    expect(heldReason('rejected:duplicate-email')).toBe('the system refused it; correct it where it came from (duplicate-email)');
    expect(heldReason('SOMETHING_NEW')).toBe('SOMETHING_NEW');
    expect(matchReason('only-title')).toBe(matchReason('only-name'));
    expect(`found by ${foundBy('own-create')}: ${matchReason('renamed')}`).toBe('found by what Sauma sent there: nobody knows whether it was made, and this one has come since');
  });
});
