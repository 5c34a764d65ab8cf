// The register of contacts, with what each has agreed to. Invariant: an address that was refused never looks like one to write to, and
// that is said in words, not by colour alone.
import { Badge, Stack, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { lifecycleWord } from '../../../api/contract/lifecycle-words.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import classes from './registers.module.css';
import { choiceOf, useLookedUp, useRegisterChoices } from './use-filter-choices.ts';

type Contact = z.output<typeof CONTRACTS.contacts.answer>['items'][number];

const MAIL = ['allowed', 'refused', 'none'] as const;
const MAIL_COLOURS = { allowed: 'green', refused: 'red', none: 'gray' } as const;
const idOf = ({ id }: Contact): string => id;

export default function Contacts(): ReactElement {
  const { t, language } = useText();
  const navigate = useNavigate();
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <>
      <PageHeader text={t('registers:contact.text')} />
      <DataTable<Contact>
        name="contacts" label={t('registers:contact.label')} path={CONTRACTS.contacts.path} schema={CONTRACTS.contacts.answer} also={also} columns={useColumns()} filters={useFilters()} searchLabel={t('registers:contact.search')}
        idOf={idOf} nameOf={({ name }) => name ?? t('registers:contact.unnamed')} onOpen={({ id }) => void navigate(`/contacts/${encodeURIComponent(id)}`)}
        empty={{ title: t('registers:contact.empty.title'), text: t('registers:contact.empty.text') }}
      />
    </>
  );
}

function useColumns(): readonly Column<Contact>[] {
  const { t, language } = useText();
  return useMemo<readonly Column<Contact>[]>(() => [
    { id: 'name', title: t('registers:column.name'), sortable: true, long: true, isLink: true, width: 170, render: ({ id, name }) => <RecordLink to="contact" id={id}>{name ?? t('registers:contact.unnamed')}</RecordLink> },
    { id: 'account', title: t('registers:column.account'), long: true, width: 180, render: ({ account, accountName }) => account !== null && <RecordLink to="account" id={account}>{accountName ?? account}</RecordLink> },
    { id: 'jobTitle', title: t('registers:column.jobTitle'), long: true, width: 150, render: ({ jobTitle }) => jobTitle },
    { id: 'mail', title: t('registers:mail.label'), width: 145, render: ({ mail }) => <Badge color={MAIL_COLOURS[mail]}>{t(`registers:mail.${mail}`)}</Badge> },
    { id: 'emails', title: t('registers:column.emails'), long: true, width: 290, render: (row) => <Addresses of={row} /> },
    { id: 'phones', title: t('registers:column.phones'), width: 150, render: ({ phones }) => <Stack gap={0}>{phones.map((phone) => <span key={phone}>{phone}</span>)}</Stack> },
    { id: 'legalBasis', title: t('registers:column.legalBasis'), long: true, width: 150, render: ({ legalBasis }) => legalBasis.join(', ') },
    { id: 'lifecycle', title: t('registers:column.lifecycle'), width: 165, render: ({ lifecycle }) => lifecycle !== null && lifecycleWord(lifecycle, language) },
    { id: 'role', title: t('registers:column.role'), width: 130, initiallyHidden: true, render: ({ role }) => role },
    { id: 'language', title: t('registers:column.language'), width: 90, initiallyHidden: true, render: (row) => row.language },
    { id: 'owner', title: t('registers:column.owner'), long: true, width: 160, initiallyHidden: true, render: ({ ownerName }) => ownerName },
    { id: 'active', title: t('registers:column.active'), width: 110, initiallyHidden: true, render: ({ active }) => t(active ? 'registers:active.yes' : 'registers:active.no') },
  ], [t, language]);
}

function Addresses({ of: { emails, optOuts } }: { readonly of: Contact }): ReactElement {
  const { t } = useText();
  const refused = new Set(optOuts.map((address) => address.toLowerCase()));
  return (
    <Stack gap={0} align="flex-start" className={classes['lines'] ?? ''}>
      {emails.map((address) => (refused.has(address.toLowerCase())
        ? <Text key={address} span size="sm" c="dimmed">{t('registers:mail.refusedAddress', { address })}</Text>
        : <span key={address}>{address}</span>))}
    </Stack>
  );
}

function useFilters(): readonly Filter[] {
  const { t } = useText();
  const [params] = useSearchParams();
  const choices = useRegisterChoices();
  const accounts = useLookedUp('accounts', params.get('account'));
  return useMemo<readonly Filter[]>(() => [
    { id: 'mail', kind: 'choice', label: t('registers:mail.label'), options: MAIL.map((value) => ({ value, label: t(`registers:mail.${value}`) })) },
    { id: 'legalBasis', kind: 'choice', label: t('registers:column.legalBasis'), options: (['yes', 'no'] as const).map((value) => ({ value, label: t(`registers:basis.${value}`) })) },
    { id: 'standing', kind: 'choice', label: t('registers:column.standing'), options: (['customer', 'potential', 'dormant'] as const).map((value) => ({ value, label: t(`registers:standing.${value}`) })) },
    { id: 'account', kind: 'choice', label: t('registers:column.account'), ...accounts },
    choiceOf('industry', t('registers:column.industry'), choices, 'industries'),
    choiceOf('segment', t('registers:column.segment'), choices, 'segments'),
    choiceOf('role', t('registers:column.role'), choices, 'roles'),
    choiceOf('language', t('registers:column.language'), choices, 'languages'),
    choiceOf('lifecycle', t('registers:column.lifecycle'), choices, 'lifecycles', 'choices'),
    choiceOf('owner', t('registers:column.owner'), choices, 'owners'),
    { id: 'active', kind: 'choice', label: t('registers:column.active'), options: (['yes', 'no'] as const).map((value) => ({ value, label: t(`registers:active.${value}`) })) },
  ], [t, choices, accounts]);
}
