// A new person of an account. Invariant: whoever is known already, by an e-mail address, is opened instead of made twice.
import { Alert, Anchor, Button, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { generatePath, Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { problemOf } from '../../problem.ts';
import { aboutFields } from './use-record.ts';

interface Values extends Record<string, unknown> {
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string;
  readonly emails: string;
  readonly phones: string;
}

export function AddContact({ account }: { readonly account: string }): ReactElement {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="light" onClick={() => setOpen(true)}>{t('record:people.add')}</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('record:people.add')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <AddForm account={account} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function AddForm({ account, onDone }: { readonly account: string; readonly onDone: () => void }): ReactElement {
  const { t } = useText();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  const [existing, setExisting] = useState<string | null>(null);
  const served = useServerForm<Values, unknown>({
    initial: { firstName: '', lastName: '', jobTitle: '', emails: '', phones: '' },
    required: ['firstName', 'lastName'],
    send: async ({ firstName, lastName, jobTitle, emails, phones }) => {
      setExisting(null);
      const fields = { account, firstName, lastName, ...(jobTitle.trim() && { jobTitle }), ...(emails.trim() && { emails: { add: [emails] } }), ...(phones.trim() && { phones: { add: [phones] } }) };
      await api.act(CONTRACTS.addContact, { body: { fields } }).catch((error: unknown) => {
        const { code, about } = problemOf(error);
        if (code === 'exists-already' && about !== undefined) setExisting(about);
        throw aboutFields(error);
      });
    },
    onSaved: () => {
      notify.done(t('record:people.added'));
      void queries.invalidateQueries({ queryKey: ['account-contacts', account] });
      onDone();
    },
  });
  const { form } = served;
  return (
    <Stack>
      {existing !== null && (
        <Alert color="yellow" variant="light" title={t('record:people.exists')}>
          <Anchor component={Link} to={generatePath('/contacts/:id', { id: existing })} size="sm">{t('record:people.openExisting')}</Anchor>
        </Alert>
      )}
      <ServerFormFrame of={existing === null ? served : { ...served, error: null }} saveLabel={t('record:people.add')} onCancel={onDone}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t('record:people.firstName')} required {...form.getInputProps('firstName')} />
          <TextInput label={t('record:people.lastName')} required {...form.getInputProps('lastName')} />
        </SimpleGrid>
        <TextInput label={t('record:people.jobTitle')} {...form.getInputProps('jobTitle')} />
        <TextInput label={t('record:points.email')} type="email" {...form.getInputProps('emails')} />
        <TextInput label={t('record:points.phone')} type="tel" {...form.getInputProps('phones')} />
      </ServerFormFrame>
    </Stack>
  );
}
