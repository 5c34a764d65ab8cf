// How far each system is by itself: one that cannot be reached keeps none of the others waiting. Invariant: nothing is told by colour alone.
import { Badge, Card, Group, Progress, SimpleGrid, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { useCalled } from './request-words.ts';
import type { Request } from './use-request.ts';

const BEFORE_ARMED: readonly string[] = ['verified', 'discovering', 'review', 'approved'];

export function RequestSystems({ request: { systems, state } }: { readonly request: Request }): ReactElement | null {
  const { t } = useText();
  if (systems.length === 0) return null;
  return (
    <section aria-labelledby="systems">
      <Title order={2} id="systems" mb="sm">{t('privacy:progress.title')}</Title>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">{systems.map((system) => <SystemCard key={system.system} of={system} isLooking={BEFORE_ARMED.includes(state)} />)}</SimpleGrid>
    </section>
  );
}

function SystemCard({ of, isLooking }: { readonly of: Request['systems'][number]; readonly isLooking: boolean }): ReactElement {
  const { t } = useText();
  const called = useCalled();
  const { instant, number } = useFormat();
  const { lookedAt, problem, found, done, confirmed, kept, byHand, failed, open } = of;
  const name = called.system(of.system);
  const all = done + kept + byHand + failed + open;
  const counts = ([['done', done, 'green'], ['kept', kept, 'gray'], ['open', open, 'spruce'], ['byHand', byHand, 'yellow'], ['failed', failed, 'red']] as const).filter(([, count]) => count > 0);
  return (
    <Card>
      <Group justify="space-between" mb={6}><Text fw={600}>{name}</Text>{problem !== null && <Badge color="red">{t('privacy:step.failed')}</Badge>}</Group>
      {problem !== null && <Text size="sm" mb={4}>{isLooking ? t('privacy:discover.problem', { problem: called.problem(problem) }) : called.problem(problem)}</Text>}
      {isLooking && <Text size="sm">{lookedAt === null ? t('privacy:discover.never') : found === 0 ? t('privacy:discover.nothing') : t('privacy:discover.found', { count: found })}</Text>}
      {isLooking && lookedAt !== null && <Text size="xs" c="dimmed">{t('privacy:discover.at', { at: instant(lookedAt) })}</Text>}
      {!isLooking && all === 0 && <Text size="sm">{t('privacy:discover.nothing')}</Text>}
      {!isLooking && all > 0 && (
        <>
          <Progress.Root size="lg" mb={8}>
            <Progress.Section value={((done + kept) / all) * 100} color="spruce" aria-label={t('privacy:progress.bar', { system: name, done: done + kept, all })} />
          </Progress.Root>
          <Group gap="md">{counts.map(([what, count, color]) => <Text key={what} size="sm" span><Badge color={color} mr={6}>{number(count)}</Badge>{t(`privacy:progress.${what}`)}</Text>)}</Group>
          {confirmed > 0 && <Text size="xs" c="dimmed" mt={6}>{t('privacy:progress.confirmed', { count: confirmed })}</Text>}
        </>
      )}
    </Card>
  );
}
