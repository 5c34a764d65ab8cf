// The first steps with a new installation: connect, decide, preview, go. Invariant: how far one has come follows from what is there, so
// that the page can be left and opened again anywhere.
import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { useConnections } from './use-connections.ts';
import { useSettings } from './use-settings.ts';
import { ConnectStep } from './welcome-connect.tsx';
import { ConceptStep } from './welcome-concept.tsx';
import { GoStep, PreviewStep } from './welcome-runs.tsx';

const STEPS = ['connect', 'concept', 'preview', 'go'] as const;
type Step = (typeof STEPS)[number];

export default function Welcome(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const queries = useQueryClient();
  const connections = useConnections();
  const onboarding = useQuery({ queryKey: [CONTRACTS.onboarding.path], queryFn: ({ signal }) => api.ask(CONTRACTS.onboarding, { signal }), refetchInterval: 15_000 });
  const preview = useLastPreview();
  const first = useApprovedRun();
  const error = connections.error ?? onboarding.error ?? preview.error ?? first.error;
  const again = (): void => {
    void queries.invalidateQueries({ queryKey: [CONTRACTS.onboarding.path] });
    void queries.invalidateQueries({ queryKey: [CONTRACTS.runs.path] });
  };
  if (error) return <><PageHeader /><ErrorNotice error={error} onRetry={() => void onboarding.refetch()} /></>;
  if (!connections.data || !onboarding.data || preview.isPending || first.isPending) return <><PageHeader text={t('welcome:intro')} /><PageSkeleton /></>;
  const { entities, concept } = onboarding.data;
  const isSynced = entities.length > 0 && entities.every(({ isBackfilled }) => isBackfilled);
  const done: Readonly<Record<Step, boolean>> = {
    connect: connections.data.connections.some(({ isConnected, checked, feeds }) => isConnected && (checked === null ? feeds.some(({ at }) => at !== null) : checked.problem === null)),
    concept: isSynced || concept !== null,
    preview: isSynced || preview.data?.state === 'done',
    go: isSynced,
  };
  const now = STEPS.find((step) => !done[step]) ?? 'go';
  const isReady = done.connect && done.concept;
  return (
    <>
      <PageHeader text={t('welcome:intro')} />
      <Stack gap="lg" maw={960}>
        <StepCard step="connect" done={done.connect} now={now}><ConnectStep connections={connections.data.connections} isDone={done.connect} /></StepCard>
        <StepCard step="concept" done={done.concept} now={now}><ConceptStep concept={concept} isOpen={now === 'concept'} /></StepCard>
        <StepCard step="preview" done={done.preview} now={now}><PreviewStep run={preview.data ?? null} isReady={isReady} isOver={isSynced} onEnd={again} /></StepCard>
        <StepCard step="go" done={done.go} now={now}><GoStep run={first.data ?? null} onboarding={onboarding.data} connections={connections.data.connections} isReady={isReady && done.preview} onEnd={again} /></StepCard>
      </Stack>
    </>
  );
}

/** Null: there was none. */
function useLastPreview() {
  const api = useApi();
  return useQuery({ queryKey: [CONTRACTS.runs.path, 'last preview'], queryFn: async ({ signal }) => (await api.ask(CONTRACTS.runs, { query: { kind: ['dry-run'], quiet: 'with', limit: 1 }, signal })).items[0] ?? null, refetchInterval: 15_000 });
}

/** The one that a person has said yes to and that is not over; null: there is none. */
function useApprovedRun() {
  const api = useApi();
  return useQuery({
    queryKey: [CONTRACTS.runs.path, 'approved'],
    queryFn: async ({ signal }) => (await api.ask(CONTRACTS.runs, { query: { state: ['waiting', 'running'], quiet: 'with', limit: 25 }, signal })).items.find(({ approved, kind }) => approved && kind !== 'dry-run' && kind !== 'undo' && kind !== 'import') ?? null,
    refetchInterval: 15_000,
  });
}

function GoText(): ReactElement {
  const { t } = useText();
  const days = useSettings().data?.settings.find(({ path }) => path === 'retention.beforeImageDays')?.current;
  return <>{typeof days === 'number' ? t('welcome:go.text', { days }) : null}</>;
}

interface StepCardProps {
  readonly step: Step;
  readonly done: boolean;
  readonly now: Step;
  readonly children: ReactNode;
}

function StepCard({ step, done, now, children }: StepCardProps): ReactElement {
  const { t } = useText();
  const state = done ? 'done' : step === now ? 'now' : 'later';
  return (
    <Card component="section" aria-labelledby={`step-${step}`} padding="lg">
      <Group justify="space-between" mb="xs">
        <Title order={2} id={`step-${step}`}>{STEPS.indexOf(step) + 1}. {t(`welcome:step.${step}`)}</Title>
        <Badge color={done ? 'green' : step === now ? 'spruce' : 'gray'}>{t(`welcome:state.${state}`)}</Badge>
      </Group>
      <Text mb="md">{step === 'go' ? <GoText /> : t(`welcome:${step}.text`)}</Text>
      {children}
    </Card>
  );
}
