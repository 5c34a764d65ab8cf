// A piece of work while it goes on: how far, what it is at, what came of it so far.
import { Alert, Badge, Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Schema } from '../api.ts';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';
import { ErrorNotice } from './notices.tsx';
import { percentDone, type ProgressEvent, type ProgressState } from './progress-state.ts';
import { useProgress } from './use-progress.ts';

interface LiveProgressProps {
  readonly label: string;
  /** Of the stream in the API. */
  readonly path: string;
  readonly schema: Schema<ProgressEvent>;
  /** What the named counts are called, in the order they are shown. */
  readonly counts: readonly { readonly name: string; readonly label: string }[];
  /** What is being done, in the person's language; without it the server's own words. */
  readonly describe?: (event: ProgressEvent) => string | null;
  readonly onEnd?: (last: ProgressEvent) => void;
}

const COLOURS = { connecting: 'gray', running: 'spruce', lost: 'yellow', done: 'green', failed: 'red', cancelled: 'gray' } as const;

export function LiveProgress({ label, path, schema, counts, describe = ({ message }) => message, onEnd }: LiveProgressProps): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const { state, error } = useProgress(path, schema, onEnd);
  const phase = phaseOf(state);
  const percent = percentDone(state);
  const { last } = state;
  const message = last && describe(last);
  if (error !== null) return <ErrorNotice error={error} />;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{label}</Text>
        <Badge color={COLOURS[phase]} role="status">{t(`parts:progress.${phase}`)}</Badge>
      </Group>
      <Progress.Root size="lg">
        <Progress.Section value={percent ?? 100} color={COLOURS[phase]} animated={phase === 'running'} striped={percent === null} aria-label={label} aria-valuetext={percent === null ? t(`parts:progress.${phase}`) : `${percent} %`} />
      </Progress.Root>
      {last && (
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">{phase === 'failed' ? null : message}</Text>
          <Text size="sm">{last.total === null ? t('parts:progress.countedOnly', { done: number(last.done) }) : t('parts:progress.counted', { done: number(last.done), total: number(last.total) })}</Text>
        </Group>
      )}
      {last && (
        <Group gap="lg">
          {counts.map(({ name, label: called }) => <div key={name}><Text size="xs" c="dimmed">{called}</Text><Text fw={600}>{number(last.counts[name] ?? 0)}</Text></div>)}
        </Group>
      )}
      {phase === 'failed' && message && <Alert color="red" variant="light">{message}</Alert>}
    </Stack>
  );
}

function phaseOf({ connection, last }: ProgressState): keyof typeof COLOURS {
  if (last !== null && last.state !== 'running') return last.state;
  if (connection === 'lost') return 'lost';
  return last === null ? 'connecting' : 'running';
}
