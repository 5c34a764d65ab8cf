// What was carried between the systems since midnight, in words.
import { Card, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { Part } from './part.tsx';
import classes from './overview.module.css';

const AGAIN_MS = 30_000;
const ENTITIES = ['account', 'contact', 'salesCase', 'activity'] as const;

export function TodayPart(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const today = useQuery({ queryKey: ['overview-today'], queryFn: ({ signal }) => api.ask(CONTRACTS.today, { query: {}, signal }), refetchInterval: AGAIN_MS });
  const items = today.data?.items ?? [];
  return (
    <Part title={t('overview:today.title')} more={null} asked={today}>
      <Card padding="md">
        {items.length === 0 && <Text c="dimmed">{t('overview:today.nothing')}</Text>}
        <dl className={classes['today']}>
          {ENTITIES.filter((entity) => items.some((item) => item.entity === entity)).map((entity) => (
            <div key={entity}>
              <dt>{t(`overview:today.entity.${entity}`)}</dt>
              {items.filter((item) => item.entity === entity).map(({ side, action, records }) => <dd key={`${side} ${action}`}>{t(`overview:today.${action}`, { count: records, system: t(`overview:today.side.${side}`) })}</dd>)}
            </div>
          ))}
        </dl>
      </Card>
    </Part>
  );
}
