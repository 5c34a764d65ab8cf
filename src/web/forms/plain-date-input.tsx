// A plain date (`YYYY-MM-DD`) to type or to pick. Invariant: the value is text all the way; no zone can shift it.
import { DateInput } from '@mantine/dates';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/language.ts';

interface PlainDateInputProps {
  readonly label: string;
  readonly value?: string | null;
  readonly onChange: (value: string | null) => void;
  readonly onBlur?: () => void;
  readonly description?: string;
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** False inside another panel, which would close when the calendar is clicked. */
  readonly withinPortal?: boolean;
}

/** As the locale writes it; both are read as day before month. */
const WRITTEN = { fi: 'D.M.YYYY', en: 'DD/MM/YYYY' } as const;

export function PlainDateInput({ withinPortal = true, value = null, ...props }: PlainDateInputProps): ReactElement {
  const { t, language } = useText();
  return <DateInput {...props} value={value} valueFormat={WRITTEN[language]} dateParser={(text) => readDate(text)} clearable clearButtonProps={{ 'aria-label': t('common:clear') }} popoverProps={{ withinPortal }} />;
}

/** `1.3.2026`, `1/3/2026` or `2026-03-01` as a plain date; null when it is none. */
export function readDate(text: string): string | null {
  const iso = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/u.exec(text.trim());
  const written = /^(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>\d{4})$/u.exec(text.trim());
  const { year, month, day } = (iso ?? written)?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) return null;
  const plain = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${plain}T00:00:00Z`);
  // The 31st of a short month would roll over.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(plain) ? plain : null;
}
