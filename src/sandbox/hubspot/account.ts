// Home of the account details route. Invariant: the offset is the one of the account's time zone at the time of the call.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import { respond } from './wire.ts';

export function accountDetails(call: Call): SandboxResponse {
  const { settings } = call.portal;
  const utcOffsetMilliseconds = offsetMs(settings.timeZone, call.now);
  const minutes = Math.abs(utcOffsetMilliseconds) / 60_000;
  return respond(200, {
    portalId: Number(settings.portalId),
    accountType: 'STANDARD',
    timeZone: settings.timeZone,
    companyCurrency: settings.companyCurrency,
    additionalCurrencies: settings.additionalCurrencies,
    utcOffset: `${utcOffsetMilliseconds < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`,
    utcOffsetMilliseconds,
    uiDomain: 'app-eu1.hubspot.com',
    dataHostingLocation: 'eu1',
  });
}

function offsetMs(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.trunc(now / 1000) * 1000;
}

function two(number: number): string {
  return String(Math.trunc(number)).padStart(2, '0');
}
