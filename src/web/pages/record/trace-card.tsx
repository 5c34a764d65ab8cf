// What was agreed, done and invoiced in a sales case, with the differences flagged in words.
import { Badge, Group, Skeleton, Table, Text } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { WHOLE } from './field-place.tsx';
import classes from './record.module.css';
import { SectionCard } from './section-card.tsx';

export type TraceData = z.output<typeof CONTRACTS.trace.answer>;

export function useTrace(id: string, enabled: boolean): UseQueryResult<TraceData> {
  const api = useApi();
  return useQuery({ queryKey: ['trace', id], queryFn: ({ signal }) => api.ask(CONTRACTS.trace, { params: { id }, query: {}, signal }), enabled });
}

const SUMS = ['agreed', 'done', 'open', 'draft', 'invoiced'] as const;

export function TraceCard({ trace }: { readonly trace: UseQueryResult<TraceData> }): ReactElement {
  const { t } = useText();
  const lines = (trace.data?.lines ?? []).filter((line) => line.doneHours !== null || line.differences.length > 0 || SUMS.some((name) => typeof line[name] === 'string'));
  return (
    <SectionCard title={t('record:trace.title')}>
      {trace.isPending && <Skeleton height={120} />}
      {trace.isError && <ErrorNotice error={trace.error} onRetry={() => void trace.refetch()} />}
      {trace.data && lines.length === 0 && <Text size="sm" c="dimmed">{t('record:trace.none')}</Text>}
      {lines.length > 0 && <TraceTable lines={lines} />}
      {trace.data?.agreedBy && lines.length > 0 && <Text size="xs" c="dimmed" mt="xs">{t(trace.data.agreedBy === 'proposals' ? 'record:trace.byProposals' : 'record:trace.byValue')}</Text>}
    </SectionCard>
  );
}

function TraceTable({ lines }: { readonly lines: TraceData['lines'] }): ReactElement {
  const { t } = useText();
  const { money, hours } = useFormat();
  const sums = SUMS.filter((name) => lines.some((line) => line[name] !== undefined));
  const number = classes['number'] ?? '';
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={t('record:trace.title')}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('record:trace.what')}</Table.Th>
            <Table.Th className={number}>{t('record:open.hours')}</Table.Th>
            {sums.map((name) => <Table.Th key={name} className={number}>{t(`record:trace.${name}`)}</Table.Th>)}
            <Table.Th>{t('record:trace.differences')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={`${line.kind} ${line.currency}`} {...(line.kind === 'total' && { fw: 600 })}>
              <Table.Td>{t(`record:trace.kind.${line.kind}`)}</Table.Td>
              <Table.Td className={number}>{line.doneHours === null ? '' : line.agreedHours === null ? hours(line.doneHours) : t('record:trace.hours', { done: hours(line.doneHours), agreed: hours(line.agreedHours) })}</Table.Td>
              {sums.map((name) => {
                const sum = line[name];
                return <Table.Td key={name} className={number}>{typeof sum !== 'string' ? '' : money({ amount: sum, currency: line.currency })}</Table.Td>;
              })}
              <Table.Td miw={150}><Group gap={4}>{line.differences.map((one) => <Badge key={one} size="sm" color="yellow" classNames={WHOLE}>{t(`record:trace.difference.${one}`)}</Badge>)}</Group></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
