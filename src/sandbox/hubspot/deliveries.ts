// Home of turning waiting webhook events into signed deliveries. Invariant: a delivery holds at most 100 events and is
// signed over exactly the text that is sent, by v3 (time stamp, method, URI, body) and by v1 (body); so is every new try.
import { createHash, createHmac } from 'node:crypto';
import type { SandboxEvent } from '../contract.ts';
import type { Portal } from './portal.ts';

const LARGEST = 100;

/** Empties the queue. Each event is due `delayMs` after `now`, repeats and retries later. */
export function takeDeliveries(portal: Portal, now: number): SandboxEvent[] {
  const { webhooks, settings } = portal;
  const waiting = webhooks.pending;
  if (waiting.length === 0) return [];
  webhooks.pending = [];
  const target = webhooks.target;
  if (target === null) return [];
  const options = settings.webhooks;
  const random = portal.random.webhooks;
  const repeats = waiting.filter(() => random.chance(options.duplicateChance));
  const ordered = options.reorder ? random.shuffle(waiting) : waiting;
  const batches = [...inBatches(ordered), ...inBatches(repeats)];
  return batches.flatMap((events) =>
    Array.from({ length: options.retries + 1 }, (_, attempt) => {
      const dueAt = now + options.delayMs + attempt * options.retryAfterMs;
      return delivery(settings.clientSecret, target.targetUrl, events, attempt, dueAt);
    }),
  );
}

function inBatches<T>(events: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(events.length / LARGEST) }, (_, index) => events.slice(index * LARGEST, (index + 1) * LARGEST));
}

function delivery(secret: string, url: string, events: readonly object[], attempt: number, dueAt: number): SandboxEvent {
  const body = JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempt })));
  return {
    url,
    dueAt,
    body,
    again: (refused, now) => delivery(secret, url, events, attempt + refused, now),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebHooks',
      'x-hubspot-request-timestamp': String(dueAt),
      'x-hubspot-signature': createHash('sha256').update(secret + body).digest('hex'),
      'x-hubspot-signature-version': 'v1',
      'x-hubspot-signature-v3': signatureV3(secret, 'POST', url, body, dueAt),
    },
  };
}

/** Base64 of the v3 signature; `timestamp` in ms. */
export function signatureV3(secret: string, method: string, url: string, body: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${method}${decodeUri(url)}${body}${timestamp}`).digest('base64');
}

const DECODED: Readonly<Record<string, string>> = {
  '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$', '%27': "'", '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';',
};

function decodeUri(url: string): string {
  return url.replace(/%[0-9A-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
}
