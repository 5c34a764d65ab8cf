// A whole sandbox from a seed: the vendor's model, the world put into it, and the credentials a client needs.
// Invariant: the same seed gives the same data, ids and credentials, so a client's configuration survives a restart.

import { seededRandom } from '../../lib/random.ts';
import type { Random } from '../../lib/random.ts';
import { createHubspotModel } from '../hubspot/model.ts';
import type { HubspotModel } from '../hubspot/model.ts';
import { populateHubspot } from '../hubspot/populate.ts';
import { createSeveraModel } from '../severa/model.ts';
import type { SeveraModel } from '../severa/model.ts';
import type { SeveraFacts } from '../severa/options.ts';
import { populateSevera } from '../severa/populate.ts';
import { generateWorld } from './generate.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  readonly seed: number;
  readonly accounts: number;
  /** False: no limits on calls at all. */
  readonly quota: boolean;
  /** Most rows in one answer of Severa; 100 when left out. */
  readonly pageMax?: 100 | 1000;
  /** From a change in HubSpot to its place in the search index, in ms; 10 seconds when left out. */
  readonly searchLagMs?: number;
  /** The moment (ms) the data looks current at. */
  readonly now: number;
  /** False leaves hours, fees, expenses, proposals and invoices out of Severa, and touches out of HubSpot: about 60 rows less per account. */
  readonly delivery?: boolean;
  /** How Severa behaves where its documents are silent; the organisation's hours wait for approval unless this says otherwise. */
  readonly facts?: Partial<SeveraFacts>;
}

export interface SeveraSandbox {
  readonly model: SeveraModel;
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  readonly world: World;
}

export interface HubspotSandbox {
  readonly model: HubspotModel;
  /** `clientId` and the secret also install the app by OAuth; `appId` manages its webhooks. */
  readonly credentials: { readonly token: string; readonly webhookSecret: string; readonly appId: string; readonly clientId: string };
  readonly world: World;
}

export function createSandbox(system: 'severa', options: SandboxOptions): SeveraSandbox;
export function createSandbox(system: 'hubspot', options: SandboxOptions): HubspotSandbox;
export function createSandbox(system: 'severa' | 'hubspot', options: SandboxOptions): SeveraSandbox | HubspotSandbox;
export function createSandbox(system: 'severa' | 'hubspot', options: SandboxOptions): SeveraSandbox | HubspotSandbox {
  const world = generateWorld({ seed: options.seed, accounts: options.accounts, now: options.now });
  const random = seededRandom(options.seed).fork(system);
  return system === 'severa' ? severaSandbox(options, world, random) : hubspotSandbox(options, world, random);
}

function severaSandbox(options: SandboxOptions, world: World, random: Random): SeveraSandbox {
  const secrets = random.fork('credentials');
  const credentials = { clientId: `sandbox-${text(secrets, 16)}`, clientSecret: text(secrets, 40) };
  const model = createSeveraModel({ ...credentials, quota: options.quota, pageMax: options.pageMax ?? 100, random: random.fork('model'), facts: { workHourApproval: 'RequiredForInvoicing', ...options.facts } });
  populateSevera(model.state, world, { delivery: options.delivery ?? true });
  return { model, credentials, world };
}

function hubspotSandbox(options: SandboxOptions, world: World, random: Random): HubspotSandbox {
  const secrets = random.fork('credentials');
  const token = `pat-eu1-${[8, 4, 4, 4, 12].map((length) => text(secrets, length)).join('-')}`;
  const webhookSecret = text(secrets, 32);
  const appId = String(secrets.int(1_000_000, 9_999_999));
  const portalId = String(secrets.int(10_000_000, 99_999_999));
  const clientId = text(secrets, 32);
  const model = createHubspotModel({
    token,
    appId,
    portalId,
    clientId,
    // HubSpot signs webhooks with the app's secret.
    clientSecret: webhookSecret,
    random: random.fork('model'),
    quota: options.quota,
    companyCurrency: 'EUR',
    additionalCurrencies: ['SEK', 'USD'],
    ...(options.searchLagMs === undefined ? {} : { searchLagMs: options.searchLagMs }),
  });
  populateHubspot(model.state, world, { engagement: options.delivery ?? true });
  return { model, credentials: { token, webhookSecret, appId, clientId }, world };
}

/** Lower-case hexadecimal digits. */
function text(random: Random, length: number): string {
  return Array.from({ length }, () => random.int(0, 15).toString(16)).join('');
}
