// The quick search of all texts, held to the close look: what that one is sure of, this one finds. Both are told the same spellings.
import { describe, expect, test } from 'vitest';
import { hitsIn } from '../../../src/core/sensitive-text.ts';
import type { Subject } from '../../../src/core/subject.ts';
import { mentionOf } from '../../../src/store/postgres/mention.ts';
import { ENCODINGS } from '../../support/encodings.ts';
import { inventedPeople, type InventedPerson } from '../../support/invented-people.ts';

type Told = Pick<Subject, 'names' | 'emails' | 'phones' | 'refs'>;

const told = ({ first, last, email, phone, psaId, crmId }: InventedPerson): Told => ({
  names: [{ first, last }], emails: [email], phones: [phone], refs: [{ side: 'psa', kind: 'contact', id: psaId }, { side: 'crm', kind: 'contact', id: crmId }],
});

/** Of what is used here PostgreSQL and JavaScript mean the same. */
const patternOf = (subject: Told): RegExp => new RegExp(mentionOf(subject) ?? '(?!)');

describe('the pattern of a mention', () => {
  test('finds whatever a close look is sure of, in every spelling', () => {
    const people = inventedPeople(7, 60);
    const missed = people.flatMap((person) => {
      const subject = told(person);
      const pattern = patternOf(subject);
      const texts = ENCODINGS.map(({ name, encode }) => ({ name, text: `Soitettu eilen ${encode(person)} ja sovittu.` }));
      const sure = texts.filter(({ text }) => hitsIn(text, subject).some((hit) => hit.sure));
      expect(sure.length).toBeGreaterThan(20);
      return sure.filter(({ text }) => !pattern.test(text));
    });
    expect(missed).toEqual([]);
  });

  test('passes over ordinary texts, and is none of somebody of whom nothing is known', () => {
    const pattern = patternOf(told({ ...inventedPeople(7, 1)[0] as InventedPerson, last: 'Honkaniemi', email: 'h.honkaniemi@kuura.example', phone: '+358407654321' }));
    const texts = ['Sovittu palaveri ensi viikolle klo 10.', 'Tarjous 2026-014 lähetetty, soita 09 123 4567.', 'Myyntineuvottelija palaa asiaan.'];
    expect(texts.filter((text) => pattern.test(text))).toEqual([]);
    expect(mentionOf({ names: [], emails: [], phones: [], refs: [] })).toBeNull();
  });
});
