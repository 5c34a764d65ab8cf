// The value of a field as text for the eye. Invariant: ids are called by their names, and what nobody has a name for stands as it is.
import { lifecycleWord } from '../../../api/contract/lifecycle-words.ts';
import { sourceWord } from '../../../api/contract/source-words.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { stateWord } from './case-list.tsx';
import { countryName } from './countries.ts';
import type { RecordField, Value } from './use-record.ts';

/** Null: empty. */
export type ValueText = (field: Pick<RecordField, 'name' | 'kind' | 'called'>, value: Value) => string | null;

export function useValueText(): ValueText {
  const { t, language } = useText();
  const format = useFormat();
  return ({ name, kind, called }, value) => {
    const call = (id: string): string => called.find((one) => one.id === id)?.label ?? id;
    if (isEmpty(value)) return null;
    if (isSet(value)) return format.list(value.map(({ key }) => call(key)));
    if (isMoney(value)) return format.money(value);
    if (typeof value === 'boolean') return value ? t('record:fields.yes') : t('record:fields.no');
    if (typeof value === 'number') return format.number(value, { useGrouping: false });
    if (kind === 'date') return format.date(value);
    if (kind === 'instant') return format.instant(value);
    if (name === 'sizeClass') { const size = SIZES.find((one) => one === value); if (size !== undefined) return t(`record:figures.size.${size}`); }
    if (name === 'lifecycle') return lifecycleWord(value, language);
    if (name === 'analyticsSource') return sourceWord(value, language);
    if (name === 'state') return stateWord(value, t);
    if (name === 'country' && /^[A-Z]{2}$/u.test(value)) return countryName(value, language) ?? value;
    return call(value);
  };
}

const SIZES = ['small', 'medium', 'large'] as const;

type Empty = null | '';
type Money = Extract<Value, { readonly amount: string }>;
type Elements = Extract<Value, readonly unknown[]>;

export function isEmpty(value: Value): value is Empty {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export function isSet(value: Value): value is Elements {
  return Array.isArray(value);
}

export function isMoney(value: Value): value is Money {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function keysOf(value: Value): readonly string[] {
  return isSet(value) ? value.map(({ key }) => key) : [];
}
