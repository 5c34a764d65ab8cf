// What an account has had done and not paid for yet, by its state in the billable flow.
import { Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { StateBadge } from '../billing/state-badge.tsx';
import { useTotals } from './account-figures.tsx';
import classes from './record.module.css';
import { SectionCard } from './section-card.tsx';

export function OpenWork({ id }: { readonly id: string }): ReactElement | null {
  const { t } = useText();
  const { number, hours, date, money } = useFormat();
  const totals = useTotals(id);
  const open = totals.data?.open ?? [];
  const withSums = open.some(({ amount }) => amount !== undefined);
  return (
    <SectionCard title={t('record:open.title')}>
      {totals.isError && <ErrorNotice error={totals.error} onRetry={() => void totals.refetch()} />}
      <Text size="sm" c="dimmed" mb="xs">{t('record:open.text')}</Text>
      {totals.data && open.length === 0 && <Text size="sm" c="dimmed">{t('record:open.none')}</Text>}
      {open.length > 0 && (
        <div className={classes['scroll']} tabIndex={0} role="region" aria-label={t('record:open.title')}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('record:open.state')}</Table.Th>
                <Table.Th className={classes['number'] ?? ''}>{t('record:open.pieces')}</Table.Th>
                <Table.Th className={classes['number'] ?? ''}>{t('record:open.hours')}</Table.Th>
                <Table.Th>{t('record:open.oldest')}</Table.Th>
                {withSums && <Table.Th className={classes['number'] ?? ''}>{t('record:open.amount')}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {open.map((cell) => (
                <Table.Tr key={`${cell.state} ${cell.currency}`}>
                  <Table.Td><StateBadge state={cell.state} /></Table.Td>
                  <Table.Td className={classes['number'] ?? ''}>{number(cell.count)}</Table.Td>
                  <Table.Td className={classes['number'] ?? ''}>{cell.hours === null ? '' : hours(cell.hours)}</Table.Td>
                  <Table.Td>{cell.oldest === null ? '' : date(cell.oldest)}</Table.Td>
                  {withSums && <Table.Td className={classes['number'] ?? ''}>{cell.amount === undefined ? '' : money({ amount: cell.amount, currency: cell.currency })}</Table.Td>}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </SectionCard>
  );
}
