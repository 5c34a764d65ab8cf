// Taking a run back: first what that would do and what would stay, then the deed, which is a run of its own. Invariant: nothing is taken
// back that nobody has seen the extent of.
import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { entityText, sumOf, useRunText } from './run-text.ts';
import classes from './run.module.css';

type Preview = ReturnType<typeof CONTRACTS.undoRun.answer.parse>;

/** What undo leaves as it is for one of these reasons has words. */
const REASONS = ['touched', 'met', 'referred', 'restrictive', 'gone', 'archived', 'not-connected', 'cannot-archive', 'connection-read-only', 'restricted'] as const;
const MOST_LEFT = 50;

export function UndoButton({ id }: { readonly id: string }): ReactElement | null {
  const { t } = useText();
  const [api, notify, navigate, queries] = [useApi(), useNotify(), useNavigate(), useQueryClient()];
  const session = useSession();
  const [open, setOpen] = useState(false);
  const look = useMutation({ mutationFn: () => api.act(CONTRACTS.undoRun, { params: { id }, body: { dryRun: true } }) });
  const undo = useMutation({
    mutationFn: () => api.act(CONTRACTS.undoRun, { params: { id }, body: { dryRun: false } }),
    onSuccess: (answer) => {
      setOpen(false);
      notify.done(t('runs:undo.asked'));
      void queries.invalidateQueries({ queryKey: ['run', id] });
      if (answer.id !== null) void navigate(`/runs/${answer.id}`);
    },
    onError: notify.failed,
  });
  if (!may(session, { changes: ['runs'] })) return null;
  const nothing = look.data?.entities.every(({ restored, archived }) => sumOf(restored) + sumOf(archived) === 0) ?? true;
  return (
    <>
      <Button variant="default" onClick={() => { setOpen(true); look.mutate(); }}>{t('runs:undo.open')}</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('runs:undo.title')} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
        <Stack>
          <Text>{t('runs:undo.text')}</Text>
          {look.isPending && <Group gap="xs" role="status"><Loader size="sm" /><Text c="dimmed">{t('runs:undo.looking')}</Text></Group>}
          {look.isError && <ErrorNotice error={look.error} onRetry={() => look.mutate()} />}
          {look.data && <What preview={look.data} nothing={nothing} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpen(false)} data-autofocus>{t('common:cancel')}</Button>
            <Button disabled={nothing} loading={undo.isPending} onClick={() => undo.mutate()}>{t('runs:undo.yes')}</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function What({ preview: { entities, left, leftCount }, nothing }: { readonly preview: Preview; readonly nothing: boolean }): ReactElement {
  const { t, language } = useText();
  const { number } = useFormat();
  const { bySide } = useRunText();
  const lines = entities.flatMap(({ name, restored, archived }) => {
    const [back, away] = [bySide(restored), bySide(archived)];
    const what = entityText(t, name);
    return [...(back.length === 0 ? [] : [t('runs:undo.restored', { what: `${what} (${back.join(', ')})` })]), ...(away.length === 0 ? [] : [t('runs:undo.archived', { what: `${what} (${away.join(', ')})` })])];
  });
  const reasonText = (reason: string): string => { const known = REASONS.find((one) => one === reason); return known === undefined ? reason : t(`runs:left.${known}`); };
  const shown = left.slice(0, MOST_LEFT);
  return (
    <Stack gap="xs">
      {nothing ? <Text fw={600}>{t('runs:undo.nothing')}</Text> : lines.map((line) => <Text key={line} fw={600}>{line}</Text>)}
      {leftCount > 0 && (
        <>
          <Text size="sm">{t('runs:undo.left', { count: leftCount })}</Text>
          <ul className={classes['left']} tabIndex={0} aria-label={t('runs:undo.left', { count: leftCount })}>
            {shown.map(({ record, name, side, fields, reason }, at) => (
              <li key={`${at} ${record}`}>
                <Text size="sm" span>{name ?? record.slice(0, 8)}, {t(`runs:system.${side}`)}{fields.length > 0 ? `, ${fields.map(({ label }) => label[language]).join(', ')}` : ''}: </Text>
                <Text size="sm" span c="dimmed">{reasonText(reason)}</Text>
              </li>
            ))}
          </ul>
          {leftCount > shown.length && <Text size="sm" c="dimmed">{t('runs:undo.more', { figure: number(leftCount - shown.length) })}</Text>}
        </>
      )}
    </Stack>
  );
}
