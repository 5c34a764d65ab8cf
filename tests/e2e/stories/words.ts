// Words of a story in both languages, where the product would have them in its own files.
import { useText } from '../../../src/web/i18n/language.ts';

export function useWords<T>(words: { readonly fi: T; readonly en: T }): T {
  return words[useText().language];
}
