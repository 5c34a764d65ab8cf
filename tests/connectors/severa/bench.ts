// A Severa sandbox and a connector to it without sockets or real time: every wait is over at once, and the clock is the same
// on both sides. Faults that cut the connection arrive as the failures a socket would give.
import type { Connector, Create, EntityAdapter, Outcome, Page, Update, Write } from '../../../src/connectors/connector.ts';
import type { CustomFieldMap } from '../../../src/connectors/options.ts';
import { createSeveraConnector } from '../../../src/connectors/severa/connector.ts';
import type { SeveraOptions as ConnectorOptions } from '../../../src/connectors/severa/connector.ts';
import { TransportFailure } from '../../../src/connectors/transport.ts';
import type { Transport } from '../../../src/connectors/transport.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import type { SandboxModel } from '../../../src/sandbox/contract.ts';
import { createSeveraModel } from '../../../src/sandbox/severa/model.ts';
import type { SeveraModel } from '../../../src/sandbox/severa/model.ts';
import type { SeveraOptions } from '../../../src/sandbox/severa/options.ts';
import { memoryRegistryCache, steppedClock } from '../../conformance/harness.ts';
import type { SteppedClock } from '../../conformance/harness.ts';
import { checked, openapiChecker, openapiDocument } from '../../support/openapi.ts';
import { memoryLog } from '../scripted.ts';

export const scopes = {
  accounts: ['customers:read', 'customers:write', 'customers:delete', 'settings:read', 'users:read'],
  salesCases: ['projects:read', 'projects:write'],
  organization: ['organization:read'],
};

export interface Bench {
  readonly model: SeveraModel;
  readonly connector: Connector;
  readonly account: EntityAdapter;
  readonly contact: EntityAdapter;
  readonly salesCase: EntityAdapter;
  readonly clock: SteppedClock;
  /** Puts a row as it stood before anything of the test happened. */
  put(collection: string, row: Readonly<Record<string, unknown>>): string;
  /** Requests since the last call of this. */
  calls(): Record<string, number>;
}

const startMs = Date.parse('2026-03-02T08:00:00Z');
const document = openapiDocument('severa');
const judgements: (readonly string[])[] = [];

/** What the connector sent against the published contract since the last call of this; nothing without the document. */
export function violations(): string[] {
  // Answers are the sandbox's affair, and a fault's answer is wrong on purpose.
  return judgements.splice(0).flat().filter((text) => /\n +(?:request|query)|unknown path|no such method/.test(text));
}

const checker = document === null ? null : openapiChecker(document);

export function severaBench(options: { readonly sandbox?: Partial<SeveraOptions>; readonly connector?: Partial<ConnectorOptions>; readonly customFields?: readonly CustomFieldMap[] } = {}): Bench {
  const clock = steppedClock(startMs);
  const model = createSeveraModel({ clientId: 'client', clientSecret: 'canary-secret', quota: false, random: seededRandom(7), ...options.sandbox });
  const judged = checker === null ? model : checked(model, checker);
  if ('violations' in judged) judgements.push(judged.violations as readonly string[]);
  const connector = createSeveraConnector({
    baseUrl: 'https://psa.example/rest-api',
    credentials: { clientId: 'client', clientSecret: 'canary-secret' },
    scopes,
    pacer: { take: () => Promise.resolve(), backOff: () => Promise.resolve() },
    clock,
    random: seededRandom(8),
    log: memoryLog(),
    currency: 'EUR',
    customFields: options.customFields ?? [],
    registryCache: memoryRegistryCache(),
    facts: {},
    transport: modelTransport(judged, clock),
    ...options.connector,
  });
  let before = new Map<string, number>();
  return {
    model,
    connector,
    account: connector.entities.get('account') as EntityAdapter,
    contact: connector.entities.get('contact') as EntityAdapter,
    salesCase: connector.entities.get('salesCase') as EntityAdapter,
    clock,
    put: (collection, row) => model.state.put(collection, row, startMs - 86_400_000).guid,
    calls: () => {
      const made = [...connector.calls].map(([route, count]) => [route, count - (before.get(route) ?? 0)] as const).filter(([, count]) => count > 0);
      before = new Map(connector.calls);
      return Object.fromEntries(made);
    },
  };
}

function modelTransport(model: SandboxModel, clock: SteppedClock): Transport {
  return (request) => {
    const url = new URL(request.url);
    const { response } = model.handle(
      { method: request.method, path: decodeURIComponent(url.pathname), query: url.search.slice(1), headers: { ...request.headers }, body: request.body ?? '' },
      clock.now(),
    );
    if (response.delayMs) clock.advance(response.delayMs);
    if (response.cut === 'timeout') clock.advance(request.timeoutMs);
    if (response.cut) return Promise.reject(new TransportFailure(response.cut === 'timeout' ? 'ECONNABORTED' : 'ECONNRESET', true));
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]));
    const body = response.body === null ? '' : typeof response.body === 'string' ? response.body : JSON.stringify(response.body);
    return Promise.resolve({ status: response.status, headers, body });
  };
}

export async function pagesOf(pages: AsyncIterable<Page>): Promise<Page[]> {
  return await Array.fromAsync(pages);
}

export async function snapshotsOf(pages: AsyncIterable<Page>): Promise<Map<string, Snapshot>> {
  const found = new Map<string, Snapshot>();
  for await (const page of pages) for (const snapshot of page.snapshots) found.set(snapshot.id, snapshot);
  return found;
}

/** The checkpoint from which changes begin, after everything was read. */
export async function readThrough(account: EntityAdapter): Promise<string> {
  const pages = await pagesOf(account.all(null));
  return (pages.at(-1) as Page).checkpoint;
}

export async function writeOne(adapter: EntityAdapter, write: Write): Promise<Outcome> {
  const [outcome] = await adapter.write([write]);
  return outcome as Outcome;
}

export function done(outcome: Outcome): Extract<Outcome, { kind: 'done' }> {
  if (outcome.kind !== 'done') throw new Error(`expected done, got ${outcome.kind}`);
  return outcome;
}

export const create = (fields: Fields): Create => ({ kind: 'create', key: 'k1', fields });

export function update(snapshot: Snapshot, fields: Fields): Update {
  return { kind: 'update', key: 'k2', id: snapshot.id, handles: snapshot.handles, fields, seen: snapshot.fields };
}

/** The record as a full pass shows it. */
export async function seen(adapter: EntityAdapter, id: string): Promise<Snapshot> {
  const snapshot = (await snapshotsOf(adapter.all(null))).get(id);
  if (!snapshot) throw new Error('not found');
  return snapshot;
}

export const keys = (...names: readonly string[]): Snapshot['fields'][string] => names.toSorted().map((key) => ({ key }));
