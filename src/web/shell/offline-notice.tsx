// Says that there is no connection while there is none: what is on the screen may be old.
import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { OfflineIcon } from '../components/icons.tsx';
import { useText } from '../i18n/language.ts';

export function OfflineNotice(): ReactElement | null {
  const { t } = useText();
  const { online } = useNetwork();
  return online ? null : <Alert role="status" color="yellow" variant="light" icon={<OfflineIcon />} mb="md">{t('shell:offline')}</Alert>;
}
