// What is found of a person in a text: all of their ways to be written, and nobody else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitsIn, isSureIn, REDACTED, redacted } from '../../src/core/sensitive-text.ts';
import { ENCODINGS } from '../support/encodings.ts';
import { inventedPeople } from '../support/invented-people.ts';
import type { InventedPerson } from '../support/invented-people.ts';

const subjectOf = ({ first, last, email, phone, psaId, crmId }: InventedPerson) => ({
  names: [{ first, last }],
  emails: [email],
  phones: [phone],
  refs: [{ side: 'psa', kind: 'contact', id: psaId }, { side: 'crm', kind: 'contact', id: crmId }] as const,
});
const PEOPLE = inventedPeople(6, 15);
const SOUGHT = new Map(PEOPLE.map((person) => [person, subjectOf(person)]));
const sought = (person: InventedPerson): ReturnType<typeof subjectOf> => SOUGHT.get(person) ?? subjectOf(person);
const BEFORE = 'Muistio 12.3.2026: sovittu hinta 4 500,00 e, ';
const AFTER = ' – jatketaan viikolla 34.';

describe('a person in a text', () => {
  it.each(ENCODINGS)('is found: $of, $name', ({ encode, sure, name }) => {
    for (const person of PEOPLE) {
      const written = encode(person);
      const text = `${BEFORE}${written}${AFTER}`;
      const hits = hitsIn(text, sought(person));
      expect(hits.length, `${name}: ${written}`).toBeGreaterThan(0);
      if (sure) expect(hits.filter((hit) => !hit.sure), `${name}: ${written}`).toEqual([]);
      expect(isSureIn(text, sought(person)), `${name}: ${written}`).toBe(hits.some((hit) => hit.sure));
      const left = redacted(text, hits, sure ? 'sure' : 'all');
      expect(left.startsWith(BEFORE) && left.endsWith(AFTER), left).toBe(true);
      expect(left.includes(written), left).toBe(false);
      expect(hitsIn(left, sought(person)), left).toEqual([]);
    }
  });

  it.each(ENCODINGS.filter(({ where }) => where === 'anywhere'))('is found where nothing else stands: $of, $name', ({ encode }) => {
    for (const person of PEOPLE) {
      const written = encode(person);
      expect(hitsIn(redacted(written, hitsIn(written, sought(person)), 'all'), sought(person)), written).toEqual([]);
      expect(redacted(written, hitsIn(written, sought(person)), 'all')).toContain(REDACTED);
    }
  });

  it('is not found in what is written about any of the others', () => {
    const plain = ENCODINGS.filter(({ sure }) => sure);
    for (const [index, person] of PEOPLE.entries()) {
      const other = PEOPLE[(index + 1) % PEOPLE.length] as InventedPerson;
      const text = plain.map(({ encode }) => encode(other)).join('\n\n');
      expect(hitsIn(text, sought(person)).filter((hit) => hit.sure)).toEqual([]);
    }
  });
});

const AINO = { names: [{ first: 'Aino', last: 'Virtanen' }], emails: ['aino.virtanen@acme.example'], phones: ['+358401234567'], refs: [] };

