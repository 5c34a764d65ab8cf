// What keeps a run from going on, or went wrong in it, each with what to do. Invariant: a trouble that several kinds of record met is
// told once.
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { AlertIcon } from '../../components/icons.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { entityText, SIDES, type RunDetail } from './run-text.ts';

export function RunNotices({ run }: { readonly run: RunDetail }): ReactElement | null {
  const { t } = useText();
  const troubles = [...new Map(run.entities.flatMap(({ troubles: each }) => each).map((trouble) => [`${trouble.side} ${trouble.code} ${trouble.message}`, trouble])).values()];
  const system = (side: string): string => { const known = SIDES.find((one) => one === side); return known === undefined ? side : t(`runs:system.${known}`); };
  if (run.state === 'halted') return <Halted run={run} system={system} />;
  if (troubles.length > 0) {
    return (
      <Alert color="red" variant="light" icon={<AlertIcon />} title={t('runs:trouble.title')}>
        <Stack gap="xs" align="flex-start">
          <List size="sm">{troubles.map(({ side, code, message }) => <List.Item key={`${side} ${code} ${message}`}>{message === '' ? `${system(side)}: ${t('runs:trouble.bug')}` : message}</List.Item>)}</List>
          <Button component={Link} to="/connections" size="xs" variant="default">{t('runs:trouble.settings')}</Button>
        </Stack>
      </Alert>
    );
  }
  if (run.state === 'failed') return <Alert color="red" variant="light" icon={<AlertIcon />} title={t('runs:trouble.ended.title')}>{t('runs:trouble.ended.text')}</Alert>;
  return null;
}

function Halted({ run, system }: { readonly run: RunDetail; readonly system: (side: string) => string }): ReactElement {
  const { t } = useText();
  const halts = run.entities.flatMap(({ name, halt }) => (halt === null ? [] : [{ name, ...halt }]));
  const reason = halts.some((halt) => halt.reason === 'guard') ? 'guard' : 'preview';
  const verdicts = halts.flatMap(({ name, verdicts: each }) => each.map((verdict) => ({ name, ...verdict })));
  return (
    <Alert color="yellow" variant="light" icon={<AlertIcon />} title={t(`runs:halt.${reason}.title`)}>
      <Stack gap="xs">
        <Text size="sm">{t(`runs:halt.${reason}.text`)}</Text>
        {verdicts.length > 0 && (
          <List size="sm">
            {verdicts.map(({ name, side, change, planned, done, limit }) => <List.Item key={`${name} ${side} ${change}`}>{t(`runs:halt.verdict.${change === 'deletes' || change === 'gone' ? change : 'updates'}`, { what: entityText(t, name), system: system(side), planned, done, limit })}</List.Item>)}
          </List>
        )}
        <GoOn />
      </Stack>
    </Alert>
  );
}

function GoOn(): ReactElement | null {
  const { t } = useText();
  const [api, confirm, notify, navigate] = [useApi(), useConfirm(), useNotify(), useNavigate()];
  const session = useSession();
  const start = useMutation({
    mutationFn: (body: { readonly kind: 'cycle' | 'dry-run'; readonly approve: boolean }) => api.act(CONTRACTS.startRun, { body }),
    onSuccess: ({ id }) => { notify.done(t('runs:start.asked')); void navigate(`/runs/${id}`); },
    onError: notify.failed,
  });
  if (!may(session, { changes: ['runs'] })) return null;
  const approve = async (): Promise<void> => {
    if (await confirm({ title: t('runs:halt.ask'), text: t('runs:halt.askText'), yes: t('runs:halt.approve') })) start.mutate({ kind: 'cycle', approve: true });
  };
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" loading={start.isPending} onClick={() => start.mutate({ kind: 'dry-run', approve: false })}>{t('runs:halt.dryRun')}</Button>
      <Button size="xs" loading={start.isPending} onClick={() => void approve()}>{t('runs:halt.approve')}</Button>
    </Group>
  );
}
