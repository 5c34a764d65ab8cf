// Serves the built stories as the product's server must serve the web app: one page for every address, a fresh style nonce in
// each answer, a strict content security policy; and the fake API beside it.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createFakeApi, type FakeApi } from './fake-api.ts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

export function policyOf(nonce: string): string {
  return [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self'", "font-src 'self'", "connect-src 'self'",
    "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ');
}

export interface StoryServer {
  readonly address: string;
  readonly api: FakeApi;
  readonly close: () => Promise<void>;
}

export async function serveStories(folder: string): Promise<StoryServer> {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const api = createFakeApi();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://story');
    response.setHeader('x-content-type-options', 'nosniff');
    if (url.pathname.startsWith('/api/')) {
      api.handle(request, response, url).catch(() => response.destroy());
      return;
    }
    const type = TYPES[extname(url.pathname)];
    if (type !== undefined) {
      try {
        response.setHeader('content-type', type);
        response.end(readFileSync(join(folder, normalize(url.pathname))));
      } catch {
        response.writeHead(404).end();
      }
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('content-security-policy', policyOf(nonce));
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page.replaceAll('__CSP_NONCE__', nonce));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    api,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
