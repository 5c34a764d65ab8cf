// Finding the contact whose rights it is about. Invariant: it shows no more than what tells people apart.
import { Alert, Anchor, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { Link, generatePath, useNavigate } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';

type Person = z.output<typeof CONTRACTS.persons.answer>['items'][number];

const PERSON = '/privacy/persons/:id';

export default function Persons(): ReactElement {
  const { t } = useText();
  const navigate = useNavigate();
  const columns = useMemo<readonly Column<Person>[]>(
    () => [
      { id: 'name', title: t('rights:persons.name'), isLink: true, long: true, render: ({ id, name }) => <Anchor component={Link} to={generatePath(PERSON, { id })} inherit fw={600}>{name ?? t('rights:persons.unnamed')}</Anchor> },
      { id: 'account', title: t('rights:persons.account'), long: true, render: ({ accountName }) => accountName },
    ],
    [t],
  );
  return (
    <>
      <PageHeader text={t('rights:persons.text')} />
      <Stack>
        <Restricted />
        <DataTable<Person>
          name="persons" label={t('rights:persons.label')} path={CONTRACTS.persons.path} schema={CONTRACTS.persons.answer} columns={columns} searchLabel={t('rights:persons.search')} exportable={false}
          idOf={({ id }) => id} nameOf={({ name }) => name ?? t('rights:persons.unnamed')} onOpen={({ id }) => void navigate(generatePath(PERSON, { id }))} empty={{ title: t('rights:persons.empty'), text: t('rights:persons.emptyText') }}
        />
      </Stack>
    </>
  );
}

function Restricted(): ReactElement | null {
  const { t } = useText();
  const { instant } = useFormat();
  const api = useApi();
  const restricted = useQuery({ queryKey: [CONTRACTS.restrictedPersons.path], queryFn: ({ signal }) => api.ask(CONTRACTS.restrictedPersons, { signal }) });
  if (restricted.isError) return <ErrorNotice error={restricted.error} onRetry={() => void restricted.refetch()} />;
  const items = restricted.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Alert color="yellow" title={t('rights:persons.restricted')}>
      <List size="sm">
        {items.map(({ id, name, accountName, by, at }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={generatePath(PERSON, { id })}>{name ?? t('rights:persons.unnamed')}</Anchor>{accountName !== null && `, ${accountName}`}
            <Text size="xs" c="dimmed">{t('rights:persons.since', { at: instant(at), by })}</Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
