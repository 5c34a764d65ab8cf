// How far those have come whom marketing found.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { Figures, Part } from './part.tsx';

const STAGES = ['prospect', 'mql', 'sql', 'opportunity', 'customer'] as const;

export function FunnelPart(): ReactElement {
  const { t } = useText();
  const { number, percent } = useFormat();
  const api = useApi();
  const funnel = useQuery({ queryKey: ['funnel', 'contact', null, null, null], queryFn: ({ signal }) => api.ask(CONTRACTS.funnel, { query: {}, signal }) });
  const all = funnel.data?.all;
  return (
    <Part title={t('overview:funnel.title')} more={{ to: '/funnel', label: t('overview:funnel.more') }} asked={funnel}>
      <Figures>
        {all && STAGES.map((stage) => {
          const share = stage === 'prospect' ? null : all.conversion[stage];
          return <KeyFigure key={stage} label={t(`reports:stage.${stage}`)} value={number(all.reached[stage])} {...(share === null ? {} : { detail: t('reports:funnel.ofBefore', { share: percent(Number(share) / 100) }) })} to="/funnel" />;
        })}
      </Figures>
    </Part>
  );
}
