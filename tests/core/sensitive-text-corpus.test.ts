// How much of a person is found in five thousand notes, and whether anybody else loses a letter by it.
import { expect, it } from 'vitest';
import { hitsIn, isSureIn, REDACTED, redacted } from '../../src/core/sensitive-text.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { invented, noteOf } from './corpus-of-notes.ts';
import type { Note } from './corpus-of-notes.ts';

const PEOPLE = 100;
const NOTES_EACH = 50;

it('finds at least 99 of 100 mentions in 5,000 notes, is never wrong when it is sure, and damages nobody else', () => {
  const random = seededRandom(2026);
  const missed: string[] = [];
  const wrong: string[] = [];
  const damaged: string[] = [];
  let [sought, wholes, sure] = [0, 0, 0];
  for (let index = 0; index < PEOPLE; index += 1) {
    const person = invented(random, index);
    const subject = { names: [{ first: person.first[0], last: person.last[0] }], emails: [person.email], phones: [person.phone], refs: [] };
    for (let count = 0; count < NOTES_EACH; count += 1) {
      let stranger = invented(random, 1000 + index * NOTES_EACH + count);
      while (stranger.first[0] === person.first[0] || stranger.last[0] === person.last[0]) stranger = invented(random, 1000 + index * NOTES_EACH + count);
      const note = noteOf(random, person, stranger);
      const hits = hitsIn(note.text, subject);
      if (isSureIn(note.text, subject) !== hits.some((hit) => hit.sure)) wrong.push(`the quick look | ${note.text}`);
      for (const mention of note.mentions.filter(({ of }) => of !== 'other')) {
        sought += 1;
        const inside = hits.filter(({ from, to }) => from < mention.to && to > mention.from);
        const said = note.text.slice(mention.from, mention.to);
        if (!/^[\s.,'’]*s?[.']?$/u.test(inside.reduceRight((left, { from, to }) => left.slice(0, Math.max(0, from - mention.from)) + left.slice(to - mention.from), said))) missed.push(`${mention.of}: ${said} | ${note.text}`);
        if (mention.of === 'whole') {
          wholes += 1;
          if (inside.some((hit) => hit.sure)) sure += 1;
        }
      }
      const wholeOnes = note.mentions.filter(({ of }) => of === 'whole');
      for (const hit of hits.filter((one) => one.sure)) if (!wholeOnes.some(({ from, to }) => hit.from >= from && hit.to <= to)) wrong.push(`${note.text.slice(hit.from, hit.to)} | ${note.text}`);
      if (redacted(note.text, hits, 'sure') !== expected(note, hits)) damaged.push(note.text);
    }
  }
  expect(wrong).toEqual([]);
  expect(damaged).toEqual([]);
  expect(sought).toBeGreaterThan(8_000);
  expect(missed.length / sought, missed.slice(0, 20).join('\n')).toBeLessThanOrEqual(0.01);
  // What is whole must not be left to a person too often either.
  expect(sure / wholes).toBeGreaterThan(0.9);
});

/** The text letter by letter, but for what was sure inside a whole mention. */
function expected({ text, mentions }: Note, hits: ReturnType<typeof hitsIn>): string {
  const gone = mentions.filter(({ of }) => of === 'whole').flatMap(({ from, to }) => hits.filter((hit) => hit.sure && hit.from >= from && hit.to <= to));
  return gone.toSorted((a, b) => b.from - a.from).reduce((left, { from, to }) => left.slice(0, from) + REDACTED + left.slice(to), text);
}
