// S13: the limits both vendors set are kept by all workers together, and a vendor that says when to come back is heard.
import type { Served } from '../network.ts';
import type { Findings } from './findings.ts';

interface Limit {
  readonly name: string;
  readonly calls: number;
  readonly windowMs: number;
  readonly counts: (served: Served) => boolean;
}

const LIMITS: readonly Limit[] = [
  { name: 'Severa', calls: 10, windowMs: 1_000, counts: ({ side }) => side === 'psa' },
  { name: 'HubSpot', calls: 100, windowMs: 10_000, counts: ({ side, request }) => side === 'crm' && !request.path.endsWith('/search') },
  { name: 'HubSpot search', calls: 5, windowMs: 1_000, counts: ({ side, request }) => side === 'crm' && request.path.endsWith('/search') },
];

export function checkQuota(served: readonly Served[], findings: Findings, options: { readonly paced: boolean; readonly othersCall: boolean; readonly refused: number }): void {
  if (!options.paced) return;
  for (const { name, calls, windowMs, counts } of LIMITS) {
    const times = served.filter(counts).map((one) => one.servedAt);
    const burst = times.findIndex((at, index) => index >= calls && at - (times[index - calls] as number) < windowMs);
    if (burst >= 0) findings.add('S13', `${calls + 1} calls of ${name} within ${(times[burst] as number) - (times[burst - calls] as number)} ms`, [name]);
  }
  const injected = served.filter(({ fault }) => fault?.startsWith('status-429') === true).length;
  if (!options.othersCall && options.refused > injected) findings.add('S13', `${options.refused - injected} calls were refused for no fault but our own`, ['429']);
  checkRetryAfter(served, findings);
}

/** The same request is not sent again before the time the vendor gave. */
function checkRetryAfter(served: readonly Served[], findings: Findings): void {
  for (const [index, one] of served.entries()) {
    const seconds = Number(one.response.headers['retry-after'] ?? Number.NaN);
    if (one.response.status !== 429 || Number.isNaN(seconds)) continue;
    const early = served.slice(index + 1).find((other) => other.worker === one.worker && same(one, other) && other.sentAt < one.servedAt + seconds * 1_000);
    if (early) findings.add('S13', `${one.request.method} ${one.request.path} was sent again after ${early.sentAt - one.servedAt} ms, asked were ${seconds} s`, [one.request.path]);
  }
}

function same(one: Served, other: Served): boolean {
  return one.side === other.side && one.request.method === other.request.method && one.request.path === other.request.path && one.request.query === other.request.query && one.request.body === other.request.body;
}
