// The register of accounts: current and potential customers. Invariant: whoever has bought is a customer here, whatever stage a system
// has them in.
import { Badge, Stack } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { lifecycleWord } from '../../../api/contract/lifecycle-words.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { AddAccount } from '../record/add-account.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { QuickChoice, useKind } from './quick-choice.tsx';
import { choiceOf, useRegisterChoices } from './use-filter-choices.ts';

type Account = z.output<typeof CONTRACTS.accounts.answer>['items'][number];

const STANDINGS = ['all', 'customer', 'potential', 'dormant'] as const;
const SIZES = ['small', 'medium', 'large'] as const;
const idOf = ({ id }: Account): string => id;
const nameOf = ({ name, id }: Account): string => name ?? id;

export default function Accounts(): ReactElement {
  const { t, language } = useText();
  const standing = useKind('standing', STANDINGS);
  const navigate = useNavigate();
  const also = useMemo(() => ({ standing: standing === 'all' ? null : standing, locale: language }), [standing, language]);
  return (
    <>
      <PageHeader text={t('registers:account.text')} actions={<AddAccount />} />
      <Stack gap="md">
        <QuickChoice name="standing" label={t('registers:standing.label')} value={standing} hint={t(`registers:standing.hint.${standing}`)} kinds={STANDINGS.map((value) => ({ value, label: t(`registers:standing.${value}`) }))} />
        <DataTable<Account>
          name="accounts" label={t('registers:account.label')} path={CONTRACTS.accounts.path} schema={CONTRACTS.accounts.answer} also={also} columns={useColumns()} filters={useFilters()} searchLabel={t('registers:account.search')}
          idOf={idOf} nameOf={nameOf} onOpen={({ id }) => void navigate(`/accounts/${encodeURIComponent(id)}`)}
          empty={standing === 'all' ? { title: t('registers:account.empty.title'), text: t('registers:account.empty.text') } : { title: t('registers:account.emptyStanding'), text: t(`registers:standing.hint.${standing}`) }}
        />
      </Stack>
    </>
  );
}

function useColumns(): readonly Column<Account>[] {
  const { t, language } = useText();
  const { date, number } = useFormat();
  return useMemo<readonly Column<Account>[]>(() => [
    { id: 'name', title: t('registers:column.name'), sortable: true, long: true, isLink: true, width: 220, render: ({ id, name }) => <RecordLink to="account" id={id}>{name ?? id}</RecordLink> },
    { id: 'businessId', title: t('registers:column.businessId'), width: 140, render: ({ businessId }) => businessId },
    { id: 'standing', title: t('registers:column.standing'), width: 125, render: ({ isCustomer }) => <Badge color={isCustomer ? 'spruce' : 'gray'}>{t(isCustomer ? 'registers:account.customer' : 'registers:account.potential')}</Badge> },
    { id: 'lifecycle', title: t('registers:column.lifecycle'), width: 165, render: ({ lifecycle }) => lifecycle !== null && lifecycleWord(lifecycle, language) },
    { id: 'owner', title: t('registers:column.owner'), long: true, width: 150, render: ({ ownerName }) => ownerName },
    { id: 'valueClass', title: t('registers:column.valueClass'), width: 120, render: ({ valueClass }) => valueClass },
    { id: 'customerSince', title: t('registers:column.customerSince'), sortable: true, width: 150, render: ({ customerSince }) => customerSince !== null && date(customerSince) },
    { id: 'lastInvoiceOn', title: t('registers:column.lastInvoiceOn'), sortable: true, width: 150, render: ({ lastInvoiceOn }) => lastInvoiceOn !== null && date(lastInvoiceOn) },
    { id: 'openCases', title: t('registers:column.openCases'), numeric: true, width: 130, render: ({ openCases }) => (openCases === 0 ? null : number(String(openCases))) },
    { id: 'city', title: t('registers:column.city'), width: 130, initiallyHidden: true, render: ({ city }) => city },
    { id: 'industry', title: t('registers:column.industry'), long: true, width: 160, initiallyHidden: true, render: ({ industry }) => industry },
    { id: 'segments', title: t('registers:column.segments'), long: true, width: 220, initiallyHidden: true, render: ({ segments }) => segments.join(', ') },
    { id: 'sizeClass', title: t('registers:column.sizeClass'), width: 120, initiallyHidden: true, render: ({ sizeClass }) => { const size = SIZES.find((one) => one === sizeClass); return size ? t(`registers:size.${size}`) : sizeClass; } },
    { id: 'domain', title: t('registers:column.domain'), long: true, width: 170, initiallyHidden: true, render: ({ domain }) => domain },
    { id: 'active', title: t('registers:column.active'), width: 110, initiallyHidden: true, render: ({ active }) => t(active ? 'registers:active.yes' : 'registers:active.no') },
  ], [t, language, date, number]);
}

function useFilters(): readonly Filter[] {
  const { t } = useText();
  const choices = useRegisterChoices();
  return useMemo<readonly Filter[]>(() => [
    choiceOf('owner', t('registers:column.owner'), choices, 'owners'),
    choiceOf('lifecycle', t('registers:column.lifecycle'), choices, 'lifecycles', 'choices'),
    choiceOf('industry', t('registers:column.industry'), choices, 'industries'),
    choiceOf('segment', t('registers:column.segment'), choices, 'segments'),
    { id: 'valueClass', kind: 'choices', label: t('registers:column.valueClass'), options: ['A', 'B', 'C'].map((value) => ({ value, label: value })) },
    { id: 'sizeClass', kind: 'choices', label: t('registers:column.sizeClass'), options: SIZES.map((value) => ({ value, label: t(`registers:size.${value}`) })) },
    { id: 'active', kind: 'choice', label: t('registers:column.active'), options: (['yes', 'no'] as const).map((value) => ({ value, label: t(`registers:active.${value}`) })) },
  ], [t, choices]);
}
