// The frame of a form: what is wrong stands above it with the number of fields, the deeds below it. After a failed attempt the
// focus goes to the first field that is wrong.
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { AlertIcon } from '../components/icons.tsx';
import { ErrorNotice } from '../components/notices.tsx';
import { useText } from '../i18n/language.ts';
import type { ServerForm } from './use-server-form.ts';

interface ServerFormFrameProps<V extends Record<string, unknown>> {
  readonly of: ServerForm<V>;
  readonly children: ReactNode;
  readonly saveLabel?: string;
  readonly onCancel?: () => void;
}

export function ServerFormFrame<V extends Record<string, unknown>>({ of: { form, submit, saving, error, rest, failures }, children, saveLabel, onCancel }: ServerFormFrameProps<V>): ReactElement {
  const { t } = useText();
  const frame = useRef<HTMLFormElement>(null);
  const wrong = Object.keys(form.errors).length;
  useEffect(() => {
    if (failures > 0) frame.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failures]);
  return (
    <form ref={frame} onSubmit={submit} noValidate>
      <Stack>
        {error !== null && <ErrorNotice error={error} />}
        {wrong + rest.length > 0 && (
          <Alert color="red" variant="light" icon={<AlertIcon />} role="alert" title={wrong > 0 ? t('parts:form.errors', { count: wrong }) : t('errors:invalid.title')}>
            {rest.length > 0 && <List size="sm">{rest.map((message) => <List.Item key={message}>{message}</List.Item>)}</List>}
          </Alert>
        )}
        {children}
        <Group>
          <Button type="submit" loading={saving}>{saveLabel ?? t('common:save')}</Button>
          {onCancel && <Button variant="default" onClick={onCancel} disabled={saving}>{t('common:cancel')}</Button>}
          {form.isDirty() && !saving && <Text size="sm" c="dimmed">{t('parts:form.unsaved')}</Text>}
        </Group>
      </Stack>
    </form>
  );
}
