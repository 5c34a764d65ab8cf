// The web app as the server sends it: the files of one build, held in memory. Invariants: nothing but a file of that build is ever sent,
// whatever the address says; the page allows scripts of our own and styles of ours or with the value of this one answer, and nothing else.
import { gzipSync } from 'node:zlib';
import type { RequestHandler, Response } from 'express';
import { newToken } from '../lib/crypto.ts';

/** Path below the address of the server (`/assets/main-1a2b.js`) → what the file holds. `/index.html` is among them. */
export type WebFiles = ReadonlyMap<string, Buffer>;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8', html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', json: 'application/json; charset=utf-8', png: 'image/png', svg: 'image/svg+xml', webmanifest: 'application/manifest+json', woff2: 'font/woff2',
};
const PAGE = '/index.html';
const NONCE = '__CSP_NONCE__';
/** Addresses of programs: what is not there is told to them as a problem. */
const OF_PROGRAMS = /^\/(api|webhooks|oauth|assets|metrics|healthz|readyz)(\/|$)/u;

/** What a page of ours may load and do. @param nonce marks the style elements that it makes itself */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self'", "font-src 'self'", "connect-src 'self'",
    "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ');
}

/** Answers what the web app is asked for, and passes on everything else. */
export function webApp(files: WebFiles): RequestHandler {
  const page = files.get(PAGE)?.toString('utf8') ?? null;
  const packed = new Map<string, Buffer>();
  return (request, response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const file = request.path === PAGE ? undefined : files.get(request.path);
    if (reads && file) return sendFile(request.path, file, packed, request.headers['accept-encoding'] ?? '', response);
    if (!reads || page === null || OF_PROGRAMS.test(request.path) || (request.path !== '/' && !(request.headers.accept ?? '').includes('text/html'))) return next();
    const nonce = newToken();
    response.set({ 'content-security-policy': pagePolicy(nonce), 'content-type': TYPES['html'], vary: 'accept' });
    response.end(page.replaceAll(NONCE, nonce));
  };
}

/** Files in /assets carry their hash in their name: one name never shows anything else. */
function sendFile(path: string, file: Buffer, packed: Map<string, Buffer>, accepted: string, response: Response): void {
  response.set({ 'content-type': TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream', vary: 'accept-encoding' });
  response.set('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (!/\bgzip\b/u.test(accepted)) return void response.end(file);
  const small = packed.get(path) ?? gzipSync(file);
  packed.set(path, small);
  response.set('content-encoding', 'gzip').end(small);
}
