// Requests to be forgotten, for whoever answers them: how many wait, and which are due first.
import { Anchor, Badge, Card, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import rows from '../../components/ruled-list.module.css';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { ALARM_COLOURS, daysText, nameOfRequest } from '../privacy/request-words.ts';
import { Figures, Part } from './part.tsx';

const AGAIN_MS = 30_000;

export function ErasurePart(): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const summary = useQuery({ queryKey: ['overview-erasures'], queryFn: ({ signal }) => api.ask(CONTRACTS.erasureSummary, { query: {}, signal }), refetchInterval: AGAIN_MS });
  const { open = 0, waiting = 0, soon = 0, late = 0, failed = 0, reappeared = 0, first = [] } = summary.data ?? {};
  return (
    <Part title={t('overview:erasures.title')} more={{ to: '/privacy/requests', label: t('overview:erasures.more') }} asked={summary}>
      <Figures>
        <KeyFigure label={t('overview:erasures.open')} value={number(open)} to="/privacy/requests?over=no" />
        <KeyFigure label={t('overview:erasures.waiting')} value={number(waiting)} detail={t('overview:erasures.waitingOf')} to="/privacy/requests?waitsFor=officer" />
        <KeyFigure label={t('overview:erasures.soon')} value={number(soon)} detail={late > 0 ? t('overview:erasures.late', { count: late }) : t('overview:erasures.soonOf')} to="/privacy/requests?alarm=soon" />
        {failed > 0 && <KeyFigure label={t('overview:erasures.failed')} value={number(failed)} detail={t('overview:erasures.failedOf')} to="/privacy/requests?over=no" />}
        {reappeared > 0 && <KeyFigure label={t('overview:erasures.reappeared')} value={number(reappeared)} detail={t('overview:erasures.reappearedOf')} to="/privacy/requests?waitsFor=officer" />}
      </Figures>
      {first.length > 0 && (
        <Card padding="md" mt="sm">
          <ul className={rows['list']}>
            {first.map((item) => (
              <li key={item.id}>
                <Group justify="space-between" gap="xs">
                  <span><Anchor component={Link} to={`/privacy/requests/${item.id}`}>{nameOfRequest(t, item)}</Anchor> <Text span size="sm" c="dimmed">{t(`privacy:next.${item.next}`)}</Text></span>
                  <Badge color={ALARM_COLOURS[item.alarm]}>{daysText(t, item.daysLeft)}</Badge>
                </Group>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Part>
  );
}
