// The loop that anybody would write first: one record after the other, over kept connections, with nothing remembered. It is
// told for free what has changed and who is who, which the product has to find out.
import { Agent } from 'node:http';
import axios from 'axios';
import type { AxiosInstance } from 'axios';
import type { Person, System } from './known-to-both.ts';
import type { Access } from './vendors.ts';

export type CarryOne = (person: Person, title: string) => Promise<void>;

/** How the loop carries a job title into this system. */
export async function naiveInto(system: System, access: Access): Promise<CarryOne> {
  return system === 'hubspot' ? intoHubspot(access.hubspot) : await intoSevera(access.severa);
}

/** A search, an update and an association. */
function intoHubspot({ url, token }: Access['hubspot']): CarryOne {
  const client = clientOf(url, { authorization: `Bearer ${token}` });
  return async ({ email, companyId }, jobtitle) => {
    const filters = [{ propertyName: 'email', operator: 'EQ', value: email }];
    const { data } = await client.post<{ results: readonly { readonly id: string }[] }>('/crm/objects/2026-09/contacts/search', { filterGroups: [{ filters }], properties: ['jobtitle'], limit: 1 });
    const id = data.results[0]?.id;
    if (id === undefined) throw new RangeError('the search found nobody');
    await client.patch(`/crm/objects/2026-09/contacts/${id}`, { properties: { jobtitle } });
    await client.put(`/crm/objects/2026-09/contacts/${id}/associations/default/companies/${companyId}`);
  };
}

/** An update by guid. */
async function intoSevera({ url, clientId, clientSecret }: Access['severa']): Promise<CarryOne> {
  const body = { client_id: clientId, client_secret: clientSecret, scope: 'customers:read customers:write' };
  const { data } = await axios.post<{ access_token: string }>(`${url}/v1/token`, body);
  const client = clientOf(url, { authorization: `Bearer ${data.access_token}`, client_id: clientId });
  return async ({ guid }, title) => {
    await client.patch(`/v1/contactpersons/${guid}`, [{ op: 'Replace', path: '/jobTitle', value: title }], { headers: { 'content-type': 'application/json-patch+json' } });
  };
}

function clientOf(baseURL: string, headers: Readonly<Record<string, string>>): AxiosInstance {
  return axios.create({ baseURL, headers: { ...headers }, adapter: 'http', proxy: false, httpAgent: new Agent({ keepAlive: true, maxSockets: 1 }) });
}
