// The rights of one contact: restriction, rectification, legal basis, and who has seen them. Invariant: whatever is done here takes its
// reason, and stays on record with it.
import { Anchor, Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, generatePath, useParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { PersonDeeds } from './person-deeds.tsx';
import { PersonBases } from './person-bases.tsx';
import { RectificationPart } from './rectification-part.tsx';
import { RestrictionPart } from './restriction-part.tsx';
import { WhoSaw } from './who-saw.tsx';

export default function Person(): ReactElement {
  const { id = '' } = useParams();
  const { t } = useText();
  const api = useApi();
  const session = useSession();
  const person = useQuery({ queryKey: [CONTRACTS.person.path, id], queryFn: ({ signal }) => api.ask(CONTRACTS.person, { params: { id }, signal }) });
  if (person.isPending) return <PageSkeleton />;
  if (person.isError) return <><PageHeader title={t('start:page.person')} /><ErrorNotice error={person.error} onRetry={() => void person.refetch()} /></>;
  const { data } = person;
  return (
    <>
      <PageHeader
        title={data.name ?? t('rights:persons.unnamed')} text={data.accountName ?? undefined}
        actions={<>{may(session, { reads: ['contacts'] }) && <Anchor component={Link} to={generatePath('/contacts/:id', { id: data.id })}>{t('rights:person.asRecord')}</Anchor>}<PersonDeeds person={{ link: data.id, name: data.name ?? t('rights:persons.unnamed') }} /></>}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}><Stack><RestrictionPart person={data} /><PersonBases person={data} /></Stack></Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}><RectificationPart person={data} /></Grid.Col>
        <Grid.Col span={12}><WhoSaw id={data.id} /></Grid.Col>
      </Grid>
    </>
  );
}
