// All fields of a record that may be edited here, in a drawer beside it. Invariant: the form is about the record as it was when the
// drawer was opened, whatever arrives meanwhile.
import { Button, Drawer, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { ApiError } from '../../problem.ts';
import { useSession } from '../../session.ts';
import { ChangedNotice } from './changed-notice.tsx';
import { changedFields, currencyKey, formFields, formKey, formValues, type FormValues } from './edit-values.ts';
import { FieldInput } from './field-input.tsx';
import { useRecordEdit, type RecordData } from './use-record.ts';

export function EditButton({ record, name }: { readonly record: RecordData; readonly name: string }): ReactElement | null {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState(record);
  if (formFields(record).length === 0) return null;
  const begin = (): void => {
    setSeen(record);
    setOpen(true);
  };
  return (
    <>
      <Button onClick={begin}>{t('record:edit.open')}</Button>
      <Drawer opened={open} onClose={() => setOpen(false)} position="right" size="lg" title={t('record:edit.titleOf', { name })} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <EditForm record={seen} onDone={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function EditForm({ record, onDone }: { readonly record: RecordData; readonly onDone: () => void }): ReactElement {
  const { t } = useText();
  const { currency } = useSession().workspace;
  const edit = useRecordEdit(record);
  const served = useServerForm<FormValues, unknown>({
    initial: formValues(record, currency),
    check: (values) => wrongIn(record, values, { number: t('record:edit.badNumber'), money: t('record:edit.badMoney') }),
    send: async (values) => {
      const fields = changedFields(record, values);
      if (Object.keys(fields).length === 0) return;
      await edit.save(fields).catch((error: unknown) => { throw asForm(error); });
    },
    onSaved: onDone,
  });
  const shown = edit.changes === null ? served : { ...served, error: null };
  return (
    <Stack>
      <Text size="sm" c="dimmed">{t('record:edit.hint')}</Text>
      {edit.changes !== null && <ChangedNotice changes={edit.changes} />}
      <ServerFormFrame of={shown} onCancel={onDone}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="sm">
          {formFields(record).map((field) => <FieldInput key={field.name} field={field} record={record} form={served.form} />)}
        </SimpleGrid>
      </ServerFormFrame>
    </Stack>
  );
}

const NUMBER = /^-?\d+(\.\d+)?$/u;

function wrongIn(record: RecordData, values: FormValues, words: { readonly number: string; readonly money: string }): Record<string, string | null> {
  return Object.fromEntries(formFields(record).map(({ name, kind }) => {
    const value = values[formKey(name)] ?? null;
    if (value === null || value === '') return [formKey(name), null];
    if (kind === 'number') return [formKey(name), NUMBER.test(String(value)) ? null : words.number];
    return [formKey(name), kind === 'money' && !(NUMBER.test(String(value)) && /^[A-Z]{3}$/u.test(String(values[currencyKey(name)]))) ? words.money : null];
  }));
}

/** The form has its own names for fields. */
function asForm(error: unknown): unknown {
  return error instanceof ApiError ? new ApiError({ ...error.problem, fields: error.problem.fields.map(({ field, ...wrong }) => ({ field: formKey(field), ...wrong })) }, error) : error;
}
