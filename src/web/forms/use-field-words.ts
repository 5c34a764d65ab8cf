// What the server says is wrong with a value, in the language of the page. Invariant: a code that has no words yet is told in the server's
// own, rather than not at all.
import { useMemo } from 'react';
import { useText } from '../i18n/language.ts';
import type { FieldProblem } from '../problem.ts';

export function useFieldWords(): (problem: FieldProblem) => string {
  const { t } = useText();
  return useMemo(() => {
    const byKey = t as unknown as (key: string, options: object) => string;
    return ({ code, params, message }) => (code === null ? message : byKey(`fields:${code}`, { ...params, defaultValue: message }));
  }, [t]);
}
