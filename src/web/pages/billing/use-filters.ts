// The filters of the billable flow, the same on every list of it, so that going from groups to rows keeps them.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { dayIn } from '../../format/format.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat, useNow } from '../../outside.ts';
import type { Filter } from '../../table/column.ts';
import { STATES } from './state-badge.tsx';
import { useChoices } from './use-choices.ts';

const MONTHS_BACK = 36;
const MONTHS_AHEAD = 12;

export function useFilters(currencies: readonly string[]): readonly Filter[] {
  const { t } = useText();
  const { month, timeZone } = useFormat();
  const [params] = useSearchParams();
  const [account, project, owner] = [useChoices('account', params.get('account')), useChoices('project', params.get('project')), useChoices('owner', params.get('owner'))];
  const thisMonth = dayIn(timeZone, new Date(useNow()).toISOString()).slice(0, 7);
  return useMemo<readonly Filter[]>(() => {
    const months = Array.from({ length: MONTHS_BACK + MONTHS_AHEAD + 1 }, (_, at) => monthsFrom(thisMonth, MONTHS_AHEAD - at)).map((value) => ({ value, label: month(value) }));
    return [
      { id: 'state', kind: 'choices', label: t('billing:column.state'), options: STATES.map((value) => ({ value, label: t(`billing:state.${value}`) })) },
      { id: 'account', kind: 'choice', label: t('billing:column.account'), ...account },
      { id: 'project', kind: 'choice', label: t('billing:column.project'), ...project },
      { id: 'owner', kind: 'choice', label: t('billing:column.owner'), ...owner },
      { id: 'from', kind: 'choice', label: t('billing:column.from'), options: months },
      { id: 'to', kind: 'choice', label: t('billing:column.to'), options: months },
      { id: 'currency', kind: 'choice', label: t('billing:column.currency'), options: currencies.map((value) => ({ value, label: value })) },
    ];
  }, [t, month, thisMonth, account, project, owner, currencies]);
}

/** @param month `YYYY-MM` */
function monthsFrom(month: string, months: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}
