// An API of a few routes with invented data, answering as the product's does: problems, cursors, events, a CSRF token.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { invoicePage, matchingInvoices } from './invoices.ts';

export const CSRF = 'csrf-of-the-story';
const roles = JSON.parse(readFileSync(new URL('../../../config/roles.json', import.meta.url), 'utf8')) as Record<string, { label: { fi: string; en: string }; reads: string[]; changes: string[] }>;

export interface FakeApi {
  readonly handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  /** Every request that was answered: method and path with query. */
  readonly calls: string[];
}

export function createFakeApi(): FakeApi {
  const calls: string[] = [];
  return {
    calls,
    handle: async (request, response, url) => {
      const path = url.pathname.replace('/api/v1', '');
      const from = request.headers['last-event-id'];
      calls.push(`${request.method} ${path}${url.search}${from === undefined ? '' : ` from ${String(from)}`}`);
      if (path === '/login') return text(response, 200, 'text/html', '<!doctype html><html lang="en"><title>Login</title><h1>The login page of the server</h1></html>');
      if (cookie(request, 'out') === 'yes') return problem(response, 401, 'session-over', 'Sign in.');
      if (path === '/session') return json(response, 200, sessionOf(cookie(request, 'role') ?? 'sales', cookie(request, 'workspaces') === 'two'));
      if (path === '/session/workspace') return json(response, 200, {});
      if (path === '/session/end') return json(response, 200, { location: '/api/v1/login' });
      if (path === '/story/invoices' && url.searchParams.get('format') !== null) return exported(response, url);
      if (path === '/story/invoices') return json(response, 200, invoicePage(url.searchParams));
      if (path === '/story/none') return json(response, 200, { items: [], next: null, total: 0 });
      if (path === '/story/broken') return problem(response, 503, 'database-away', 'The server cannot do this now.');
      if (path === '/story/contact') return saveContact(request, response);
      if (path === '/story/reminders' && request.headers['x-csrf-token'] === CSRF) return json(response, 200, { sent: JSON.parse(await body(request)) as unknown });
      const run = /^\/story\/runs\/(?<name>\w+)\/events$/u.exec(path)?.groups?.['name'];
      if (run !== undefined) return events(response, run, String(request.headers['last-event-id'] ?? 0));
      return problem(response, 404, 'no-such-route', 'There is nothing here.');
    },
  };
}

function sessionOf(names: string, two: boolean): unknown {
  const held = names.split(' ').flatMap((name) => (roles[name] ? [{ name, ...roles[name] }] : []));
  return {
    user: { name: 'Aino Korpela', email: 'aino.korpela@havukka.example' },
    roles: held.map(({ name, label }) => ({ name, label })),
    reads: [...new Set(held.flatMap(({ reads }) => reads))],
    changes: [...new Set(held.flatMap(({ changes }) => changes))],
    workspace: { name: 'main', label: 'Havukka Insinöörit Oy', timeZone: 'Europe/Helsinki', currency: 'EUR' },
    workspaces: [{ name: 'main', label: 'Havukka Insinöörit Oy' }, ...(two ? [{ name: 'second', label: 'Pohjantähti Konsultointi Oy' }] : [])],
    csrfToken: CSRF,
    language: null,
  };
}

async function saveContact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers['x-csrf-token'] !== CSRF) return problem(response, 403, 'csrf', 'The token is missing.');
  const contact = JSON.parse(await body(request)) as { phone: string; email: string };
  if (contact.phone === '123') {
    const errors = [{ field: 'phone', message: 'This is not a phone number: 123' }, { field: 'email', message: 'Another contact has this e-mail' }, { field: 'owner', message: 'The owner has left the company' }];
    return problem(response, 422, 'invalid', 'Two fields are wrong.', { errors });
  }
  return json(response, 200, contact);
}

/** The run `line` loses its connection half-way; it is taken up where it broke. */
async function events(response: ServerResponse, run: string, lastId: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const [total, end] = [2743, run === 'halfway' ? 62 : 100];
  for (let step = Number(lastId) + 1; step <= end; step += 1) {
    const state = step < 100 ? 'running' : run === 'failing' ? 'failed' : 'done';
    const done = Math.round((total * step) / 100);
    const message = state === 'failed' ? 'HubSpot refused the token: install the app again' : `Contacts, page ${step} of 100`;
    response.write(`id: ${step}\nevent: progress\ndata: ${JSON.stringify({ step, state, done, total, message, counts: { created: Math.round(done / 3), updated: Math.round(done / 5), held: Math.round(done / 40) } })}\n\n`);
    if (run === 'line' && step === 50 && lastId === '0') {
      // What was written has to be on its way before the line breaks.
      await setTimeout(50);
      response.destroy();
      return;
    }
  }
  if (run !== 'halfway') response.end();
}

function exported(response: ServerResponse, url: URL): void {
  const rows = matchingInvoices(url.searchParams).map((each) => `${each.number};${each.account};${each.amount.amount}`);
  response.setHeader('content-disposition', 'attachment; filename="invoices.csv"');
  text(response, 200, 'text/csv', ['number;account;amount', ...rows].join('\r\n'));
}

function problem(response: ServerResponse, status: number, code: string, detail: string, more: object = {}): void {
  text(response, status, 'application/problem+json', JSON.stringify({ type: 'about:blank', title: code, status, code, detail, requestId: 'req-4711', ...more }));
}

function json(response: ServerResponse, status: number, value: unknown): void {
  text(response, status, 'application/json', JSON.stringify(value));
}

function text(response: ServerResponse, status: number, type: string, content: string): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(content);
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  const found = (request.headers.cookie ?? '').split('; ').find((each) => each.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
