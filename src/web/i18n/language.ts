// The language of the page: which one, and its words. Invariant: the words of a language are there before it is switched to,
// so that no key is ever seen.
import { createInstance, type i18n, type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { LANGUAGES, NAMESPACES, type Language } from './text-key.ts';

const loaders = {
  fi: async () => (await import('./fi.ts')).words,
  en: async () => (await import('./en.ts')).words,
} as const;
const laterLoaders = {
  fi: async () => (await import('./fi-later.ts')).later,
  en: async () => (await import('./en-later.ts')).later,
} as const;

/** The one of this page, and whether it has been given the words that come later. */
let current: { readonly instance: i18n; isWhole: boolean } | null = null;

export type Text = TFunction<typeof NAMESPACES>;

/** The words of the interface and the language they are in. */
export function useText(): { readonly t: Text; readonly language: Language } {
  const { t, i18n } = useTranslation(NAMESPACES);
  return { t, language: languageOf([i18n.language]) };
}

/** The first of these that the app speaks. @param wanted language tags, best first: `fi-FI` */
export function languageOf(wanted: readonly (string | null | undefined)[]): Language {
  const found = wanted.flatMap((tag) => LANGUAGES.filter((each) => tag?.toLowerCase().split('-')[0] === each));
  return found[0] ?? 'en';
}

export async function createLanguage(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    ns: [...NAMESPACES],
    defaultNS: 'common',
    resources: { [language]: await loaders[language]() },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  current = { instance, isWhole: false };
  return instance;
}

export async function switchLanguage(instance: i18n, language: Language): Promise<void> {
  addWords(instance, language, await loaders[language]());
  if (current?.isWhole === true) addWords(instance, language, await laterLoaders[language]());
  await instance.changeLanguage(language);
}

/** Waited for before any page but the start page is shown, and before its parts: their words are there then. */
export async function allWords(): Promise<void> {
  if (current === null || current.isWhole) return;
  const { instance } = current;
  const language = languageOf([instance.language]);
  addWords(instance, language, await laterLoaders[language]());
  current.isWhole = true;
}

function addWords(instance: i18n, language: Language, words: Readonly<Record<string, object>>): void {
  for (const [namespace, of] of Object.entries(words)) instance.addResourceBundle(language, namespace, of, true, true);
}
