// What a contact's page says of the person's rights: that processing is restricted, and on what ground they are kept. Invariant: a ground is
// recorded with its source and the day since which it holds.
import { Alert, Anchor, Button, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { generatePath, Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { LEGAL_BASES } from '../../../api/contract/restrictions.ts';
import { AlertIcon } from '../../components/icons.tsx';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { dayIn } from '../../format/format.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { basisWord } from '../privacy/basis-words.ts';
import { BasisList } from '../privacy/person-bases.tsx';
import { SectionCard } from './section-card.tsx';

function useRights(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ['contact-rights', id], queryFn: ({ signal }) => api.ask(CONTRACTS.contactRights, { params: { id }, signal }) });
}

/** Says so above everything else on the page. */
export function RestrictedNotice({ id }: { readonly id: string }): ReactElement | null {
  const { t } = useText();
  const { instant } = useFormat();
  const restricted = useRights(id).data?.restricted ?? null;
  if (restricted === null) return null;
  return <Alert color="yellow" icon={<AlertIcon />} mb="md" title={t('rights:contact.restricted')}>{t('rights:contact.restrictedText', { at: instant(restricted.at), by: restricted.by })}</Alert>;
}

/** Recorded by whoever may change contacts. */
export function LegalBasisCard({ id }: { readonly id: string }): ReactElement | null {
  const { t } = useText();
  const rights = useRights(id);
  const session = useSession();
  const [adding, setAdding] = useState(false);
  if (rights.data === undefined) return null;
  const { bases, legalBases, required, restricted } = rights.data;
  const mayChange = restricted === null && may(session, { changes: ['contacts'] });
  return (
    <SectionCard title={t('rights:contact.basis')} {...(mayChange && { action: <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>{t('rights:contact.add')}</Button> })}>
      <Stack gap="xs">
        {bases.length === 0 && <Text size="sm" c="dimmed">{t('rights:contact.none')}{required && ` ${t('rights:contact.needed')}`}</Text>}
        {bases.length > 0 && <BasisList bases={bases} legalBases={legalBases} {...(mayChange && { deed: (basis: string) => <End id={id} basis={basis} /> })} />}
      </Stack>
      {may(session, { reads: ['accessLog'] }) && <Anchor component={Link} to={generatePath('/privacy/persons/:id', { id })} size="sm" mt="xs" display="block">{t('rights:contact.whoSaw')}</Anchor>}
      {adding && <Add id={id} onClose={() => setAdding(false)} />}
    </SectionCard>
  );
}

function useChanged(id: string): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['contact-rights', id] });
    void queries.invalidateQueries({ queryKey: ['record', 'contact', id] });
  };
}

function Add({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const { timeZone } = useFormat();
  const today = dayIn(timeZone, new Date(useNow()).toISOString());
  const api = useApi();
  const changed = useChanged(id);
  const of = useServerForm({
    initial: { basis: null as (typeof LEGAL_BASES)[number] | null, source: '', on: today as string | null },
    required: ['basis', 'source', 'on'],
    check: ({ on }) => (on !== null && on > today ? { on: t('rights:contact.future') } : {}),
    send: ({ basis, source, on }) => api.act(CONTRACTS.addLegalBasis, { params: { id }, body: { basis: basis ?? 'Not applicable', source, on: on ?? today } }),
    onSaved: () => {
      changed();
      onClose();
    },
  });
  const { form } = of;
  return (
    <Modal opened onClose={onClose} title={t('rights:contact.add')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <ServerFormFrame of={of} onCancel={onClose}>
        <Select label={t('rights:contact.kind')} data={LEGAL_BASES.map((value) => ({ value, label: basisWord(t, value) }))} allowDeselect={false} data-autofocus {...form.getInputProps('basis')} />
        <Textarea label={t('rights:contact.source')} description={t('rights:contact.sourceHint')} autosize minRows={2} maxLength={2000} {...form.getInputProps('source')} />
        <PlainDateInput label={t('rights:contact.on')} value={form.values.on} onChange={(value) => form.setFieldValue('on', value)} error={form.errors['on']} />
      </ServerFormFrame>
    </Modal>
  );
}

function End({ id, basis }: { readonly id: string; readonly basis: string }): ReactElement {
  const { t } = useText();
  const [api, notify, confirm] = [useApi(), useNotify(), useConfirm()];
  const changed = useChanged(id);
  const word = basisWord(t, basis);
  const end = useMutation({ mutationFn: () => api.act(CONTRACTS.endLegalBasis, { params: { id }, body: { basis } }), onSuccess: changed, onError: notify.failed });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('rights:contact.ask', { basis: word }), text: t('rights:contact.askText'), yes: t('rights:contact.end') })) end.mutate();
  };
  return <Button size="compact-xs" variant="subtle" aria-label={t('rights:contact.endOne', { basis: word })} loading={end.isPending} onClick={() => void ask()}>{t('rights:contact.end')}</Button>;
}
