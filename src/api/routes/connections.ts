// Connections over the API: told, tested, probed, installed. Invariants: a test or a probe reads and writes nothing at the vendor; what
// a test finds wrong is an answer with what to do, not a failure of ours.
import { AccessError, isExpected, RetryableError } from '../../lib/errors.ts';
import { newToken, tokenHash } from '../../lib/crypto.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Connector } from '../../connectors/connector.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';
import { checkedFact, factsFact, toldConnections } from '../told-connections.ts';
import type { Checked, ToldConnection } from '../told-connections.ts';
import { INSTALL_TICKET, INSTALL_TICKET_MS, installUrl } from './oauth.ts';

export function connectionRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.connections, async ({ workspace, tell }) => tell({ connections: await toldConnections(context, workspace) })),
    dataRoute(context, CONTRACTS.testConnection, async ({ workspace, params, tell, nothing }) => {
      const connector = connectorOf(workspace, params['system']);
      if (!connector) return nothing();
      await test(context, workspace, connector);
      return tell(await toldOne(context, workspace, connector));
    }),
    dataRoute(context, CONTRACTS.probeConnection, async ({ workspace, params, tell, nothing }) => {
      const connector = connectorOf(workspace, params['system']);
      if (!connector) return nothing();
      if (await test(context, workspace, connector)) await probe(context, workspace, connector);
      return tell(await toldOne(context, workspace, connector));
    }),
    dataRoute(context, CONTRACTS.installConnection, async ({ workspace, caller, params, tell, nothing, clash }) => {
      const connector = connectorOf(workspace, params['system']);
      if (!connector) return nothing();
      if (!connector.consent) return clash('install-not-set-up', 'This system is not connected by a page of its own. For HubSpot, set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET of your app and unset HUBSPOT_TOKEN, then start Sauma anew.');
      if (context.publicUrl === null) return clash('install-not-set-up', 'Set SAUMA_PUBLIC_URL to the address at which a browser reaches Sauma, then start it anew.');
      const ticket = newToken();
      const expiresAt = toInstant(context.clock.now() + INSTALL_TICKET_MS);
      await workspace.store.saveTicket({ purpose: INSTALL_TICKET, hash: tokenHash(ticket), data: {}, expiresAt });
      return tell({ url: installUrl(context.publicUrl, caller.workspace, ticket), expiresAt });
    }),
  ];
}

function connectorOf({ connectors }: ApiWorkspace, system: string | undefined): Connector | null {
  return [...connectors.values()].find((one) => one.system === system) ?? null;
}

async function toldOne(context: ApiContext, workspace: ApiWorkspace, { system }: Connector): Promise<ToldConnection> {
  const told = (await toldConnections(context, workspace)).find((one) => one.system === system);
  if (!told) throw new RangeError(`manifest.json has no system ${system}`);
  return told;
}

/** Keeps what it finds. @returns false when the system could not be asked */
async function test(context: ApiContext, { store }: ApiWorkspace, connector: Connector): Promise<boolean> {
  const { side } = connector;
  const at = toInstant(context.clock.now());
  try {
    const { account, facts, missing, scopes } = await connector.check();
    await keepFacts(store, side, facts);
    await store.saveFact(checkedFact(side), { at, account, scopes, missing, problem: null } satisfies Checked);
    return true;
  } catch (error) {
    await store.saveFact(checkedFact(side), { at, account: null, scopes: null, missing: {}, problem: problemOf(error) } satisfies Checked);
    return false;
  }
}

async function probe(context: ApiContext, { store }: ApiWorkspace, connector: Connector): Promise<void> {
  const { side } = connector;
  try {
    await keepFacts(store, side, await connector.probe());
  } catch (error) {
    const checked = (await store.fact(checkedFact(side))) as Checked | null;
    if (checked) await store.saveFact(checkedFact(side), { ...checked, at: toInstant(context.clock.now()), problem: problemOf(error) });
  }
}

async function keepFacts(store: ApiWorkspace['store'], side: 'psa' | 'crm', facts: Readonly<Record<string, string>>): Promise<void> {
  const known = (await store.fact(factsFact(side))) as Readonly<Record<string, string>> | null;
  await store.saveFact(factsFact(side), { ...known, ...facts });
}

/** @throws what is a bug of ours */
function problemOf(error: unknown): NonNullable<Checked['problem']> {
  if (!isExpected(error)) throw error;
  const kind = error instanceof AccessError ? 'access' : error instanceof RetryableError ? 'away' : 'refused';
  return { code: kind, detail: error.message };
}
