// What a route of the server is: plain data and one function, without the web framework, so that a test can call it. Invariant:
// every route says who may call it, and takes one kind of body or none.
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';
import type { Connector } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { EngineContext } from '../engine/context.ts';
import type { ErasureContext } from '../erasure/context.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import type { ScheduleDefault } from '../jobs/schedule.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secret } from '../lib/secret.ts';
import type { Access } from '../store/access.ts';
import type { Audit } from '../store/audit.ts';
import type { PersonPorts } from '../store/persons.ts';
import type { Remarks } from '../store/remarks.ts';
import type { Sessions } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Views } from '../store/views.ts';
import type { IdentityProvider } from './identity-provider.ts';

/**
 * public: anybody; it tells nothing about anybody. public-signed: whoever can sign with a secret we share. ticket: whoever
 * holds a token good for one use. Of these the route itself checks signature and ticket, before anything else. caller: whoever
 * is signed in, or has a service token, with every right that the route names.
 */
export const PERMISSIONS = ['public', 'public-signed', 'ticket', 'caller'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** As in config/roles.json. */
export type ReadRight = Config['roles'][string]['reads'][number];
export type ChangeRight = Config['roles'][string]['changes'][number];

/** Whose session or token came with a request. */
export interface Caller {
  readonly workspace: string;
  /** Written down beside what they change: the e-mail of a person, the name of a token. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly reads: ReadonlySet<ReadRight>;
  readonly changes: ReadonlySet<ChangeRight>;
  /** Null: a program with a token. */
  readonly session: CallerSession | null;
}

export interface CallerSession {
  readonly id: string;
  /** Id of whoever has signed in. */
  readonly person: string;
  readonly csrfToken: string;
}

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
  /** Aborts when whoever asked has gone, and when the server ends. */
  readonly gone: AbortSignal;
}

export interface TextReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Done once the answer is on its way. */
  readonly afterwards?: () => Promise<void>;
  /** What the audit is to say of the deed besides the ids in its address: ids, and names of what is ours. */
  readonly noted?: Readonly<Record<string, string>>;
}

/** One that may be long: it is read as it is sent. */
export interface StreamReply extends Omit<TextReply, 'body' | 'afterwards' | 'noted'> {
  readonly body: Readable;
}

export type ApiReply = TextReply | StreamReply;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Address {
  readonly method: Method;
  /** With `:name` for what varies. */
  readonly path: string;
  /** Null: the route takes no body. */
  readonly body: { readonly type: 'application/json'; readonly limitBytes: number } | null;
}

export interface OpenRoute extends Address {
  readonly permission: Exclude<Permission, 'caller'>;
  readonly handle: (request: ApiRequest) => Promise<ApiReply>;
}

export interface CallerRoute extends Address {
  readonly permission: 'caller';
  /** All of them are needed; none: any caller will do. */
  readonly reads: readonly ReadRight[];
  /** All of them are needed, too. */
  readonly changes: readonly ChangeRight[];
  readonly handle: (request: ApiRequest, caller: Caller) => Promise<ApiReply>;
}

export type Route = OpenRoute | CallerRoute;

/** Where the settings come from. */
export interface Setup {
  /** As the files say. */
  readonly installed: Config;
  /** As this process was started: the files with what people had changed by then. */
  readonly started: Config;
  /** As it would be with these changes, by dotted path. @throws ConfigError for one that does not fit */
  readonly withChanges: (changes: ReadonlyMap<string, unknown>) => Config;
}

export interface ApiWorkspace extends Pick<PersonPorts, 'accessLog' | 'restrictions' | 'personNotes' | 'retention'> {
  /** What carries out a person's decisions. */
  readonly engine: EngineContext;
  readonly store: Store;
  readonly views: Views;
  readonly access: Access;
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly remarks: Remarks;
  readonly setup: Setup;
  /** What forgets people. */
  readonly erasure: ErasureContext;
  readonly connectors: ReadonlyMap<RemoteSide, Connector>;
  /** What HubSpot signs its deliveries with; null: none is accepted. */
  readonly webhookSecret: Secret | null;
}

export interface ApiContext {
  readonly workspaces: ReadonlyMap<string, ApiWorkspace>;
  readonly roles: Config['roles'];
  /** How claims become roles. */
  readonly login: Config['settings']['login'];
  /** Null: none is configured. */
  readonly identityProvider: IdentityProvider | null;
  /** Of the organisation. */
  readonly currency: string;
  /** IANA name: whose days plain dates are. */
  readonly timeZone: string;
  /** Approved work with no planned billing is missing after so many days. */
  readonly unplannedDays: number;
  /** A customer is dormant after so many months. */
  readonly dormantMonths: number;
  /** Figures of accounts that are kept and sent. */
  readonly figures: readonly string[];
  /** How often it may be asked, and which proxies stand before it. */
  readonly server: Config['settings']['server'];
  /** The built web app: path below the server's address → file; null: there is none. */
  readonly webApp: ReadonlyMap<string, Buffer> | null;
  /** The address that others reach the server at, without a trailing slash. */
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** True while work can be done. */
  readonly ready: () => Promise<boolean>;
  /** What is done by itself unless a workspace says otherwise. */
  readonly schedules: readonly ScheduleDefault[];
  /** For whoever works; false when it need not. */
  readonly queue: (workspace: string, payload: JobPayload) => Promise<boolean>;
  /** Something waits for a look in this workspace; whoever works may be woken. */
  readonly wake: (workspace: string) => Promise<void>;
}

export function json(status: number, value: unknown): TextReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}
