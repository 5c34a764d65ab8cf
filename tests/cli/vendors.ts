// Both sandboxes as processes, and a person who looks into them and edits there by plain HTTP. Shares nothing with the product.
import { start, type Variables } from './processes.ts';

export interface Customer {
  readonly guid: string;
  readonly number: number;
  readonly name: string;
  readonly email: string | null;
  readonly isActive: boolean;
  readonly numberOfEmployees: number | null;
  readonly notes: string | null;
}

export interface Company {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
}

export interface Vendors {
  /** What connects the product to both. */
  readonly variables: Variables;
  /** Without the organisation's own, which belong to nobody else. */
  customers(): Promise<readonly Customer[]>;
  /** With the properties of ours where they exist. */
  companies(): Promise<readonly Company[]>;
  editCustomer(guid: string, fields: Readonly<Record<string, unknown>>): Promise<void>;
  editCompany(id: string, properties: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

const PROPERTIES = ['name', 'numberofemployees', 'description', 'sauma_number', 'sauma_email', 'sauma_currency'];

export async function startVendors(accounts: number): Promise<Vendors> {
  const options = ['--accounts', String(accounts), '--quota', 'off'];
  const processes = [start(['sandbox', 'severa', ...options]), start(['sandbox', 'hubspot', ...options])];
  const [severa, hubspot] = (await Promise.all(processes.map((one) => one.firstJson()))) as [Record<string, string>, Record<string, string>];
  const bearer = await severaToken(severa);
  const severaHeaders = { authorization: `Bearer ${bearer}`, client_id: severa['clientId'] as string };
  const hubspotHeaders = { authorization: `Bearer ${hubspot['token']}` };
  return {
    variables: {
      SEVERA_BASE_URL: severa['url'] as string,
      SEVERA_CLIENT_ID: severa['clientId'] as string,
      SEVERA_CLIENT_SECRET: severa['clientSecret'] as string,
      HUBSPOT_BASE_URL: hubspot['url'] as string,
      HUBSPOT_TOKEN: hubspot['token'] as string,
    },
    customers: async () => {
      const found: Customer[] = [];
      for (let token = ''; ; ) {
        const reply = await call(`${severa['url']}/v1/customers?rowCount=100${token && `&pageToken=${encodeURIComponent(token)}`}`, { headers: severaHeaders });
        found.push(...((await reply.json()) as (Customer & { isInternal: boolean })[]).filter(({ isInternal }) => !isInternal));
        token = reply.headers.get('NextPageToken') ?? '';
        if (token === '') return found;
      }
    },
    companies: async () => {
      const found: Company[] = [];
      for (let after = ''; ; ) {
        const reply = await call(`${hubspot['url']}/crm/objects/2026-09/companies?limit=100&properties=${PROPERTIES.join(',')}${after && `&after=${after}`}`, { headers: hubspotHeaders });
        const page = (await reply.json()) as { results: Company[]; paging?: { next: { after: string } } };
        found.push(...page.results);
        after = page.paging?.next.after ?? '';
        if (after === '') return found;
      }
    },
    editCustomer: async (guid, fields) => {
      const patch = Object.entries(fields).map(([name, value]) => ({ op: 'replace', path: `/${name}`, value }));
      await call(`${severa['url']}/v1/customers/${guid}`, { method: 'PATCH', headers: { ...severaHeaders, 'content-type': 'application/json-patch+json' }, body: JSON.stringify(patch) });
    },
    editCompany: async (id, properties) => {
      await call(`${hubspot['url']}/crm/objects/2026-09/companies/${id}`, { method: 'PATCH', headers: { ...hubspotHeaders, 'content-type': 'application/json' }, body: JSON.stringify({ properties }) });
    },
    close: async () => {
      for (const one of processes) one.process.kill('SIGTERM');
      await Promise.all(processes.map((one) => one.ended));
    },
  };
}

async function severaToken(credentials: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ client_id: credentials['clientId'], client_secret: credentials['clientSecret'], scope: 'customers:read customers:write' });
  const reply = await call(`${credentials['url']}/v1/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await reply.json()) as { access_token: string }).access_token;
}

async function call(url: string, init: RequestInit): Promise<Response> {
  const reply = await fetch(url, init);
  if (!reply.ok) throw new Error(`${reply.status} of ${url}: ${await reply.text()}`);
  return reply;
}
