// One number or one address while it is typed. Invariant: Enter saves and Escape leaves everything as it was; when somebody was there
// first what was typed stays.
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { problemOf } from '../../problem.ts';
import { ChangedNotice } from './changed-notice.tsx';
import classes from './record.module.css';
import { useRecordEdit, type RecordData } from './use-record.ts';

interface PointInputProps {
  readonly record: RecordData;
  readonly of: 'emails' | 'phones';
  /** Null: a new one. */
  readonly present: string | null;
  readonly onDone: () => void;
}

const LIKELY = { emails: /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/u, phones: /^\+?[\d\s().-]{5,}(?:\s*ext\.?\s*\d+)?$/u } as const;

export function PointInput({ record, of, present, onDone }: PointInputProps): ReactElement {
  const { t } = useText();
  const notify = useNotify();
  const edit = useRecordEdit(record);
  const [text, setText] = useState(present ?? '');
  const [error, setError] = useState<unknown>(null);
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === present) return onDone();
    if (!LIKELY[of].test(typed)) return setWrong(true);
    edit.save({ [of]: { add: [typed], ...(present === null ? {} : { remove: [present] }) } }).then(() => {
      notify.done(t('record:edit.saved'));
      onDone();
    }, setError);
  };
  const problem = error === null ? null : problemOf(error);
  const refused = isWrong || problem?.status === 422;
  return (
    <form onSubmit={submit} noValidate onKeyDown={(event) => { if (event.key === 'Escape') onDone(); }}>
      <Stack gap="xs">
        {edit.changes !== null && <ChangedNotice changes={edit.changes} />}
        {problem !== null && problem.status !== 412 && problem.status !== 422 && <ErrorNotice error={error} />}
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            className={classes['grow'] ?? ''} type={of === 'emails' ? 'email' : 'tel'} autoComplete="off" data-autofocus autoFocus
            aria-label={t(of === 'emails' ? 'record:points.email' : 'record:points.phone')} value={text}
            onChange={(event) => { setText(event.currentTarget.value); setWrong(false); }}
            error={refused ? t(of === 'emails' ? 'record:points.badEmail' : 'record:points.badPhone') : null}
          />
          <Button type="submit" loading={edit.saving}>{t('common:save')}</Button>
          <Button variant="default" onClick={onDone}>{t('common:cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
