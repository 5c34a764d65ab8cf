// The start page of the stories: doors to every other page.
import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { use, type ReactElement } from 'react';
import { Link } from 'react-router';
import { EmptyNotice } from '../../../src/web/components/notices.tsx';
import { PageHeader, PlaceContext } from '../../../src/web/components/page-header.tsx';
import { SeamIcon } from '../../../src/web/components/icons.tsx';
import { useText } from '../../../src/web/i18n/language.ts';
import { navigationFor } from '../../../src/web/pages.ts';
import { useSession } from '../../../src/web/session.ts';
import classes from './home.module.css';

export default function Home(): ReactElement {
  const { t } = useText();
  const session = useSession();
  const place = use(PlaceContext);
  const groups = navigationFor(place?.pages.filter((page) => page !== place.page) ?? [], session);
  const { user, workspace, roles } = session;
  return (
    <>
      <PageHeader title={t('start:home.hello', { name: user.name })} text={t('start:home.where', { workspace: workspace.label })} />
      {roles.length === 0 && <EmptyNotice title={t('start:home.none.title')} text={t('start:home.none.text')} />}
      <Stack gap="xl">
        {groups.map(({ group, pages }) => (
          <section key={group} aria-labelledby={`home-${group}`}>
            <Title order={2} id={`home-${group}`} mb="sm">{t(`shell:group.${group}`)}</Title>
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
              {pages.map(({ path, title, icon: Icon = SeamIcon }) => (
                <Card key={path} component={Link} to={path} className={classes['door'] ?? ''} padding="md">
                  <Icon size={22} />
                  <Text fw={600}>{t(title)}</Text>
                </Card>
              ))}
            </SimpleGrid>
          </section>
        ))}
      </Stack>
    </>
  );
}
