import { describe, expect, it } from 'vitest';
import { FOUND_BY, HELD_REASONS, MATCH_REASONS } from '../../../src/api/contract/reasons.ts';
import { NOT_FOR_A_PERSON } from '../../../src/core/plan.ts';
import { account } from '../../../src/entities/account.ts';
import { activity } from '../../../src/entities/activity.ts';
import { contact } from '../../../src/entities/contact.ts';
import { salesCase } from '../../../src/entities/sales-case.ts';

describe('the words of reasons', () => {
  it('say in both languages why something waits, and in a sentence what to do', () => {
    for (const [kind, words] of Object.entries(HELD_REASONS)) {
      for (const language of ['fi', 'en'] as const) {
        const { why, todo } = words[language];
        expect([kind, language, /^[\p{Ll}].*[^.]$/u.test(why), /^\p{Lu}.*\.$/u.test(todo)]).toEqual([kind, language, true, true]);
      }
      expect(words.fi.why).not.toBe(words.en.why);
    }
  });

  it('are there for whatever waits by itself, and for every rule that finds a counterpart', () => {
    for (const reason of [...NOT_FOR_A_PERSON, 'unlinked-account', 'unlinked-contact', 'unlinked-salesCase']) expect([reason, HELD_REASONS[reason] !== undefined]).toEqual([reason, true]);
    for (const { kind, certain } of [account, contact, salesCase, activity].flatMap(({ matching }) => matching)) {
      expect([kind, FOUND_BY[kind] !== undefined]).toEqual([kind, true]);
      if (!certain) expect([kind, MATCH_REASONS[`only-${kind}`] !== undefined]).toEqual([kind, true]);
    }
  });
});
