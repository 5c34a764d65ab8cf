// A decimal number to type: hours, sums. Invariant: the value is the plain decimal as text, never a double; what is no number is
// given on as typed, so that a form cannot send the number that stood there before.
import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import { decimalText, parseDecimal } from '../format/decimal.ts';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';

interface DecimalInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'type'> {
  /** Plain decimal, or what was typed when it is none; null: empty. */
  readonly value?: string | null;
  readonly onChange: (value: string | null) => void;
  /** Digits that always show after the mark, once the input is left: 2 for money. */
  readonly fractionDigits?: number;
  /** At the right of the input: the currency, the unit. */
  readonly unit?: string;
}

export function DecimalInput({ value = null, onChange, unit, fractionDigits = 0, error, onBlur, ...props }: DecimalInputProps): ReactElement {
  const { t } = useText();
  const { locale } = useFormat();
  const [typed, setTyped] = useState(() => writtenOf(value, locale, fractionDigits));
  const bad = value !== null && parseDecimal(value, 'en') === null;
  // A value set from outside, not by typing.
  useEffect(() => setTyped((before) => (meaningOf(before, locale) === value ? before : writtenOf(value, locale, fractionDigits))), [value, locale, fractionDigits]);
  return (
    <TextInput
      {...props}
      inputMode="decimal"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(meaningOf(event.currentTarget.value, locale));
      }}
      onBlur={(event) => {
        setTyped(writtenOf(value, locale, fractionDigits));
        onBlur?.(event);
      }}
      error={bad ? t('parts:form.badNumber', { example: decimalText('1234.5', locale) }) : error}
      {...(unit !== undefined && { rightSection: <span aria-hidden="true">{unit}</span>, rightSectionWidth: 44, 'aria-description': unit })}
    />
  );
}

function meaningOf(typed: string, locale: string): string | null {
  return typed.trim() === '' ? null : (parseDecimal(typed, locale) ?? typed);
}

function writtenOf(value: string | null, locale: string, minimumFractionDigits: number): string {
  return value === null ? '' : decimalText(value, locale, { useGrouping: false, minimumFractionDigits });
}
