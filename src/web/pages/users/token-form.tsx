// Making a service token. Invariant: the token is shown once, in this dialog, which does not close by accident while it is there.
import { Alert, Button, CopyButton, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { CheckIcon } from '../../components/icons.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import type { Roles } from './role-badges.tsx';

type Made = ReturnType<typeof CONTRACTS.addToken.answer.parse>;

const USUAL_DAYS = '90';
const MOST_DAYS = 3650;

export function TokenForm({ roles, onClose }: { readonly roles: Roles | undefined; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal opened onClose={onClose} size="lg" title={t('users:tokens.addTitle')} closeOnClickOutside={made === null} closeOnEscape={made === null} withCloseButton={made === null} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {made === null ? <Form roles={roles} onMade={setMade} onClose={onClose} /> : <Shown made={made} onClose={onClose} />}
    </Modal>
  );
}

function Form({ roles, onMade, onClose }: { readonly roles: Roles | undefined; readonly onMade: (made: Made) => void; readonly onClose: () => void }): ReactElement {
  const { t, language } = useText();
  const api = useApi();
  const queries = useQueryClient();
  const of = useServerForm({
    initial: { name: '', roles: [] as string[], days: USUAL_DAYS },
    required: ['name', 'roles', 'days'],
    check: ({ days }) => ({ days: /^\d+$/u.test(days.trim()) && Number(days) >= 1 && Number(days) <= MOST_DAYS ? null : t('users:tokens.badDays') }),
    send: ({ name, roles: chosen, days }) => api.act(CONTRACTS.addToken, { body: { name, roles: chosen, days: Number(days) } }),
    onSaved: (answer) => {
      void queries.invalidateQueries({ queryKey: [CONTRACTS.tokens.path] });
      onMade(answer);
    },
  });
  const { form } = of;
  return (
    <ServerFormFrame of={of} saveLabel={t('users:tokens.make')} onCancel={onClose}>
      <TextInput label={t('users:tokens.name')} description={t('users:tokens.nameHint')} autoComplete="off" maxLength={100} data-autofocus {...form.getInputProps('name')} />
      <MultiSelect label={t('users:tokens.roles')} description={t('users:tokens.rolesHint')} data={(roles?.roles ?? []).map(({ name, label }) => ({ value: name, label: label[language] }))} {...form.getInputProps('roles')} />
      <TextInput label={t('users:tokens.days')} description={t('users:tokens.daysHint')} inputMode="numeric" maw={200} {...form.getInputProps('days')} />
    </ServerFormFrame>
  );
}

function Shown({ made: { token, expiresAt }, onClose }: { readonly made: Made; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const { instantDate } = useFormat();
  return (
    <Stack>
      <Alert icon={<CheckIcon />} title={t('users:tokens.made')} role="status"><Text size="sm">{t('users:tokens.madeText', { until: instantDate(expiresAt) })}</Text></Alert>
      <TextInput label={t('users:tokens.token')} value={token} readOnly ff="monospace" onFocus={(event) => event.currentTarget.select()} data-autofocus />
      <Group>
        <CopyButton value={token}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t('users:tokens.copied') : t('users:tokens.copy')}</Button>}</CopyButton>
        <Button onClick={onClose}>{t('users:tokens.done')}</Button>
      </Group>
    </Stack>
  );
}
