// The dialog of a question (confirm.tsx). Invariant: closing it in any other way than by its button means no.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/language.ts';
import type { Question } from './question.ts';

interface ConfirmDialogProps {
  readonly question: Question;
  readonly isShown: boolean;
  readonly onAnswer: (yes: boolean) => void;
}

/** A question may be asked from a drawer or a dialog, which stand at 200. */
const ABOVE_DRAWERS = 250;

export default function ConfirmDialog({ question, isShown, onAnswer }: ConfirmDialogProps): ReactElement {
  return (
    <Modal opened={isShown} onClose={() => onAnswer(false)} title={question.title} withCloseButton={false} zIndex={ABOVE_DRAWERS}>
      <Answer question={question} onAnswer={onAnswer} />
    </Modal>
  );
}

function Answer({ question: { text, yes, dangerous = false, word }, onAnswer }: Pick<ConfirmDialogProps, 'question' | 'onAnswer'>): ReactElement {
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
