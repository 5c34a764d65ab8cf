// Held writes by reason: how many, what it means, what to do. Invariant: what needs somebody stands above what goes by itself.
import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { HELD_REASONS } from '../../../api/contract/reasons.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';

interface Reason {
  readonly kind: string;
  readonly alone: boolean;
  readonly count: number;
  readonly sides: readonly ('psa' | 'crm' | 'local')[];
}

export function HeldReasons({ shown, onShow }: { readonly shown: readonly string[]; readonly onShow: (kind: string) => void }): ReactElement | null {
  const { t } = useText();
  const api = useApi();
  const summary = useQuery({ queryKey: ['inbox', 'heldSummary'], queryFn: ({ signal }) => api.ask(CONTRACTS.heldSummary, { signal }) });
  if (summary.isError) return <ErrorNotice error={summary.error} onRetry={() => void summary.refetch()} />;
  const reasons = [...Map.groupBy(summary.data?.items ?? [], ({ kind }) => kind)].map(([kind, of]): Reason => ({
    kind, alone: of.every(({ alone }) => alone), count: of.reduce((sum, { count }) => sum + count, 0), sides: [...new Set(of.map(({ side }) => side))],
  }));
  if (reasons.length === 0) return null;
  const [people, alone] = [reasons.filter((reason) => !reason.alone), reasons.filter((reason) => reason.alone)];
  const rows = (of: readonly Reason[]): ReactElement[] => of.map((reason) => <ReasonRow key={reason.kind} reason={reason} shown={shown.includes(reason.kind)} onShow={() => onShow(reason.kind)} />);
  return (
    <Stack gap="md" mb="lg">
      <Card component="section" aria-label={t('inbox:held.people')}>
        <Title order={2} mb="xs">{t('inbox:held.people')}</Title>
        {people.length === 0 ? <Text c="dimmed" size="sm">{t('inbox:held.nobody')}</Text> : <Stack gap="sm">{rows(people)}</Stack>}
      </Card>
      {alone.length > 0 && (
        <Card component="section" aria-label={t('inbox:held.alone')}>
          <Title order={2} mb="xs">{t('inbox:held.alone')}</Title>
          <Stack gap="sm">{rows(alone)}</Stack>
        </Card>
      )}
    </Stack>
  );
}

function ReasonRow({ reason: { kind, count, sides, alone }, shown, onShow }: { readonly reason: Reason; readonly shown: boolean; readonly onShow: () => void }): ReactElement {
  const { t, language } = useText();
  const { number, list } = useFormat();
  const session = useSession();
  const { why, todo } = HELD_REASONS[kind]?.[language] ?? { why: kind, todo: '' };
  const retry = useRetry();
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Stack gap={2} flex="1 1 300px" miw={0}>
        <Group gap="xs">
          <Badge color={alone ? 'gray' : 'yellow'} size="lg">{number(count)}</Badge>
          <Text fw={600}>{why.charAt(0).toUpperCase() + why.slice(1)}</Text>
        </Group>
        <Text size="sm" c="dimmed">{list(sides.map((side) => t(`inbox:side.${side}`)))}{todo === '' ? '' : ` · ${todo}`}</Text>
      </Stack>
      <Group gap="xs">
        <Button size="compact-sm" variant={shown ? 'light' : 'default'} onClick={onShow} aria-pressed={shown}>{t(shown ? 'inbox:held.showing' : 'inbox:held.show')}</Button>
        {!alone && may(session, { changes: ['held'] }) && <Button size="compact-sm" variant="default" loading={retry.isPending} onClick={() => retry.mutate({ matching: { kind: [kind] } })} title={t('inbox:held.retryHint')}>{t('inbox:held.retry')}</Button>}
      </Group>
    </Group>
  );
}

type Retried = { matching: Partial<Record<'kind' | 'entity', string[]>> & { side?: ('psa' | 'crm' | 'local')[]; sinceFrom?: string; sinceUntil?: string } } | { records: { entity: string; id: string }[] };

/** Has held writes looked at again, by reason or record by record. */
export function useRetry(): { readonly isPending: boolean; readonly mutate: (what: Retried) => void } {
  const { t } = useText();
  const { number } = useFormat();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  return useMutation({
    mutationFn: (what: Retried) => api.act(CONTRACTS.retryHeld, { body: what }),
    onSuccess: ({ records }) => {
      notify.done(t('inbox:held.retried', { count: records, shown: number(records) }));
      void queries.invalidateQueries({ queryKey: [CONTRACTS.held.path] });
      void queries.invalidateQueries({ queryKey: ['inbox'] });
    },
    onError: notify.failed,
  });
}
