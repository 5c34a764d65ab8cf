// What may be sold: open deals, what they are worth, and how many are late.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { sumOf } from '../../format/sum.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { Figures, Part } from './part.tsx';

export function PipelinePart(): ReactElement {
  const { t } = useText();
  const { money, number } = useFormat();
  const api = useApi();
  const forecast = useQuery({ queryKey: ['overview-pipeline'], queryFn: ({ signal }) => api.ask(CONTRACTS.salesForecast, { query: { months: 12 }, signal }) });
  const { months = [], currency = 'EUR', asOf = '' } = forecast.data ?? {};
  const counted = (cells: typeof months): string => number(cells.reduce((sum, { count }) => sum + count, 0));
  const worth = (cells: typeof months, of: 'organisationValue' | 'organisationWeighted'): string | null => {
    const sums = cells.flatMap((cell) => (typeof cell[of] === 'string' ? [cell[of]] : []));
    return cells.some(({ value }) => value !== undefined) ? money({ amount: sumOf(sums), currency }) : null;
  };
  const late = months.filter(({ month }) => month === 'late');
  const present = months.filter(({ month }) => month === asOf.slice(0, 7));
  const [value, weighted, thisMonth] = [worth(months, 'organisationValue'), worth(months, 'organisationWeighted'), worth(present, 'organisationValue')];
  return (
    <Part title={t('overview:pipeline.title')} more={{ to: '/pipeline', label: t('overview:pipeline.more') }} asked={forecast}>
      <Figures>
        <KeyFigure label={t('overview:pipeline.open')} value={counted(months)} {...(value === null ? {} : { detail: value })} to="/sales-cases?state=open" />
        {weighted !== null && <KeyFigure label={t('overview:pipeline.weighted')} value={weighted} detail={t('overview:pipeline.weightedOf')} to="/pipeline" />}
        <KeyFigure label={t('overview:pipeline.month')} value={counted(present)} {...(thisMonth === null ? {} : { detail: thisMonth })} to="/pipeline" />
        <KeyFigure label={t('overview:pipeline.late')} value={counted(late)} detail={t('overview:pipeline.lateOf')} to="/pipeline" />
      </Figures>
    </Part>
  );
}
