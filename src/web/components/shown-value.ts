// The values of fields as text, in the reader's language and zone: what api/contract/values.ts tells of them. Invariant: an empty value is
// null, so that whoever shows it can say so.
import { useMemo } from 'react';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';

export type ShownValue =
  | { readonly kind: 'empty' | 'hidden' }
  | { readonly kind: 'text' | 'number' | 'date' | 'instant'; readonly text: string }
  | { readonly kind: 'bool'; readonly yes: boolean }
  | { readonly kind: 'money'; readonly amount?: string | undefined; readonly currency: string }
  | { readonly kind: 'list'; readonly items: readonly { readonly text: string; readonly marks: readonly string[] }[] }
  | { readonly kind: 'presence'; readonly gone: boolean };

export function useShownText(): (value: ShownValue) => string | null {
  const { t } = useText();
  const format = useFormat();
  return useMemo(() => (value) => {
    switch (value.kind) {
      case 'empty': return null;
      case 'hidden': return t('inbox:value.hidden');
      case 'number': return format.number(value.text, { useGrouping: false });
      case 'date': return format.date(value.text);
      case 'instant': return format.instant(value.text);
      case 'bool': return t(value.yes ? 'inbox:value.yes' : 'inbox:value.no');
      case 'money': return value.amount === undefined ? t('inbox:value.hidden') : format.money({ amount: value.amount, currency: value.currency });
      case 'list': return value.items.map(({ text, marks }) => (marks.length === 0 ? text : `${text} (${marks.join(', ')})`)).join('\n');
      case 'presence': return t(value.gone ? 'inbox:value.gone' : 'inbox:value.present');
      default: return value.text;
    }
  }, [t, format]);
}
