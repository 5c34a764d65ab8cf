// Who did what: every deed and every sign-in, with who was refused. Invariant: it shows ids, never what was written.
import { Badge, Code, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, type ReactElement } from 'react';
import { AUDIT_WORDS, CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { AuditCheck } from './audit-check.tsx';

type Line = ReturnType<typeof CONTRACTS.audit.answer.parse>['items'][number];

export default function Audit(): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const nameOf = useCallback((actor: string): string => (actor === '' ? t('audit:blanked') : actor), [t]);
  const api = useApi();
  const actors = useQuery({ queryKey: ['audit', 'actors'], queryFn: ({ signal }) => api.ask(CONTRACTS.auditActors, { signal }) });
  const columns = useMemo<readonly Column<Line>[]>(() => {
    const wordsOf = (action: string): string => AUDIT_WORDS[action]?.[language] ?? action;
    return [
      { id: 'action', title: t('audit:action'), render: ({ action }) => wordsOf(action) },
      { id: 'actor', title: t('audit:actor'), render: ({ actor }) => nameOf(actor) },
      { id: 'at', title: t('audit:at'), render: ({ at }) => instant(at), width: 170 },
      { id: 'outcome', title: t('audit:outcome'), render: ({ outcome }) => (outcome === 'done' ? <Text span size="sm" c="dimmed">{t('audit:done')}</Text> : <Badge color={outcome === 'failed' ? 'red' : 'yellow'}>{t(`audit:${outcome}`)}</Badge>), width: 120 },
      { id: 'target', title: t('audit:target'), render: ({ target }) => <Target target={target} />, long: true },
      { id: 'person', title: t('audit:person'), render: ({ target }) => (target['person'] === undefined ? null : <Code>{target['person']}</Code>), initiallyHidden: true },
      { id: 'requestId', title: t('audit:requestId'), render: ({ requestId }) => <Code>{requestId}</Code>, initiallyHidden: true },
    ];
  }, [t, language, instant, nameOf]);
  const filters = useMemo<readonly Filter[]>(() => {
    const actions = Object.entries(AUDIT_WORDS).map(([value, words]) => ({ value, label: words[language] })).toSorted((a, b) => a.label.localeCompare(b.label, language));
    return [
      { id: 'actor', kind: 'choice', label: t('audit:actor'), options: (actors.data?.items ?? []).map(({ key, name }) => ({ value: key, label: nameOf(name) })) },
      { id: 'action', kind: 'choices', label: t('audit:action'), options: actions },
      { id: 'outcome', kind: 'choice', label: t('audit:outcome'), options: [{ value: 'done', label: t('audit:done') }, { value: 'refused', label: t('audit:refused') }, { value: 'failed', label: t('audit:failed') }] },
      { id: 'at', kind: 'date-range', label: t('audit:at') },
    ];
  }, [t, language, actors.data, nameOf]);
  // The headings of a file are in the language of the page.
  const also = useMemo(() => ({ locale: language }), [language]);
  // Whom the address asks about is known with the list of people.
  if (actors.isPending) return <PageSkeleton />;
  return (
    <>
      <PageHeader text={t('audit:text')} />
      <AuditCheck />
      <DataTable<Line>
        name="audit" label={t('audit:title')} path={CONTRACTS.audit.path} schema={CONTRACTS.audit.answer} columns={columns} filters={filters} also={also}
        idOf={({ id }) => id} nameOf={({ action, at }) => `${AUDIT_WORDS[action]?.[language] ?? action}, ${instant(at)}`}
        empty={{ title: t('audit:empty'), text: t('audit:emptyText') }}
      />
    </>
  );
}

function Target({ target }: { readonly target: Line['target'] }): ReactElement | null {
  const ids = Object.entries(target).flatMap(([name, id]) => (name === 'person' ? [] : [id]));
  return ids.length === 0 ? null : <Group gap={4} wrap="nowrap">{ids.map((id, at) => <Code key={`${at} ${id}`}>{id}</Code>)}</Group>;
}
