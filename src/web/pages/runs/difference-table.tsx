// What a dry run would write, record by record and field by field. Invariant: values are vendor data, and shown as text.
import { Anchor, Text } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { pathOf } from '../../api.ts';
import { useShownText } from '../../components/shown-value.ts';
import { useText } from '../../i18n/language.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RecordName } from './record-name.tsx';
import { ENTITIES, entityText, SIDES } from './run-text.ts';
import classes from './run.module.css';

type Difference = ReturnType<typeof CONTRACTS.runDifferences.answer.parse>['items'][number];

const KINDS = ['create', 'update', 'archive'] as const;
/** More are there for a press. */
const FIRST = 5;

export function DifferenceTable({ run }: { readonly run: string }): ReactElement {
  const { t, language } = useText();
  const columns = useMemo<readonly Column<Difference>[]>(() => [
    { id: 'record', title: t('runs:entries.record'), render: (one) => <RecordName {...one} />, width: 240 },
    { id: 'what', title: t('runs:differences.what'), render: ({ kind, side }) => t(`runs:would.${kind}`, { system: t(`runs:system.${side}`) }), width: 220 },
    { id: 'fields', title: t('runs:differences.fields'), render: (one) => <Changes difference={one} /> },
  ], [t]);
  const filters = useMemo<readonly Filter[]>(() => [
    { id: 'entity', kind: 'choices', label: t('runs:entries.entity'), options: ENTITIES.map((value) => ({ value, label: entityText(t, value) })) },
    { id: 'side', kind: 'choices', label: t('runs:entries.where'), options: SIDES.map((value) => ({ value, label: t(`runs:system.${value}`) })) },
    { id: 'kind', kind: 'choices', label: t('runs:differences.what'), options: KINDS.map((value) => ({ value, label: t(`runs:action.${value}`) })) },
  ], [t]);
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <DataTable<Difference>
      name="run-differences" label={t('runs:differences.title')} path={pathOf(CONTRACTS.runDifferences.path, { id: run })} schema={CONTRACTS.runDifferences.answer} columns={columns} filters={filters} also={also}
      idOf={({ id }) => id} nameOf={({ name, record }) => name ?? record} empty={{ title: t('runs:differences.empty.title'), text: t('runs:differences.empty.text') }}
    />
  );
}

function Changes({ difference: { kind, fields } }: { readonly difference: Difference }): ReactElement {
  const { t, language } = useText();
  const text = useShownText();
  const [whole, setWhole] = useState(false);
  const told = fields.filter(({ after }) => kind !== 'create' || after?.kind !== 'empty');
  const shown = whole ? told : told.slice(0, FIRST);
  return (
    <>
      <ul className={classes['changes']}>
        {shown.map(({ name, label, before, after }) => (
          <li key={name}>
            <Text span size="sm" c="dimmed">{label[language]}: </Text>
            {kind !== 'create' && before !== undefined && text(before) !== null && <><del className={classes['before']}>{text(before)}</del>{' → '}</>}
            {after === undefined ? <Text span size="sm" fs="italic" c="dimmed">{t('runs:differences.hidden')}</Text> : <ins className={classes['after']}>{text(after) ?? '–'}</ins>}
          </li>
        ))}
      </ul>
      {told.length > shown.length && <Anchor component="button" size="sm" onClick={() => setWhole(true)}>{t('runs:differences.more', { count: told.length - shown.length })}</Anchor>}
    </>
  );
}
