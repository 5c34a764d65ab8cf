// The HTTP server. Invariants: it answers the routes of its table and nothing else; no answer is kept by a cache, shown in a
// frame or guessed at; after `close()` no socket is left and what was accepted has been carried out.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { callRoute } from './access.ts';
import { EVENTS } from './live-events.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { problem, problemOf } from './problem.ts';
import { rateLimits } from './rate-limit.ts';
import { webApp } from './web-app.ts';
import type { ApiContext, ApiReply, Route, StreamReply, TextReply } from './route.ts';
import { accessLogRoutes } from './routes/access-log.ts';
import { auditRoutes } from './routes/audit.ts';
import { billingRoutes } from './routes/billing.ts';
import { docsRoutes } from './routes/docs.ts';
import { erasurePaperRoutes } from './routes/erasure-papers.ts';
import { erasureRoutes } from './routes/erasures.ts';
import { historyRoutes } from './routes/history.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { overviewRoutes } from './routes/overview.ts';
import { openapiRoutes } from './routes/openapi.ts';
import { onboardingRoutes } from './routes/onboarding.ts';
import { connectionRoutes } from './routes/connections.ts';
import { settingRoutes } from './routes/settings.ts';
import { restrictionRoutes } from './routes/restrictions.ts';
import { retentionRoutes } from './routes/retention.ts';
import { ruleRoutes } from './routes/rules.ts';
import { processingRoutes } from './routes/processing.ts';
import { recordRoutes } from './routes/records.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { loginRoutes } from './routes/login.ts';
import { sessionRoutes } from './routes/session.ts';
import { userRoutes } from './routes/users.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { registerRoutes } from './routes/registers.ts';
import { remarkRoutes } from './routes/remarks.ts';
import { runRoutes } from './routes/runs.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { webhookRoutes } from './routes/webhooks.ts';

export interface ApiServer {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Lets the requests in hand end, then closes everything. */
  close(): Promise<void>;
}

const LAST_WORDS_MS = 3_000;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  // An address may hold a ticket or a code.
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-content-type-options': 'nosniff',
};

/** Every route there is. */
export function routeTable(context: ApiContext, metrics: Metrics = createMetrics()): readonly Route[] {
  return [...healthRoutes(context), ...metricsRoutes(context, metrics), ...webhookRoutes(context), ...oauthRoutes(context), ...openapiRoutes(), ...docsRoutes(), ...auditRoutes(context), ...loginRoutes(context), ...sessionRoutes(context), ...userRoutes(context), ...billingRoutes(context), ...historyRoutes(context), ...registerRoutes(context), ...inboxRoutes(context), ...ruleRoutes(context), ...runRoutes(context), ...scheduleRoutes(context), ...settingRoutes(context), ...connectionRoutes(context), ...onboardingRoutes(context), ...remarkRoutes(context), ...recordRoutes(context), ...overviewRoutes(context), ...erasureRoutes(context), ...erasurePaperRoutes(context), ...accessLogRoutes(context), ...restrictionRoutes(context), ...retentionRoutes(context), ...processingRoutes(context)];
}

/**
 * Listens until it is closed: on this machine only while no public address is set. Rejects when the port is taken.
 * @param port 0 takes any free one
 */
export async function serveApi({ port, ...context }: ApiContext & { readonly port: number }): Promise<ApiServer> {
  const host = context.publicUrl === null ? '127.0.0.1' : undefined;
  const working = new Set<Promise<void>>();
  const ending = new AbortController();
  const metrics = createMetrics();
  metrics.watchProcess();
  const server = createServer(appOf({ context, working, ending: ending.signal, metrics }));
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await listen(server, port, host);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      ending.abort(new Error('the server ends'));
      const over = new AbortController();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      void context.clock.sleep(LAST_WORDS_MS, over.signal).then(() => server.closeAllConnections(), () => undefined);
      await closed;
      over.abort(new Error('the server is closed'));
      await Promise.all(working);
    },
  };
}

/** A server that runs. */
interface Running {
  readonly context: ApiContext;
  /** What follows answers that have been sent. */
  readonly working: Set<Promise<void>>;
  /** Aborts when the server begins to end. */
  readonly ending: AbortSignal;
  readonly metrics: Metrics;
}

