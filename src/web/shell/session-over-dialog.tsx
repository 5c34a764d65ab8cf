// Says that the session is over, and how to sign in again without losing what stands on the page.
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router';
import { useText } from '../i18n/language.ts';
import { useOutside } from '../outside.ts';
import { SESSION } from '../session.ts';

export default function SessionOverDialog(): ReactElement {
  const { t } = useText();
  const { api, signedOut } = useOutside();
  const { pathname, search } = useLocation();
  const login = (returnTo: string): string => api.href(SESSION.login, { returnTo });
  return (
    <Modal opened onClose={() => signedOut.set(false)} title={t('shell:sessionOver.title')} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <Stack>
        <Text>{t('shell:sessionOver.text')}</Text>
        <Group>
          <Button component="a" href={login('/')} target="_blank" rel="noopener">{t('shell:sessionOver.newTab')}</Button>
          <Button component="a" href={login(pathname + search)} variant="default">{t('shell:sessionOver.here')}</Button>
          <Button variant="subtle" onClick={() => signedOut.set(false)}>{t('shell:sessionOver.back')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
