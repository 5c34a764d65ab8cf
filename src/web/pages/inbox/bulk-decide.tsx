// Many conflicts decided at once: the chosen ones, or all that match the filters. Invariants: how many is said before it is done; what does
// not fit into one call goes on call by call, visibly, and can be stopped.
import { Button, Checkbox, Group, Popover, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import type { Selected } from '../../table/column.ts';
import type { Conflict, Side } from './conflict-choices.ts';

interface BulkDecideProps {
  readonly selected: Selected<Conflict>;
  readonly clear: () => void;
}

const SIDES = ['psa', 'crm', 'local'] as const satisfies readonly Side[];
/** Ids in one call. */
const MOST = 500;

export function BulkDecide({ selected, clear }: BulkDecideProps): ReactElement {
  const { t, language } = useText();
  const { number } = useFormat();
  const [api, confirm, notify, queries] = [useApi(), useConfirm(), useNotify(), useQueryClient()];
  const [side, setSide] = useState<Side>('psa');
  const [always, setAlways] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const stopped = useRef(false);
  const total = selected.kind === 'records' ? selected.records.length : selected.total;
  const system = t(`inbox:side.${side}`);
  const filter = selected.kind === 'matching' ? filterIn(selected.query) : null;
  const ruled = filter?.field !== undefined && filter.entity?.length === 1 ? filter.field : null;

  const summary = useQuery({ queryKey: ['inbox', 'conflictSummary'], queryFn: ({ signal }) => api.ask(CONTRACTS.conflictSummary, { signal }), enabled: ruled !== null });
  const ruledField = summary.data?.items.find(({ field }) => field.name === ruled)?.field.label[language] ?? ruled ?? '';

  const decide = async (): Promise<void> => {
    const text = (
      <Stack gap="xs">
        <Text>{t('inbox:conflicts.bulk.text', { count: total, shown: number(total), system })}</Text>
        <Text size="sm" c="dimmed">{t('inbox:conflicts.bulk.passed', { system })}</Text>
      </Stack>
    );
    if (!(await confirm({ title: t('inbox:conflicts.bulk.title', { system }), text, yes: t('inbox:conflicts.bulk.yes', { count: total, shown: number(total) }) }))) return;
    stopped.current = false;
    setDone(0);
    let [decided, passedOver] = [0, 0];
    try {
      for await (const answer of filter === null ? these() : matching(filter)) {
        decided += answer.decided;
        passedOver += answer.passedOver;
        setDone(decided + passedOver);
      }
      notify.done(t('inbox:conflicts.bulk.done', { count: decided, shown: number(decided), system }));
      if (passedOver > 0) notify.done(t('inbox:conflicts.bulk.left', { count: passedOver, shown: number(passedOver) }));
    } catch (error) {
      notify.failed(error);
    }
    setDone(null);
    clear();
    void queries.invalidateQueries({ queryKey: [CONTRACTS.conflicts.path] });
    void queries.invalidateQueries({ queryKey: ['inbox'] });
  };

  async function* these(): AsyncGenerator<{ readonly decided: number; readonly passedOver: number }> {
    const ids = selected.kind === 'records' ? selected.records.map(({ id }) => id) : [];
    for (let at = 0; at < ids.length && !stopped.current; at += MOST) yield await api.act(CONTRACTS.resolveConflicts, { body: { side, about: { kind: 'these', ids: ids.slice(at, at + MOST) } } });
  }
  async function* matching(given: NonNullable<typeof filter>): AsyncGenerator<{ readonly decided: number; readonly passedOver: number }> {
    for (let cursor: string | null | undefined; cursor !== null && !stopped.current; ) {
      const answer: { readonly decided: number; readonly passedOver: number; readonly next: string | null } = await api.act(CONTRACTS.resolveConflicts, {
        body: { side, always: always && ruled !== null, about: { kind: 'matching', filter: given, seen: total, ...(cursor === undefined ? {} : { cursor }) } },
      });
      yield answer;
      cursor = answer.next;
    }
  }

  if (done !== null) {
    return (
      <Group gap="sm" role="status">
        <Progress w={140} value={total === 0 ? 0 : (done / total) * 100} aria-label={t('inbox:conflicts.bulk.decide')} />
        <Text size="sm">{t('inbox:conflicts.bulk.progress', { done: number(done), total: number(total) })}</Text>
        <Button size="compact-sm" variant="default" onClick={() => { stopped.current = true; }}>{t('inbox:conflicts.bulk.stop')}</Button>
      </Group>
    );
  }
  return (
    <Popover position="bottom-start" shadow="md" width={320} trapFocus returnFocus>
      <Popover.Target><Button size="compact-sm">{t('inbox:conflicts.bulk.decide')}</Button></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={500} mb={4}>{t('inbox:conflicts.bulk.for')}</Text>
            <SegmentedControl<Side> aria-label={t('inbox:conflicts.bulk.for')} fullWidth value={side} onChange={setSide} data={SIDES.map((value) => ({ value, label: t(`inbox:side.${value}`) }))} />
          </div>
          {ruled === null
            ? <Text size="xs" c="dimmed">{t('inbox:conflicts.bulk.alwaysHint')}</Text>
            : <Checkbox checked={always} onChange={(event) => setAlways(event.currentTarget.checked)} label={t('inbox:conflicts.bulk.always', { field: ruledField })} description={t('inbox:conflicts.alwaysUndo')} />}
          <Button onClick={() => void decide()}>{t('inbox:conflicts.bulk.yes', { count: total, shown: number(total) })}</Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ConflictFilter {
  entity?: string[];
  field?: string;
  changed?: Side;
  sinceFrom?: string;
  sinceUntil?: string;
}

/** What narrows the list, as the deed takes it: without the order. */
function filterIn(query: Readonly<Record<string, unknown>>): ConflictFilter {
  const listOf = (name: string): string[] => (Array.isArray(query[name]) ? (query[name] as string[]) : []);
  const [entity, [field], [changed], [sinceFrom], [sinceUntil]] = [listOf('entity'), listOf('field'), listOf('changed'), listOf('sinceFrom'), listOf('sinceUntil')];
  return {
    ...(entity.length > 0 && { entity }), ...(field !== undefined && { field }), ...(changed !== undefined && { changed: changed as Side }),
    ...(sinceFrom !== undefined && { sinceFrom }), ...(sinceUntil !== undefined && { sinceUntil }),
  };
}
