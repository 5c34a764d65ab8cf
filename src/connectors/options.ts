// Home of what every connector is made from. Everything that differs between runs, workspaces and machines is passed in
// here; a connector reads no environment and holds no state that another process would miss.
import type { EntityName } from '../core/vocabulary.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Random } from '../lib/random.ts';
import type { FieldDefinition } from '../entities/entity.ts';
import type { RegistryItem } from './connector.ts';
import type { Pacer } from './pacer.ts';
import type { Transport } from './transport.ts';

/** A workspace's own field and the system's name for it: a property name, or a guid or name of a custom property. */
export interface CustomFieldMap {
  readonly entity: EntityName;
  readonly field: FieldDefinition;
  readonly name: string;
}

/** Shared between processes, so that a restart costs no registry call. */
export interface RegistryCache {
  /** `readAt` in ms; null when nothing was saved under the name. */
  load(name: string): Promise<{ readonly items: readonly RegistryItem[]; readonly readAt: number } | null>;
  save(name: string, items: readonly RegistryItem[], readAt: number): Promise<void>;
}

/** Access that a person gave by a page of the system, as the system last told it. */
export interface Grant {
  readonly refreshToken: string;
  readonly accessToken: string;
  /** Of the access token, in ms. */
  readonly expiresAt: number;
  readonly account: string | null;
  readonly scopes: readonly string[];
  /** Hash of the configured refresh token that was in force when this was given; null when there was none. */
  readonly origin: string | null;
}

/** Where a grant is kept, sealed and shared between processes. */
export interface GrantVault {
  load(): Promise<Grant | null>;
  /** Null while another process has it open. */
  open(): Promise<OpenVault | null>;
}

export interface OpenVault {
  /** False: it took too long and another process has it now; nothing was kept. */
  save(grant: Grant): Promise<boolean>;
  close(): Promise<void>;
}

export interface ConnectorOptions<Credentials> {
  /** Process configuration; paths (`/v1/...`) are appended to it. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** The enabled features and the scopes that each needs. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** ISO 4217 code of the organisation. */
  readonly currency: string;
  readonly customFields: readonly CustomFieldMap[];
  readonly registryCache: RegistryCache;
  /** Probed facts of the connection. */
  readonly facts: Readonly<Record<string, string>>;
  /** Whole call, from sending to the last byte. */
  readonly timeoutMs?: number;
  /** Real sockets unless given. */
  readonly transport?: Transport;
}
