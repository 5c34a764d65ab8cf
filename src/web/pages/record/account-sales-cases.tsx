// The sales cases of an account, open ones first.
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { CaseList } from './case-list.tsx';
import { SectionCard } from './section-card.tsx';

export function AccountSalesCases({ id }: { readonly id: string }): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const cases = useQuery({ queryKey: ['account-sales-cases', id], queryFn: ({ signal }) => api.ask(CONTRACTS.accountSalesCases, { params: { id }, query: {}, signal }) });
  const items = cases.data?.items ?? [];
  return (
    <SectionCard title={t('record:cases.title')}>
      {cases.isPending && <Skeleton height={80} />}
      {cases.isError && <ErrorNotice error={cases.error} onRetry={() => void cases.refetch()} />}
      {cases.data && <CaseList cases={items} />}
      {cases.data && items.length < cases.data.total && <Text size="xs" c="dimmed">{t('record:cases.more', { shown: number(items.length), total: number(cases.data.total) })}</Text>}
    </SectionCard>
  );
}
