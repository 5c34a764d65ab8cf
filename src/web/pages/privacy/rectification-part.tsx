// What a person asked to have put right, and what was done. Invariant: a note is never changed: a wrong one is followed by a right one.
import { Button, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { SectionCard } from '../record/section-card.tsx';
import { usePersonChanged, type PersonData } from './use-person.ts';

export function RectificationPart({ person: { id, rectifications } }: { readonly person: PersonData }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const mayChange = may(useSession(), { changes: ['restrictions'] });
  const [adding, setAdding] = useState(false);
  return (
    <SectionCard title={t('rights:person.rectification')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{t('rights:person.rectificationText')}</Text>
        {rectifications.length === 0 && <Text size="sm">{t('rights:person.noRectification')}</Text>}
        <List size="sm" spacing="xs" listStyleType="none">
          {rectifications.map(({ id: note, asked, done, by, at }) => (
            <List.Item key={note}>
              <Text size="sm"><b>{t('rights:person.asked')}:</b> {asked}</Text>
              <Text size="sm"><b>{t('rights:person.done')}:</b> {done}</Text>
              <Text size="xs" c="dimmed">{t('rights:person.by', { by, at: instant(at) })}</Text>
            </List.Item>
          ))}
        </List>
        {mayChange && <div><Button variant="default" onClick={() => setAdding(true)}>{t('rights:person.addRectification')}</Button></div>}
        {adding && <Note id={id} onClose={() => setAdding(false)} />}
      </Stack>
    </SectionCard>
  );
}

function Note({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const changed = usePersonChanged();
  const of = useServerForm({
    initial: { asked: '', done: '' },
    required: ['asked', 'done'],
    send: (body) => api.act(CONTRACTS.addRectification, { params: { id }, body }),
    onSaved: () => {
      changed();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('rights:person.addRectification')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <ServerFormFrame of={of} onCancel={onClose}>
        <Textarea label={t('rights:person.asked')} autosize minRows={2} maxLength={2000} data-autofocus {...of.form.getInputProps('asked')} />
        <Textarea label={t('rights:person.done')} autosize minRows={2} maxLength={2000} {...of.form.getInputProps('done')} />
      </ServerFormFrame>
    </Modal>
  );
}
