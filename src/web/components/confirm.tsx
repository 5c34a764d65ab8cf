// Asking before something that is hard to take back. Invariant: the question names what will happen, the button says the deed,
// and Escape means no.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { createContext, useCallback, useContext, useState, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n/language.ts';

export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** The deed, as on the button: "Delete the rule". */
  readonly yes: string;
  readonly dangerous?: boolean;
  /** A word to be typed first, for what cannot be undone. */
  readonly word?: string;
}

type Ask = (question: Question) => Promise<boolean>;
/** A question may be asked from a drawer or a dialog, which stand at 200. */
const ABOVE_DRAWERS = 250;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(false));

/** Asks the person, and waits for the answer. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

interface Open {
  readonly question: Question;
  readonly answer: (yes: boolean) => void;
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [open, setOpen] = useState<Open | null>(null);
  const [shown, setShown] = useState(false);
  const ask = useCallback<Ask>((question) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    setOpen({ question, answer: resolve });
    setShown(true);
    return promise;
  }, []);
  const answer = (yes: boolean): void => {
    open?.answer(yes);
    setShown(false);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      <Modal opened={shown} onClose={() => answer(false)} title={open?.question.title} withCloseButton={false} zIndex={ABOVE_DRAWERS}>
        {open && <Body question={open.question} onAnswer={answer} />}
      </Modal>
    </ConfirmContext>
  );
}

function Body({ question: { text, yes, dangerous = false, word }, onAnswer }: { readonly question: Question; readonly onAnswer: (yes: boolean) => void }): ReactElement {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const ready = word === undefined || typed.trim() === word;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (ready) onAnswer(true); }}>
      <Stack>
        <Text component="div">{text}</Text>
        {word !== undefined && <TextInput label={t('parts:confirm.type', { word })} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" data-autofocus />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus={word === undefined ? true : undefined}>{t('common:cancel')}</Button>
          <Button type="submit" disabled={!ready} {...(dangerous && { color: 'red.9' })}>{yes}</Button>
        </Group>
      </Stack>
    </form>
  );
}
