// A form whose last word is the server's.
import { Card, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { nothing } from '../../../src/web/api.ts';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { DecimalInput } from '../../../src/web/forms/decimal-input.tsx';
import { PlainDateInput } from '../../../src/web/forms/plain-date-input.tsx';
import { ServerFormFrame } from '../../../src/web/forms/server-form.tsx';
import { useServerForm } from '../../../src/web/forms/use-server-form.ts';
import { useApi } from '../../../src/web/outside.ts';
import { useWords } from './words.ts';

interface Values extends Record<string, unknown> {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly price: string | null;
  readonly since: string | null;
  readonly language: string | null;
}

export default function Contact(): ReactElement {
  const api = useApi();
  const words = useWords({
    fi: { text: 'Yhteyshenkilö yrityksessä Kuutamo Viestintä Oy', name: 'Nimi', email: 'Sähköposti', phone: 'Puhelin', price: 'Tuntihinta', since: 'Suostumus annettu', language: 'Kieli', fi: 'suomi', sv: 'ruotsi' },
    en: { text: 'Contact at Kuutamo Viestintä Oy', name: 'Name', email: 'E-mail', phone: 'Phone', price: 'Hourly price', since: 'Consent given', language: 'Language', fi: 'Finnish', sv: 'Swedish' },
  });
  const contact = useServerForm<Values, null>({
    initial: { name: 'Helmi Aaltonen', email: 'helmi@kuutamo.example', phone: '+358 50 765 4321', price: '118.50', since: '2026-03-01', language: 'fi' },
    required: ['name'],
    send: (values) => api.send('PUT', '/story/contact', values, nothing),
  });
  const { form } = contact;
  return (
    <>
      <PageHeader title="Helmi Aaltonen" text={words.text} />
      <Card maw={760}>
        <ServerFormFrame of={contact} onCancel={() => form.reset()}>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={words.name} required {...form.getInputProps('name')} />
            <TextInput label={words.email} type="email" {...form.getInputProps('email')} />
            <TextInput label={words.phone} type="tel" {...form.getInputProps('phone')} />
            <DecimalInput label={words.price} unit="€" fractionDigits={2} {...form.getInputProps('price')} />
            <PlainDateInput label={words.since} {...form.getInputProps('since')} />
            <Select label={words.language} data={[{ value: 'fi', label: words.fi }, { value: 'sv', label: words.sv }]} {...form.getInputProps('language')} />
          </SimpleGrid>
        </ServerFormFrame>
      </Card>
    </>
  );
}
