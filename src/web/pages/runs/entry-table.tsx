// What a run did, record by record, and why where it did not get through.
import { Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { HELD_REASONS } from '../../../api/contract/reasons.ts';
import { pathOf } from '../../api.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RecordName } from './record-name.tsx';
import { ENTITIES, entityText, SIDES } from './run-text.ts';

type Entry = ReturnType<typeof CONTRACTS.runEntries.answer.parse>['items'][number];

const ACTIONS = ['create', 'update', 'overwrite', 'archive', 'gone', 'unlink'] as const;
const OUTCOMES = ['done', 'rejected', 'unknown'] as const;

export function EntryTable({ run }: { readonly run: string }): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const columns = useMemo<readonly Column<Entry>[]>(() => [
    { id: 'record', title: t('runs:entries.record'), render: (entry) => <RecordName {...entry} /> },
    { id: 'what', title: t('runs:entries.what'), render: ({ action, outcome }) => (outcome === 'done' ? t(`runs:action.${action}`) : <Text span size="sm" c="red">{t(`runs:outcome.${outcome}`)}</Text>), width: 170 },
    { id: 'where', title: t('runs:entries.where'), render: ({ side }) => t(`runs:system.${side}`), width: 100 },
    { id: 'fields', title: t('runs:entries.fields'), render: ({ fields }) => fields.map(({ label }) => label[language]).join(', '), long: true, width: 280 },
    { id: 'why', title: t('runs:entries.why'), render: ({ reason }) => (reason === null ? null : whyText(reason, language)), long: true, width: 200 },
    { id: 'when', title: t('runs:entries.when'), render: ({ at }) => instant(at), width: 145 },
  ], [t, language, instant]);
  const filters = useMemo<readonly Filter[]>(() => [
    { id: 'entity', kind: 'choices', label: t('runs:entries.entity'), options: ENTITIES.map((value) => ({ value, label: entityText(t, value) })) },
    { id: 'side', kind: 'choices', label: t('runs:entries.where'), options: SIDES.map((value) => ({ value, label: t(`runs:system.${value}`) })) },
    { id: 'action', kind: 'choices', label: t('runs:entries.action'), options: ACTIONS.map((value) => ({ value, label: t(`runs:action.${value}`) })) },
    { id: 'outcome', kind: 'choices', label: t('runs:entries.outcome'), options: OUTCOMES.map((value) => ({ value, label: t(`runs:outcome.${value}`) })) },
  ], [t]);
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <DataTable<Entry>
      name="run-entries" label={t('runs:entries.title')} path={pathOf(CONTRACTS.runEntries.path, { id: run })} schema={CONTRACTS.runEntries.answer} columns={columns} filters={filters} also={also}
      idOf={({ id }) => id} nameOf={({ name, record }) => name ?? record} empty={{ title: t('runs:entries.empty.title'), text: t('runs:entries.empty.text') }}
    />
  );
}

/** @param reason a reason of ours, with the system's own code behind it */
function whyText(reason: string, language: 'fi' | 'en'): string {
  const [kind = '', ...code] = reason.split(':');
  const why = HELD_REASONS[kind]?.[language].why;
  if (why === undefined) return reason;
  return code.length === 0 ? why : `${why} (${code.join(':')})`;
}
