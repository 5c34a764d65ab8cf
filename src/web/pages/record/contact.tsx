// One contact: how the person is reached and may be written to, who they are, what they are part of, and what was logged.
import { Anchor, Grid, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { generatePath, Link, useParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TimelineList } from '../../components/timeline-list.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { CaseList, stateWord } from './case-list.tsx';
import { ConsentHistory } from './consent-history.tsx';
import { EditButton } from './edit-drawer.tsx';
import { FieldList } from './field-list.tsx';
import { PointsCard } from './points-card.tsx';
import classes from './record.module.css';
import { LegalBasisCard, RestrictedNotice } from './rights-parts.tsx';
import { SectionCard } from './section-card.tsx';
import { SidesLine } from './sides-line.tsx';
import { useRecord, type RecordData } from './use-record.ts';
import { useValueText } from './value-text.ts';

/** They stand elsewhere on the page. */
const ELSEWHERE = ['firstName', 'lastName', 'emails', 'phones', 'optOuts', 'legalBasis'];

export default function Contact(): ReactElement {
  const { id = '' } = useParams();
  const { t } = useText();
  const session = useSession();
  const record = useRecord('contact', id);
  if (record.isPending) return <PageSkeleton />;
  if (record.isError) return <><PageHeader title={t('record:contact.title')} /><ErrorNotice error={record.error} onRetry={() => void record.refetch()} /></>;
  const { data } = record;
  const name = data.name ?? t('record:contact.unnamed');
  return (
    <>
      <PageHeader title={name} text={<Stack gap={6} mt={4}><Place record={data} /><SidesLine record={data} /></Stack>} actions={<EditButton record={data} name={name} />} />
      <RestrictedNotice id={data.id} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <div className={classes['side']}>
            <PointsCard record={data} of="phones" />
            <PointsCard record={data} of="emails" />
            <ConsentHistory consents={data.consents} />
            <LegalBasisCard id={data.id} />
          </div>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}><FieldList record={data} without={ELSEWHERE} /></Grid.Col>
        {may(session, { reads: ['salesCases'] }) && <Grid.Col span={{ base: 12, md: 6 }}><Cases id={id} /></Grid.Col>}
        {may(session, { reads: ['touches'] }) && <Grid.Col span={{ base: 12, md: 6 }}><Touches id={id} /></Grid.Col>}
      </Grid>
    </>
  );
}

/** The title of the person and the account. */
function Place({ record }: { readonly record: RecordData }): ReactElement {
  const valueText = useValueText();
  const [title, account] = ['jobTitle', 'account'].map((name) => record.fields.find((field) => field.name === name));
  const job = title === undefined ? null : valueText(title, title.now);
  const at = account === undefined ? null : valueText(account, account.now);
  return (
    <Group gap={8}>
      {job !== null && <Text span>{job}</Text>}
      {at !== null && record.kept && typeof account?.now === 'string' ? <Anchor component={Link} to={generatePath('/accounts/:id', { id: account.now })}>{at}</Anchor> : <Text span>{at}</Text>}
    </Group>
  );
}

function Cases({ id }: { readonly id: string }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const cases = useQuery({ queryKey: ['contact-sales-cases', id], queryFn: ({ signal }) => api.ask(CONTRACTS.contactSalesCases, { params: { id }, query: {}, signal }) });
  return (
    <SectionCard title={t('record:cases.title')}>
      {cases.isPending && <Skeleton height={60} />}
      {cases.isError && <ErrorNotice error={cases.error} onRetry={() => void cases.refetch()} />}
      {cases.data && <CaseList cases={cases.data.items} />}
    </SectionCard>
  );
}

const WHAT = ['task', 'meeting', 'call', 'email'] as const;

function Touches({ id }: { readonly id: string }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const touches = useQuery({ queryKey: ['contact-touches', id], queryFn: ({ signal }) => api.ask(CONTRACTS.contactTouches, { params: { id }, query: {}, signal }) });
  const items = touches.data?.items ?? [];
  const kindOf = (kind: string | null): string => { const known = WHAT.find((one) => one === kind); return known === undefined ? (kind ?? t('record:timeline.touch')) : t(`record:what.${known}`); };
  return (
    <SectionCard title={t('record:touches.title')}>
      {touches.isPending && <Skeleton height={60} />}
      {touches.isError && <ErrorNotice error={touches.error} onRetry={() => void touches.refetch()} />}
      {touches.data && items.length === 0 && <Text size="sm" c="dimmed">{t('record:touches.none')}</Text>}
      {items.length > 0 && <TimelineList events={items.map((item) => ({ id: item.id, at: item.at, kind: kindOf(item.kind), title: item.title ?? t('record:timeline.untitled'), ...(item.outcome !== null && { text: stateWord(item.outcome, t) }) }))} />}
    </SectionCard>
  );
}
