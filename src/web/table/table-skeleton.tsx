// What the table looks like before its first rows are there: as high as it will be, so nothing jumps.
import { Group, Skeleton, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../i18n/language.ts';

export function TableSkeleton({ columns }: { readonly columns: number }): ReactElement {
  const { t } = useText();
  return (
    <Stack gap={14} py="sm" role="status" aria-label={t('table:loadingRows')}>
      {Array.from({ length: 10 }, (_, row) => (
        <Group key={row} wrap="nowrap" grow gap="xl">{Array.from({ length: Math.max(1, columns) }, (_, column) => <Skeleton key={column} height={18} />)}</Group>
      ))}
    </Stack>
  );
}
