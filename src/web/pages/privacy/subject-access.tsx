// Everything that is known of one person, made for them to be handed over. Invariants: who it is about is sent in a body; the file is held by
// this page alone, and is gone with it.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { AlertIcon, CheckIcon, DownloadIcon } from '../../components/icons.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { ApiError, problemOf } from '../../problem.ts';
import { IdentityWays, type IdentityWay } from './identity-ways.tsx';
import { usePickedBefore } from './person-deeds.tsx';
import { useCalled } from './request-words.ts';
import { NOBODY, subjectFaults, SubjectFields, subjectSent } from './subject-fields.tsx';

type Export = ReturnType<typeof CONTRACTS.exportSubject.answer.parse>;

export default function SubjectAccess(): ReactElement {
  const { t } = useText();
  const [made, setMade] = useState<Export | null>(null);
  return (
    <>
      <PageHeader text={t('privacy:access.text')} />
      <Stack maw={860}>{made === null ? <Form onMade={setMade} /> : <Made made={made} onAnother={() => setMade(null)} />}</Stack>
    </>
  );
}

function Form({ onMade }: { readonly onMade: (made: Export) => void }): ReactElement {
  const { t, language } = useText();
  const api = useApi();
  const before = usePickedBefore();
  const of = useServerForm({
    initial: { ...NOBODY, link: before?.link ?? '', how: null as IdentityWay | null },
    required: ['how'],
    check: (values) => subjectFaults(t, values),
    send: async ({ how, ...subject }) => {
      try {
        return await api.act(CONTRACTS.exportSubject, { body: { ...subjectSent(subject), how: how ?? 'knownOtherwise', language } });
      } catch (error) {
        const problem = problemOf(error);
        throw problem.code === 'which-person' ? new ApiError({ ...problem, kind: 'invalid', fields: [{ field: 'email', code: null, params: {}, message: t('privacy:clash.which-person') }] }, error) : error;
      }
    },
    onSaved: onMade,
  });
  const { form, saving } = of;
  return (
    <ServerFormFrame of={of} saveLabel={t('privacy:access.make')}>
      <SubjectFields form={form} contract={CONTRACTS.findForExport} before={before} />
      <Text size="sm">{t('privacy:access.identityText')}</Text>
      <IdentityWays value={form.values.how} onChange={(how) => form.setFieldValue('how', how)} error={(form.errors['how'] as string | undefined) ?? null} />
      {saving && <Text size="sm" role="status">{t('privacy:access.making')}</Text>}
    </ServerFormFrame>
  );
}

function Made({ made: { id, found, missing, json, html }, onAnother }: { readonly made: Export; readonly onAnother: () => void }): ReactElement {
  const { t } = useText();
  const { list } = useFormat();
  const called = useCalled();
  return (
    <>
      <Alert icon={<CheckIcon />} title={t('privacy:access.made')} role="status"><Text size="sm">{found === 0 ? t('privacy:access.nothing') : t('privacy:access.madeText', { count: found })} {t('privacy:access.keep')}</Text></Alert>
      {missing.length > 0 && <Alert color="yellow" icon={<AlertIcon />}>{t('privacy:access.missing', { list: list(missing.map(called.system)) })}</Alert>}
      <Group>
        <Button leftSection={<DownloadIcon size={16} />} onClick={() => download(`subject-${id.slice(0, 8)}.html`, 'text/html;charset=utf-8', html)}>{t('privacy:access.html')}</Button>
        <Button variant="default" leftSection={<DownloadIcon size={16} />} onClick={() => download(`subject-${id.slice(0, 8)}.json`, 'application/json', json)}>{t('privacy:access.json')}</Button>
        <Button variant="subtle" onClick={onAnother}>{t('privacy:access.another')}</Button>
      </Group>
    </>
  );
}

/** From the page's own memory: the file was answered to a call, and has no address. */
function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
