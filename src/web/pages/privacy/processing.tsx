// The record of processing activities, to be read, printed and kept. Invariant: it shows what the server tells of the live declarations,
// and nothing that stands in this file.
import { Button, Group, List, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { SectionCard } from '../record/section-card.tsx';
import classes from './processing.module.css';
import { ProcessedCard } from './processed-card.tsx';

const KINDS = ['entity', 'mirror', 'own'] as const;

export default function Processing(): ReactElement {
  const { t, language } = useText();
  const { number } = useFormat();
  const api = useApi();
  const record = useQuery({ queryKey: [CONTRACTS.processingRecord.path], queryFn: ({ signal }) => api.ask(CONTRACTS.processingRecord, { query: {}, signal }) });
  if (record.isPending) return <PageSkeleton />;
  if (record.isError) return <><PageHeader /><ErrorNotice error={record.error} onRetry={() => void record.refetch()} /></>;
  const { controller, figures, recipients, data, categories, measures } = record.data;
  const href = (format: 'html' | 'json'): string => api.href(CONTRACTS.processingRecord.path, { format, locale: language });
  return (
    <>
      <PageHeader
        text={t('rights:processing.text')}
        actions={<Group gap="xs" className={classes['deeds'] ?? ''}><Button variant="default" onClick={() => print()}>{t('rights:processing.print')}</Button><Button variant="default" component="a" href={href('html')} download>{t('rights:processing.save')}</Button><Button variant="default" component="a" href={href('json')} download="record-of-processing.json">{t('rights:processing.saveJson')}</Button></Group>}
      />
      <Stack>
        <SectionCard title={t('rights:processing.controller')}><Text>{controller === '' ? t('rights:processing.unnamed') : controller}</Text></SectionCard>
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <KeyFigure label={t('rights:processing.contacts')} value={number(figures.contacts)} />
          <KeyFigure label={t('rights:processing.withoutBasis')} value={number(figures.withoutBasis)} />
          <KeyFigure label={t('rights:processing.restricted')} value={number(figures.restricted)} />
          <KeyFigure label={t('rights:processing.rules')} value={number(figures.retentionRules)} />
        </SimpleGrid>
        <SectionCard title={t('rights:processing.recipients')}>
          <List size="sm">
            {recipients.map(({ system, name, hosts, connected, mode }) => <List.Item key={system}><b>{name}</b> ({hosts.join(', ')}): {t(connected ? (mode === 'read-only' ? 'rights:processing.readOnly' : 'rights:processing.connected') : 'rights:processing.apart')}</List.Item>)}
          </List>
        </SectionCard>
        {KINDS.map((kind) => (
          <Stack key={kind} gap="sm" component="section" aria-label={t(`rights:processing.groups.${kind}`)}>
            <Title order={2}>{t(`rights:processing.groups.${kind}`)}</Title>
            <SimpleGrid cols={{ base: 1, lg: 2 }}>{data.filter((one) => one.kind === kind).map((one) => <ProcessedCard key={one.name} processed={one} categories={categories} />)}</SimpleGrid>
          </Stack>
        ))}
        <SectionCard title={t('rights:processing.measures')}><List size="sm" spacing="xs">{measures.map((measure) => <List.Item key={measure.en}>{measure[language]}</List.Item>)}</List></SectionCard>
      </Stack>
    </>
  );
}
