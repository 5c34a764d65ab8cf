// All touches, the newest first. Invariant: whoever may not know contacts sees when and how an account was touched, and not whom.
import { Stack, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import classes from './registers.module.css';
import { TOUCH_WORDS } from './touch-words.ts';
import { choiceOf, useLookedUp, useRegisterChoices } from './use-filter-choices.ts';

type Touch = z.output<typeof CONTRACTS.touches.answer>['items'][number];

const KINDS = ['email', 'meeting', 'call', 'task'] as const;
const idOf = ({ id }: Touch): string => id;

export default function Touches(): ReactElement {
  const { t, language } = useText();
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <>
      <PageHeader text={t('registers:touch.text')} />
      <DataTable<Touch>
        name="touches" label={t('registers:touch.label')} path={CONTRACTS.touches.path} schema={CONTRACTS.touches.answer} also={also} columns={useColumns()} filters={useFilters()}
        idOf={idOf} nameOf={({ title }) => title ?? t('registers:touch.untitled')} empty={{ title: t('registers:touch.empty.title'), text: t('registers:touch.empty.text') }}
      />
    </>
  );
}

function useColumns(): readonly Column<Touch>[] {
  const { t } = useText();
  const { instant } = useFormat();
  const isAllowed = may(useSession(), { reads: ['contacts'] });
  return useMemo<readonly Column<Touch>[]>(() => {
    const word = (value: string | null): string | null => { const key = value === null ? undefined : TOUCH_WORDS[value]; return key ? t(key) : value; };
    return [
      { id: 'at', title: t('registers:column.at'), sortable: true, width: 150, render: ({ at }) => at !== null && instant(at) },
      { id: 'kind', title: t('registers:column.kind'), width: 120, render: ({ kind }) => { const known = KINDS.find((one) => one === kind); return known ? t(`registers:kind.${known}`) : kind; } },
      { id: 'title', title: t('registers:column.title'), long: true, width: 190, render: ({ title }) => title ?? <Text span size="sm" c="dimmed">{t('registers:touch.untitled')}</Text> },
      { id: 'accounts', title: t('registers:column.account'), long: true, width: 200, render: ({ accounts }) => <Parties to="account" parties={accounts} /> },
      ...(isAllowed ? [{ id: 'contacts', title: t('registers:column.contacts'), long: true, width: 170, render: ({ contacts }: Touch) => <Parties to="contact" parties={contacts} /> }] : []),
      { id: 'deals', title: t('registers:column.deals'), long: true, width: 210, render: ({ deals }) => <Parties to="salesCase" parties={deals} /> },
      { id: 'outcome', title: t('registers:column.outcome'), width: 160, render: ({ direction, outcome }) => [word(direction), word(outcome)].filter((one) => one !== null).join(', ') },
      { id: 'owner', title: t('registers:column.owner'), long: true, width: 150, render: ({ ownerName }) => ownerName },
    ];
  }, [t, instant, isAllowed]);
}

/** More of them than this are counted. */
const NAMED = 3;

function Parties({ to, parties }: { readonly to: 'account' | 'contact' | 'salesCase'; readonly parties: Touch['accounts'] }): ReactElement {
  const { t } = useText();
  return (
    <Stack gap={0} align="flex-start" className={classes['lines'] ?? ''}>
      {parties.slice(0, NAMED).map(({ id, name }, at) => <RecordLink key={id ?? at} to={to} id={id}>{name ?? t('registers:touch.unknown')}</RecordLink>)}
      {parties.length > NAMED && <Text size="xs" c="dimmed">+{parties.length - NAMED}</Text>}
    </Stack>
  );
}

function useFilters(): readonly Filter[] {
  const { t } = useText();
  const [params] = useSearchParams();
  const choices = useRegisterChoices();
  const accounts = useLookedUp('accounts', params.get('account'));
  const contacts = useLookedUp('contacts', params.get('contact'));
  return useMemo<readonly Filter[]>(() => [
    { id: 'kind', kind: 'choices', label: t('registers:column.kind'), options: KINDS.map((value) => ({ value, label: t(`registers:kind.${value}`) })) },
    { id: 'at', kind: 'date-range', label: t('registers:column.at') },
    { id: 'account', kind: 'choice', label: t('registers:column.account'), ...accounts },
    { id: 'contact', kind: 'choice', label: t('registers:column.contact'), ...contacts },
    choiceOf('owner', t('registers:column.owner'), choices, 'owners'),
  ], [t, choices, accounts, contacts]);
}
