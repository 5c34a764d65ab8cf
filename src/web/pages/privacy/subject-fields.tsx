// Whom a request or an export is about: what the person has told, or a contact that is known. One of them is enough.
import { Card, SimpleGrid, Stack, TextInput, Title } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState, type ReactElement } from 'react';
import type { CONTRACTS } from '../../../api/contract.ts';
import { useText, type Text as Words } from '../../i18n/language.ts';
import { ContactPicker, type Picked } from './contact-picker.tsx';

export interface SubjectValues {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  /** Our id of a contact; empty: none is picked. */
  readonly link: string;
}

const LEAST_DIGITS = 5;
export const NOBODY: SubjectValues = { email: '', phone: '', name: '', link: '' };

interface SubjectFieldsProps<Values extends SubjectValues & Record<string, unknown>> {
  readonly form: UseFormReturnType<Values>;
  readonly contract: typeof CONTRACTS.findSubject | typeof CONTRACTS.findForExport;
  /** Whose `link` the form begins with; null: nobody's. */
  readonly before: Picked | null;
}

export function SubjectFields<Values extends SubjectValues & Record<string, unknown>>({ form, contract, before }: SubjectFieldsProps<Values>): ReactElement {
  const { t } = useText();
  const [picked, setPicked] = useState(before);
  const onPick = (contact: Picked | null): void => {
    setPicked(contact);
    form.setFieldValue('link', (contact?.link ?? '') as never);
  };
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput label={t('privacy:add.email')} type="email" inputMode="email" autoComplete="off" maxLength={320} {...form.getInputProps('email')} />
        <TextInput label={t('privacy:add.phone')} type="tel" inputMode="tel" autoComplete="off" maxLength={60} {...form.getInputProps('phone')} />
        <TextInput label={t('privacy:add.name')} autoComplete="off" maxLength={200} {...form.getInputProps('name')} />
      </SimpleGrid>
      <Card component="section" aria-labelledby="known-contact">
        <Title order={2} size="h3" id="known-contact" mb="xs">{t('privacy:add.contact')}</Title>
        <ContactPicker contract={contract} picked={picked} onPick={onPick} />
      </Card>
    </Stack>
  );
}

/** What is wrong with what was typed, before anything is sent. */
export function subjectFaults(t: Words, { email, phone, name, link }: SubjectValues): { readonly email: string | null; readonly phone: string | null } {
  if ([email, phone, name, link].every((value) => value.trim() === '')) return { email: t('privacy:add.needOne'), phone: null };
  return {
    email: email.trim() === '' || /^[^\s@]+@[^\s@]+$/u.test(email.trim()) ? null : t('privacy:add.badEmail'),
    phone: phone.trim() === '' || phone.replaceAll(/\D/gu, '').length >= LEAST_DIGITS ? null : t('privacy:add.badPhone'),
  };
}

/** As the API takes it: nothing that is empty. */
export function subjectSent({ email, phone, name, link }: SubjectValues): { readonly email?: string; readonly phone?: string; readonly name?: string; readonly link?: string } {
  return Object.fromEntries(Object.entries({ email, phone, name, link }).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])));
}
