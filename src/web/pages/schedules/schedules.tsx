// Schedules: what is done by itself and when, each with its next times; changed, paused, resumed, or done at once.
import { Alert, Button, Group, SimpleGrid } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { ScheduleEdit } from './schedule-edit.tsx';
import { ASKED, type Schedule } from './schedule-text.ts';

export default function Schedules(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const { list } = useFormat();
  const [edited, setEdited] = useState<Schedule | null>(null);
  const schedules = useQuery({ queryKey: ASKED, queryFn: ({ signal }) => api.ask(CONTRACTS.schedules, { signal }), refetchInterval: 30_000 });
  if (schedules.isPending) return <PageSkeleton />;
  if (schedules.isError) return <><PageHeader /><ErrorNotice error={schedules.error} onRetry={() => void schedules.refetch()} /></>;
  const { timeZone, schedules: all } = schedules.data;
  const allPaused = all.every(({ paused }) => paused);
  const going = all.filter(({ paused }) => !paused);
  return (
    <>
      <PageHeader text={t('schedules:text', { zone: timeZone })} actions={<PauseAll allPaused={allPaused} anyPaused={all.some(({ paused }) => paused)} />} />
      {allPaused && <Alert color="yellow" variant="light" title={t('schedules:allPaused.title')} mb="md">{t('schedules:allPaused.text')}</Alert>}
      {!allPaused && going.length < all.length && <Alert color="yellow" variant="light" title={t('schedules:somePaused.title')} mb="md">{t('schedules:somePaused.text', { list: list(going.map(({ job }) => t(`schedules:job.${job}.title`))) })}</Alert>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {all.map((schedule) => <ScheduleCard key={schedule.name} schedule={schedule} onEdit={() => setEdited(schedule)} />)}
      </SimpleGrid>
      {edited && <ScheduleEdit key={edited.name} schedule={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function PauseAll({ allPaused, anyPaused }: { readonly allPaused: boolean; readonly anyPaused: boolean }): ReactElement | null {
  const { t } = useText();
  const [api, confirm, notify, queries] = [useApi(), useConfirm(), useNotify(), useQueryClient()];
  const session = useSession();
  const pause = useMutation({
    mutationFn: (paused: boolean) => api.act(CONTRACTS.pauseAll, { body: { paused } }),
    onSuccess: async (_answer, paused) => {
      await queries.invalidateQueries({ queryKey: ASKED });
      notify.done(t(paused ? 'schedules:pausedAll' : 'schedules:resumedAll'));
    },
    onError: notify.failed,
  });
  if (!may(session, { changes: ['pause'] })) return null;
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('schedules:ask.pauseAll'), text: t('schedules:ask.pauseAllText'), yes: t('schedules:deed.pauseAll') })) pause.mutate(true);
  };
  return (
    <Group gap="xs">
      {anyPaused && <Button variant={allPaused ? 'filled' : 'default'} loading={pause.isPending} onClick={() => pause.mutate(false)}>{t('schedules:deed.resumeAll')}</Button>}
      {!allPaused && <Button variant="default" loading={pause.isPending} onClick={() => void ask()}>{t('schedules:deed.pauseAll')}</Button>}
    </Group>
  );
}
