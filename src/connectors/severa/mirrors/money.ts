// Home of how the organisation bills: its currency, approval, rounding and rates, read once an hour and shared through the cache.
// Rates are given as Severa shows them; it does not document their direction.
import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import type { MoneySettings, RegistryItem } from '../../connector.ts';
import type { RegistryCache } from '../../options.ts';
import type { Sources } from '../sources.ts';
import { decimal, flag, text } from './cells.ts';

const settingsRow = z.object({
  workHourApprovalMode: z.enum(['None', 'RequiredForInvoicing', 'InvoicableAlways']).nullish(),
  currencyRoundingType: z.enum(['AwayFromZero', 'NearestInteger']).nullish(),
});
const rateRow = z.object({ guid: z.string().nullish(), code: text, rate: decimal, isOrganizationCurrency: flag });

const approvals = { None: 'none', RequiredForInvoicing: 'required', InvoicableAlways: 'always' } as const;
const freshMs = 60 * 60_000;
const cacheName = 'money';

export interface MoneySources extends Pick<Sources, 'http' | 'lists'> {
  readonly clock: Clock;
  readonly cache: RegistryCache;
  /** ISO 4217; where no currency is marked as the organisation's. */
  readonly currency: string;
}

/** Throws AccessError without the right to read the organisation's settings and currencies. */
export async function readMoneySettings(sources: MoneySources): Promise<MoneySettings> {
  const { cache, clock } = sources;
  const saved = await cache.load(cacheName);
  if (saved !== null && clock.now() - saved.readAt < freshMs) return fromItems(saved.items, sources.currency);
  const readAt = clock.now();
  const items = await read(sources);
  await cache.save(cacheName, items, readAt);
  return fromItems(items, sources.currency);
}

/** As items of a registry, which is what the cache keeps: settings by name, rates by `rate:<code>`. */
async function read({ http, lists }: MoneySources): Promise<RegistryItem[]> {
  const route = '/v1/organizationsettings';
  const { data } = await http.call({ method: 'GET', route: `GET ${route}`, path: route, bucket: 'severa', replay: 'safe', reply: settingsRow });
  const rates = await lists.short({ route: '/v1/currencies', row: rateRow });
  const own = rates.find((row) => row.isOrganizationCurrency === true)?.code ?? null;
  return [
    item('approval', approvals[data.workHourApprovalMode ?? 'None']),
    item('rounding', data.currencyRoundingType === 'NearestInteger' ? 'integer' : 'cents'),
    ...(own === null ? [] : [item('currency', own.toUpperCase())]),
    // A rate of nothing is no rate.
    ...rates.flatMap(({ code, rate }) => (code === null || rate === null || rate === '0' ? [] : [item(`rate:${code.toUpperCase()}`, rate)])),
  ];
}

function item(id: string, label: string): RegistryItem {
  return { id, label, active: true };
}

function fromItems(items: readonly RegistryItem[], currency: string): MoneySettings {
  const labels = new Map(items.map(({ id, label }) => [id, label]));
  const own = labels.get('currency') ?? currency;
  const rates = [...labels].flatMap(([id, label]) => (id.startsWith('rate:') ? [[id.slice('rate:'.length), label] as const] : []));
  return {
    currency: own,
    approval: approvalOf(labels.get('approval')),
    rounding: labels.get('rounding') === 'integer' ? 'integer' : 'cents',
    rates: { ...Object.fromEntries(rates), [own]: '1' },
  };
}

function approvalOf(label: string | undefined): MoneySettings['approval'] {
  return Object.values(approvals).find((approval) => approval === label) ?? 'none';
}
