// Short messages at the edge of the screen: something was done, or it was not. Invariant: a failure says what to do and stays
// until it is read.
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useText } from '../i18n/language.ts';
import { problemOf } from '../problem.ts';
import { wayOn } from './notices.tsx';
import { AlertIcon, CheckIcon } from './icons.tsx';

export interface Notify {
  readonly done: (text: string) => void;
  readonly failed: (error: unknown) => void;
  /** It cannot be done as things stand, in the page's own words. */
  readonly refused: (text: string) => void;
}

export function useNotify(): Notify {
  const { t } = useText();
  return useMemo(() => {
    const closeButtonProps = { 'aria-label': t('common:close') };
    return {
      done: (text) => {
        notifications.show({ message: text, icon: <CheckIcon />, color: 'spruce', autoClose: 5000, closeButtonProps });
      },
      refused: (text) => {
        notifications.show({ message: text, icon: <AlertIcon />, color: 'red', autoClose: false, role: 'alert', closeButtonProps });
      },
      failed: (error) => {
        const problem = problemOf(error);
        const message = (
          <>
            <Text size="sm">{wayOn(problem, t(`errors:${problem.kind}.text`))}</Text>
            {problem.requestId !== null && <Text size="xs" c="dimmed">{t('common:requestId', { id: problem.requestId })}</Text>}
          </>
        );
        notifications.show({ title: t(`errors:${problem.kind}.title`), message, icon: <AlertIcon />, color: 'red', autoClose: false, role: 'alert', closeButtonProps });
      },
    };
  }, [t]);
}
