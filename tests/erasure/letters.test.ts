// Letters to whoever asked to be forgotten: complete, the same in both languages, and without anything of the person.
import { describe, expect, it } from 'vitest';
import { lettersOf } from '../../src/erasure/letters.ts';
import type { LetterFacts } from '../../src/erasure/letters.ts';

const RECEIVED: LetterFacts = {
  requestId: 'b7c1d2e3', controller: 'Esimerkki Oy, tietosuoja@esimerkki.example', receivedOn: '2026-11-25', firstDueOn: '2026-12-28', dueOn: '2026-12-28',
  extensionReason: null, refusalReason: null, erasedOn: null, systems: ['Visma Severa', 'HubSpot', 'Sauma'], foundNothing: false, kept: [],
};
const ERASED: LetterFacts = { ...RECEIVED, erasedOn: '2026-12-01', kept: [{ kind: 'invoice', ground: 'accounting-act-2-10', until: '2032-12-31' }] };
const text = (facts: LetterFacts, kind: string, language: 'fi' | 'en'): string => lettersOf(facts, language).find((letter) => letter.kind === kind)?.text ?? '';
const OMBUDSMAN = { fi: 'tietosuojavaltuutetulle', en: 'Data Protection Ombudsman' };
const COURT = { fi: 'tuomioistuimen', en: 'court' };

describe('letters', () => {
  it.each(['fi', 'en'] as const)('are those that the request has come to (%s)', (language) => {
    const kinds = (facts: LetterFacts): string[] => lettersOf(facts, language).map(({ kind }) => kind);
    expect(kinds(RECEIVED)).toEqual(['acknowledgement']);
    expect(kinds({ ...RECEIVED, extensionReason: 'x', dueOn: '2027-02-25' })).toEqual(['acknowledgement', 'extension']);
    expect(kinds({ ...RECEIVED, refusalReason: 'x' })).toEqual(['acknowledgement', 'refusal']);
    expect(kinds(ERASED)).toEqual(['acknowledgement', 'completion']);
  });

  it('name dates as people of the language write them', () => {
    expect(text(RECEIVED, 'acknowledgement', 'fi')).toContain('28.12.2026');
    expect(text(RECEIVED, 'acknowledgement', 'en')).toContain('28 December 2026');
  });

  it.each(['fi', 'en'] as const)('leave the greeting to the officer and end with the controller (%s)', (language) => {
    for (const { text: letter } of lettersOf(ERASED, language)) {
      expect(letter).toMatch(/^(?:Hei \[nimi\]|Dear \[name\]),\n\n/u);
      expect(letter.endsWith(ERASED.controller)).toBe(true);
      expect(letter).toContain(ERASED.requestId);
    }
    expect(text({ ...RECEIVED, controller: '' }, 'acknowledgement', language)).toMatch(/\[[^\]]+\]$/u);
  });

  it.each(['fi', 'en'] as const)('say nothing of whether anybody is known before their identity is (%s)', (language) => {
    const known = text(ERASED, 'acknowledgement', language);
    expect(known).toBe(text({ ...ERASED, foundNothing: true, systems: [], kept: [] }, 'acknowledgement', language));
    expect(known).not.toContain('HubSpot');
  });

  it.each(['fi', 'en'] as const)('extend with both dates and the reason (%s)', (language) => {
    const letter = text({ ...RECEIVED, extensionReason: 'Aineistoa on paljon.', dueOn: '2027-02-25' }, 'extension', language);
    for (const said of language === 'fi' ? ['28.12.2026', '25.2.2027', 'Aineistoa on paljon.'] : ['28 December 2026', '25 February 2027', 'Aineistoa on paljon.']) expect(letter).toContain(said);
  });

  it.each(['fi', 'en'] as const)('refuse with the reason and both ways to complain (%s)', (language) => {
    const letter = text({ ...RECEIVED, refusalReason: 'Oikeusvaade on kesken.' }, 'refusal', language);
    for (const said of ['Oikeusvaade on kesken.', OMBUDSMAN[language], COURT[language]]) expect(letter).toContain(said);
  });

  it.each(['fi', 'en'] as const)('tell what is kept, why and until when, and how to complain about that (%s)', (language) => {
    const letter = text(ERASED, 'completion', language);
    for (const said of ['Visma Severa', 'HubSpot', '1336/1997', '2032', OMBUDSMAN[language]]) expect(letter).toContain(said);
    expect(text({ ...ERASED, kept: [] }, 'completion', language)).not.toContain(OMBUDSMAN[language]);
  });

  it.each(['fi', 'en'] as const)('say when nothing was found, and do not say that something was erased (%s)', (language) => {
    const letter = text({ ...ERASED, foundNothing: true, kept: [] }, 'completion', language);
    expect(letter).toMatch(/ei löytynyt|hold no data/u);
    expect(letter).not.toMatch(/Tietosi poistettiin|was erased on/u);
  });
});
