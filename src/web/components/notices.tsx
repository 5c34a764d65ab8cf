// What stands where content would stand: nothing there, something wrong, not loaded yet. Invariant: each says what to do next.
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/language.ts';
import { problemOf, type Problem } from '../problem.ts';
import { AlertIcon, SeamIcon } from './icons.tsx';
import classes from './notices.module.css';

interface NoticeProps {
  readonly title: string;
  readonly text?: string;
  readonly icon?: ReactNode;
  /** What to do about it: buttons, links. */
  readonly children?: ReactNode;
}

/** Nothing is here, and that is no error. */
export function EmptyNotice({ title, text, icon = <SeamIcon size={32} />, children }: NoticeProps): ReactElement {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <span className={classes['icon']}>{icon}</span>
      <Text fw={600}>{title}</Text>
      {text !== undefined && <Text c="dimmed" maw={420}>{text}</Text>}
      {children}
    </Stack>
  );
}

/** A whole page that has only this to say. */
export function PageNotice({ title, text, icon = <SeamIcon size={40} />, children }: NoticeProps): ReactElement {
  return (
    <Stack align="flex-start" gap="sm" py={64} maw={560} mx="auto">
      <span className={classes['icon']}>{icon}</span>
      <Title order={1}>{title}</Title>
      {text !== undefined && <Text>{text}</Text>}
      <Group mt="xs">{children}</Group>
    </Stack>
  );
}

/** What a call or a page ran into, with what the server said of it, and the way on. */
export function ErrorNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): ReactElement {
  const { t } = useText();
  const problem = problemOf(error);
  return (
    <Alert color="red" variant="light" icon={<AlertIcon />} title={t(`errors:${problem.kind}.title`)} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{wayOn(problem, t(`errors:${problem.kind}.text`))}</Text>
        {problem.requestId !== null && <Text size="xs" c="dimmed">{t('common:requestId', { id: problem.requestId })}</Text>}
        {onRetry && <Button size="xs" variant="default" onClick={onRetry}>{t('common:retry')}</Button>}
      </Stack>
    </Alert>
  );
}

/** The server knows better what is wrong where the input is at fault; everywhere else our words are in the person's language. */
export function wayOn({ kind, detail }: Problem, words: string): string {
  return kind === 'invalid' && detail !== null ? detail : words;
}
