// The only place where a sandbox meets sockets: HTTP in → the model's request, the model's response → HTTP out, and the
// model's events → webhook calls. It converts and nothing else: routing, validation and state belong to the model.
// Invariant: after `close()` no socket, timer or delivery of this server is left, however the clients behave.

import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import type { Clock } from '../lib/clock.ts';
import type { SandboxEvent, SandboxModel, SandboxRequest, SandboxResponse } from './contract.ts';

export interface SandboxServer {
  /** Base address without a trailing slash, e.g. http://127.0.0.1:41234 */
  readonly url: string;
  readonly port: number;
  /** Ends everything at once: listening, open sockets, delays and deliveries. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock: Clock;
  /** Default 127.0.0.1: a sandbox has no business on a network. */
  readonly host?: string;
}

const bodyLimit = '10mb';
const deliveryAttempts = 5;
const deliveryBackoffMs = 1_000;
const deliveryTimeoutMs = 5_000;

/** Serves the model over HTTP/1.1. Rejects when the port is taken. */
export async function serveSandbox(model: SandboxModel, options: ServeOptions): Promise<SandboxServer> {
  const { clock } = options;
  const host = options.host ?? '127.0.0.1';
  const closing = new AbortController();
  const app = express();
  app.disable('x-powered-by');
  app.use(express.raw({ type: () => true, limit: bodyLimit }));
  app.use((request: Request, response: Response) => {
    const handled = model.handle(toSandboxRequest(request), clock.now());
    for (const event of handled.events) void deliver(event, clock, closing.signal);
    return answer(response, handled.response, clock, closing.signal);
  });
  app.use(answerError);

  const server = createServer(app);
  // An idle client must not meet a connection closing under its next request.
  server.keepAliveTimeout = 120_000;
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        closing.abort(new Error('the sandbox server is closing'));
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function toSandboxRequest(request: Request): SandboxRequest {
  const [path = '/', ...query] = request.url.split('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  const body: unknown = request.body;
  return {
    method: request.method,
    path: decodeURIComponent(path),
    query: query.join('?'),
    headers,
    body: Buffer.isBuffer(body) ? body.toString('utf8') : '',
  };
}

/** Carries out the reply or the transport fault the model asked for; a client that leaves meanwhile is no error. */
async function answer(response: Response, reply: SandboxResponse, clock: Clock, closing: AbortSignal): Promise<void> {
  if (reply.delayMs !== undefined && reply.delayMs > 0) {
    try {
      await clock.sleep(reply.delayMs, closing);
    } catch {
      return;
    }
  }
  if (reply.cut === 'timeout' || response.destroyed) return;
  if (reply.cut === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const isJson = reply.body !== null && typeof reply.body !== 'string';
  const bytes = Buffer.from(isJson ? JSON.stringify(reply.body) : ((reply.body as string | null) ?? ''), 'utf8');
  response.statusCode = reply.status;
  response.setHeader('date', new Date(clock.now()).toUTCString());
  if (isJson) response.setHeader('content-type', 'application/json;charset=utf-8');
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  if (reply.cut !== 'half-body') {
    response.end(bytes);
    return;
  }
  response.setHeader('content-length', bytes.length);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}

/** What no model saw: a body over the limit (413), a path that does not decode (400), or a defect of the sandbox (500). */
function answerError(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  const known = error instanceof URIError ? 400 : (error as { status?: unknown }).status;
  response.statusCode = typeof known === 'number' ? known : 500;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(error instanceof Error ? error.message : 'The sandbox failed');
}

/**
 * One webhook call, tried up to five times with doubling pauses until a receiver answers 2xx. A redirect is an answer that
 * was not 2xx: it is never followed. A delivery that fails for good is lost, as the vendor's would be.
 */
async function deliver(event: SandboxEvent, clock: Clock, closing: AbortSignal): Promise<void> {
  try {
    await clock.sleep(Math.max(0, event.dueAt - clock.now()), closing);
    for (let attempt = 1; attempt <= deliveryAttempts; attempt++) {
      const sent = attempt === 1 ? event : (event.again?.(attempt - 1, clock.now()) ?? event);
      if (await post(sent, closing)) return;
      if (attempt < deliveryAttempts) await clock.sleep(deliveryBackoffMs * 2 ** (attempt - 1), closing);
    }
  } catch (error) {
    if (!closing.aborted) throw error;
  }
}

async function post(event: SandboxEvent, closing: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(event.url, {
      method: 'POST',
      headers: event.headers,
      body: event.body,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(deliveryTimeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
