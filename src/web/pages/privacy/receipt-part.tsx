// The proof of an erasure, to be kept and to be given away: it names nobody who was forgotten.
import { Button, Card, Group, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { pathOf } from '../../api.ts';
import { DownloadIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import type { Request } from './use-request.ts';

const FILES = [
  { name: 'pdfFi', query: { format: 'pdf', language: 'fi' } },
  { name: 'pdfEn', query: { format: 'pdf', language: 'en' } },
  { name: 'json', query: { format: 'json' } },
] as const;

export function ReceiptPart({ request: { id } }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const path = pathOf(CONTRACTS.erasureReceipt.path, { id });
  return (
    <Card component="section" aria-labelledby="receipt">
      <Title order={2} id="receipt" mb={4}>{t('privacy:receipt.title')}</Title>
      <Text size="sm" c="dimmed" mb="sm">{t('privacy:receipt.text')}</Text>
      <Group gap="xs">{FILES.map(({ name, query }) => <Button key={name} component="a" href={api.href(path, query)} download variant="default" leftSection={<DownloadIcon size={16} />}>{t(`privacy:receipt.${name}`)}</Button>)}</Group>
    </Card>
  );
}
