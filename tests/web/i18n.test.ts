// Both languages say everything, and nothing is said that nobody asks for.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { later as laterEn } from '../../src/web/i18n/en-later.ts';
import { words as firstEn } from '../../src/web/i18n/en.ts';
import { later as laterFi } from '../../src/web/i18n/fi-later.ts';
import { words as firstFi } from '../../src/web/i18n/fi.ts';
import { OBJECTIONS } from '../../src/lib/objection.ts';
import { createLanguage, languageOf, switchLanguage } from '../../src/web/i18n/language.ts';
import { NAMESPACES } from '../../src/web/i18n/text-key.ts';

const [en, fi] = [{ ...firstEn, ...laterEn }, { ...firstFi, ...laterFi }];

const web = resolve(import.meta.dirname, '../../src/web');

/** Key with its namespace → text. */
function flat(words: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (value: object, path: string): void => {
    for (const [key, each] of Object.entries(value)) {
      if (typeof each === 'string') found.set(path + key, each);
      else walk(each as object, `${path}${key}${path === '' ? ':' : '.'}`);
    }
  };
  walk(words, '');
  return found;
}
const [english, finnish] = [flat(en), flat(fi)];
const variablesIn = (text: string): readonly string[] => [...text.matchAll(/\{\{\s*(\w+)/gu)].map((match) => match[1] ?? '').toSorted();

/** Source of the app without its words. */
const source = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/u.test(file) && !/^i18n\/(en|fi)\//u.test(file))
  .map((file) => readFileSync(join(web, file), 'utf8'))
  .join('\n');

describe('the words', () => {
  it('have the same keys in both languages', () => {
    expect([...finnish.keys()]).toEqual([...english.keys()]);
    expect(english.size).toBeGreaterThan(100);
  });

  it('speak of the same values in both languages', () => {
    for (const [key, text] of english) expect([key, variablesIn(finnish.get(key) ?? '')]).toEqual([key, variablesIn(text)]);
  });

  it('are never empty, and translated where they are sentences', () => {
    for (const [key, text] of english) {
      expect([key, text.trim() !== '' && finnish.get(key)?.trim() !== '']).toEqual([key, true]);
      if (text.replaceAll(/\{\{\w+\}\}/gu, '').trim().split(/\s+/u).length > 3) expect(finnish.get(key)).not.toBe(text);
    }
  });

  it('belong to a namespace that is loaded', () => {
    expect(Object.keys(en).toSorted()).toEqual([...NAMESPACES].toSorted());
  });

  it('say everything that the server says is wrong with a value, with the same values in them at most', () => {
    expect(Object.keys(en.fields).toSorted()).toEqual(Object.keys(OBJECTIONS).toSorted());
    for (const [code, text] of Object.entries(OBJECTIONS)) expect([code, variablesIn(text)]).toEqual([code, expect.arrayContaining([...variablesIn(english.get(`fields:${code}`) ?? '')])]);
  });

  it('are each used', () => {
    // Names of rights come from the server (tests/web/pages.test.ts holds them against config/roles.json).
    const unused = [...english.keys()].filter((key) => !key.startsWith('start:right.') && !isUsed(key.replace(/_(one|other)$/u, '')));
    expect(unused).toEqual([]);
  });
});

/** Written whole, or as a template whose fixed parts fit: `errors:${kind}.title`. */
function isUsed(key: string): boolean {
  if (source.includes(`'${key}'`)) return true;
  return templates.some((pattern) => pattern.test(key));
}
const templates = [...source.matchAll(/`(?<text>\w+:[^`]*\$\{[^`]*)`/gu)].map(({ groups }) => {
  const fixed = (groups?.['text'] ?? '').split(/\$\{[^}]*\}/u).map((part) => part.replaceAll('.', String.raw`\.`));
  return new RegExp(`^${fixed.join(String.raw`[\w-]+`)}$`, 'u');
});

describe('the language', () => {
  it('is the first that is wanted and spoken here', () => {
    expect(languageOf([null, 'sv-SE', 'fi-FI', 'en'])).toBe('fi');
    expect(languageOf([])).toBe('en');
  });

  it('can be switched, with plurals and values in each', async () => {
    const language = await createLanguage('en');
    expect(language.t('table:filtersOn', { count: 1 })).toBe('1 filter on');
    await switchLanguage(language, 'fi');
    expect(language.t('table:filtersOn', { count: 2 })).toBe('2 rajausta käytössä');
    expect(language.t('shell:user.menu', { name: '<b>' })).toBe('Käyttäjän <b> valikko');
  });
});
