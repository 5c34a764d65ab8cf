// A retention rule, written or changed, with whom it fits as it stands in the form. Invariant: what is shown is asked of the same question
// by which people are proposed.
import { Checkbox, List, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';

export type RetentionRule = z.output<typeof CONTRACTS.retentionRules.answer>['items'][number];

const USUAL_MONTHS = '24';
const MOST_MONTHS = 240;
const SHOWN = 5;
const TYPING_MS = 400;

const yesNo = (is: boolean): 'yes' | 'no' => (is ? 'yes' : 'no');
const isFit = (months: string): boolean => /^\d+$/u.test(months.trim()) && Number(months) >= 1 && Number(months) <= MOST_MONTHS;

export function RetentionRuleForm({ rule, onClose }: { readonly rule: RetentionRule | null; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const queries = useQueryClient();
  const of = useServerForm({
    initial: { name: rule?.name ?? '', quietMonths: String(rule?.quietMonths ?? USUAL_MONTHS), customersToo: rule?.customersToo ?? false, withoutBasis: rule?.withoutBasis ?? false, inactiveOnly: rule?.inactiveOnly ?? false },
    required: ['name', 'quietMonths'],
    check: ({ quietMonths }) => (isFit(quietMonths) ? {} : { quietMonths: t('rights:retention.badMonths') }),
    send: ({ quietMonths, ...values }) => {
      const body = { ...values, quietMonths: Number(quietMonths) };
      return rule === null ? api.act(CONTRACTS.addRetentionRule, { body }) : api.act(CONTRACTS.saveRetentionRule, { params: { id: rule.id }, body: { rule: body, version: rule.version } });
    },
    onSaved: () => {
      void queries.invalidateQueries({ queryKey: [CONTRACTS.retentionRules.path] });
      onClose();
    },
  });
  const { form } = of;
  return (
    <Modal opened onClose={onClose} size="lg" title={t(rule === null ? 'rights:retention.add' : 'rights:retention.edit')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <ServerFormFrame of={of} onCancel={onClose}>
        <TextInput label={t('rights:retention.name')} maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('rights:retention.months')} description={t('rights:retention.monthsHint')} inputMode="numeric" {...form.getInputProps('quietMonths')} />
        <Stack gap="xs">
          <Checkbox label={t('rights:retention.customersToo')} {...form.getInputProps('customersToo', { type: 'checkbox' })} />
          <Checkbox label={t('rights:retention.withoutBasis')} {...form.getInputProps('withoutBasis', { type: 'checkbox' })} />
          <Checkbox label={t('rights:retention.inactiveOnly')} {...form.getInputProps('inactiveOnly', { type: 'checkbox' })} />
        </Stack>
        <Text size="sm" c="dimmed">{t('rights:retention.always')}</Text>
        <Preview months={form.values.quietMonths} customersToo={form.values.customersToo} withoutBasis={form.values.withoutBasis} inactiveOnly={form.values.inactiveOnly} />
      </ServerFormFrame>
    </Modal>
  );
}

interface PreviewProps {
  readonly months: string;
  readonly customersToo: boolean;
  readonly withoutBasis: boolean;
  readonly inactiveOnly: boolean;
}

function Preview({ months, customersToo, withoutBasis, inactiveOnly }: PreviewProps): ReactElement | null {
  const { t } = useText();
  const { date, number } = useFormat();
  const api = useApi();
  const [typed] = useDebouncedValue(months, TYPING_MS);
  const query = { quietMonths: Number(typed), customersToo: yesNo(customersToo), withoutBasis: yesNo(withoutBasis), inactiveOnly: yesNo(inactiveOnly), limit: SHOWN };
  const preview = useQuery({ queryKey: [CONTRACTS.previewRetention.path, query], queryFn: ({ signal }) => api.ask(CONTRACTS.previewRetention, { query, signal }), enabled: isFit(typed), placeholderData: keepPreviousData });
  if (!isFit(typed)) return null;
  if (preview.isError) return <ErrorNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <Skeleton height={60} />;
  const { items, total } = preview.data;
  return (
    <div role="status">
      <Text fw={600}>{t('rights:retention.preview', { count: total, figure: number(total) })}</Text>
      <List size="sm">
        {items.map(({ id, name, accountName, quietSince }) => <List.Item key={id}>{[name ?? t('rights:persons.unnamed'), accountName, quietSince === null ? null : date(quietSince)].filter((part) => part !== null).join(', ')}</List.Item>)}
      </List>
      {total > items.length && <Text size="xs" c="dimmed">{t('rights:retention.previewFirst', { count: items.length })}</Text>}
    </div>
  );
}
