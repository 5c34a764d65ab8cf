// What happened, latest first, day by day in the workspace's zone.
import { Badge, Button, Group, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { dayIn } from '../format/format.ts';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';
import { EmptyNotice } from './notices.tsx';
import classes from './timeline-list.module.css';

export interface TimelineEvent {
  readonly id: string;
  /** An instant, or a plain date where only the day is known. */
  readonly at: string;
  /** What kind of thing it is, in a word: "Invoice". */
  readonly kind: string;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  /** A figure at the right: an amount. */
  readonly figure?: string;
}

interface TimelineListProps {
  /** Latest first. */
  readonly events: readonly TimelineEvent[];
  /** There are earlier ones. */
  readonly onMore?: () => void;
  readonly loadingMore?: boolean;
}

export function TimelineList({ events, onMore, loadingMore = false }: TimelineListProps): ReactElement {
  const { t } = useText();
  const { date, instantTime, timeZone } = useFormat();
  if (events.length === 0) return <EmptyNotice title={t('parts:timeline.empty')} />;
  const days = Map.groupBy(events, ({ at }) => (isInstant(at) ? dayIn(timeZone, at) : at));
  return (
    <div className={classes['timeline']}>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={t('parts:timeline.day', { day: date(day) })}>
          <Title order={3} className={classes['day'] ?? ''}>{date(day)}</Title>
          <ol className={classes['events']}>
            {ofDay.map(({ id, at, kind, title, text, figure }) => (
              <li key={id}>
                <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
                  <div>
                    <Group gap={8}><Badge size="sm">{kind}</Badge><Text fw={550} span>{title}</Text></Group>
                    {text !== undefined && <Text size="sm" c="dimmed" component="div">{text}</Text>}
                  </div>
                  <div className={classes['aside']}>
                    {figure !== undefined && <Text fw={550}>{figure}</Text>}
                    {isInstant(at) && <Text size="xs" c="dimmed" component="time" dateTime={at}>{instantTime(at)}</Text>}
                  </div>
                </Group>
              </li>
            ))}
          </ol>
        </section>
      ))}
      {onMore && <Button variant="default" onClick={onMore} loading={loadingMore}>{t('parts:timeline.more')}</Button>}
    </div>
  );
}

function isInstant(at: string): boolean {
  return at.includes('T');
}
