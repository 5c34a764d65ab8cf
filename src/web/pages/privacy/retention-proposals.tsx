// Contacts that the rules propose to forget, decided one or many at a time. Invariant: forgetting is asked about first, and becomes a
// request for each person.
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { Link, generatePath } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter, Selected } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { SectionCard } from '../record/section-card.tsx';

type Proposal = z.output<typeof CONTRACTS.retentionProposals.answer>['items'][number];

const STATES = ['open', 'approved', 'kept'] as const;
const COLOURS = { open: 'yellow', approved: 'spruce', kept: 'gray' } as const;
/** Decided in one go; the rest stays on the list. */
const MOST = 200;

export function RetentionProposals(): ReactElement {
  const { t } = useText();
  const mayChange = may(useSession(), { changes: ['retention'] });
  const filters = useMemo<readonly Filter[]>(() => [{ id: 'state', kind: 'choice', label: t('rights:retention.state'), options: STATES.map((value) => ({ value, label: t(`rights:retention.states.${value}`) })) }], [t]);
  return (
    <SectionCard title={t('rights:retention.proposals')} {...(mayChange && { action: <ProposeButton /> })}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{t('rights:retention.proposalsText')}</Text>
        <DataTable<Proposal>
          name="retention-proposals" label={t('rights:retention.proposalsLabel')} path={CONTRACTS.retentionProposals.path} schema={CONTRACTS.retentionProposals.answer} columns={useColumns()} filters={filters} exportable={false}
          idOf={({ proposal }) => proposal} nameOf={({ name }) => name ?? t('rights:persons.unnamed')} empty={{ title: t('rights:retention.empty'), text: t('rights:retention.emptyText') }}
          {...(mayChange && { bulk: (selected: Selected<Proposal>, clear: () => void) => <Decide selected={selected} clear={clear} /> })}
        />
      </Stack>
    </SectionCard>
  );
}

function useColumns(): readonly Column<Proposal>[] {
  const { t } = useText();
  const { date } = useFormat();
  const mayOpen = may(useSession(), { reads: ['accessLog'] });
  return useMemo<readonly Column<Proposal>[]>(() => {
    const yesNo = (is: boolean): string => t(is ? 'rights:retention.yes' : 'rights:retention.no');
    const nameOf = ({ id, name }: Proposal): ReactElement => { const shown = name ?? t('rights:persons.unnamed'); return mayOpen ? <Anchor component={Link} to={generatePath('/privacy/persons/:id', { id })} inherit fw={600}>{shown}</Anchor> : <Text span size="sm" fw={600}>{shown}</Text>; };
    return [
      { id: 'name', title: t('rights:retention.contact'), long: true, isLink: true, render: nameOf },
      { id: 'account', title: t('rights:retention.account'), long: true, render: ({ accountName }) => accountName },
      { id: 'quietSince', title: t('rights:retention.quietSince'), width: 165, render: ({ quietSince }) => quietSince !== null && date(quietSince) },
      { id: 'rule', title: t('rights:retention.rule'), long: true, render: ({ rule }) => rule },
      { id: 'isCustomer', title: t('rights:retention.bought'), width: 120, initiallyHidden: true, render: ({ isCustomer }) => yesNo(isCustomer) },
      { id: 'hasBasis', title: t('rights:retention.hasBasis'), width: 165, render: ({ hasBasis }) => yesNo(hasBasis) },
      { id: 'state', title: t('rights:retention.state'), width: 140, render: ({ state }) => <Badge color={COLOURS[state]}>{t(`rights:retention.states.${state}`)}</Badge> },
      { id: 'request', title: t('rights:retention.request'), width: 130, render: ({ request }) => request !== null && <Anchor component={Link} to={generatePath('/privacy/requests/:id', { id: request })} inherit>{t('rights:retention.openRequest')}</Anchor> },
    ];
  }, [t, date, mayOpen]);
}

function useAfterwards(): () => void {
  const queries = useQueryClient();
  return () => { for (const { path } of [CONTRACTS.retentionProposals, CONTRACTS.retentionRules, CONTRACTS.erasures]) void queries.invalidateQueries({ queryKey: [path] }); };
}

function ProposeButton(): ReactElement {
  const { t } = useText();
  const [api, notify] = [useApi(), useNotify()];
  const afterwards = useAfterwards();
  const propose = useMutation({
    mutationFn: () => api.act(CONTRACTS.proposeRetention, { body: {} }),
    onSuccess: ({ proposed }) => {
      notify.done(t('rights:retention.proposed', { count: proposed }));
      afterwards();
    },
    onError: notify.failed,
  });
  return <Button size="compact-sm" variant="default" loading={propose.isPending} onClick={() => propose.mutate()}>{t('rights:retention.propose')}</Button>;
}

function Decide({ selected, clear }: { readonly selected: Selected<Proposal>; readonly clear: () => void }): ReactElement {
  const { t } = useText();
  const [api, notify, confirm] = [useApi(), useNotify(), useConfirm()];
  const afterwards = useAfterwards();
  const mayForget = may(useSession(), { changes: ['erasures'] });
  const count = Math.min(MOST, selected.kind === 'records' ? selected.records.length : selected.total);
  const ids = async (): Promise<string[]> => {
    const items = selected.kind === 'records' ? selected.records : (await api.ask(CONTRACTS.retentionProposals, { query: { limit: MOST } })).items;
    return items.filter(({ state }) => state === 'open').map(({ proposal }) => proposal).slice(0, MOST);
  };
  const done = (text: string): void => {
    notify.done(text);
    clear();
    afterwards();
  };
  const forget = useMutation({
    mutationFn: async () => api.act(CONTRACTS.approveProposals, { body: { ids: await ids() } }),
    onSuccess: ({ requests, passedOver }) => done([t('rights:retention.forgot', { count: requests.length }), ...(passedOver > 0 ? [t('rights:retention.passedOver', { count: passedOver })] : [])].join(' ')),
    onError: notify.failed,
  });
  const keep = useMutation({ mutationFn: async () => api.act(CONTRACTS.keepProposals, { body: { ids: await ids() } }), onSuccess: ({ kept }) => done(t('rights:retention.kept', { count: kept })), onError: notify.failed });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('rights:retention.forgetAsk', { count }), text: t('rights:retention.forgetText'), yes: t('rights:retention.forget', { count }) })) forget.mutate();
  };
  return (
    <Group gap="xs">
      {mayForget && <Button size="compact-sm" loading={forget.isPending} onClick={() => void ask()}>{t('rights:retention.forget', { count })}</Button>}
      <Button size="compact-sm" variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>{t('rights:retention.keep')}</Button>
    </Group>
  );
}
