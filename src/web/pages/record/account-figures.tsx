// The figures of an account that matter, net of credits and in each currency. Invariant: sums are there for those alone who may see them.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import classes from './record.module.css';

type Header = z.output<typeof CONTRACTS.header.answer>;

export function AccountFigures({ id, header }: { readonly id: string; readonly header: Header }): ReactElement {
  const { t } = useText();
  const { date, number, money, percent } = useFormat();
  const totals = useTotals(id);
  const day = (plain: string | null): string => (plain === null ? t('record:figures.none') : date(plain));
  const { counts } = header;
  const margin = totals.data?.margin;
  return (
    <div className={classes['figures']}>
      {totals.data?.invoiced.flatMap(({ currency, amount, amount12m }) => amount === undefined || amount12m === undefined ? [] : [
        <KeyFigure key={currency} label={t('record:figures.invoiced')} value={money({ amount: amount12m, currency })} detail={t('record:figures.invoicedAll', { amount: money({ amount, currency }) })} />,
      ])}
      {margin && <KeyFigure label={t('record:figures.margin')} value={money({ amount: margin.margin, currency: header.currency })} {...(margin.marginPercent !== null && { detail: t('record:figures.marginOf', { percent: percent(Number(margin.marginPercent) / 100) }) })} />}
      <KeyFigure label={t('record:figures.customerSince')} value={day(header.customerSince)} />
      <KeyFigure label={t('record:figures.openDeals')} value={number(counts.openDeals)} detail={t('record:figures.openDealsOf', { won: number(counts.wonDeals), lost: number(counts.lostDeals) })} />
      <KeyFigure label={t('record:figures.openProjects')} value={number(counts.openProjects)} />
      <KeyFigure label={t('record:figures.lastInvoice')} value={day(header.lastInvoiceOn)} detail={t('record:figures.invoices', { count: counts.invoices })} />
      <KeyFigure label={t('record:figures.lastWork')} value={day(header.lastWorkOn)} />
      <KeyFigure label={t('record:figures.nextBilling')} value={day(header.nextBillingOn)} />
    </div>
  );
}

/** What was invoiced and what is open: one question for all who show a part of it. */
export function useTotals(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ['account-totals', id], queryFn: ({ signal }) => api.ask(CONTRACTS.totals, { params: { id }, query: {}, signal }) });
}
