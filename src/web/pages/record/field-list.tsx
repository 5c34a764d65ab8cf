// The fields of a record, one under the other: what each is called, what it holds, where it lives. Invariant: a field with something to
// say is never hidden; empty ones are, until they are asked for.
import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactElement, type ReactNode } from 'react';
import { generatePath, Link } from 'react-router';
import { useText } from '../../i18n/language.ts';
import { FieldPlace } from './field-place.tsx';
import classes from './record.module.css';
import type { RecordData, RecordField } from './use-record.ts';
import { isEmpty, isSet, keysOf, useValueText } from './value-text.ts';

interface FieldListProps {
  readonly record: RecordData;
  /** Fields that stand elsewhere on the page. */
  readonly without?: readonly string[];
  readonly action?: ReactNode;
}

const NONE: readonly string[] = [];

export function FieldList({ record, without = NONE, action }: FieldListProps): ReactElement {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const fields = record.fields.filter(({ name }) => !without.includes(name));
  const telling = fields.filter((field) => !isEmpty(field.now) || field.isConflict || field.isIncoming || field.places.some(({ state }) => state === 'coming' || state === 'held'));
  const shown = all ? fields : telling;
  return (
    <Card component="section" aria-labelledby="record-fields">
      <Group justify="space-between" mb="xs"><Title order={2} id="record-fields">{t('record:fields.title')}</Title>{action}</Group>
      <dl className={classes['fields']}>{shown.map((field) => <FieldRow key={field.name} field={field} linked={record.kept} />)}</dl>
      {telling.length < fields.length && <Group mt="xs"><Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>{all ? t('record:fields.filled') : t('record:fields.all')}</Button></Group>}
    </Card>
  );
}

function FieldRow({ field, linked }: { readonly field: RecordField; readonly linked: boolean }): ReactElement {
  const { language } = useText();
  return (
    <div className={classes['field']}>
      <Text component="dt" size="sm" c="dimmed">{field.label[language]}</Text>
      <Stack component="dd" gap={2} m={0}>
        <FieldValue field={field} linked={linked} />
        <FieldPlace field={field} />
      </Stack>
    </div>
  );
}

const PATHS: Readonly<Record<string, string>> = { account: '/accounts/:id', contact: '/contacts/:id', salesCase: '/sales-cases/:id' };

/** @param linked its references are ids of ours */
export function FieldValue({ field, linked }: { readonly field: RecordField; readonly linked: boolean }): ReactElement {
  const { t } = useText();
  const valueText = useValueText();
  const text = valueText(field, field.now);
  const path = field.target === null ? undefined : PATHS[field.target];
  if (text === null) return <Text size="sm" c="dimmed" fs="italic">{t('record:fields.empty')}</Text>;
  if (linked && path !== undefined) {
    const ids = isSet(field.now) ? keysOf(field.now) : typeof field.now === 'string' ? [field.now] : [];
    return <Group gap={8}>{ids.map((id) => <Anchor key={id} component={Link} size="sm" to={generatePath(path, { id })}>{field.called.find((one) => one.id === id)?.label ?? id}</Anchor>)}</Group>;
  }
  return <Text size="sm" className={classes['words'] ?? ''}>{text}</Text>;
}
