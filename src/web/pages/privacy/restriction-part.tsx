// Whether processing of a person's data is restricted: restricting it, lifting it, and what was before. Invariant: both take a reason.
import { Alert, Button, List, Modal, Stack, Text, Textarea } from '@mantine/core';
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

export function RestrictionPart({ person: { id, restrictions } }: { readonly person: PersonData }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const mayChange = may(useSession(), { changes: ['restrictions'] });
  const [asking, setAsking] = useState(false);
  const standing = restrictions.find(({ lifted }) => lifted === null);
  const over = restrictions.filter(({ lifted }) => lifted !== null);
  return (
    <SectionCard title={t('rights:person.restriction')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{t('rights:person.restrictionText')}</Text>
        {standing === undefined
          ? <Text size="sm">{t('rights:person.notRestricted')}</Text>
          : <Alert color="yellow" title={t('rights:person.standing')}>{t('rights:person.standingSince', { at: instant(standing.at), by: standing.by, reason: standing.reason })}</Alert>}
        {mayChange && <div><Button variant={standing === undefined ? 'default' : 'filled'} onClick={() => setAsking(true)}>{t(standing === undefined ? 'rights:person.restrict' : 'rights:person.lift')}</Button></div>}
        {over.length > 0 && (
          <details>
            <Text component="summary" size="sm">{t('rights:person.earlier')}</Text>
            <List size="sm" mt="xs">
              {over.map((one) => <List.Item key={one.id}>{t('rights:person.wasRestricted', { from: instant(one.at), until: instant(one.lifted?.at ?? ''), by: one.by, reason: one.reason, liftedBy: one.lifted?.by ?? '', liftReason: one.lifted?.reason ?? '' })}</List.Item>)}
            </List>
          </details>
        )}
        {asking && <Reason id={id} lifting={standing !== undefined} onClose={() => setAsking(false)} />}
      </Stack>
    </SectionCard>
  );
}

function Reason({ id, lifting, onClose }: { readonly id: string; readonly lifting: boolean; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const changed = usePersonChanged();
  const of = useServerForm({
    initial: { reason: '' },
    required: ['reason'],
    send: ({ reason }) => api.act(lifting ? CONTRACTS.liftRestriction : CONTRACTS.restrictPerson, { params: { id }, body: { reason } }),
    onSaved: () => {
      changed();
      onClose();
    },
  });
  const title = t(lifting ? 'rights:person.lift' : 'rights:person.restrict');
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <ServerFormFrame of={of} saveLabel={title} onCancel={onClose}>
        <Textarea label={t('rights:person.reason')} description={t(lifting ? 'rights:person.liftReason' : 'rights:person.restrictReason')} autosize minRows={3} maxLength={2000} data-autofocus {...of.form.getInputProps('reason')} />
      </ServerFormFrame>
    </Modal>
  );
}
