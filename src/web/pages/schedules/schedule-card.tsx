// One schedule: what it does, when it comes next, what came of it last, and what can be done with it.
import { Anchor, Badge, Button, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { entityText, STATE_COLOURS } from '../runs/run-text.ts';
import { ASKED, type Schedule } from './schedule-text.ts';
import classes from './schedules.module.css';

const EVERY_ENTITY = 'all';

export function ScheduleCard({ schedule, onEdit }: { readonly schedule: Schedule; readonly onEdit: () => void }): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const { name, job, text, cron, jitterSeconds, paused, changed, entity, side } = schedule;
  return (
    <Card component="section" aria-label={t(`schedules:job.${job}.title`)}>
      <Stack gap="sm" h="100%">
        <div>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={2}>{t(`schedules:job.${job}.title`)}</Title>
            {paused ? <Badge color="yellow" miw="fit-content">{t('schedules:paused')}</Badge> : <Text size="xs" c="dimmed">{name}</Text>}
          </Group>
          <Text size="sm" c="dimmed">{t(`schedules:job.${job}.text`)}</Text>
          {side !== 'both' && <Text size="sm">{t(`schedules:only.${side}`)}</Text>}
          {entity !== EVERY_ENTITY && <Text size="sm">{t('schedules:only.entity', { what: entityText(t, entity) })}</Text>}
        </div>
        <div>
          <Group gap="xs"><Text fw={600} className={classes['when'] ?? ''}>{text[language]}</Text><Code>{cron}</Code></Group>
          {jitterSeconds > 0 && <Text size="xs" c="dimmed">{t('schedules:jitter', { count: jitterSeconds })}</Text>}
        </div>
        <div className={classes['pair']}>
          <NextTimes schedule={schedule} />
          <LastRun schedule={schedule} />
        </div>
        {changed && <Text size="xs" c="dimmed">{t('schedules:changed', { by: changed.by, time: instant(changed.at) })}</Text>}
        <Deeds schedule={schedule} onEdit={onEdit} />
      </Stack>
    </Card>
  );
}

function NextTimes({ schedule: { next } }: { readonly schedule: Schedule }): ReactElement {
  const { t } = useText();
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed">{t('schedules:next')}</Text>
      {next.length === 0 ? <Text size="sm">{t('schedules:nextNone')}</Text> : <TimeList times={next} />}
    </div>
  );
}

/** Seconds are told where they differ from a full minute: a delay is seconds. */
export function TimeList({ times }: { readonly times: readonly string[] }): ReactElement {
  const { locale, timeZone } = useFormat();
  const { language } = useText();
  const asked = { timeZone, weekday: 'short', day: 'numeric', month: 'numeric', hour: language === 'fi' ? 'numeric' : '2-digit', minute: '2-digit' } as const;
  const exact = new Intl.DateTimeFormat(locale, { ...asked, second: '2-digit' });
  const plain = new Intl.DateTimeFormat(locale, asked);
  const withSeconds = times.some((time) => Date.parse(time) % 60_000 >= 1000);
  return <ol className={classes['times']}>{times.map((time) => <li key={time}><time dateTime={time}>{(withSeconds ? exact : plain).format(Date.parse(time))}</time></li>)}</ol>;
}

function LastRun({ schedule: { lastRun } }: { readonly schedule: Schedule }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const state = lastRun && (['waiting', 'running', 'done', 'halted', 'failed'] as const).find((one) => one === lastRun.state);
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed">{t('schedules:last')}</Text>
      {lastRun === null ? <Text size="sm">{t('schedules:lastNone')}</Text> : <Group gap={6}><Anchor component={Link} size="sm" to={`/runs/${lastRun.id}`}>{instant(lastRun.startedAt)}</Anchor>{state && <Badge size="sm" color={STATE_COLOURS[state]}>{t(`runs:state.${state}`)}</Badge>}</Group>}
    </div>
  );
}

function Deeds({ schedule: { name, job, paused }, onEdit }: { readonly schedule: Schedule; readonly onEdit: () => void }): ReactElement {
  const { t } = useText();
  const [api, notify, queries, navigate] = [useApi(), useNotify(), useQueryClient(), useNavigate()];
  const session = useSession();
  const label = t(`schedules:job.${job}.title`);
  const run = useMutation({
    mutationFn: () => api.act(CONTRACTS.runSchedule, { params: { name }, body: {} }),
    onSuccess: ({ id }) => { notify.done(t('schedules:asked')); void navigate(`/runs/${id}`); },
    onError: notify.failed,
  });
  const pause = useMutation({
    mutationFn: () => api.act(CONTRACTS.pauseSchedule, { params: { name }, body: { paused: !paused } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ASKED });
      notify.done(t(paused ? 'schedules:resumedOne' : 'schedules:pausedOne'));
    },
    onError: notify.failed,
  });
  const deed = paused ? t('schedules:deed.resume') : t('schedules:deed.pause');
  return (
    <Group gap="xs" mt="auto">
      {may(session, { changes: ['runs'] }) && <Button size="xs" loading={run.isPending} onClick={() => run.mutate()} aria-label={`${t('schedules:deed.run')}: ${label}`}>{t('schedules:deed.run')}</Button>}
      {may(session, { changes: ['schedules'] }) && <Button size="xs" variant="default" onClick={onEdit} aria-label={`${t('schedules:deed.edit')}: ${label}`}>{t('schedules:deed.edit')}</Button>}
      {may(session, { changes: ['pause'] }) && <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate()} aria-label={`${deed}: ${label}`}>{deed}</Button>}
    </Group>
  );
}
