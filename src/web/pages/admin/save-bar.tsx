// What has been changed and is not saved yet, with the two ways on.
import { Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import type { SettingDraft } from './use-settings.ts';
import classes from './settings.module.css';

export function SaveBar({ draft }: { readonly draft: SettingDraft }): ReactElement | null {
  const { t } = useText();
  const { changes, failure, isSaving, save, discard } = draft;
  if (changes.size === 0) return null;
  return (
    <div className={classes['bar']}>
      {failure !== null && <ErrorNotice error={failure} />}
      <Group mt={failure === null ? 0 : 'xs'}>
        <Button loading={isSaving} onClick={save}>{t('settings:save')}</Button>
        <Button variant="default" disabled={isSaving} onClick={discard}>{t('settings:discard')}</Button>
        <Text size="sm" c="dimmed" role="status">{t('settings:unsaved', { count: changes.size })}</Text>
      </Group>
    </div>
  );
}
