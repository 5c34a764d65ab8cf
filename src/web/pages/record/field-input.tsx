// The input of one field of a record, by its kind.
import { Group, MultiSelect, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactElement } from 'react';
import { DecimalInput } from '../../forms/decimal-input.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { useText } from '../../i18n/language.ts';
import { countryChoices } from './countries.ts';
import { currencyKey, formKey, type FormValues } from './edit-values.ts';
import type { RecordData, RecordField } from './use-record.ts';
import { keysOf } from './value-text.ts';

interface FieldInputProps {
  readonly field: RecordField;
  readonly record: RecordData;
  readonly form: UseFormReturnType<FormValues>;
}

export function FieldInput({ field, record, form }: FieldInputProps): ReactElement {
  const { t, language } = useText();
  const { kind, registry, name } = field;
  const label = field.label[language];
  const input = { label, ...form.getInputProps(formKey(name)) };
  const choices = choicesOf(field, record);
  if (name === 'country') return <Select {...input} data={[...countryChoices(language)]} searchable clearable clearButtonProps={{ 'aria-label': t('common:clear') }} />;
  if (kind === 'set') return registry === null ? <TagsInput {...input} /> : <MultiSelect {...input} data={choices} searchable clearable clearButtonProps={{ 'aria-label': t('common:clear') }} />;
  if (registry !== null) return <Select {...input} data={choices} searchable clearable clearButtonProps={{ 'aria-label': t('common:clear') }} />;
  if (kind === 'bool') return <Switch label={label} mt={28} {...form.getInputProps(formKey(name), { type: 'checkbox' })} />;
  if (kind === 'number') return <DecimalInput {...input} />;
  if (kind === 'date') return <PlainDateInput {...input} />;
  if (kind === 'money') {
    return (
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <DecimalInput {...input} fractionDigits={2} flex={1} />
        <TextInput w={96} label={t('record:edit.currencyShort')} aria-label={t('record:edit.currency', { label })} maxLength={3} {...form.getInputProps(currencyKey(name))} />
      </Group>
    );
  }
  return field.isLong ? <Textarea {...input} autosize minRows={3} maxRows={10} /> : <TextInput {...input} />;
}

/** What it has now stays a choice, even where the list has lost it since. */
function choicesOf({ registry, now, called }: RecordField, { choices }: RecordData): { value: string; label: string }[] {
  const present = typeof now === 'string' ? [now] : keysOf(now);
  const listed = (choices[registry ?? ''] ?? []).filter(({ key, active }) => active || present.includes(key)).map(({ key, label }) => ({ value: key, label }));
  const lost = present.filter((key) => key !== '' && !listed.some(({ value }) => value === key)).map((value) => ({ value, label: called.find(({ id }) => id === value)?.label ?? value }));
  return [...listed, ...lost];
}
