// Changing when a schedule comes. The expression explains itself while it is typed: what it means, its next five times, and which part
// does not fit. Invariant: the server says what it means, by the same rules as the ticker.
import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useText, type Text as Words } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { TimeList } from './schedule-card.tsx';
import { ASKED, type Schedule } from './schedule-text.ts';

const OFTEN = { everyMinute: '* * * * *', fiveMinutes: '*/5 * * * *', quarter: '*/15 * * * *', hourly: '17 * * * *', nightly: '30 2 * * *', workdays: '0 7-18 * * 1-5' } as const;
const PARTS = ['expression', 'second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;
const MOST_JITTER = 3600;

type Meaning = ReturnType<typeof CONTRACTS.cronPreview.answer.parse>;

export function ScheduleEdit({ schedule: { name, job, cron, jitterSeconds, usual }, onClose }: { readonly schedule: Schedule; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const queries = useQueryClient();
  const of = useServerForm({
    initial: { cron, jitterSeconds: String(jitterSeconds) },
    required: ['cron', 'jitterSeconds'],
    check: ({ jitterSeconds: typed }) => ({ jitterSeconds: /^\d+$/u.test(typed.trim()) && Number(typed) <= MOST_JITTER ? null : t('schedules:edit.badJitter') }),
    send: (values) => api.act(CONTRACTS.changeSchedule, { params: { name }, body: { cron: values.cron.trim(), jitterSeconds: Number(values.jitterSeconds) } }),
    onSaved: () => { void queries.invalidateQueries({ queryKey: ASKED }); onClose(); },
  });
  const { form } = of;
  const [asked] = useDebouncedValue(form.values.cron.trim(), 250);
  const meaning = useQuery({ queryKey: ['cron', asked], queryFn: ({ signal }) => api.ask(CONTRACTS.cronPreview, { query: { cron: asked }, signal }), enabled: asked !== '', placeholderData: keepPreviousData, staleTime: 60_000 });
  const fault = faultText(t, meaning.data);
  return (
    <Modal opened onClose={onClose} title={t('schedules:edit.title', { name: t(`schedules:job.${job}.title`) })} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <ServerFormFrame of={of} onCancel={onClose}>
        <div>
          <Text size="sm" fw={500} mb={4}>{t('schedules:edit.often')}</Text>
          <Group gap={6}>
            {(Object.keys(OFTEN) as (keyof typeof OFTEN)[]).map((one) => <Button key={one} size="compact-sm" variant="default" onClick={() => form.setFieldValue('cron', OFTEN[one])}>{t(`schedules:edit.${one}`)}</Button>)}
            <Button size="compact-sm" variant="subtle" onClick={() => form.setValues({ cron: usual.cron, jitterSeconds: String(usual.jitterSeconds) })}>{t('schedules:deed.usual')}</Button>
          </Group>
        </div>
        <TextInput label={t('schedules:edit.cron')} description={t('schedules:edit.cronHint')} ff="monospace" autoComplete="off" spellCheck={false} data-autofocus {...form.getInputProps('cron')} error={fault ?? form.errors['cron']} />
        <MeaningText meaning={meaning} wrong={fault !== null} />
        <TextInput label={t('schedules:edit.jitter')} description={t('schedules:edit.jitterHint')} inputMode="numeric" maw={280} {...form.getInputProps('jitterSeconds')} />
      </ServerFormFrame>
    </Modal>
  );
}

function MeaningText({ meaning, wrong }: { readonly meaning: UseQueryResult<Meaning>; readonly wrong: boolean }): ReactElement | null {
  const { t, language } = useText();
  const { data } = meaning;
  if (meaning.isLoading) return <Loader size="sm" />;
  if (wrong || !data?.text) return null;
  return (
    <Stack gap={4} aria-live="polite">
      <Text fw={600}>{t('schedules:edit.means', { text: data.text[language] })}</Text>
      <Text size="xs" fw={600} c="dimmed">{t('schedules:edit.next')}</Text>
      <TimeList times={data.next} />
    </Stack>
  );
}

/** The first part that does not fit; null: all of it does, or nobody has said yet. */
function faultText(t: Words, meaning: Meaning | undefined): string | null {
  const part = PARTS.find((one) => meaning?.faults.includes(one));
  return part === undefined ? null : t(`schedules:edit.fault.${part}`);
}
