// Somebody was there first: what they have changed, beside what this person has typed, which stays.
import { Alert, List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { AlertIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import type { Change } from './use-record.ts';
import { useValueText } from './value-text.ts';

export function ChangedNotice({ changes }: { readonly changes: readonly Change[] }): ReactElement {
  const { t, language } = useText();
  const valueText = useValueText();
  const textOf = (change: Change, which: 'before' | 'after'): string => valueText(change.field, change[which]) ?? t('record:fields.empty');
  return (
    <Alert color="yellow" variant="light" icon={<AlertIcon />} title={t('record:edit.changedTitle')} role="alert">
      <Text size="sm">{changes.length === 0 ? t('record:edit.changedNothing') : t('record:edit.changedText')}</Text>
      {changes.length > 0 && (
        <List size="sm" mt={4}>
          {changes.map((change) => <List.Item key={change.field.name}>{`${change.field.label[language]}: ${textOf(change, 'before')} → ${textOf(change, 'after')}`}</List.Item>)}
        </List>
      )}
    </Alert>
  );
}
