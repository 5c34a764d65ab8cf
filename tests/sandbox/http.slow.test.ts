// Real sockets: what the model says is what a client sees, faults and webhooks included.

import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { SandboxEvent, SandboxModel, SandboxRequest, SandboxResponse } from '../../src/sandbox/contract.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import type { SandboxServer } from '../../src/sandbox/http.ts';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

interface Served {
  readonly server: SandboxServer;
  readonly seen: SandboxRequest[];
}

async function serve(reply: Partial<SandboxResponse> | (() => never), events: readonly SandboxEvent[] = [], clock: Clock = systemClock): Promise<Served> {
  const seen: SandboxRequest[] = [];
  const model: SandboxModel = {
    handle: (request) => {
      seen.push(request);
      const response = typeof reply === 'function' ? reply() : reply;
      return { response: { status: 200, headers: {}, body: null, ...response }, events };
    },
  };
  const server = await serveSandbox(model, { port: 0, clock });
  running.push(server);
  return { server, seen };
}

/** A receiver of webhooks that answers with the given statuses in turn, the last one for ever. */
async function receiver(statuses: readonly number[]): Promise<{ url: string; received: { body: string; request: IncomingMessage }[]; reached(count: number): Promise<void> }> {
  const received: { body: string; request: IncomingMessage }[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      response.writeHead(statuses[Math.min(received.length, statuses.length - 1)] ?? 200, { location: `http://${request.headers.host}/elsewhere` });
      response.end();
      received.push({ body, request });
      for (const wait of waiting) if (received.length >= wait.count) wait.resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))) });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    reached: (count) => (received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))),
  };
}

