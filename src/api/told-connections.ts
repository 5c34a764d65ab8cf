// The connections as people see them, from the configuration, the last test and the rows of pacing. Invariant: telling asks nothing of
// a vendor; what the last test found is kept until the next one.
import type { z } from 'zod';
import type { Config } from '../config.ts';
import { feedOf } from '../engine/context.ts';
import { withOverrides } from '../engine/rules.ts';
import type { CheckResult } from '../connectors/connector.ts';
import type { CONTRACTS } from './contract.ts';
import type { ApiContext, ApiWorkspace } from './route.ts';

export type ToldConnection = z.output<typeof CONTRACTS.testConnection.answer>;
export type SystemId = ToldConnection['system'];

/** What a test came to. */
export interface Checked extends Pick<CheckResult, 'account' | 'scopes' | 'missing'> {
  readonly at: string;
  readonly problem: { readonly code: string; readonly detail: string } | null;
}

export const checkedFact = (side: 'psa' | 'crm'): string => `checked:${side}`;
export const factsFact = (side: 'psa' | 'crm'): string => `facts:${side}`;

export async function toldConnections(context: Pick<ApiContext, 'publicUrl' | 'clock'>, workspace: ApiWorkspace): Promise<readonly ToldConnection[]> {
  const { views, setup } = workspace;
  const now = context.clock.now();
  const [uses, { freshness }] = [await views.quotaUse(now), await views.freshness('2000-01-01')];
  // As it counts now: a connection that somebody has closed for writing is closed at once.
  const { modes } = await withOverrides(workspace.engine);
  const told: ToldConnection[] = [];
  for (const system of setup.started.manifest.systems) {
    const checked = (await workspace.store.fact(checkedFact(system.side))) as Checked | null;
    const facts = ((await workspace.store.fact(factsFact(system.side))) ?? {}) as Readonly<Record<string, string>>;
    const config = setup.started[system.id];
    const connector = workspace.connectors.get(system.side);
    const host = new URL(config?.baseUrl ?? system.baseUrl).host;
    told.push({
      system: system.id,
      name: system.name,
      side: system.side,
      isConnected: connector !== undefined,
      how: howOf(setup.started, system.id),
      host,
      isVendor: system.hosts.some((own) => host === own || host.endsWith(`.${own}`)),
      mode: modes[system.side],
      checked: checked && { at: checked.at, account: checked.account, problem: checked.problem },
      features: featuresOf(system.scopes, config?.scopes ?? {}, checked),
      facts: Object.entries(facts).map(([name, value]) => ({ name, says: value })),
      quotas: Object.entries(config?.limits ?? {}).map(([bucket, limit]) => {
        const use = uses.find((one) => one.bucket === bucket);
        const callsPerDay = system.quotas.find((quota) => quota.bucket === bucket && (quota.tier === null || quota.tier === setup.started.settings.limits.hubspot.tier))?.callsPerDay ?? null;
        return { bucket, ...limit, callsPerDay, callsToday: use?.callsToday ?? 0, waitMs: use?.waitMs ?? 0, heldUntil: use?.heldUntil ?? null, lastCallAt: use?.lastCallAt ?? null };
      }),
      throttled: connector?.throttled() ?? 0,
      feeds: [...(connector?.entities.keys() ?? []), ...(connector?.mirrors.keys() ?? [])].map((name) => ({ name, at: freshness[feedOf(system.side, name)] ?? null })),
      install: installOf(context, workspace, system.id),
    });
  }
  return told;
}

function howOf({ severa, hubspot }: Config, system: SystemId): ToldConnection['how'] {
  if (system === 'severa') return severa === null ? null : 'client-credentials';
  return hubspot?.credentials.kind ?? null;
}

/** Every feature of the system; those that were not asked for are off. */
function featuresOf(all: Readonly<Record<string, readonly string[]>>, asked: Readonly<Record<string, readonly string[]>>, checked: Checked | null): ToldConnection['features'] {
  const lacking = new Set(Object.values(checked?.missing ?? {}).flat());
  const isKnown = checked !== null && checked.problem === null;
  return Object.entries(all).map(([name, scopes]) => {
    const told = scopes.map((scope) => {
      if (lacking.has(scope)) return { name: scope, state: 'missing' as const };
      // A system that does not tell the scopes is asked by reading: what may be written shows only at the first write.
      const isShown = checked?.scopes?.includes(scope) ?? (checked?.scopes === null && /\.read$|:read$/u.test(scope));
      return { name: scope, state: isKnown && isShown ? ('has' as const) : ('unknown' as const) };
    });
    const isAsked = name in asked;
    const state = !isAsked ? 'off' : told.some((scope) => scope.state === 'missing') ? 'missing' : told.every((scope) => scope.state === 'has') ? 'works' : 'unknown';
    return { name, state, scopes: told };
  });
}

function installOf({ publicUrl }: Pick<ApiContext, 'publicUrl'>, { connectors, setup }: ApiWorkspace, system: SystemId): ToldConnection['install'] {
  if (system === 'severa') return 'none';
  if (!connectors.get('crm')?.consent) return setup.started.hubspot?.credentials.kind === 'token' ? 'none' : 'needs-app';
  return publicUrl === null ? 'needs-public-url' : 'possible';
}
