// Home of the socket: one HTTP exchange, text in and text out, no retries and no meaning. Every status is an answer.
// Invariant: a failure tells only its code, and whether the request can have reached the other side.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';

export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMs: number;
}

export interface TransportReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Throws TransportFailure only. */
export type Transport = (request: TransportRequest) => Promise<TransportReply>;

export class TransportFailure extends Error {
  readonly code: string;
  /** False: no connection was made, so nothing can have happened there. */
  readonly mayHaveArrived: boolean;
  constructor(code: string, mayHaveArrived: boolean) {
    super(code);
    this.name = 'TransportFailure';
    this.code = code;
    this.mayHaveArrived = mayHaveArrived;
  }
}

const replyLimitBytes = 64 * 1024 * 1024;
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** Keep-alive connections, no proxies, no redirects, a limit on the size of a reply. */
export function createTransport(): Transport {
  const client = axios.create({
    adapter: 'http',
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 32 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 32 }),
    proxy: false,
    maxRedirects: 0,
    maxContentLength: replyLimitBytes,
    maxBodyLength: replyLimitBytes,
    responseType: 'text',
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
  });
  return async (request) => {
    try {
      const reply = await client.request<unknown>({
        method: request.method,
        url: request.url,
        headers: { ...request.headers },
        data: request.body ?? undefined,
        timeout: request.timeoutMs,
      });
      return { status: reply.status, headers: textHeaders(reply.headers), body: typeof reply.data === 'string' ? reply.data : '' };
    } catch (error) {
      // The original holds the request with its credentials: only its code is let out.
      const code = (error as { code?: unknown }).code;
      const text = typeof code === 'string' ? code : 'FAILED';
      throw new TransportFailure(text, !(neverArrived.has(text) || /^(CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(text)));
    }
  };
}

function textHeaders(headers: object): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' || typeof value === 'number') text[name.toLowerCase()] = String(value);
    else if (Array.isArray(value)) text[name.toLowerCase()] = value.join(', ');
  }
  return text;
}
