// What one may see and change here, and from which role it comes: the answer to "why can I not see this?".
import { Badge, Card, Group, List, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { PageHeader } from '../components/page-header.tsx';
import { useText } from '../i18n/language.ts';
import { useSession } from '../session.ts';
import { useRightName } from '../shell/right-name.ts';

export default function OwnAccess(): ReactElement {
  const { t, language } = useText();
  const { user, roles, reads, changes, workspace } = useSession();
  return (
    <>
      <PageHeader text={t('start:own.intro')} />
      <Stack gap="lg">
        <Group gap="xl">
          <div><Text size="sm" c="dimmed">{t('start:own.signedInAs')}</Text><Text>{user.email ?? user.name}</Text></div>
          <div><Text size="sm" c="dimmed">{t('start:own.zone')}</Text><Text>{workspace.timeZone}</Text></div>
          <div>
            <Text size="sm" c="dimmed" mb={4}>{t('start:own.roles')}</Text>
            <Group gap={6}>{roles.map(({ name, label }) => <Badge key={name} size="lg">{label[language]}</Badge>)}</Group>
          </div>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <RightList title={t('start:own.reads')} rights={reads} nothing={t('start:own.nothing')} />
          <RightList title={t('start:own.changes')} rights={changes} nothing={t('start:own.nothing')} />
        </SimpleGrid>
        {!reads.includes('amounts') && <Text c="dimmed">{t('start:own.amounts')}</Text>}
      </Stack>
    </>
  );
}

function RightList({ title, rights, nothing }: { readonly title: string; readonly rights: readonly string[]; readonly nothing: string }): ReactElement {
  const nameOf = useRightName();
  return (
    <Card component="section" aria-label={title}>
      <Title order={2} mb="sm">{title}</Title>
      {rights.length === 0 ? <Text c="dimmed">{nothing}</Text> : <List spacing={4}>{rights.map((right) => <List.Item key={right}>{nameOf(right)}</List.Item>)}</List>}
    </Card>
  );
}
