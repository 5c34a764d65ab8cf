// How much waits for a person.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { Figures, Part } from './part.tsx';

const AGAIN_MS = 30_000;
const KINDS = ['conflicts', 'matches', 'held'] as const;

export function InboxPart(): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const counts = useQuery({ queryKey: ['overview-inbox'], queryFn: ({ signal }) => api.ask(CONTRACTS.inboxCounts, { query: {}, signal }), refetchInterval: AGAIN_MS });
  return (
    <Part title={t('overview:inbox.title')} more={null} asked={counts}>
      <Figures>
        {KINDS.map((kind) => <KeyFigure key={kind} label={t(`overview:inbox.${kind}`)} value={number(counts.data?.[kind] ?? 0)} detail={t(`overview:inbox.about.${kind}`)} to={`/${kind}`} />)}
      </Figures>
    </Part>
  );
}
