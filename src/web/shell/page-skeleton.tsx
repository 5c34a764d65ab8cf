// What a page looks like before its code is there.
import { Skeleton, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../i18n/language.ts';

export function PageSkeleton(): ReactElement {
  const { t } = useText();
  return (
    <Stack aria-busy="true" aria-label={t('common:loading')} role="status">
      <Skeleton height={28} width={220} />
      <Skeleton height={16} width={340} maw="100%" />
      <Skeleton height={220} mt="md" />
    </Stack>
  );
}
