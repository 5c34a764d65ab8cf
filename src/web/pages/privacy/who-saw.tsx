// Who has seen a person: one line for each who, where and day. Invariant: what was seen is not told here.
import { Anchor, Group, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { pathOf } from '../../api.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { SectionCard } from '../record/section-card.tsx';
import classes from './processing.module.css';

export function WhoSaw({ id }: { readonly id: string }): ReactElement {
  const { t, language } = useText();
  const { date, instant, number } = useFormat();
  const api = useApi();
  const seen = useQuery({ queryKey: [CONTRACTS.personSeen.path, id], queryFn: ({ signal }) => api.ask(CONTRACTS.personSeen, { params: { id }, query: {}, signal }) });
  const file = (format: 'csv' | 'xlsx', name: string): ReactElement => <Anchor size="sm" href={api.href(pathOf(CONTRACTS.personSeen.path, { id }), { format, locale: language })} download>{t('rights:person.save', { format: name })}</Anchor>;
  return (
    <SectionCard title={t('rights:person.seen')} {...(seen.data && seen.data.items.length > 0 && { action: <Group gap="md">{file('csv', 'CSV')}{file('xlsx', 'Excel')}</Group> })}>
      {seen.isPending && <Skeleton height={80} />}
      {seen.isError && <ErrorNotice error={seen.error} onRetry={() => void seen.refetch()} />}
      {seen.data && <Text size="sm" c="dimmed" mb="xs">{t('rights:person.seenText', { count: seen.data.keptDays })}</Text>}
      {seen.data?.items.length === 0 && <Text size="sm">{t('rights:person.nobody')}</Text>}
      {seen.data && seen.data.items.length > 0 && (
        <div className={classes['scroll']} tabIndex={0} role="group" aria-label={t('rights:person.seen')}>
          <Table miw={520}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('rights:person.who')}</Table.Th><Table.Th>{t('rights:person.where')}</Table.Th><Table.Th>{t('rights:person.day')}</Table.Th><Table.Th ta="right">{t('rights:person.times')}</Table.Th><Table.Th>{t('rights:person.last')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {seen.data.items.map(({ actor, what, day, count, lastAt }) => (
                <Table.Tr key={`${actor} ${what} ${day}`}>
                  <Table.Td>{actor}</Table.Td><Table.Td>{t(`rights:seen.${what}`)}</Table.Td><Table.Td>{date(day)}</Table.Td><Table.Td ta="right">{number(count)}</Table.Td><Table.Td>{instant(lastAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </SectionCard>
  );
}
