// Both sandboxes with the big world in them instead of the seeded one. Invariant: no quotas, and pages as long as the vendors'
// documents say.
import { seededRandom } from '../../src/lib/random.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotSandbox, SeveraSandbox } from '../../src/sandbox/seed/start.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import { fillHubspot, fillSevera } from './big-world.ts';
import type { BigSizes } from './big-world.ts';

/** @param now ms */
export function bigSandboxes(sizes: BigSizes, now: number): { readonly severa: Omit<SeveraSandbox, 'world'>; readonly hubspot: Omit<HubspotSandbox, 'world'> } {
  const severa = { clientId: 'sandbox-big', clientSecret: 'big-world' };
  const severaModel = createSeveraModel({ ...severa, quota: false, random: seededRandom(1), facts: { workHourApproval: 'RequiredForInvoicing' } });
  fillSevera(severaModel.state, sizes, now);
  const hubspot = { token: 'pat-eu1-big-world', webhookSecret: 'big-world', appId: '1', clientId: 'sandbox-big' };
  const hubspotModel = createHubspotModel({
    token: hubspot.token, appId: hubspot.appId, clientId: hubspot.clientId, clientSecret: hubspot.webhookSecret,
    portalId: '2', random: seededRandom(2), quota: false, companyCurrency: 'EUR', additionalCurrencies: [],
  });
  fillHubspot(hubspotModel.state, sizes, now);
  return { severa: { model: severaModel, credentials: severa }, hubspot: { model: hubspotModel, credentials: hubspot } };
}
