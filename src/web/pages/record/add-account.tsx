// A new account. Invariant: one that is known already, by its business ID or its domain, is opened instead of made twice.
import { Alert, Anchor, Button, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { generatePath, Link, useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { problemOf } from '../../problem.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { aboutFields } from './use-record.ts';

interface Values extends Record<string, unknown> {
  readonly name: string;
  readonly businessId: string;
  readonly website: string;
  readonly city: string;
}

export function AddAccount(): ReactElement | null {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  if (!may(useSession(), { changes: ['accounts'] })) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('record:account.add')}</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('record:account.add')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <AddForm onCancel={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function AddForm({ onCancel }: { readonly onCancel: () => void }): ReactElement {
  const { t } = useText();
  const [api, notify, navigate] = [useApi(), useNotify(), useNavigate()];
  const [existing, setExisting] = useState<string | null>(null);
  const served = useServerForm<Values, { readonly id: string }>({
    initial: { name: '', businessId: '', website: '', city: '' },
    required: ['name'],
    send: (values) => {
      setExisting(null);
      const fields = Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' && value.trim() !== '' ? [[name, value]] : [])));
      return api.act(CONTRACTS.addAccount, { body: { fields } }).catch((error: unknown) => {
        const { code, about } = problemOf(error);
        if (code === 'exists-already' && about !== undefined) setExisting(about);
        throw aboutFields(error);
      });
    },
    onSaved: ({ id }) => {
      notify.done(t('record:account.added'));
      void navigate(generatePath('/accounts/:id', { id }));
    },
  });
  const { form } = served;
  return (
    <Stack>
      {existing !== null && (
        <Alert color="yellow" variant="light" title={t('record:account.exists')}>
          <Anchor component={Link} to={generatePath('/accounts/:id', { id: existing })} size="sm">{t('record:account.openExisting')}</Anchor>
        </Alert>
      )}
      <ServerFormFrame of={existing === null ? served : { ...served, error: null }} saveLabel={t('record:account.add')} onCancel={onCancel}>
        <TextInput label={t('record:account.name')} required {...form.getInputProps('name')} />
        <TextInput label={t('record:account.businessId')} {...form.getInputProps('businessId')} />
        <TextInput label={t('record:account.website')} {...form.getInputProps('website')} />
        <TextInput label={t('record:account.city')} {...form.getInputProps('city')} />
      </ServerFormFrame>
    </Stack>
  );
}
