// How a person is reached: numbers and addresses, each edited where it stands, and whether an address may be written to. Invariant: to
// shut an address takes one click; to open it again takes a source and a day.
import { ActionIcon, Badge, Button, Card, Group, Stack, Switch, Text, Title, Tooltip } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { CrossIcon, PencilIcon } from '../../components/icons.tsx';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import rows from '../../components/ruled-list.module.css';
import { useText } from '../../i18n/language.ts';
import { OpenAddress } from './open-address.tsx';
import { FieldPlace } from './field-place.tsx';
import { PointInput } from './point-input.tsx';
import classes from './record.module.css';
import { useRecordEdit, type RecordData, type RecordField } from './use-record.ts';
import { keysOf } from './value-text.ts';

interface PointsCardProps {
  readonly record: RecordData;
  readonly of: 'emails' | 'phones';
}

export function PointsCard({ record, of }: PointsCardProps): ReactElement | null {
  const { t } = useText();
  /** The element that is edited; '' a new one. */
  const [editing, setEditing] = useState<string | null>(null);
  const [seen, setSeen] = useState(record);
  const field = record.fields.find(({ name }) => name === of);
  if (field === undefined) return null;
  const begin = (key: string): void => {
    setSeen(record);
    setEditing(key);
  };
  const points = keysOf(field.now);
  return (
    <Card component="section" aria-labelledby={`points-${of}`}>
      <Group justify="space-between" mb={4}><Title order={2} id={`points-${of}`}>{t(`record:points.${of}`)}</Title><FieldPlace field={field} /></Group>
      {points.length === 0 && <Text size="sm" c="dimmed">{t(of === 'emails' ? 'record:points.noEmails' : 'record:points.noPhones')}</Text>}
      <ul className={rows['list']}>
        {points.map((key) => (
          <li key={key}>
            {editing === key
              ? <PointInput record={seen} of={of} present={key} onDone={() => setEditing(null)} />
              : <PointRow record={record} field={field} point={key} onEdit={() => begin(key)} />}
          </li>
        ))}
      </ul>
      {editing === '' && <PointInput record={seen} of={of} present={null} onDone={() => setEditing(null)} />}
      {field.editable && editing === null && <Group mt="xs"><Button size="compact-sm" variant="light" onClick={() => begin('')}>{t(of === 'emails' ? 'record:points.addEmail' : 'record:points.addPhone')}</Button></Group>}
    </Card>
  );
}

interface PointRowProps {
  readonly record: RecordData;
  readonly field: RecordField;
  readonly point: string;
  readonly onEdit: () => void;
}

function PointRow({ record, field, point, onEdit }: PointRowProps): ReactElement {
  const { t } = useText();
  const [confirm, notify] = [useConfirm(), useNotify()];
  const edit = useRecordEdit(record);
  const isEmail = field.name === 'emails';
  const remove = async (): Promise<void> => {
    if (!(await confirm({ title: t('record:points.remove', { what: point }), text: t('record:edit.hint'), yes: t('record:points.remove', { what: point }), dangerous: true }))) return;
    await edit.save({ [field.name]: { remove: [point] } }).then(() => notify.done(t('record:edit.saved')), notify.failed);
  };
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
      <Stack gap={4} className={classes['grow'] ?? ''}>
        <Text fw={550}>{point}</Text>
        {isEmail && <MayMail record={record} address={point} />}
      </Stack>
      {field.editable && (
        <Group gap={4} wrap="nowrap">
          <Tooltip label={t('record:points.edit', { what: point })}><ActionIcon variant="subtle" aria-label={t('record:points.edit', { what: point })} onClick={onEdit}><PencilIcon size={16} /></ActionIcon></Tooltip>
          <Tooltip label={t('record:points.remove', { what: point })}><ActionIcon variant="subtle" color="gray" aria-label={t('record:points.remove', { what: point })} loading={edit.saving} onClick={() => void remove()}><CrossIcon size={16} /></ActionIcon></Tooltip>
        </Group>
      )}
    </Group>
  );
}

function MayMail({ record, address }: { readonly record: RecordData; readonly address: string }): ReactElement | null {
  const { t } = useText();
  const notify = useNotify();
  const edit = useRecordEdit(record);
  const [opening, setOpening] = useState<RecordData | null>(null);
  const field = record.fields.find(({ name }) => name === 'optOuts');
  if (field === undefined) return null;
  const isOpen = !keysOf(field.now).includes(address);
  const shut = (): void => void edit.save({ optOuts: { add: [address] } }).then(() => notify.done(t('record:edit.saved')), notify.failed);
  return (
    <>
      {field.editable
        ? <Switch size="xs" checked={isOpen} disabled={edit.saving} aria-label={t('record:points.mayMailTo', { address })} label={isOpen ? t('record:points.mayMail') : t('record:points.notMail')} onChange={() => (isOpen ? shut() : setOpening(record))} />
        : <Badge size="sm" color={isOpen ? 'green' : 'gray'}>{isOpen ? t('record:points.mayMail') : t('record:points.notMail')}</Badge>}
      {(field.isConflict || field.places.some(({ state }) => state === 'coming' || state === 'held')) && <FieldPlace field={field} />}
      {opening !== null && <OpenAddress record={opening} address={address} onDone={() => setOpening(null)} />}
    </>
  );
}
