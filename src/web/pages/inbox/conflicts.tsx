// Conflicts: what was changed in two systems, one beside the other, decided by keys or many at a time.
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Filter } from '../../table/column.ts';
import { choiceOf, useRegisterChoices } from '../registers/use-filter-choices.ts';
import { BulkDecide } from './bulk-decide.tsx';
import { ConflictBeside } from './conflict-beside.tsx';
import type { Conflict } from './conflict-choices.ts';
import { KeyHelp } from './key-help.tsx';
import { useEntityWords } from './entity-words.ts';
import { Triage } from './triage.tsx';

export default function Conflicts(): ReactElement {
  const { t, language } = useText();
  const { ago } = useFormat();
  const [api, session, now] = [useApi(), useSession(), useNow()];
  const { options, wordOf } = useEntityWords();
  const mayOwners = may(session, { reads: ['accounts'] });
  const choices = useRegisterChoices(mayOwners);
  const mayDecide = may(session, { changes: ['conflicts'] });
  const summary = useQuery({ queryKey: ['inbox', 'conflictSummary'], queryFn: ({ signal }) => api.ask(CONTRACTS.conflictSummary, { signal }) });
  const filters = useMemo<readonly Filter[]>(() => {
    const byField = Map.groupBy(summary.data?.items ?? [], ({ field }) => field.name);
    const fields = [...byField].map(([value, of]) => ({ value, label: `${of[0]?.field.label[language] ?? value} (${of.reduce((sum, { count }) => sum + count, 0)})` }));
    return [
      { id: 'entity', kind: 'choices', label: t('inbox:list.filter.entity'), options },
      // Until the fields are known any is let through, so that an address opens the same list.
      { id: 'field', kind: 'choice', label: t('inbox:conflicts.field'), ...(summary.data ? { options: fields } : {}) },
      { id: 'changed', kind: 'choice', label: t('inbox:conflicts.changed'), options: (['psa', 'crm', 'local'] as const).map((value) => ({ value, label: t(`inbox:side.${value}`) })) },
      ...(mayOwners ? [choiceOf('owner', t('inbox:conflicts.owner'), choices, 'owners')] : []),
      { id: 'since', kind: 'date-range', label: t('inbox:list.filter.since') },
    ];
    // The words follow the language.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [summary.data, choices, mayOwners, t, language]);
  const keys = [['j', t('inbox:keys.next')], ['k', t('inbox:keys.previous')], ...(mayDecide ? ([['1 2 3', t('inbox:keys.pick')], ['Enter', t('inbox:keys.decide')], ['a', t('inbox:keys.always')], ['x', t('inbox:keys.select')]] as const) : [])] as const;
  return (
    <>
      <PageHeader text={t('inbox:conflicts.text')} actions={<KeyHelp keys={keys} />} />
      <Triage<Conflict>
        label={t('inbox:conflicts.label')} path={CONTRACTS.conflicts.path} schema={CONTRACTS.conflicts.answer} filters={filters} searchLabel={t('inbox:conflicts.search')} language={language}
        nameOf={({ record }) => record.name}
        under={({ record, field, whole, since }) => [whole ? wordOf(record.entity) : `${field.label[language]} · ${wordOf(record.entity)}`, ago(since, now)]}
        beside={(listed, id, beside) => <ConflictBeside key={id} id={id} listed={listed} {...beside} />}
        {...(mayDecide && { bulk: (selected, clear) => <BulkDecide selected={selected} clear={clear} /> })}
        empty={{ title: t('inbox:conflicts.empty.title'), text: t('inbox:conflicts.empty.text') }}
      />
    </>
  );
}
