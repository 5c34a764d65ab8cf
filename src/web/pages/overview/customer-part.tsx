// The register for marketing: how many customers there are, and how many people may be written to.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { Figures, Part } from './part.tsx';

const STANDINGS = ['customer', 'potential', 'dormant'] as const;

export function CustomerPart(): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const asked = useQuery({
    queryKey: ['overview-register'],
    queryFn: async ({ signal }) => {
      const accounts = await Promise.all(STANDINGS.map(async (standing) => (await api.ask(CONTRACTS.accounts, { query: { standing, limit: 1 }, signal })).total));
      const { total: allowed } = await api.ask(CONTRACTS.contacts, { query: { mail: 'allowed', limit: 1 }, signal });
      return { accounts, allowed };
    },
  });
  const text = (total: number | null | undefined): string => (typeof total === 'number' ? number(total) : t('overview:register.many'));
  return (
    <Part title={t('overview:register.title')} more={{ to: '/accounts', label: t('overview:register.more') }} asked={asked}>
      <Figures>
        {STANDINGS.map((standing, at) => <KeyFigure key={standing} label={t(`overview:register.${standing}`)} value={text(asked.data?.accounts[at])} to={`/accounts?standing=${standing}`} />)}
        <KeyFigure label={t('overview:register.mail')} value={text(asked.data?.allowed)} to="/contacts?mail=allowed" />
      </Figures>
    </Part>
  );
}
