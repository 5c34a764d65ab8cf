// Matches: records that may be the same, side by side; the next one opens as soon as one is answered.
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { FOUND_BY, MATCH_REASONS } from '../../../api/contract/reasons.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Filter } from '../../table/column.ts';
import { KeyHelp } from './key-help.tsx';
import { MatchBeside, namesOf, type Match } from './match-beside.tsx';
import { useEntityWords } from './entity-words.ts';
import { Triage } from './triage.tsx';

export default function Matches(): ReactElement {
  const { t, language } = useText();
  const { ago } = useFormat();
  const [api, session, now] = [useApi(), useSession(), useNow()];
  const { options } = useEntityWords();
  const summary = useQuery({ queryKey: ['inbox', 'matchSummary'], queryFn: ({ signal }) => api.ask(CONTRACTS.matchSummary, { signal }) });
  const filters = useMemo<readonly Filter[]>(() => {
    const rules = [...Map.groupBy(summary.data?.items ?? [], ({ by }) => by)].map(([value, of]) => ({ value, label: `${FOUND_BY[value]?.[language] ?? value} (${of.reduce((sum, { count }) => sum + count, 0)})` }));
    return [
      { id: 'entity', kind: 'choices', label: t('inbox:list.filter.entity'), options },
      { id: 'by', kind: 'choice', label: t('inbox:matches.by'), ...(summary.data ? { options: rules } : {}) },
      { id: 'since', kind: 'date-range', label: t('inbox:list.filter.since') },
    ];
    // The words follow the language.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [summary.data, t, language]);
  const keys = [['j', t('inbox:keys.next')], ['k', t('inbox:keys.previous')], ...(may(session, { changes: ['matches'] }) ? ([['a', t('inbox:keys.accept')], ['r', t('inbox:keys.reject')]] as const) : [])] as const;
  return (
    <>
      <PageHeader text={t('inbox:matches.text')} actions={<KeyHelp keys={keys} />} />
      <Triage<Match>
        label={t('inbox:matches.label')} path={CONTRACTS.matches.path} schema={CONTRACTS.matches.answer} filters={filters} language={language}
        nameOf={namesOf}
        under={({ by, reason, since }) => [`${FOUND_BY[by]?.[language] ?? by}: ${MATCH_REASONS[reason]?.[language] ?? reason}`, ago(since, now)]}
        beside={(listed, id, beside) => <MatchBeside key={id} id={id} listed={listed} {...beside} />}
        empty={{ title: t('inbox:matches.empty.title'), text: t('inbox:matches.empty.text') }}
      />
    </>
  );
}
