// How old a figure is: when what it is made of was last read, said exactly and at a glance.
import { Badge, Group, Text, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../i18n/language.ts';
import { useFormat, useNow } from '../outside.ts';

interface FreshnessProps {
  /** The instant the figure is known to be true at; null: never read. */
  readonly asOf: string | null;
  /** Older than this is marked as old. */
  readonly staleAfterSeconds?: number;
}

export function Freshness({ asOf, staleAfterSeconds = 3600 }: FreshnessProps): ReactElement {
  const { t } = useText();
  const { instant, ago } = useFormat();
  const now = useNow();
  if (asOf === null) return <Badge color="gray" size="sm">{t('parts:neverRead')}</Badge>;
  const stale = now - Date.parse(asOf) > staleAfterSeconds * 1000;
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Tooltip label={t('parts:asOf', { time: instant(asOf) })}>
        <Text component="time" dateTime={asOf} size="xs" c="dimmed" tabIndex={0}>{ago(asOf, now)}</Text>
      </Tooltip>
      {stale && <Badge color="yellow" size="sm">{t('parts:stale')}</Badge>}
    </Group>
  );
}
