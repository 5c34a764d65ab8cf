// The parts of what is known about one connection: features with their scopes, calls, feeds, facts.
import { Badge, Code, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { Freshness } from '../../components/freshness.tsx';
import { useText } from '../../i18n/language.ts';
import { useNamed } from '../../i18n/named.ts';
import { useFormat } from '../../outside.ts';
import type { Connection } from './use-connections.ts';

interface Part {
  readonly connection: Connection;
}

const COLOURS = { works: 'green', missing: 'red', unknown: 'gray', off: 'gray' } as const;

export function FeatureList({ connection: { name, features } }: Part): ReactElement {
  const { t } = useText();
  const named = useNamed();
  const { list } = useFormat();
  const called = (feature: string): string => {
    const [entity = '', ...rest] = feature.split('.');
    return named(`connections:feature.${entity}.${rest.join('-')}`, feature);
  };
  return (
    <section>
      <Title order={3} mb="xs">{t('connections:features')}</Title>
      <List listStyleType="none" spacing={10} withPadding={false}>
        {features.map(({ name: feature, state, scopes }) => (
          <List.Item key={feature} styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text fw={550}>{called(feature)}</Text>
              <Badge color={COLOURS[state]} miw="max-content">{t(`connections:state.${state}`)}</Badge>
            </Group>
            <Group gap={6} mt={2}>{scopes.map((scope) => <Code key={scope.name} c={scope.state === 'missing' ? 'red' : undefined}>{scope.state === 'has' ? '✓ ' : scope.state === 'missing' ? '✗ ' : ''}{scope.name}</Code>)}</Group>
            {state === 'missing' && <Text size="sm" mt={4}>{t('connections:missingHint', { scopes: list(scopes.filter((scope) => scope.state === 'missing').map((scope) => scope.name)), name })}</Text>}
            {state === 'unknown' && <Text size="xs" c="dimmed" mt={2}>{t('connections:unknownHint')}</Text>}
            {state === 'off' && <Text size="xs" c="dimmed" mt={2}>{t('connections:offHint')}</Text>}
          </List.Item>
        ))}
      </List>
    </section>
  );
}

export function QuotaList({ connection: { quotas, throttled } }: Part): ReactElement {
  const { t } = useText();
  const named = useNamed();
  const { number, instantTime } = useFormat();
  return (
    <section>
      <Title order={3} mb="xs">{t('connections:quotas')}</Title>
      <Table.ScrollContainer minWidth={560} type="native" tabIndex={0}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('connections:quotas')}</Table.Th><Table.Th>{t('connections:limitTitle')}</Table.Th><Table.Th>{t('connections:today')}</Table.Th><Table.Th>{t('connections:nowTitle')}</Table.Th><Table.Th>{t('connections:last')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {quotas.map(({ bucket, calls, windowMs, callsPerDay, callsToday, waitMs, heldUntil, lastCallAt }) => (
              <Table.Tr key={bucket}>
                <Table.Td>{named(`connections:bucket.${bucket}`, bucket)}</Table.Td>
                <Table.Td>{t('connections:limit', { calls: number(calls), seconds: number(windowMs / 1000) })}</Table.Td>
                <Table.Td>{callsPerDay === null ? number(callsToday) : t('connections:ofDay', { calls: number(callsToday), limit: number(callsPerDay) })}</Table.Td>
                <Table.Td>{heldUntil !== null ? t('connections:held', { time: instantTime(heldUntil) }) : waitMs >= 1000 ? t('connections:waits', { seconds: number(Math.round(waitMs / 1000)) }) : t('connections:idle')}</Table.Td>
                <Table.Td>{lastCallAt === null ? '–' : <Freshness asOf={lastCallAt} staleAfterSeconds={86_400} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {throttled > 0 && <Text size="sm" mt="xs">{t('connections:throttled', { count: throttled })}</Text>}
    </section>
  );
}

export function FeedList({ connection: { feeds } }: Part): ReactElement {
  const { t } = useText();
  const named = useNamed();
  return (
    <section>
      <Title order={3} mb="xs">{t('connections:feeds')}</Title>
      <Stack gap={6}>
        {feeds.map(({ name, at }) => (
          <Group key={name} justify="space-between" wrap="nowrap"><Text size="sm">{named(`connections:feed.${name}`, name)}</Text><Freshness asOf={at} staleAfterSeconds={86_400} /></Group>
        ))}
      </Stack>
    </section>
  );
}

export function FactList({ connection: { facts } }: Part): ReactElement {
  const { t } = useText();
  const named = useNamed();
  const said = (value: string): string => (value === 'yes' ? t('connections:yes') : value === 'no' ? t('connections:no') : value.replaceAll(',', ', '));
  return (
    <section>
      <Title order={3} mb="xs">{t('connections:known')}</Title>
      {facts.length === 0 && <Text size="sm" c="dimmed">{t('connections:nothingKnown')}</Text>}
      <Stack gap={6}>
        {facts.map(({ name, says }) => (
          <Group key={name} justify="space-between" wrap="nowrap" align="flex-start"><Text size="sm">{named(`connections:fact.${name}`, name)}</Text><Text size="sm" ta="right">{said(says)}</Text></Group>
        ))}
      </Stack>
    </section>
  );
}
