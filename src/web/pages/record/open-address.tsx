// Opening an address to mail again: a consent, with where it is known from and since when.
import { Modal, Stack, Text, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText } from '../../i18n/language.ts';
import { ChangedNotice } from './changed-notice.tsx';
import { useRecordEdit, type RecordData } from './use-record.ts';

interface OpenAddressProps {
  readonly record: RecordData;
  readonly address: string;
  readonly onDone: () => void;
}

interface Values extends Record<string, unknown> {
  readonly source: string;
  readonly on: string | null;
}

export function OpenAddress({ record, address, onDone }: OpenAddressProps): ReactElement {
  const { t } = useText();
  const edit = useRecordEdit(record);
  const served = useServerForm<Values, unknown>({
    initial: { source: '', on: null },
    required: ['source', 'on'],
    send: ({ source, on }) => edit.save({ optOuts: { remove: [address] } }, { source: source.trim(), on: on ?? '' }),
    onSaved: onDone,
  });
  const { form } = served;
  return (
    <Modal opened onClose={onDone} title={t('record:points.openTitle', { address })} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        <Text size="sm">{t('record:points.openText')}</Text>
        {edit.changes !== null && <ChangedNotice changes={edit.changes} />}
        <ServerFormFrame of={edit.changes === null ? served : { ...served, error: null }} saveLabel={t('record:points.open')} onCancel={onDone}>
          <TextInput label={t('record:points.openSource')} description={t('record:points.openSourceHint')} required {...form.getInputProps('source')} />
          <PlainDateInput label={t('record:points.openOn')} required {...form.getInputProps('on')} />
        </ServerFormFrame>
      </Stack>
    </Modal>
  );
}
