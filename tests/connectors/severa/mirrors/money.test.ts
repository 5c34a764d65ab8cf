import { describe, expect, it } from 'vitest';
import type { MoneySettings } from '../../../../src/connectors/connector.ts';
import { memoryRegistryCache } from '../../../conformance/harness.ts';
import { routed } from '../../scripted.ts';
import { firm } from './firm.ts';
import type { Firm } from './firm.ts';

async function settingsOf(one: Firm): Promise<MoneySettings> {
  const settings = await one.connector.money?.();
  if (settings === undefined) throw new Error('no settings');
  return settings;
}

/** A server that answers with these settings and currencies. */
function answering(settings: object, currencies: readonly object[]): Firm {
  const { transport } = routed((request, asked) => {
    if (asked.endsWith('/token')) return { status: 200, body: { access_token: 't', access_token_expires_in: 3600 } };
    if (asked.endsWith('/organizationsettings')) return { status: 200, body: settings };
    return { status: 200, body: new URL(request.url).searchParams.get('firstRow') === '0' ? currencies : [] };
  });
  return firm({ connector: { transport } });
}

describe('how the organisation bills', () => {
  it.each([
    ['None', 'none'],
    ['RequiredForInvoicing', 'required'],
    ['InvoicableAlways', 'always'],
  ] as const)('is read of an approval mode %s as %s', async (workHourApproval, approval) => {
    expect(await settingsOf(firm({ sandbox: { facts: { workHourApproval } } }))).toMatchObject({ approval, rounding: 'cents', currency: 'EUR' });
  });

  it('gives rates digit for digit, one for its own currency, and none where there is none', async () => {
    const currencies = [
      { guid: 'c-1', code: 'nok', isOrganizationCurrency: true, rate: 3 },
      { guid: 'c-2', code: 'EUR', rate: 11.4025 },
      { guid: 'c-3', code: 'USD', rate: 0 },
      { guid: 'c-4', code: 'GBP', rate: null },
      { guid: 'c-5', code: null, rate: 2 },
    ];
    expect(await settingsOf(answering({ workHourApprovalMode: null, currencyRoundingType: 'NearestInteger' }, currencies))).toEqual({
      currency: 'NOK', approval: 'none', rounding: 'integer', rates: { NOK: '1', EUR: '11.4025' },
    });
  });

  it('takes the configured currency where none is marked as its own', async () => {
    expect(await settingsOf(answering({}, [{ guid: 'c-2', code: 'SEK', rate: 0.09 }]))).toEqual({ currency: 'EUR', approval: 'none', rounding: 'cents', rates: { EUR: '1', SEK: '0.09' } });
  });

  it('does not guess at an approval mode that it does not know', async () => {
    await expect(settingsOf(answering({ workHourApprovalMode: 'ByCustomer' }, []))).rejects.toMatchObject({ name: 'RetryableError', code: 'malformed-reply' });
  });

  it('is read once an hour, also by another process', async () => {
    const registryCache = memoryRegistryCache();
    const one = firm({ connector: { registryCache } });
    const first = await settingsOf(one);
    expect(one.calls()).toEqual({ 'POST /v1/token': 1, 'GET /v1/organizationsettings': 1, 'GET /v1/currencies': 1, 'GET /v1/proposalstatuses': 1 });
    one.clock.advance(59 * 60_000);
    expect(await settingsOf(one)).toEqual(first);
    expect(one.calls()).toEqual({});
    const other = firm({ connector: { registryCache } });
    expect(await settingsOf(other)).toEqual(first);
    expect(other.calls()).toEqual({});
    one.clock.advance(60_000);
    await settingsOf(one);
    expect(one.calls()).toMatchObject({ 'GET /v1/organizationsettings': 1 });
  });

  it('is not to be had without the right to it', async () => {
    await expect(settingsOf(firm({ sandbox: { grantedScopes: ['settings:read', 'invoices:read'] } }))).rejects.toMatchObject({ name: 'AccessError', code: 'scope-missing' });
  });
});
