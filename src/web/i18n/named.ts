// What something is called whose name comes from the server, so that the compiler cannot know its key. Invariant: what has no words
// yet is shown by its own name, rather than not at all.
import { useMemo } from 'react';
import { useText } from './language.ts';

/** @returns the words of a key, or the name when there are none */
export function useNamed(): (key: string, name: string) => string {
  const { t } = useText();
  return useMemo(() => {
    const byKey = t as unknown as (key: string, options: { readonly defaultValue: string }) => string;
    return (key, name) => byKey(key, { defaultValue: name });
  }, [t]);
}
