// Runs: what Sauma did, the newest first, and having one done now. Invariant: quiet cycles are there only for whoever asks.
import { Anchor, Badge, Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactElement } from 'react';
import { Link, useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { DownIcon } from '../../components/icons.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { STATE_COLOURS, useRunText, type RunItem } from './run-text.ts';

const KINDS = ['backfill', 'cycle', 'sweep', 'dry-run', 'undo', 'import'] as const;
const STATES = ['waiting', 'running', 'done', 'halted', 'failed'] as const;
const LOOK_AGAIN_MS = 10_000;

export default function Runs(): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const { came, attention, took } = useRunText();
  const navigate = useNavigate();
  useFreshList();
  const columns = useMemo<readonly Column<RunItem>[]>(() => [
    { id: 'started', title: t('runs:column.started'), render: ({ startedAt }) => instant(startedAt), width: 145 },
    { id: 'kind', title: t('runs:column.kind'), render: ({ id, kind }) => <Anchor component={Link} inherit to={`/runs/${id}`}>{t(`runs:kind.${kind}`)}</Anchor>, width: 205 },
    { id: 'state', title: t('runs:column.state'), render: ({ state }) => <Badge color={STATE_COLOURS[state]}>{t(`runs:state.${state}`)}</Badge>, width: 165 },
    { id: 'came', title: t('runs:column.came'), render: came, long: true, width: 320 },
    { id: 'attention', title: t('runs:column.attention'), render: attention, long: true, initiallyHidden: true },
    { id: 'by', title: t('runs:column.by'), render: ({ by }) => by ?? t('runs:byItself'), long: true, width: 170 },
    { id: 'took', title: t('runs:column.took'), render: took, numeric: true, width: 90 },
  ], [t, instant, came, attention, took]);
  const filters = useMemo<readonly Filter[]>(() => [
    { id: 'kind', kind: 'choices', label: t('runs:column.kind'), options: KINDS.map((value) => ({ value, label: t(`runs:kind.${value}`) })) },
    { id: 'state', kind: 'choices', label: t('runs:column.state'), options: STATES.map((value) => ({ value, label: t(`runs:state.${value}`) })) },
    { id: 'started', kind: 'date-range', label: t('runs:column.started') },
    { id: 'quiet', kind: 'choice', label: t('runs:quiet.label'), options: [{ value: 'with', label: t('runs:quiet.with') }] },
  ], [t]);
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <>
      <PageHeader text={t('runs:text')} actions={<StartMenu />} />
      <DataTable<RunItem>
        name="runs" label={t('runs:title')} path={CONTRACTS.runs.path} schema={CONTRACTS.runs.answer} columns={columns} filters={filters} also={also}
        idOf={({ id }) => id} nameOf={({ kind, startedAt }) => `${t(`runs:kind.${kind}`)} ${instant(startedAt)}`} onOpen={({ id }) => void navigate(`/runs/${id}`)}
        empty={{ title: t('runs:empty.title'), text: t('runs:empty.text'), action: <StartMenu /> }}
      />
    </>
  );
}

function StartMenu(): ReactElement | null {
  const { t } = useText();
  const [api, notify, navigate] = [useApi(), useNotify(), useNavigate()];
  const session = useSession();
  const start = useMutation({
    mutationFn: (kind: 'cycle' | 'sweep' | 'deep' | 'dry-run') => api.act(CONTRACTS.startRun, { body: { kind } }),
    onSuccess: ({ id }) => { notify.done(t('runs:start.asked')); void navigate(`/runs/${id}`); },
    onError: notify.failed,
  });
  if (!may(session, { changes: ['runs'] })) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button loading={start.isPending} rightSection={<DownIcon size={16} />}>{t('runs:start.menu')}</Button></Menu.Target>
      <Menu.Dropdown>
        {(['cycle', 'sweep', 'deep', 'dry-run'] as const).map((kind) => <Menu.Item key={kind} onClick={() => start.mutate(kind)}>{t(`runs:start.${kind}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What runs now is asked about again while somebody looks. */
function useFreshList(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: [CONTRACTS.runs.path] }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [queries]);
}
