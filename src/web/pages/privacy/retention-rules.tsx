// The retention rules: what each asks for, changed, added and taken away. Invariant: before a rule is saved, whom it fits is shown.
import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { SectionCard } from '../record/section-card.tsx';
import { RetentionRuleForm, type RetentionRule } from './retention-rule-form.tsx';

export function RetentionRules(): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const api = useApi();
  const mayChange = may(useSession(), { changes: ['retention'] });
  const [edited, setEdited] = useState<RetentionRule | 'new' | null>(null);
  const rules = useQuery({ queryKey: [CONTRACTS.retentionRules.path], queryFn: ({ signal }) => api.ask(CONTRACTS.retentionRules, { signal }) });
  const items = rules.data?.items ?? [];
  return (
    <SectionCard title={t('rights:retention.rules')} {...(mayChange && { action: <Button size="compact-sm" onClick={() => setEdited('new')}>{t('rights:retention.add')}</Button> })}>
      {rules.isPending && <Skeleton height={60} />}
      {rules.isError && <ErrorNotice error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && items.length === 0 && <><Text fw={600}>{t('rights:retention.noRules')}</Text><Text size="sm" c="dimmed">{t('rights:retention.noRulesText')}</Text></>}
      <List spacing="sm" listStyleType="none">
        {items.map((rule) => <List.Item key={rule.id} styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}><Line rule={rule} mayChange={mayChange} onEdit={() => setEdited(rule)} /></List.Item>)}
      </List>
      {rules.data !== undefined && rules.data.proposedAt !== null && <Text size="xs" c="dimmed" mt="sm">{t('rights:retention.lastRun', { at: instant(rules.data.proposedAt) })}</Text>}
      {edited !== null && <RetentionRuleForm rule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </SectionCard>
  );
}

function Line({ rule, mayChange, onEdit }: { readonly rule: RetentionRule; readonly mayChange: boolean; readonly onEdit: () => void }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const { id, name, version, quietMonths, customersToo, withoutBasis, inactiveOnly, at, by } = rule;
  const [api, notify, confirm, queries] = [useApi(), useNotify(), useConfirm(), useQueryClient()];
  const parts = [t('rights:retention.quietFor', { count: quietMonths }), ...(customersToo ? [] : [t('rights:retention.notCustomers')]), ...(withoutBasis ? [t('rights:retention.bare')] : []), ...(inactiveOnly ? [t('rights:retention.unused')] : [])];
  const remove = useMutation({
    mutationFn: () => api.act(CONTRACTS.removeRetentionRule, { params: { id }, body: { version } }),
    onSuccess: () => { for (const { path } of [CONTRACTS.retentionRules, CONTRACTS.retentionProposals]) void queries.invalidateQueries({ queryKey: [path] }); },
    onError: notify.failed,
  });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('rights:retention.removeAsk', { name }), text: t('rights:retention.removeText'), yes: t('rights:retention.remove') })) remove.mutate();
  };
  return (
    <Group justify="space-between" gap="xs" align="flex-start">
      <Stack gap={0}>
        <Text fw={600}>{name}</Text>
        <Text size="sm">{parts.join(', ')}</Text>
        <Text size="xs" c="dimmed">{t('rights:retention.saved', { at: instant(at), by })}</Text>
      </Stack>
      {mayChange && (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" aria-label={t('rights:retention.editOne', { name })} onClick={onEdit}>{t('rights:retention.edit')}</Button>
          <Button size="compact-sm" variant="subtle" loading={remove.isPending} onClick={() => void ask()}>{t('rights:retention.remove')}</Button>
        </Group>
      )}
    </Group>
  );
}
