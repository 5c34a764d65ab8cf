// One run: how far it is while it goes on; then what came of it, record by record, and taking it back. Invariant: whatever keeps it from
// going on stands above everything else, with what to do about it.
import { Anchor, Badge, Card, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import listed from '../../components/facts.module.css';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { DifferenceTable } from './difference-table.tsx';
import { EntryTable } from './entry-table.tsx';
import { RunNotices } from './run-notices.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunReport } from './run-report.tsx';
import { STATE_COLOURS, useRunText, type RunDetail } from './run-text.ts';
import { UndoButton } from './undo-button.tsx';

export default function RunPage(): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const api = useApi();
  const queries = useQueryClient();
  const { id = '' } = useParams();
  const run = useQuery({ queryKey: ['run', id], queryFn: ({ signal }) => api.ask(CONTRACTS.run, { params: { id }, signal }) });
  if (run.isPending) return <PageSkeleton />;
  if (run.isError) return <><PageHeader title={t('runs:one')} /><ErrorNotice error={run.error} onRetry={() => void run.refetch()} /></>;
  const one = run.data;
  const goesOn = one.state === 'waiting' || one.state === 'running';
  const again = (): void => {
    void queries.invalidateQueries({ queryKey: ['run', id] });
    void queries.invalidateQueries({ queryKey: [CONTRACTS.runs.path] });
  };
  return (
    <>
      <PageHeader
        title={`${t(`runs:kind.${one.kind}`)} ${instant(one.startedAt)}`}
        text={<Badge color={STATE_COLOURS[one.state]}>{t(`runs:state.${one.state}`)}</Badge>}
        actions={one.undoable && <UndoButton id={id} />}
      />
      <Stack gap="lg">
        <Facts run={one} />
        {goesOn && <Card><RunProgress key={id} id={id} onEnd={again} /></Card>}
        <RunNotices run={one} />
        {!goesOn && <RunReport run={one} />}
        {!goesOn && (one.kind === 'dry-run' ? <Section title={t('runs:differences.title')} text={t('runs:differences.text')}><DifferenceTable run={id} /></Section> : <Section title={t('runs:entries.title')}><EntryTable run={id} /></Section>)}
      </Stack>
    </>
  );
}

function Section({ title, text, children }: { readonly title: string; readonly text?: string; readonly children: ReactElement }): ReactElement {
  return (
    <section aria-label={title}>
      <Title order={2} mb={4}>{title}</Title>
      {text !== undefined && <Text size="sm" c="dimmed" mb="sm" maw={720}>{text}</Text>}
      {children}
    </section>
  );
}

function Facts({ run }: { readonly run: RunDetail }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const { took } = useRunText();
  const facts: readonly (readonly [name: string, value: ReactElement | string | null])[] = [
    [t('runs:facts.by'), run.by ?? t('runs:byItself')],
    [t(run.state === 'waiting' ? 'runs:facts.asked' : 'runs:facts.started'), instant(run.startedAt)],
    [t('runs:facts.ended'), run.finishedAt && instant(run.finishedAt)],
    [t('runs:facts.took'), took(run)],
    [t('runs:facts.schedule'), run.schedule && <Anchor component={Link} inherit to="/schedules">{run.schedule}</Anchor>],
    [t('runs:facts.undoes'), run.undoes && <RunLink id={run.undoes} />],
    [t('runs:facts.undoneBy'), run.undoneBy && <RunLink id={run.undoneBy} />],
  ];
  return (
    <dl className={listed['facts']}>
      {facts.map(([name, value]) => (value === null ? null : <div key={name}><dt>{name}</dt><dd>{value}</dd></div>))}
    </dl>
  );
}

function RunLink({ id }: { readonly id: string }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const api = useApi();
  const { data } = useQuery({ queryKey: ['run', id], queryFn: ({ signal }) => api.ask(CONTRACTS.run, { params: { id }, signal }) });
  return <Anchor component={Link} inherit to={`/runs/${id}`}>{data ? t('runs:facts.run', { time: instant(data.startedAt) }) : id.slice(0, 8)}</Anchor>;
}
