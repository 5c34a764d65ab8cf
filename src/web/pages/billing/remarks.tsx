// Billing remarks on an account or a project: read by whoever sees what was bought, written by whoever looks after billing. Invariant:
// text that people wrote is shown as text.
import { ActionIcon, Button, Group, Stack, Text, Textarea, Title, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { CrossIcon } from '../../components/icons.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import classes from './remarks.module.css';

interface RemarksProps {
  readonly about: 'account' | 'project';
  /** Id of the account in Sauma, or of the project in Severa. */
  readonly id: string;
}

const LONGEST = 1000;

export function Remarks({ about, id }: RemarksProps): ReactElement {
  const { t } = useText();
  const api = useApi();
  const heading = useId();
  const writes = may(useSession(), { changes: ['billingRemarks'] });
  const params = { about, record: id };
  const remarks = useQuery({ queryKey: ['remarks', about, id], queryFn: ({ signal }) => api.ask(CONTRACTS.remarks, { params, query: {}, signal }) });
  return (
    <Stack component="section" gap="sm" aria-labelledby={heading}>
      <div><Title order={3} id={heading}>{t('billing:remarks.title')}</Title><Text size="sm" c="dimmed">{t(`billing:remarks.on.${about}`)}</Text></div>
      {remarks.isError && <ErrorNotice error={remarks.error} onRetry={() => void remarks.refetch()} />}
      {remarks.data?.items.length === 0 && <Text size="sm" c="dimmed">{t('billing:remarks.none')}</Text>}
      {remarks.data && remarks.data.items.length > 0 && (
        <ul className={classes['list']}>{remarks.data.items.map((remark) => <RemarkItem key={remark.id} {...remark} writes={writes} />)}</ul>
      )}
      {writes && <NewRemark about={about} id={id} />}
    </Stack>
  );
}

interface RemarkItemProps {
  readonly id: string;
  readonly text: string;
  readonly author: string;
  readonly at: string;
  readonly writes: boolean;
}

function RemarkItem({ id, text, author, at, writes }: RemarkItemProps): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const [api, confirm, notify, queries] = [useApi(), useConfirm(), useNotify(), useQueryClient()];
  const remove = useMutation({
    mutationFn: () => api.act(CONTRACTS.removeRemark, { params: { id }, body: {} }),
    onSuccess: () => notify.done(t('billing:remarks.removed')),
    onError: notify.failed,
    onSettled: () => refresh(queries),
  });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('billing:remarks.removeAsk'), text: t('billing:remarks.removeText'), yes: t('billing:remarks.remove'), dangerous: true })) remove.mutate();
  };
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <div className={classes['words']}>
          <Text size="sm" className={classes['text'] ?? ''}>{text}</Text>
          <Text size="xs" c="dimmed">{author}, {instant(at)}</Text>
        </div>
        {writes && (
          <Tooltip label={t('billing:remarks.remove')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('billing:remarks.remove')} loading={remove.isPending} onClick={() => void ask()}><CrossIcon size={16} /></ActionIcon>
          </Tooltip>
        )}
      </Group>
    </li>
  );
}

function NewRemark({ about, id }: RemarksProps): ReactElement {
  const { t } = useText();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => api.act(CONTRACTS.addRemark, { params: { about, record: id }, body: { text: text.trim() } }),
    onSuccess: () => {
      setText('');
      notify.done(t('billing:remarks.added'));
    },
    onError: notify.failed,
    onSettled: () => refresh(queries),
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') add.mutate(); }}>
      <Stack gap="xs" align="flex-start">
        <Textarea
          w="100%" label={t('billing:remarks.write')} description={t('billing:remarks.hint')} placeholder={t('billing:remarks.placeholder')} autosize minRows={2} maxRows={6} maxLength={LONGEST}
          value={text} onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="compact-md" variant="light" disabled={text.trim() === ''} loading={add.isPending}>{t('billing:remarks.add')}</Button>
      </Stack>
    </form>
  );
}

/** The remarks themselves, and the lists that count them. */
function refresh(queries: ReturnType<typeof useQueryClient>): void {
  void queries.invalidateQueries({ queryKey: ['remarks'] });
  void queries.invalidateQueries({ queryKey: [CONTRACTS.lines.path] });
}
