// Everybody who has signed in: their roles as they are now, when they were here, and their open sessions, which an admin can end.
import { Badge, Group, Text } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat, useNow } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { PersonDrawer, type Person } from './person-drawer.tsx';
import { RoleBadges, useRoles } from './role-badges.tsx';
import { SectionLinks } from './section-links.tsx';

export default function People(): ReactElement {
  const { t, language } = useText();
  const { ago, instant } = useFormat();
  const now = useNow();
  const roles = useRoles();
  const [open, setOpen] = useState<Person | null>(null);
  const columns = useMemo<readonly Column<Person>[]>(
    () => [
      { id: 'name', title: t('users:people.name'), sortable: true, render: ({ name, local }) => <Group gap={6} wrap="nowrap"><Text span size="sm" fw={600}>{name}</Text>{local && <Badge color="gray" variant="light">{t('users:people.local')}</Badge>}</Group> },
      { id: 'email', title: t('users:people.email'), render: ({ email }) => email, long: true },
      { id: 'roles', title: t('users:people.roles'), render: (person) => <RoleBadges names={person.roles} all={roles.data} none={t('users:people.noRole')} /> },
      { id: 'lastSeenAt', title: t('users:people.lastSeen'), sortable: true, render: ({ lastSeenAt }) => <span title={instant(lastSeenAt)}>{ago(lastSeenAt, now)}</span>, width: 160 },
      { id: 'sessions', title: t('users:people.sessions'), numeric: true, render: ({ sessions }) => sessions.length, width: 140 },
      { id: 'firstSeenAt', title: t('users:people.firstSeen'), render: ({ firstSeenAt }) => instant(firstSeenAt), width: 180, initiallyHidden: true },
    ],
    [t, ago, instant, now, roles.data],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [
      { id: 'role', kind: 'choice', label: t('users:people.roles'), options: (roles.data?.roles ?? []).map(({ name, label }) => ({ value: name, label: label[language] })) },
      { id: 'here', kind: 'choice', label: t('users:people.here'), options: [{ value: 'yes', label: t('users:people.yes') }, { value: 'no', label: t('users:people.no') }] },
    ],
    [t, language, roles.data],
  );
  const also = useMemo(() => ({ locale: language }), [language]);
  // The filter knows its values with the list of roles.
  if (roles.isPending) return <PageSkeleton />;
  return (
    <>
      <PageHeader text={t('users:people.text')} />
      <SectionLinks at="/users" />
      <DataTable<Person>
        name="people" label={t('users:people.short')} path={CONTRACTS.people.path} schema={CONTRACTS.people.answer} columns={columns} filters={filters} also={also} searchLabel={t('users:people.search')}
        idOf={({ id }) => id} nameOf={({ name }) => name} onOpen={setOpen} empty={{ title: t('users:people.empty'), text: t('users:people.emptyText') }}
      />
      <PersonDrawer person={open} roles={roles.data} onClose={() => setOpen(null)} />
    </>
  );
}