/** A clock whose sleeps end at once and move it on, so that back-off takes no real time. */
function eagerClock(): Clock & { readonly slept: number[] } {
  let now = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: (ms, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

describe('conversion', () => {
  it('gives the model the decoded path, the raw query, lower-case headers and the body text of any content type', async () => {
    const { server, seen } = await serve({ status: 201 });
    await fetch(`${server.url}/v1/k%C3%A4ytt%C3%A4j%C3%A4t/a%20b?g=1&g=2&x=%2B`, { method: 'PATCH', headers: { 'X-Trace': 'Yes', 'content-type': 'application/x-strange' }, body: '"näin"' });
    expect(seen[0]).toMatchObject({ method: 'PATCH', path: '/v1/käyttäjät/a b', query: 'g=1&g=2&x=%2B', body: '"näin"' });
    expect(seen[0]?.headers['x-trace']).toBe('Yes');
  });

  it('gives the model an empty body text when there is none', async () => {
    const { server, seen } = await serve({});
    await fetch(`${server.url}/a`);
    expect(seen[0]).toMatchObject({ body: '', query: '' });
  });

  it('sends an object as JSON, a string as it is and null as nothing, with the status and headers given', async () => {
    const json = await fetch((await serve({ status: 207, headers: { 'X-Next': 'abc' }, body: { name: 'Öljy' } })).server.url);
    expect([json.status, json.headers.get('x-next'), json.headers.get('content-type'), await json.json()]).toEqual([207, 'abc', 'application/json;charset=utf-8', { name: 'Öljy' }]);
    const text = await fetch((await serve({ status: 429, headers: { 'content-type': 'text/plain' }, body: 'API calls quota exceeded!' })).server.url);
    expect([text.status, text.headers.get('content-type'), await text.text()]).toEqual([429, 'text/plain', 'API calls quota exceeded!']);
    const empty = await fetch((await serve({ status: 204 })).server.url);
    expect([empty.status, await empty.text()]).toEqual([204, '']);
  });

  it('refuses a body over 10 MB with 413 and a path that does not decode with 400, and never shows either to the model', async () => {
    const { server, seen } = await serve({});
    expect((await fetch(`${server.url}/a`, { method: 'POST', body: 'x'.repeat(11 * 1024 * 1024) })).status).toBe(413);
    expect((await fetch(`${server.url}/%E0%A4%A`)).status).toBe(400);
    expect(seen).toEqual([]);
  });

  it('answers 500 with the reason when the model itself fails', async () => {
    const { server } = await serve(() => {
      throw new Error('no such collection');
    });
    const response = await fetch(server.url);
    expect([response.status, await response.text()]).toEqual([500, 'no such collection']);
  });

  it('rejects when the port is taken', async () => {
    const { server } = await serve({});
    await expect(serveSandbox({ handle: () => ({ response: { status: 200, headers: {}, body: null }, events: [] }) }, { port: server.port, clock: systemClock })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('transport faults', () => {
  it('resets the connection after the model has done its work', async () => {
    const { server, seen } = await serve({ cut: 'reset' });
    await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(seen).toHaveLength(1);
  });

  it('cuts a body in the middle', async () => {
    const { server } = await serve({ body: { text: 'x'.repeat(1_000) }, cut: 'half-body' });
    const response = await fetch(server.url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('never answers a timeout, and the client leaving is no error', async () => {
    const { server } = await serve({ cut: 'timeout' });
    await expect(fetch(server.url, { signal: AbortSignal.timeout(150) })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('sleeps on its clock before a delayed answer', async () => {
    const clock = eagerClock();
    const { server } = await serve({ delayMs: 90_000 }, [], clock);
    expect((await fetch(server.url)).status).toBe(200);
    expect(clock.slept).toEqual([90_000]);
  });

  it('closes at once with clients hanging on a timeout and on a long delay', async () => {
    for (const reply of [{ cut: 'timeout' as const }, { delayMs: 3_600_000 }]) {
      const { server, seen } = await serve(reply);
      const hanging = expect(fetch(server.url)).rejects.toThrow();
      while (seen.length === 0) await systemClock.sleep(5);
      await server.close();
      await hanging;
    }
  });
});

describe('webhooks', () => {
  it('delivers an event at its due time with the body and headers the model signed', async () => {
    const clock = eagerClock();
    const hook = await receiver([200]);
    const { server } = await serve({}, [{ url: hook.url, headers: { 'x-hubspot-signature-v3': 'sig', 'content-type': 'application/json' }, body: '[{"eventId":1}]', dueAt: clock.now() + 5_000 }], clock);
    await fetch(server.url);
    await hook.reached(1);
    expect(clock.slept[0]).toBe(5_000);
    expect(hook.received[0]?.body).toBe('[{"eventId":1}]');
    expect(hook.received[0]?.request.headers['x-hubspot-signature-v3']).toBe('sig');
    expect(hook.received[0]?.request.method).toBe('POST');
  });

  it('tries again with growing pauses until the receiver accepts, and does not follow a redirect', async () => {
    const clock = eagerClock();
    const hook = await receiver([500, 302, 200]);
    const { server } = await serve({}, [{ url: hook.url, headers: {}, body: '[]', dueAt: 0 }], clock);
    await fetch(server.url);
    await hook.reached(3);
    expect(hook.received.map(({ request }) => request.url)).toEqual(['/hook', '/hook', '/hook']);
    expect(clock.slept).toEqual([0, 1_000, 2_000]);
  });

  it('sends what the model makes of a refused event, each try its own', async () => {
    const clock = eagerClock();
    const hook = await receiver([500, 500, 200]);
    const event = (body: string): SandboxEvent => ({ url: hook.url, headers: {}, body, dueAt: 0, again: (refused) => event(`[${refused}]`) });
    const { server } = await serve({}, [event('[0]')], clock);
    await fetch(server.url);
    await hook.reached(3);
    expect(hook.received.map(({ body }) => body)).toEqual(['[0]', '[1]', '[2]']);
  });

  it('gives an event up after five refusals', async () => {
    const clock = eagerClock();
    const refusing = await receiver([500]);
    const accepting = await receiver([200]);
    const { server } = await serve({}, [{ url: refusing.url, headers: {}, body: '[]', dueAt: 0 }], clock);
    await fetch(server.url);
    await refusing.reached(5);
    // A sixth try would come before a whole other delivery is through.
    const other = await serve({}, [{ url: accepting.url, headers: {}, body: '[]', dueAt: 0 }]);
    await fetch(other.server.url);
    await accepting.reached(1);
    expect(refusing.received).toHaveLength(5);
    expect(clock.slept).toEqual([0, 1_000, 2_000, 4_000, 8_000]);
  });
});
