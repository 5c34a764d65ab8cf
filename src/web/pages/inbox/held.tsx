// Held writes: what has not reached a system yet, by reason with what to do about it, and one by one.
import { Button, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type * as z from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { HELD_REASONS } from '../../../api/contract/reasons.ts';
import type { Query } from '../../api.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter, Selected } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { HeldReasons, useRetry } from './held-reasons.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { useEntityWords } from './entity-words.ts';

type HeldWrite = z.infer<(typeof CONTRACTS)['held']['answer']>['items'][number];

export default function Held(): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const session = useSession();
  const { options } = useEntityWords();
  const [params, setParams] = useSearchParams();
  const columns = useMemo<readonly Column<HeldWrite>[]>(() => [
    { id: 'record', title: t('inbox:held.record'), render: ({ record }) => <RecordLink to={record.entity} id={record.id}>{record.name}</RecordLink>, long: true, width: 220 },
    { id: 'field', title: t('inbox:held.field'), render: ({ field }) => field?.label[language] ?? t('inbox:held.whole'), long: true, width: 150 },
    { id: 'side', title: t('inbox:held.side'), render: ({ side }) => t(`inbox:side.${side}`), width: 110 },
    { id: 'kind', title: t('inbox:held.kind'), render: (held) => <Why held={held} />, long: true, width: 340 },
    { id: 'waitsFor', title: t('inbox:held.waitsFor'), render: ({ waitsFor }) => (waitsFor === null ? '' : <RecordLink to={waitsFor.entity} id={waitsFor.id}>{waitsFor.name}</RecordLink>), long: true, width: 180 },
    { id: 'since', title: t('inbox:held.since'), render: ({ since }) => instant(since), sortable: true, width: 160 },
  ], [t, language, instant]);
  const filters = useMemo<readonly Filter[]>(() => [
    { id: 'kind', kind: 'choices', label: t('inbox:held.kind'), options: Object.entries(HELD_REASONS).map(([value, words]) => ({ value, label: words[language].why })) },
    { id: 'entity', kind: 'choices', label: t('inbox:list.filter.entity'), options },
    { id: 'side', kind: 'choices', label: t('inbox:held.side'), options: (['psa', 'crm', 'local'] as const).map((value) => ({ value, label: t(`inbox:side.${value}`) })) },
    { id: 'since', kind: 'date-range', label: t('inbox:list.filter.since') },
    // The words follow the language.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  ], [t, language]);
  const also = useMemo(() => ({ locale: language }), [language]);
  /** Only these, or all again. */
  const show = (kind: string): void => setParams((kept) => {
    const next = new URLSearchParams([...kept].filter(([name]) => name !== 'kind' && name !== 'cursor' && name !== 'page'));
    if (kept.getAll('kind').join() !== kind) next.append('kind', kind);
    return next;
  }, { preventScrollReset: true });
  return (
    <>
      <PageHeader text={t('inbox:held.text')} />
      <HeldReasons shown={params.getAll('kind')} onShow={show} />
      <DataTable<HeldWrite>
        name="held" label={t('inbox:held.label')} path={CONTRACTS.held.path} schema={CONTRACTS.held.answer} columns={columns} filters={filters} also={also}
        idOf={({ id }) => id} nameOf={({ record, field }) => `${record.name}, ${field?.label[language] ?? t('inbox:held.whole')}`}
        {...(may(session, { changes: ['held'] }) && { bulk: (selected, clear) => <RetrySelected selected={selected} clear={clear} /> })}
        empty={{ title: t('inbox:held.empty.title'), text: t('inbox:held.empty.text') }}
      />
    </>
  );
}

function Why({ held: { kind, code } }: { readonly held: HeldWrite }): ReactElement {
  const { t, language } = useText();
  const words = HELD_REASONS[kind]?.[language];
  return <span title={words?.todo}>{words?.why ?? kind}{code !== null && <Text span size="xs" c="dimmed"> · {t('inbox:held.code', { code })}</Text>}</span>;
}

/** Records in one call. */
const MOST = 500;

function RetrySelected({ selected, clear }: { readonly selected: Selected<HeldWrite>; readonly clear: () => void }): ReactElement {
  const { t } = useText();
  const retry = useRetry();
  const what = selected.kind === 'matching' ? { matching: filterIn(selected.query) } : { records: selected.records.slice(0, MOST).map(({ record: { entity, id } }) => ({ entity, id })) };
  return <Button size="compact-sm" loading={retry.isPending} onClick={() => { retry.mutate(what); clear(); }}>{t('inbox:held.retry')}</Button>;
}

/** What narrows the list, as the deed takes it: without the order. */
function filterIn(query: Query): Extract<Parameters<ReturnType<typeof useRetry>['mutate']>[0], { matching: unknown }>['matching'] {
  const given = Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) && value.length > 0 ? [[name, name.startsWith('since') ? (value[0] as string) : value] as const] : []));
  return Object.fromEntries(given);
}
