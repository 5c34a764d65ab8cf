// Home of the rate limits: a rolling ten seconds per app, the account's day, and five searches a second. Invariant: a
// refused call costs nothing; searches are outside the ten seconds but inside the day.
import type { Settings, Tier } from './options.ts';
import { Refusal } from './wire.ts';

const WINDOW_MS = 10_000;
const SEARCHES_PER_SECOND = 5;
const PER_WINDOW: Readonly<Record<Tier, number>> = { free: 100, pro: 190, enterprise: 190, marketplace: 110 };
const PER_DAY: Readonly<Record<Tier, number | null>> = { free: 250_000, pro: 625_000, enterprise: 1_000_000, marketplace: null };

export interface Quota {
  /** Counts a call or throws the 429; answers the rate headers of the reply. */
  take(call: { readonly search: boolean; readonly oauth: boolean; readonly now: number }): Readonly<Record<string, string>>;
}

export function newQuota(settings: Settings): Quota {
  const windowMax = settings.limitIncrease ? 250 : PER_WINDOW[settings.tier];
  const tierDay = PER_DAY[settings.tier];
  const dayMax = settings.dailyMax ?? (tierDay === null ? null : tierDay + (settings.limitIncrease ? 1_000_000 : 0));
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: settings.timeZone });
  const recent: number[] = [];
  const searches: number[] = [];
  let day = { name: '', used: 0, quarter: Number.NaN };

  // A day never begins inside a quarter of an hour, whatever the time zone.
  const turnDay = (now: number): void => {
    const quarter = Math.floor(now / 900_000);
    if (quarter === day.quarter) return;
    const name = dayOf.format(now);
    day = { name, used: name === day.name ? day.used : 0, quarter };
  };

  const headers = (oauth: boolean): Record<string, string> => ({
    'x-hubspot-ratelimit-max': String(windowMax),
    'x-hubspot-ratelimit-remaining': String(windowMax - recent.length),
    'x-hubspot-ratelimit-interval-milliseconds': String(WINDOW_MS),
    ...(oauth || dayMax === null
      ? {}
      : { 'x-hubspot-ratelimit-daily': String(dayMax), 'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, dayMax - day.used)) }),
  });

  return {
    take({ search, oauth, now }) {
      if (!settings.quota) return {};
      turnDay(now);
      forget(recent, now - WINDOW_MS);
      forget(searches, now - 1_000);
      if (dayMax !== null && day.used >= dayMax) throw limited('DAILY', 'daily', search ? {} : headers(oauth));
      if (search && searches.length >= SEARCHES_PER_SECOND) throw limited('SECONDLY', 'secondly', {});
      if (!search && recent.length >= windowMax) throw limited('TEN_SECONDLY_ROLLING', 'ten_secondly_rolling', headers(oauth));
      day.used += 1;
      if (search) {
        searches.push(now);
        return {};
      }
      recent.push(now);
      return headers(oauth);
    },
  };
}

/** Drops the times up to `limit`; they are in order. */
function forget(times: number[], limit: number): void {
  const kept = times.findIndex((at) => at > limit);
  times.splice(0, kept < 0 ? times.length : kept);
}

function limited(policyName: string, name: string, headers: Readonly<Record<string, string>>): Refusal {
  const body = {
    status: 'error',
    message: `You have reached your ${name} limit.`,
    errorType: 'RATE_LIMIT',
    policyName,
    ...(policyName === 'DAILY' ? {} : { groupName: policyName === 'SECONDLY' ? 'crm:search' : 'publicapi:private-apps' }),
  };
  return new Refusal(429, body, headers);
}
