// What people have done lately, for whoever watches over it.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { AUDIT_WORDS, CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { Figures, Part } from './part.tsx';

const SHOWN = 5;

export function TrailPart(): ReactElement {
  const { t, language } = useText();
  const { ago } = useFormat();
  const now = useNow();
  const api = useApi();
  const audit = useQuery({ queryKey: ['overview-audit'], queryFn: ({ signal }) => api.ask(CONTRACTS.audit, { query: { limit: SHOWN }, signal }) });
  return (
    <Part title={t('overview:trail.title')} more={{ to: '/audit', label: t('overview:trail.more') }} asked={audit}>
      <Figures>
        {(audit.data?.items ?? []).map(({ id, at, actor, action }) => <KeyFigure key={id} label={actor} value={ago(at, now)} detail={AUDIT_WORDS[action]?.[language] ?? action} to="/audit" />)}
      </Figures>
    </Part>
  );
}