describe('what only looks like the person', () => {
  it.each([
    'Aino Virtanen-Korhonen', 'Anna-Aino Virtanen', 'Maria Aino Virtanen', 'Aino Virtanen Oy', 'Aino Virtanen Consulting Oy', 'Tmi Aino Virtanen', 'Aino Virtanen & Pojat', 'aino virtanen consulting oy', 'Aino Virtanen Korhonen',
    'maria.aino.virtanen@acme.example', 'aino.virtanen@toinen.example', 'aino.virtanen@acme.example.org', 'Matti Virtanen, Aino ja Pekka', 'Aino ja Matti Virtanen',
    'maria_aino_virtanen.pdf', 'Aino Virtaselle', 'Aino Virtasen', 'A. Virtanen', 'Virtanen A.', 'Aino V.', 'ainovirtanen', 'Aino', 'Virtanen', 'Ainolle', 'ainolle', 'aino virtaselle', 'Virtasista', 'Virtanens',
    'virtanen@acme.example', 'a.virtanen@acme.example', 'avirtanen@acme.example', 'viite 10 040 123 4567', '040 123 4567 89', 'FI21 0401 2345 67', '401234567', 'AB0401234567',
  ])('goes to a person: %s', (text) => {
    const hits = hitsIn(`Palaveri: ${text}, sovittu jatkosta.`, AINO);
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.filter((hit) => hit.sure)).toEqual([]);
  });

  it.each(['99040123456712', 'aina', 'Virta Oy', 'Airi Virta', 'acme.example', 'matti@acme.example', 'petri.virtanen@acme.example', 'aino.korhonen@acme.example', 'info@virtanen.example', 'ainola@acme.example', '040 123 4568', 'vuonna 2040, 12 34 567 euroa', 'vid 401'])('is nothing: %s', (text) => {
    expect(hitsIn(`Palaveri: ${text}, sovittu jatkosta.`, AINO)).toEqual([]);
  });

  it('a number in a list is told from its neighbours', () => {
    const text = 'Aino 040 123 4567, Matti 040 765 4321; vaihde 09 123 4567';
    expect(redacted(text, hitsIn(text, AINO), 'sure')).toBe(`Aino ${REDACTED}, Matti 040 765 4321; vaihde 09 123 4567`);
  });

  it.each([
    ['Soitto 12.3.2026 040 123 4567', 'Soitto 12.3.2026 X'], ['klo 14:30 0401234567', 'klo 14:30 X'], ['Aino Virtanen Puh. 0401234567', 'X Puh. X'], ['Rivi: Aino;Virtanen;040-1234567', 'Rivi: X;X'], ['Aino Virtanen\nToimitusjohtaja', 'X\nToimitusjohtaja'],
    ['Aino Virtanen:lle', 'X:lle'], ['Aino Virtanen\'s', 'X\'s'], ['Hei Aino Virtanen!', 'Hei X!'], ['Aino Virtanen soitti Acme Oy:stä', 'X soitti Acme Oy:stä'], ['Aino Virtanen as agreed', 'X as agreed'], ['Korhonen ja Aino Virtanen', 'Korhonen ja X'], ['aino.virtanen@acme.example-osoite', 'X-osoite'],
  ])('a machine takes out what is sure: %s', (text, left) => {
    expect(redacted(text, hitsIn(text, AINO), 'sure').replaceAll(REDACTED, 'X')).toBe(left);
  });

  it('a name that is a word too is a name only where it is written as one', () => {
    const pia = { ...AINO, names: [{ first: 'Pia', last: 'Laine' }] };
    const found = (text: string): string[] => hitsIn(text, pia).map(({ from, to }) => text.slice(from, to));
    expect(found('Palataan pian. Tarjouksessa laine ja muut kuviot.')).toEqual([]);
    expect(found('Palataan Pian kanssa. Soita pialle. soita pian kanssa. Kysy pia laineelta.')).toEqual(['Pian', 'pialle', 'pian', 'pia', 'laineelta']);
  });

  it('a particle of a last name is a word like others', () => {
    const carl = { ...AINO, names: [{ first: 'Carl', last: 'von Essen' }] };
    expect(hitsIn('Bild von Matti, af Korhonen', carl)).toEqual([]);
    expect(redacted('Soitettu Carl von Essen', hitsIn('Soitettu Carl von Essen', carl), 'sure')).toBe(`Soitettu ${REDACTED}`);
  });

  it('somebody else\'s address goes whole by a person\'s word, or not at all', () => {
    const text = 'maria.aino.virtanen@acme.example, petri.virtanen@acme.example';
    expect(redacted(text, hitsIn(text, AINO), 'all')).toBe(`${REDACTED}, petri.virtanen@acme.example`);
  });

  it('a page keeps its marks', () => {
    const text = '<p>Soitti <b>Aino</b> <i>Virtanen</i> (<a href="mailto:aino.virtanen@acme.example">aino.virtanen@acme.example</a>)</p>';
    expect(redacted(text, hitsIn(text, AINO), 'sure')).toBe(`<p>Soitti <b>${REDACTED}</b> <i>${REDACTED}</i> (<a href="mailto:${REDACTED}">${REDACTED}</a>)</p>`);
  });

  it('unsure ones go by a person\'s word only', () => {
    const text = 'Ainolle lähetetty tarjous, kopio aino.virtanen@acme.example';
    expect(redacted(text, hitsIn(text, AINO), 'sure')).toBe(`Ainolle lähetetty tarjous, kopio ${REDACTED}`);
    expect(redacted(text, hitsIn(text, AINO), 'all')).toBe(`${REDACTED} lähetetty tarjous, kopio ${REDACTED}`);
  });

  it('nobody is sought where nothing is known', () => {
    expect(hitsIn('Aino Virtanen 040 123 4567', { names: [], emails: [], phones: [], refs: [] })).toEqual([]);
  });
});

describe('any text', () => {
  const bits = fc.constantFrom('Aino', 'Virtanen', 'Virtasen', 'aino.virtanen@acme.example', '040 123 4567', '+358', '<b>', '</b>', '&#64;', '%40', '=40', '\\u0040', '@', ' ', '\n', ',', '.', '-', '(', '😀', 'ä', '\u0308', '\u00ad', 'QWlubyBWaXJ0YW5lbg==', 'Oy', 'Matti');

  it('has hits in order, none over another and none empty, and what is left has none', () => {
    fc.assert(fc.property(fc.array(fc.oneof(bits, fc.string()), { maxLength: 30 }), (parts) => {
      const text = parts.join('');
      const hits = hitsIn(text, AINO);
      for (const [index, { from, to }] of hits.entries()) {
        expect(from).toBeGreaterThanOrEqual(hits[index - 1]?.to ?? 0);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }
      const kept = redacted(text, hits, 'all').split(REDACTED).join('');
      let rest = text;
      for (const { from, to } of hits.toReversed()) rest = rest.slice(0, from) + rest.slice(to);
      expect(kept).toBe(rest);
    }), { numRuns: 300 });
  });

  // What is quadratic takes minutes here.
  it.each(['\\', '<a', '&#64;%40=40', 'a@', '0 ', '(', ' ', '-', 'A', 'Aino ', 'Aino Virtanen, ', '040 123 4567 ', '%', '=', '@ ', 'aa ', '61', '{at}'])('is read in the end, however long it is: %j', (bit) => {
    expect(hitsIn(bit.repeat(100_000 / bit.length), AINO)).toBeInstanceOf(Array);
  });
});