function appOf(running: Running): Express {
  const { context, metrics } = running;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('query parser', false);
  app.set('trust proxy', context.server.trustedProxies);
  const headers = context.publicUrl?.startsWith('https:') ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS;
  app.use((_request, response, next) => {
    response.locals['requestId'] = context.newId();
    response.set({ ...headers, 'x-request-id': idOf(response) });
    next();
  });
  app.use(...rateLimits(context));
  for (const [path, routes] of Map.groupBy(routeTable(context, metrics), (route) => route.path)) {
    app.all(path, (request, response, next) => {
      const route = routes.find(({ method }) => method === request.method);
      // HEAD would use up a ticket.
      if (!route) answer(response, methodRefused(routes, idOf(response)));
      else if (accepts(route, request, response)) bodyOf(route)(request, response, (error?: unknown) => (error ? next(error) : void serve(running, route, request, response).catch(next)));
    });
  }
  if (context.webApp !== null) app.use(webApp(context.webApp));
  app.use((_request, response) => answer(response, problem(404, 'not-found', 'Check the address.', idOf(response))));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const reply = problemOf(error, idOf(response));
    if (reply.status >= 500) context.log.error({ requestId: idOf(response), method: request.method, error }, 'a request failed');
    answer(response, reply);
  });
  return app;
}

async function serve({ context, working, ending, metrics }: Running, route: Route, request: Request, response: Response): Promise<void> {
  const startedAt = context.clock.now();
  // A live line says nothing about how long answers take.
  response.once('close', () => {
    if (response.getHeader('content-type') !== EVENTS) metrics.answered(`${route.method} ${route.path}`, response.statusCode, (context.clock.now() - startedAt) / 1_000);
  });
  const reply = await callRoute(context, route, apiRequest(request, response, ending));
  const requestId = idOf(response);
  if (isText(reply)) answer(response, reply);
  else await stream(context, response, reply);
  context.log.info({ requestId, route: `${route.method} ${route.path}`, status: reply.status, ms: context.clock.now() - startedAt }, 'answered');
  if (!isText(reply) || !reply.afterwards) return;
  const done = reply
    .afterwards()
    .catch((error: unknown) => context.log.warn({ requestId, error }, 'what follows an answer failed; the schedule does it'))
    .finally(() => working.delete(done));
  working.add(done);
}

function methodRefused(routes: readonly Route[], requestId: string): TextReply {
  const allow = routes.map(({ method }) => method).join(', ');
  const refusal = problem(405, 'method-not-allowed', `Use ${allow}.`, requestId);
  return { ...refusal, headers: { ...refusal.headers, allow } };
}

/** Answers at once a kind of body that the route does not take. */
function accepts(route: Route, request: Request, response: Response): boolean {
  const type = (request.headers['content-type'] ?? '').toLowerCase().replaceAll(' ', '');
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const fits = route.body === null ? !hasBody : type === route.body.type || type === `${route.body.type};charset=utf-8`;
  if (!fits) answer(response, problem(415, 'body-type', route.body === null ? 'Send no body.' : `Send ${route.body.type}.`, idOf(response)));
  return fits;
}

/** The bytes as they come: a signature is over them. */
function bodyOf(route: Route): express.RequestHandler {
  if (route.body === null) return (_request, _response, next) => next();
  return express.raw({ type: () => true, limit: route.body.limitBytes, inflate: false });
}

function apiRequest(request: Request, response: Response, ending: AbortSignal): Parameters<Route['handle']>[0] {
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  const body: unknown = request.body;
  return {
    target: request.originalUrl,
    params: request.params as Readonly<Record<string, string>>,
    query: new URLSearchParams(request.originalUrl.split('?').slice(1).join('?')),
    headers: Object.fromEntries(headers),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    requestId: idOf(response),
    gone: goneOf(response, ending),
  };
}

/** Not by `any`: what waits for the end of the server would keep every request in memory until then. */
function goneOf(response: Response, ending: AbortSignal): AbortSignal {
  const gone = new AbortController();
  const end = (): void => gone.abort(new Error('nobody waits for the answer any more'));
  if (ending.aborted) end();
  ending.addEventListener('abort', end);
  response.once('close', () => {
    ending.removeEventListener('abort', end);
    end();
  });
  return gone.signal;
}

function answer(response: Response, { status, headers, body }: TextReply): void {
  response.status(status).set(headers).end(body);
}

function isText(reply: ApiReply): reply is TextReply {
  return typeof reply.body === 'string';
}

/** As fast as it is taken. What ends too early is cut off, so that nobody takes a part for the whole. */
async function stream({ log }: ApiContext, response: Response, { status, headers, body }: StreamReply): Promise<void> {
  response.status(status).set(headers);
  try {
    await pipeline(body, response);
  } catch (error) {
    log.warn({ requestId: idOf(response), error }, 'an answer ended before it was whole');
  }
}

function idOf(response: Response): string {
  return String(response.locals['requestId']);
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
