// What people have put down about the addresses of a contact, the newest first.
import { List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { SectionCard } from './section-card.tsx';
import type { RecordData } from './use-record.ts';

export function ConsentHistory({ consents }: Pick<RecordData, 'consents'>): ReactElement | null {
  const { t } = useText();
  const { instant, date } = useFormat();
  if (consents.length === 0) return null;
  return (
    <SectionCard title={t('record:points.history')}>
      <List size="sm" spacing={6}>
        {consents.map(({ address, allowed, source, on, by, at }) => (
          <List.Item key={`${at} ${address}`}>
            {t(allowed ? 'record:points.allowed' : 'record:points.forbidden', { address })}
            <Text size="xs" c="dimmed">{source !== null && on !== null ? t('record:points.saidFrom', { source, day: date(on), by, time: instant(at) }) : t('record:points.said', { by, time: instant(at) })}</Text>
          </List.Item>
        ))}
      </List>
    </SectionCard>
  );
}
