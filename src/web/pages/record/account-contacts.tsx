// The people of an account, with how they may be reached, and a new one among them.
import { Anchor, Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { generatePath, Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import rows from '../../components/ruled-list.module.css';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { AddContact } from './add-contact.tsx';
import { SectionCard } from './section-card.tsx';

export function AccountContacts({ id }: { readonly id: string }): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const mayAdd = may(useSession(), { changes: ['contacts'] });
  const people = useQuery({ queryKey: ['account-contacts', id], queryFn: ({ signal }) => api.ask(CONTRACTS.accountContacts, { params: { id }, query: {}, signal }) });
  const items = people.data?.items ?? [];
  return (
    <SectionCard title={t('record:people.title')} action={mayAdd ? <AddContact account={id} /> : undefined}>
      {people.isPending && <Skeleton height={80} />}
      {people.isError && <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />}
      {people.data && items.length === 0 && <Text size="sm" c="dimmed">{t('record:people.none')}</Text>}
      <ul className={rows['list']}>
        {items.map((person) => (
          <li key={person.id}>
            <Group gap={8} justify="space-between" wrap="nowrap">
              <Anchor component={Link} to={generatePath('/contacts/:id', { id: person.id })} fw={550}>{person.name ?? t('record:people.unnamed')}</Anchor>
              {!person.active && <Badge size="sm" color="gray">{t('record:people.inactive')}</Badge>}
            </Group>
            <Stack gap={2}>
              {person.jobTitle !== null && <Text size="sm" c="dimmed">{person.jobTitle}</Text>}
              {person.emails.map(({ address, forbidden }) => (
                <Group key={address} gap={6}><Text size="sm">{address}</Text>{forbidden && <Badge size="sm" color="yellow">{t('record:points.notMail')}</Badge>}</Group>
              ))}
              {person.phones.map((phone) => <Text key={phone} size="sm">{phone}</Text>)}
            </Stack>
          </li>
        ))}
      </ul>
      {people.data && items.length < people.data.total && <Text size="xs" c="dimmed">{t('record:people.more', { shown: number(items.length), total: number(people.data.total) })}</Text>}
    </SectionCard>
  );
}
