// Picking a known contact by words. Invariant: the words are sent in a body, never in an address; nothing is looked for before somebody asks.
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import classes from './privacy.module.css';

export interface Picked {
  readonly link: string;
  readonly name: string;
}

interface ContactPickerProps {
  readonly contract: typeof CONTRACTS.findSubject | typeof CONTRACTS.findForExport;
  readonly picked: Picked | null;
  readonly onPick: (contact: Picked | null) => void;
}

export function ContactPicker({ contract, picked, onPick }: ContactPickerProps): ReactElement {
  const { t } = useText();
  const [api, notify] = [useApi(), useNotify()];
  const [words, setWords] = useState('');
  const find = useMutation({ mutationFn: (q: string) => api.act(contract, { body: { q } }), onError: notify.failed });
  const ask = (): void => { if (words.trim() !== '') find.mutate(words.trim()); };
  if (picked !== null) {
    return (
      <Alert variant="light" role="status">
        <Group justify="space-between"><Text size="sm" fw={600}>{t('privacy:add.picked', { name: picked.name })}</Text><Button size="compact-sm" variant="default" onClick={() => onPick(null)}>{t('privacy:add.unpick')}</Button></Group>
      </Alert>
    );
  }
  const items = find.data?.items ?? [];
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        {/* Inside a form of its own page: Enter looks, and does not send that form. */}
        <TextInput className={classes['grow'] ?? ''} label={t('privacy:add.search')} description={t('privacy:add.searchText')} value={words} autoComplete="off" maxLength={200} onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); ask(); } }} />
        <Button variant="default" loading={find.isPending} onClick={ask} disabled={words.trim() === ''}>{t('privacy:add.find')}</Button>
      </Group>
      <div aria-live="polite">
        {find.data && <Text size="sm" c="dimmed">{items.length === 0 ? t('privacy:add.none') : t('privacy:add.found', { count: items.length })}</Text>}
        {find.data?.more === true && <Text size="sm" c="dimmed">{t('privacy:add.more')}</Text>}
      </div>
      {items.length > 0 && (
        <ul className={classes['people']}>
          {items.map(({ link, name, account, emails }) => (
            <li key={link}>
              <div className={classes['grow']}><Text size="sm" fw={600}>{name}</Text><Text size="xs" c="dimmed">{[account, ...emails].filter((part) => part !== null).join(' · ')}</Text></div>
              <Button size="compact-sm" variant="default" aria-label={t('privacy:add.pick', { name })} onClick={() => onPick({ link, name })}>{t('privacy:add.choose')}</Button>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
