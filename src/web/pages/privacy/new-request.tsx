// Receiving a request to be forgotten. Invariant: what is told afterwards is the same whether anybody is known or not.
import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { dayIn } from '../../format/format.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { usePickedBefore } from './person-deeds.tsx';
import { NOBODY, subjectFaults, SubjectFields, subjectSent } from './subject-fields.tsx';

export default function NewRequest(): ReactElement {
  const { t } = useText();
  const { timeZone } = useFormat();
  const today = dayIn(timeZone, new Date(useNow()).toISOString());
  const [api, navigate, notify, queries] = [useApi(), useNavigate(), useNotify(), useQueryClient()];
  const before = usePickedBefore();
  const of = useServerForm({
    initial: { ...NOBODY, link: before?.link ?? '', receivedOn: today as string | null },
    check: (values) => ({ ...subjectFaults(t, values), receivedOn: values.receivedOn !== null && values.receivedOn > today ? t('privacy:add.later') : null }),
    send: ({ receivedOn, ...subject }) => api.act(CONTRACTS.addErasure, { body: { ...subjectSent(subject), ...(receivedOn !== null && { receivedOn }) } }),
    onSaved: ({ id, existed }) => {
      void queries.invalidateQueries({ queryKey: [CONTRACTS.erasures.path] });
      if (existed) notify.done(t('privacy:add.existed'));
      void navigate(`/privacy/requests/${id}`);
    },
  });
  const { form } = of;
  return (
    <>
      <PageHeader text={t('privacy:add.text')} />
      <Stack maw={860}>
        <ServerFormFrame of={of} saveLabel={t('privacy:add.save')} onCancel={() => void navigate('/privacy/requests')}>
          <SubjectFields form={form} contract={CONTRACTS.findSubject} before={before} />
          <PlainDateInput label={t('privacy:add.received')} description={t('privacy:add.receivedHint')} value={form.values.receivedOn} onChange={(value) => form.setFieldValue('receivedOn', value)} error={form.errors['receivedOn']} />
        </ServerFormFrame>
      </Stack>
    </>
  );
}
