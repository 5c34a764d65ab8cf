// The connector over the whole sandbox without a socket between them: a vendor with a memory, on the connector's clock.
import type { EntityAdapter, Update } from '../../../src/connectors/connector.ts';
import type { HubspotOptions } from '../../../src/connectors/hubspot/connector.ts';
import type { Transport } from '../../../src/connectors/transport.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { createHubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import type { HubspotOptions as SandboxOptions } from '../../../src/sandbox/hubspot/options.ts';
import { collect, salesStatuses, scripted } from './scripted.ts';

const token = 'pat-eu1-scripted';
const choices = {
  salesStatuses,
  contactRoles: [{ id: 'role-1', label: 'Päättäjä', active: true }],
  leadSources: [{ id: 'source-1', label: 'Messut', active: true }],
};

export const keys = (...names: readonly string[]): { key: string }[] => names.toSorted().map((key) => ({ key }));
export const update = (seen: Snapshot, fields: Fields): Update => ({ kind: 'update', key: `u${seen.id}`, id: seen.id, handles: seen.handles, fields, seen: seen.fields });

/** The record as the list shows it. */
export async function listedIn(adapter: EntityAdapter, id: string): Promise<Snapshot> {
  const found = (await collect(adapter.all(null))).flatMap((page) => page.snapshots).find((snapshot) => snapshot.id === id);
  if (!found) throw new Error('not in the list');
  return found;
}

export function overSandbox(options: Partial<SandboxOptions> = {}, more: Partial<HubspotOptions> = {}) {
  const model = createHubspotModel({ token, appId: '1', portalId: '4242424', clientId: 'c', clientSecret: 's', random: seededRandom(3), quota: false, ...options });
  const transport: Transport = (request) => {
    const url = new URL(request.url);
    const { response } = model.handle(
      { method: request.method, path: decodeURIComponent(url.pathname), query: url.search.slice(1), headers: request.headers, body: request.body ?? '' },
      scripting.clock.now(),
    );
    const body = typeof response.body === 'string' ? response.body : response.body === null ? '' : JSON.stringify(response.body);
    return Promise.resolve({ status: response.status, headers: response.headers, body });
  };
  const scripting = scripted({}, { transport, ...more });
  const { connector, accounts, people, cases, clock } = scripting;
  const putAs = (type: string, properties: Readonly<Record<string, string>>): string => model.state.put(type, properties, { createdAt: clock.now() });
  const put = (name: string, at = clock.now()): string => model.state.put('companies', { name }, { createdAt: at });
  const edit = (id: string, name: string): void => model.state.edit('companies', id, { name }, { now: clock.now(), userId: 70 });
  const prepare = (): Promise<readonly string[]> => connector.prepare({ dryRun: false, choices });
  /** Calls since the last time this was asked, as `METHOD route`. */
  const seen = new Map<string, number>();
  const callsSince = (): Record<string, number> => {
    const now = [...connector.calls].flatMap(([route, count]) => (count > (seen.get(route) ?? 0) ? [[route.replaceAll('/2026-09', ''), count - (seen.get(route) ?? 0)] as const] : []));
    for (const [route, count] of connector.calls) seen.set(route, count);
    return Object.fromEntries(now);
  };
  return { model, connector, accounts, people, cases, clock, put, putAs, edit, prepare, choices, callsSince };
}
