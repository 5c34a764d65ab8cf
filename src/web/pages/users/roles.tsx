// What each role may see and change, and which values of the identity provider's claim give it. Invariant: it shows what the server goes by;
// it is set in the configuration, and the page says where.
import { Alert, Badge, Card, Code, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { AlertIcon } from '../../components/icons.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { useRightName } from '../../shell/right-name.ts';
import { RoleBadges, useRoles, type Roles } from './role-badges.tsx';
import { SectionLinks } from './section-links.tsx';

const EVERY_WORKSPACE = '*';

export default function RolesPage(): ReactElement {
  const { t } = useText();
  const roles = useRoles();
  if (roles.isPending) return <PageSkeleton />;
  return (
    <>
      <PageHeader text={t('users:roles.text')} />
      <SectionLinks at="/users/roles" />
      {roles.isError ? <ErrorNotice error={roles.error} onRetry={() => void roles.refetch()} /> : <Content all={roles.data} />}
    </>
  );
}

function Content({ all }: { readonly all: Roles }): ReactElement {
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>{all.roles.map((role) => <RoleCard key={role.name} role={role} map={all.map} />)}</SimpleGrid>
      <ClaimMap all={all} />
    </Stack>
  );
}

function RoleCard({ role, map }: { readonly role: Roles['roles'][number]; readonly map: Roles['map'] }): ReactElement {
  const { t, language } = useText();
  const nameOf = useRightName();
  const label = role.label[language];
  const lines = map.filter((line) => line.roles.includes(role.name));
  const listed = (rights: readonly string[]): ReactElement =>
    rights.length === 0 ? <Text size="sm" c="dimmed">{t('users:roles.nothing')}</Text> : <Group gap={4}>{rights.map((right) => <Badge key={right} variant="light" color={right === 'amounts' ? 'yellow' : 'gray'}>{nameOf(right)}</Badge>)}</Group>;
  return (
    <Card component="section" aria-label={label}>
      <Stack gap="sm">
        <Title order={2}>{label}</Title>
        <div><Text size="sm" fw={600} mb={4}>{t('users:roles.reads')}</Text>{listed(role.reads)}</div>
        <div><Text size="sm" fw={600} mb={4}>{t('users:roles.changes')}</Text>{listed(role.changes)}</div>
        <div>
          <Text size="sm" fw={600} mb={4}>{t('users:roles.givenBy')}</Text>
          {lines.length === 0 ? <Text size="sm" c="dimmed">{t('users:roles.nobody')}</Text> : <Group gap={4}>{lines.map(({ given }) => <Code key={given}>{given}</Code>)}</Group>}
        </div>
      </Stack>
    </Card>
  );
}

function ClaimMap({ all }: { readonly all: Roles }): ReactElement {
  const { t } = useText();
  const { issuer, claim, map } = all;
  return (
    <Stack component="section" gap="sm" aria-label={t('users:roles.map')}>
      <Title order={2}>{t('users:roles.map')}</Title>
      {issuer === null ? <Alert color="yellow" icon={<AlertIcon />}>{t('users:roles.noIssuer')}</Alert> : <Text size="sm">{t('users:roles.issuer')}: <Code>{issuer}</Code></Text>}
      <Text size="sm">{t('users:roles.mapText', { claim })}</Text>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('users:roles.map')}>
          <Table.Thead><Table.Tr><Table.Th>{t('users:roles.value')}</Table.Th><Table.Th>{t('users:roles.roles')}</Table.Th><Table.Th>{t('users:roles.workspaces')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {map.map(({ given, roles, workspaces }) => (
              <Table.Tr key={given}>
                <Table.Td><Code>{given}</Code></Table.Td>
                <Table.Td><RoleBadges names={roles} all={all} none="" /></Table.Td>
                <Table.Td>{workspaces.includes(EVERY_WORKSPACE) ? t('users:roles.everyWorkspace') : workspaces.join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">{t('users:roles.where')}</Text>
    </Stack>
  );
}
