// Whether all figures of each account agree, and the way to put right what does not. Invariant: nothing is made to agree by hand; what
// differs is read again from the systems, and what still differs is said.
import { Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Selected } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { FlowFreshness } from './as-of.tsx';
import { useFlowQuestion } from './question.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { STATES } from './state-badge.tsx';

type Drift = z.output<typeof CONTRACTS.drift.answer>['items'][number];
type Healed = z.output<typeof CONTRACTS.heal.answer>;
type Difference = Omit<Drift, 'what'> & Pick<Healed['items'][number], 'what'>;

/** As the contract takes them. */
const MOST = 20;

const idOf = ({ what, customer, currency, about }: Difference): string => [what, customer, currency, about ?? ''].join(' ');

export default function BillingDrift(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const { also: { locale } } = useFlowQuestion();
  const also = useMemo(() => ({ locale }), [locale]);
  const heals = may(useSession(), { changes: ['billingRemarks'] });
  const [healed, setHealed] = useState<Healed | null>(null);
  const told = useQuery({ queryKey: [CONTRACTS.freshness.path], queryFn: ({ signal }) => api.ask(CONTRACTS.freshness, { query: {}, signal }) });
  const columns = useColumns();
  return (
    <>
      <PageHeader text={<>{t('billing:drift.text')} {told.data && <FlowFreshness freshness={told.data.freshness} />}</>} />
      <Stack gap="lg">
        {healed && <Result healed={healed} />}
        <DataTable<Drift>
          name="billing-drift" label={t('billing:drift.label')} path={CONTRACTS.drift.path} schema={CONTRACTS.drift.answer} also={also} columns={columns}
          idOf={idOf} nameOf={({ customerName, customer }) => customerName ?? customer} empty={{ title: t('billing:drift.empty.title'), text: t('billing:drift.empty.text') }}
          {...(heals && { bulk: (selected: Selected<Drift>, clear: () => void) => <Heal selected={selected} onHealed={(result) => { setHealed(result); clear(); }} /> })}
        />
      </Stack>
    </>
  );
}

function useColumns(): readonly Column<Difference>[] {
  const { t, language } = useText();
  const { money } = useFormat();
  return useMemo(() => {
    const aboutOf = ({ what, about, number, label }: Difference): string | null => {
      const state = what === 'psa' ? STATES.find((one) => one === about) : undefined;
      return state === undefined ? (label?.[language] ?? number ?? about) : t(`billing:state.${state}`);
    };
    const figure = (value: string | null, currency: string): string => (value === null ? t('billing:drift.nothing') : /^-?\d+(\.\d+)?$/u.test(value) ? money({ amount: value, currency }) : value);
    return [
      { id: 'account', title: t('billing:column.account'), long: true, width: 220, render: ({ account, customerName, customer }) => <RecordLink to="account" id={account}>{customerName ?? customer}</RecordLink> },
      { id: 'what', title: t('billing:drift.whatTitle'), render: ({ what }) => t(`billing:drift.what.${what}`) },
      { id: 'about', title: t('billing:drift.about'), long: true, width: 220, render: aboutOf },
      { id: 'expected', title: t('billing:drift.expected'), numeric: true, render: ({ expected, currency }) => figure(expected, currency) },
      { id: 'found', title: t('billing:drift.found'), numeric: true, render: ({ found, currency }) => figure(found, currency) },
    ];
  }, [t, language, money]);
}

interface HealProps {
  readonly selected: Selected<Drift>;
  readonly onHealed: (result: Healed) => void;
}

function Heal({ selected, onHealed }: HealProps): ReactElement {
  const { t } = useText();
  const [api, confirm, notify, queries] = [useApi(), useConfirm(), useNotify(), useQueryClient()];
  const customers = selected.kind === 'records' ? [...new Set(selected.records.map(({ customer }) => customer))] : [];
  const heal = useMutation({
    mutationFn: () => api.act(CONTRACTS.heal, { body: { customers } }),
    onSuccess: onHealed,
    onError: notify.failed,
    onSettled: () => void queries.invalidateQueries({ queryKey: [CONTRACTS.drift.path] }),
  });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('billing:drift.healAsk'), text: t('billing:drift.healText', { count: customers.length }), yes: t('billing:drift.heal') })) heal.mutate();
  };
  if (customers.length === 0 || customers.length > MOST) return <Text size="sm">{t('billing:drift.tooMany')}</Text>;
  return <Button size="compact-sm" loading={heal.isPending} onClick={() => void ask()}>{heal.isPending ? t('billing:drift.healing') : t('billing:drift.heal')}</Button>;
}

function Result({ healed: { items } }: { readonly healed: Healed }): ReactElement {
  const { t } = useText();
  const columns = useColumns();
  return (
    <Card component="section" aria-label={t('billing:drift.result')}>
      <Title order={2} mb="sm">{t('billing:drift.result')}</Title>
      {items.every(({ healed }) => healed) && <Text mb="sm">{t('billing:drift.agreed')}</Text>}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
          <Table>
            <Table.Thead><Table.Tr>{columns.map(({ id, title, numeric }) => <Table.Th key={id} ta={numeric ? 'right' : 'left'}>{title}</Table.Th>)}<Table.Th>{t('billing:column.state')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={`${idOf(item)} ${item.healed}`}>
                  {columns.map(({ id, render, numeric }) => <Table.Td key={id} ta={numeric ? 'right' : 'left'}>{render(item)}</Table.Td>)}
                  <Table.Td><Badge color={item.healed ? 'green' : 'red'}>{t(item.healed ? 'billing:drift.healed' : 'billing:drift.standing')}</Badge></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {items.some(({ healed }) => !healed) && <Group mt="sm"><Text size="sm" c="dimmed">{t('billing:drift.standingHint')}</Text></Group>}
    </Card>
  );
}
