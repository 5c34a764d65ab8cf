// The maps between the systems' lists: which stage means which sales status, and which owner is whom.
import { Anchor, Badge, Card, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';

type Maps = z.output<typeof CONTRACTS.maps.answer>;
type Person = Maps['owners'][number]['psa'];

export default function MapsPage(): ReactElement {
  const api = useApi();
  const { data, isPending, error, refetch } = useQuery({ queryKey: [CONTRACTS.maps.path], queryFn: ({ signal }) => api.ask(CONTRACTS.maps, { signal }) });
  return (
    <>
      <PageHeader />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && <Stack gap="lg"><Stages maps={data} /><Owners maps={data} /></Stack>}
    </>
  );
}

function Stages({ maps: { stages, statuses } }: { readonly maps: Maps }): ReactElement {
  const { t } = useText();
  const { list } = useFormat();
  const unmet = stages === null ? [] : statuses.filter(({ id, active }) => active && !stages.some(({ status }) => status?.id === id));
  return (
    <Card component="section" aria-labelledby="stages">
      <Title order={2} id="stages">{t('rules:stages.title')}</Title>
      <Text c="dimmed">{t('rules:stages.text')}</Text>
      <Anchor component={Link} to="/settings?group=matching" size="sm" display="inline-block" mb="sm">{t('rules:stages.edit')}</Anchor>
      {stages === null && <Text>{t('rules:stages.unread')}</Text>}
      {stages !== null && (
        <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
          <Table>
            <Table.Thead><Table.Tr>{(['pipeline', 'stage', 'status', 'origin'] as const).map((column) => <Table.Th key={column}>{t(`rules:stages.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {stages.map(({ pipeline, pipelineLabel, stage, label, state, active, status, isAsked }) => (
                <Table.Tr key={`${pipeline} ${stage}`}>
                  <Table.Td>{pipelineLabel}</Table.Td>
                  <Table.Td>{label} <Text span size="xs" c="dimmed">{t(`rules:stages.state.${state}`)}{active ? '' : `, ${t('rules:stages.inactive')}`}</Text></Table.Td>
                  <Table.Td>{status === null ? <Badge color="yellow">{t('rules:stages.none')}</Badge> : status.label}</Table.Td>
                  <Table.Td>{status === null ? '' : t(isAsked ? 'rules:stages.asked' : 'rules:stages.likeliest')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {unmet.length > 0 && <Text size="sm" mt="sm">{t('rules:stages.unmet', { count: unmet.length, names: list(unmet.map(({ label }) => label)) })}</Text>}
    </Card>
  );
}

function Owners({ maps: { owners } }: { readonly maps: Maps }): ReactElement {
  const { t } = useText();
  const alone = owners.filter(({ psa, crm }) => psa === null || crm === null);
  const [shows, setShows] = useState<'all' | 'unmatched'>('all');
  const shown = shows === 'all' ? owners : alone;
  return (
    <Card component="section" aria-labelledby="owners">
      <Title order={2} id="owners">{t('rules:owners.title')}</Title>
      <Text c="dimmed" mb="sm">{t('rules:owners.text')}</Text>
      {owners.length === 0 && <Text>{t('rules:owners.empty')}</Text>}
      {owners.length > 0 && (
        <>
          <SegmentedControl aria-label={t('rules:owners.title')} mb="sm" value={shows} onChange={(next) => setShows(next === 'all' ? 'all' : 'unmatched')} data={[{ value: 'all', label: t('rules:owners.all') }, { value: 'unmatched', label: t('rules:owners.unmatched', { count: alone.length }) }]} />
          {shown.length === 0 && <Text>{t('rules:owners.allMatched')}</Text>}
          {shown.length > 0 && (
            <Table.ScrollContainer minWidth={480} type="native" tabIndex={0}>
              <Table>
                <Table.Thead><Table.Tr><Table.Th>{t('rules:owners.psa')}</Table.Th><Table.Th>{t('rules:owners.crm')}</Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>{shown.map(({ psa, crm }) => <Table.Tr key={`${psa?.id} ${crm?.id}`}><Table.Td><Owner person={psa} /></Table.Td><Table.Td><Owner person={crm} /></Table.Td></Table.Tr>)}</Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </>
      )}
    </Card>
  );
}

function Owner({ person }: { readonly person: Person }): ReactElement {
  const { t } = useText();
  if (person === null) return <Badge color="yellow">{t('rules:owners.none')}</Badge>;
  return <>{person.label} <Text span size="xs" c="dimmed">{person.email ?? '–'}{person.active ? '' : `, ${t('rules:owners.inactive')}`}</Text></>;
}
