// The third and fourth step: the preview, and the first sync with its progress.
import { Alert, Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { RunProgress } from '../runs/run-progress.tsx';
import type { Connection } from './use-connections.ts';

type Run = z.output<typeof CONTRACTS.runs.answer>['items'][number];
type Onboarding = z.output<typeof CONTRACTS.onboarding.answer>;

function goesOn(run: Run | null): boolean {
  return run !== null && (run.state === 'waiting' || run.state === 'running');
}

/** Starts a run; the one that was just asked for is followed at once. */
function useStart(onEnd: () => void) {
  const [api, notify] = [useApi(), useNotify()];
  const [asked, setAsked] = useState<string | null>(null);
  const start = useMutation({ mutationFn: (body: { readonly kind: 'cycle' | 'dry-run'; readonly approve: boolean }) => api.act(CONTRACTS.startRun, { body }), onSuccess: ({ id }) => setAsked(id), onError: notify.failed });
  return { asked, start, end: () => { setAsked(null); onEnd(); } };
}

interface PreviewStepProps {
  readonly run: Run | null;
  readonly isReady: boolean;
  /** The first sync is done: nobody needs a preview any more. */
  readonly isOver: boolean;
  readonly onEnd: () => void;
}

export function PreviewStep({ run, isReady, isOver, onEnd }: PreviewStepProps): ReactElement | null {
  const { t } = useText();
  const { instant } = useFormat();
  const { asked, start, end } = useStart(onEnd);
  const mayStart = may(useSession(), { changes: ['runs'] });
  const following = asked ?? (goesOn(run) ? (run?.id ?? null) : null);
  if (following === null && run === null && isOver) return null;
  return (
    <Stack gap="sm" align="flex-start">
      {following !== null && <Stack w="100%" gap="xs"><RunProgress key={following} id={following} label={t('welcome:step.preview')} onEnd={end} /><Text size="sm" c="dimmed">{t('welcome:preview.waits')}</Text></Stack>}
      {following === null && run !== null && <Text size="sm" c="dimmed">{t('welcome:preview.last', { at: instant(run.startedAt) })}</Text>}
      {!isReady && <Text size="sm" c="dimmed">{t('welcome:preview.missing')}</Text>}
      <Group>
        {following === null && run !== null && <Button component={Link} to={`/runs/${encodeURIComponent(run.id)}`} variant={isOver ? 'default' : 'filled'}>{t('welcome:preview.open')}</Button>}
        {following === null && isReady && !isOver && mayStart && <Button variant={run === null ? 'filled' : 'default'} loading={start.isPending} onClick={() => start.mutate({ kind: 'dry-run', approve: false })}>{t(run === null ? 'welcome:preview.start' : 'welcome:preview.again')}</Button>}
      </Group>
    </Stack>
  );
}

interface GoStepProps {
  readonly run: Run | null;
  readonly onboarding: Onboarding;
  readonly connections: readonly Connection[];
  readonly isReady: boolean;
  readonly onEnd: () => void;
}

export function GoStep({ run, onboarding: { entities }, connections, isReady, onEnd }: GoStepProps): ReactElement {
  const { t } = useText();
  const { list } = useFormat();
  const confirm = useConfirm();
  const { asked, start, end } = useStart(onEnd);
  const mayStart = may(useSession(), { changes: ['runs'] });
  const following = asked ?? (goesOn(run) ? (run?.id ?? null) : null);
  const isDone = entities.length > 0 && entities.every(({ isBackfilled }) => isBackfilled);
  const readOnly = connections.filter(({ isConnected, mode }) => isConnected && mode === 'read-only').map(({ name }) => name);
  const go = async (): Promise<void> => {
    if (await confirm({ title: t('welcome:go.ask.title'), text: t('welcome:go.ask.text'), yes: t('welcome:go.ask.yes') })) start.mutate({ kind: 'cycle', approve: true });
  };
  return (
    <Stack gap="sm" align="flex-start">
      <Entities entities={entities} />
      {readOnly.length > 0 && <Text size="sm">{t('welcome:go.readOnly', { names: list(readOnly) })}</Text>}
      {following !== null && <Stack w="100%" gap="xs"><RunProgress key={following} id={following} label={t('welcome:step.go')} onEnd={end} /><Anchor component={Link} to={`/runs/${encodeURIComponent(following)}`} size="sm">{t('welcome:go.open')}</Anchor></Stack>}
      {isDone && <Alert color="green" variant="light" w="100%">{t('welcome:go.done')}</Alert>}
      {following === null && !isDone && !isReady && <Text size="sm" c="dimmed">{t('welcome:preview.missing')}</Text>}
      <Group>
        {following === null && !isDone && isReady && mayStart && <Button loading={start.isPending} onClick={() => void go()}>{t('welcome:go.start')}</Button>}
        {isDone && <Button component={Link} to="/" variant="filled">{t('welcome:go.start2')}</Button>}
        {isDone && <Button component={Link} to="/matches" variant="default">{t('welcome:go.inbox')}</Button>}
      </Group>
    </Stack>
  );
}

function Entities({ entities }: Pick<Onboarding, 'entities'>): ReactElement {
  const { t, language } = useText();
  const stateOf = ({ isApproved, isBackfilled }: Onboarding['entities'][number]): 'done' | 'running' | 'waiting' => (isBackfilled ? 'done' : isApproved ? 'running' : 'waiting');
  return (
    <Group gap="lg">
      {entities.map((entity) => <Group key={entity.name} gap={6}><Text>{entity.label[language]}</Text><Badge color={entity.isBackfilled ? 'green' : 'gray'}>{t(`welcome:go.entity.${stateOf(entity)}`)}</Badge></Group>)}
    </Group>
  );
}
