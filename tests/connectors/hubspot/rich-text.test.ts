import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ValueContext } from '../../../src/connectors/hubspot/codecs.ts';
import { richText } from '../../../src/connectors/hubspot/rich-text.ts';

const context: ValueContext = { currency: 'EUR', ownerIdOf: () => null, ownerEmailOf: () => null, timeZone: 'UTC', stages: () => null };

it('gives plain text back as it was, whatever looks like markup in it', () => {
  const word = fc.constantFrom('Ääni', '<b>', '&amp;', '&', '1 < 2', '"x"', '&#38;');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.constantFrom(' ', '\n', '\n\n'), (words, glue) => {
      const text = words.join(glue);
      const encoded = richText.encode(text, context);
      expect('text' in encoded && richText.decode(encoded.text, context)).toBe(text);
    }),
  );
});

it.each([
  ['<p>Yksi</p><p>Kaksi</p>', 'Yksi\nKaksi'],
  ['<ul><li>Yksi</li><li><b>Kaksi</b></li></ul>', 'Yksi\nKaksi'],
  ['Yksi<br/>Kaksi&nbsp;&#228;&#xE4;&bogus;', 'Yksi\nKaksi ää&bogus;'],
  ['<div> </div>', null],
])('reads the words of %s', (html, text) => {
  expect(richText.decode(html, context)).toBe(text);
});

it('has no room for text that is too long as markup', () => {
  expect(richText.encode('<'.repeat(20_000), context)).toEqual({ cannot: 'too-long' });
  expect(richText.encode(5, context)).toEqual({ cannot: 'wrong-kind' });
});
