// The billable flow at a glance. Invariant: a sum is in the organisation's currency, and says what is not in it.
import type { ReactElement } from 'react';
import { KeyFigure } from '../../components/key-figure.tsx';
import { sumOf } from '../../format/sum.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { useBoard } from '../billing/use-board.ts';
import { OPEN_STATES } from '../billing/state-badge.tsx';
import { Figures, Part } from './part.tsx';

export function MoneyPart(): ReactElement {
  const { t } = useText();
  const { money, number } = useFormat();
  const board = useBoard(null);
  const { cells = [], currency = 'EUR' } = board.data ?? {};
  return (
    <Part title={t('overview:money.title')} more={{ to: '/billing', label: t('overview:money.more') }} asked={board}>
      <Figures>
        {OPEN_STATES.map((state) => {
          const own = cells.filter((cell) => cell.state === state);
          const count = own.reduce((sum, cell) => sum + cell.count, 0);
          const left = own.reduce((sum, cell) => sum + cell.unconverted, 0);
          const sums = own.flatMap(({ organisationAmount }) => (typeof organisationAmount === 'string' ? [organisationAmount] : []));
          const withAmounts = own.some(({ amount }) => amount !== undefined);
          const pieces = t(state === 'unapproved' || state === 'approved' ? 'billing:pieces' : 'billing:invoices', { count });
          return (
            <KeyFigure
              key={state} label={t(`billing:state.${state}`)} value={withAmounts ? money({ amount: sumOf(sums), currency }) : number(count)} to={`/billing/lines?state=${state}`}
              detail={left > 0 ? `${pieces}; ${t('billing:unconverted', { count: left })}` : pieces}
            />
          );
        })}
      </Figures>
    </Part>
  );
}
