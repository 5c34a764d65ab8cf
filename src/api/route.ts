// What a route of the server is: plain data and one function, without the web framework, so that a test can call it. Invariant:
// every route says who may call it, and takes one kind of body or none.
import type { Connector } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secret } from '../lib/secret.ts';
import type { Store } from '../store/store.ts';

/**
 * public: anybody; it tells nothing about anybody. public-signed: whoever can sign with a secret we share. ticket: whoever
 * holds a token good for one use. The route itself checks signature and ticket, before anything else.
 */
export const PERMISSIONS = ['public', 'public-signed', 'ticket'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface ApiRequest {
  /** Path and query as they were sent. */
  readonly target: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they were sent. */
  readonly body: Buffer;
  readonly requestId: string;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Done once the answer is on its way. */
  readonly afterwards?: () => Promise<void>;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** With `:name` for what varies. */
  readonly path: string;
  readonly permission: Permission;
  /** Null: the route takes no body. */
  readonly body: { readonly type: 'application/json'; readonly limitBytes: number } | null;
  readonly handle: (request: ApiRequest) => Promise<ApiReply>;
}

export interface ApiWorkspace {
  readonly store: Store;
  readonly connectors: ReadonlyMap<RemoteSide, Connector>;
  /** What HubSpot signs its deliveries with; null: none is accepted. */
  readonly webhookSecret: Secret | null;
}

export interface ApiContext {
  readonly workspaces: ReadonlyMap<string, ApiWorkspace>;
  /** The address that others reach the server at, without a trailing slash. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** True while work can be done. */
  readonly ready: () => Promise<boolean>;
  /** Something waits for a look in this workspace; whoever works may be woken. */
  readonly wake: (workspace: string) => Promise<void>;
}

export function json(status: number, value: unknown): ApiReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}
