// The populated sandboxes answer what the world says: totals through the vendors' own lists, from the first page to the last.

import { describe, expect, it } from 'vitest';
import type { SandboxModel } from '../../../src/sandbox/contract.ts';
import { createSandbox } from '../../../src/sandbox/seed/start.ts';
import { checked, openapiChecker, openapiDocument } from '../../support/openapi.ts';

const now = Date.UTC(2026, 10, 21, 9, 30);
const options = { seed: 11, accounts: 120, quota: false, now };
const severa = createSandbox('severa', options);
const hubspot = createSandbox('hubspot', options);
const { accounts, users } = severa.world;
const psaAccounts = accounts.filter((account) => account.psa !== null);
const crmAccounts = accounts.filter((account) => account.crm !== null);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function call(model: SandboxModel, method: string, path: string, query: string, headers: Record<string, string>, body = ''): Answer {
  const { response } = model.handle({ method, path, query, headers, body }, now);
  const answered = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { status: response.status, headers: answered, body: typeof response.body === 'string' ? (JSON.parse(response.body) as unknown) : response.body };
}

function severaToken(): string {
  const { clientId, clientSecret } = severa.credentials;
  const answer = call(severa.model, 'POST', '/v1/token', '', { 'content-type': 'application/json' }, JSON.stringify({ client_id: clientId, client_secret: clientSecret }));
  expect(answer.status).toBe(200);
  return (answer.body as { access_token: string }).access_token;
}

/** Every row of a token-paged list. */
function severaRows(route: string): Record<string, unknown>[] {
  const headers = { authorization: `Bearer ${severaToken()}` };
  const rows: Record<string, unknown>[] = [];
  let token: string | undefined;
  do {
    const answer = call(severa.model, 'GET', `/v1/${route}`, `rowCount=100${token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`}`, headers);
    expect(answer.status, route).toBe(200);
    rows.push(...(answer.body as Record<string, unknown>[]));
    token = answer.headers['nextpagetoken'];
  } while (token !== undefined);
  return rows;
}

/** Every row of an offset-paged list. */
function severaOffsetRows(route: string): Record<string, unknown>[] {
  const headers = { authorization: `Bearer ${severaToken()}` };
  const rows: Record<string, unknown>[] = [];
  for (;;) {
    const page = call(severa.model, 'GET', `/v1/${route}`, `rowCount=100&firstRow=${rows.length}`, headers).body as Record<string, unknown>[];
    if (page.length === 0) return rows;
    rows.push(...page);
  }
}

interface HubspotRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly associations?: Readonly<Record<string, { readonly results: readonly { readonly id: string; readonly type: string }[] }>>;
}

function hubspotRows(path: string, query: string): HubspotRecord[] {
  const headers = { authorization: `Bearer ${hubspot.credentials.token}` };
  const rows: HubspotRecord[] = [];
  let after: string | undefined;
  do {
    const answer = call(hubspot.model, 'GET', path, `limit=100${query}${after === undefined ? '' : `&after=${after}`}`, headers);
    expect(answer.status, path).toBe(200);
    const body = answer.body as { results: HubspotRecord[]; paging?: { next?: { after: string } } };
    rows.push(...body.results);
    after = body.paging?.next?.after;
  } while (after !== undefined);
  return rows;
}

function count(values: readonly unknown[]): number {
  return values.filter((value) => value !== null).length;
}

/** What is there, in the order of the letters. */
function texts(values: readonly (string | null | undefined)[]): string[] {
  return values.flatMap((value) => value || []).toSorted((a, b) => (a < b ? -1 : 1));
}

function guidOf(reference: unknown): string | undefined {
  return (reference as { guid: string } | null)?.guid;
}

describe('Severa', () => {
  it('lists every customer of the world once, with headquarters, owner and currency expanded', () => {
    const rows = severaRows('customers');
    expect(rows).toHaveLength(psaAccounts.length);
    expect(rows.map((row) => row['name'])).toEqual(psaAccounts.map((account) => account.psa?.name));
    const example = psaAccounts.find((account) => account.psa?.industryKey !== null);
    expect(rows.find((row) => row['number'] === example?.psa?.number)).toMatchObject({
      vatNumber: example?.psa?.vatNumber,
      website: example?.psa?.website,
      headquarterAddress: { city: example?.psa?.headquarters.city },
      currency: { code: example?.psa?.currency },
      owner: { firstName: users.find((user) => user.key === example?.psa?.ownerKey)?.firstName },
    });
  });

  it('lists contacts, communications, addresses and segment links as many as the world has', () => {
    const contacts = psaAccounts.flatMap((account) => account.contacts).flatMap((contact) => (contact.psa === null ? [] : [contact.psa]));
    expect(severaOffsetRows('contactpersons')).toHaveLength(contacts.length);
    expect(severaOffsetRows('contactcommunications')).toHaveLength(contacts.reduce((sum, contact) => sum + contact.emails.length + contact.phones.length, 0));
    expect(severaOffsetRows('addresses')).toHaveLength(psaAccounts.length + count(psaAccounts.map((account) => account.psa?.billingAddress ?? null)));
    expect(severaOffsetRows('customermarketsegments')).toHaveLength(psaAccounts.reduce((sum, account) => sum + (account.psa?.segmentKeys.length ?? 0), 0));
  });

  it('lists every sales case as a project, and those in progress as sales cases', () => {
    const cases = psaAccounts.flatMap((account) => account.salesCases).flatMap((each) => (each.psa === null ? [] : [each.psa]));
    expect(severaRows('projects')).toHaveLength(cases.length);
    const open = cases.filter((each) => each.stageKey !== 'won' && each.stageKey !== 'lost');
    expect(severaRows('salescases').map((row) => row['number'])).toEqual(expect.arrayContaining(open.map((each) => each.number)));
    expect(severaRows('salescases')).toHaveLength(open.length);
  });

  it('lists hours, fees, expenses, flat rates and invoices as many as the delivery has', () => {
    const deliveries = psaAccounts.map((account) => severa.world.delivery(account));
    expect(severaRows('workhours')).toHaveLength(deliveries.reduce((sum, delivery) => sum + delivery.workHours.length, 0));
    expect(severaRows('projectfees')).toHaveLength(deliveries.reduce((sum, delivery) => sum + delivery.fees.length, 0));
    expect(severaRows('projecttravelexpenses')).toHaveLength(deliveries.reduce((sum, delivery) => sum + delivery.travelExpenses.length, 0));
    expect(severaRows('flatrates')).toHaveLength(deliveries.reduce((sum, delivery) => sum + delivery.flatRates.length, 0));
    expect(severaRows('invoicerows')).toHaveLength(deliveries.flatMap((delivery) => delivery.invoices).reduce((sum, invoice) => sum + invoice.rows.length, 0));
  });

  it('numbers invoices without gaps in the order of their dates, drafts not at all', () => {
    const invoices = severaRows('invoices');
    const numbered = invoices.filter((invoice) => invoice['number'] !== null).toSorted((a, b) => Number(a['number']) - Number(b['number']));
    expect(numbered.length).toBeGreaterThan(50);
    expect(numbered.map((invoice) => Number(invoice['number']) - Number(numbered[0]?.['number']))).toEqual(numbered.map((_, index) => index));
    const dates = numbered.map((invoice) => String(invoice['date']));
    expect(dates.every((date, index) => index === 0 || date >= (dates[index - 1] ?? ''))).toBe(true);
    const drafts = invoices.filter((invoice) => invoice['number'] === null);
    expect(drafts.length).toBeGreaterThan(0);
    expect(drafts.filter((invoice) => (invoice['status'] as { isSent: boolean }).isSent)).toEqual([]);
  });

  it('links a credit note and its invoice both ways, and frees what was billed', () => {
    const invoices = severaRows('invoices');
    const original = invoices.find((invoice) => (invoice['status'] as { name: string }).name === 'Hyvitetty');
    const note = invoices.find((invoice) => invoice['guid'] === guidOf(original?.['creditNoteInvoice']));
    expect(note).toMatchObject({ isCreditNote: true, reimburseInvoice: { guid: original?.['guid'] } });
    expect(severaRows('workhours').filter((hour) => guidOf(hour['invoice']) === original?.['guid'])).toEqual([]);
  });

  it('keeps ids and credentials from one start to the next, and in a bigger world', () => {
    const bigger = createSandbox('severa', { ...options, accounts: 130, delivery: false });
    expect(bigger.credentials).toEqual(severa.credentials);
    const before = severa.model.state.list('customers').map((row) => row.guid);
    expect(bigger.model.state.list('customers').slice(0, before.length).map((row) => row.guid)).toEqual(before);
  });
});

describe('HubSpot', () => {
  it('lists every company, contact and deal of the world', () => {
    expect(hubspotRows('/crm/objects/2026-09/companies', '')).toHaveLength(crmAccounts.length);
    expect(hubspotRows('/crm/objects/2026-09/contacts', '')).toHaveLength(count(accounts.flatMap((account) => account.contacts.map((contact) => contact.crm))));
    expect(hubspotRows('/crm/objects/2026-09/deals', '')).toHaveLength(count(accounts.flatMap((account) => account.salesCases.map((each) => each.crm))));
  });

  it('shows the companies with the values people typed, the business id in a property of its own', () => {
    const rows = hubspotRows('/crm/objects/2026-09/companies', '&properties=name,business_id,numberofemployees,industry,hubspot_owner_id');
    const filled = rows.filter((row) => row.properties['business_id'] !== null);
    expect(filled).toHaveLength(count(crmAccounts.map((account) => account.crm?.businessId ?? null)));
    expect(Math.abs(filled.length / rows.length - 0.8)).toBeLessThan(0.12);
    expect(count(rows.map((row) => row.properties['industry'] ?? null))).toBe(count(crmAccounts.map((account) => account.crm?.industry ?? null)));
    expect(count(rows.map((row) => row.properties['hubspot_owner_id'] ?? null))).toBe(count(crmAccounts.map((account) => account.crm?.ownerKey ?? null)));
  });

  it('makes the own company the primary one of contacts and deals, and leaves some deals without', () => {
    const contacts = hubspotRows('/crm/objects/2026-09/contacts', '&associations=companies');
    const linked = contacts.filter((contact) => contact.associations !== undefined);
    expect(contacts.length - linked.length).toBe(accounts.flatMap((account) => account.contacts).filter((each) => each.crm !== null && !each.crm.hasCompany).length);
    expect(linked.every((contact) => contact.associations?.['companies']?.results.some((link) => link.type === 'contact_to_company') === true)).toBe(true);
    expect(contacts.some((contact) => new Set(contact.associations?.['companies']?.results.map((link) => link.id)).size === 2)).toBe(true);
    const deals = hubspotRows('/crm/objects/2026-09/deals', '&associations=companies,contacts');
    const expected = accounts.flatMap((account) => account.salesCases).filter((each) => each.crm !== null && !each.crm.hasCompany);
    expect(deals.filter((deal) => deal.associations?.['companies'] === undefined)).toHaveLength(expected.length);
  });

  it('shows opted-out people, second addresses and project numbers as the world has them', () => {
    const contacts = hubspotRows('/crm/objects/2026-09/contacts', '&properties=email,hs_additional_emails,hs_email_optout');
    const people = accounts.flatMap((account) => account.contacts).flatMap(({ crm }) => (crm === null ? [] : [crm]));
    expect(texts(contacts.filter((row) => row.properties['hs_email_optout'] === 'true').map((row) => row.properties['email']))).toEqual(texts(people.filter((each) => each.isOptedOut).map((each) => each.email)));
    expect(texts(contacts.map((row) => row.properties['hs_additional_emails']))).toEqual(texts(people.map((each) => each.additionalEmails.join(';'))));
    const deals = hubspotRows('/crm/objects/2026-09/deals', '&properties=project_number');
    const numbers = accounts.flatMap((account) => account.salesCases).flatMap(({ crm }) => (crm?.projectNumber ? [String(crm.projectNumber)] : []));
    expect(texts(deals.map((row) => row.properties['project_number']))).toEqual(texts(numbers));
  });

  it('lists every touch with its company, its people and its deals', () => {
    const touches = accounts.flatMap((account) => severa.world.engagement(account).touches);
    for (const [kind, type] of [['email', 'emails'], ['meeting', 'meetings'], ['call', 'calls'], ['task', 'tasks']] as const) {
      const rows = hubspotRows(`/crm/objects/2026-09/${type}`, '&properties=hs_timestamp&associations=companies,contacts,deals');
      const own = touches.filter((touch) => touch.kind === kind);
      expect(rows.length, type).toBe(own.length);
      expect(rows.every((row) => row.associations?.['companies']?.results.length === 1 && row.properties['hs_timestamp'] !== null), type).toBe(true);
      const linked = (to: string): number => rows.reduce((sum, row) => sum + (row.associations?.[to]?.results.length ?? 0), 0);
      expect(linked('deals'), type).toBe(own.reduce((sum, touch) => sum + touch.caseKeys.length, 0));
      expect(linked('contacts'), type).toBe(own.reduce((sum, touch) => sum + touch.contactKeys.length, 0));
    }
  });

  it('tells where people came from, when they filled in a form, and when they reached each stage', () => {
    const rows = hubspotRows('/crm/objects/2026-09/contacts', '&properties=createdate,lifecyclestage,hs_analytics_source,first_conversion_date,hs_lifecyclestage_lead_date,hs_lifecyclestage_customer_date');
    expect(rows.every((row) => row.properties['hs_analytics_source'] !== null)).toBe(true);
    const converted = rows.filter((row) => row.properties['first_conversion_date'] !== null);
    expect(converted.length).toBeGreaterThan(10);
    expect(converted.every((row) => row.properties['hs_analytics_source'] !== 'OFFLINE')).toBe(true);
    const customers = rows.filter((row) => row.properties['lifecyclestage'] === 'customer');
    expect(customers.length).toBeGreaterThan(10);
    expect(customers.every((row) => (row.properties['hs_lifecyclestage_lead_date'] ?? '9') < (row.properties['hs_lifecyclestage_customer_date'] ?? ''))).toBe(true);
  });

  it('lists the owners, the one who left among the archived', () => {
    const owners = hubspotRows('/crm/owners/2026-09', '');
    expect(owners).toHaveLength(users.filter((user) => user.crm !== null && !user.crm.isArchived).length);
    expect(hubspotRows('/crm/owners/2026-09', '&archived=true')).toHaveLength(users.filter((user) => user.crm?.isArchived === true).length);
  });

  it('has its records in the search index from the start', () => {
    const headers = { authorization: `Bearer ${hubspot.credentials.token}`, 'content-type': 'application/json' };
    const answer = call(hubspot.model, 'POST', '/crm/objects/2026-09/companies/search', '', headers, '{}');
    expect(answer.body).toMatchObject({ total: crmAccounts.length });
  });
});

// The contracts are the vendors' own documents and do not come with the program: SAUMA_OPENAPI_DIR names the folder that has them.
describe('the published contracts (skipped without SAUMA_OPENAPI_DIR)', () => {
  const severaDocument = openapiDocument('severa');
  const hubspotDocument = openapiDocument('hubspot');

  it.skipIf(severaDocument === null)('are kept by every seeded row of Severa', () => {
    const model = checked(severa.model, openapiChecker(severaDocument ?? {}));
    const headers = { authorization: `Bearer ${severaToken()}` };
    const lists = ['customers', 'addresses', 'contactpersons', 'contactcommunications', 'customermarketsegments', 'projects', 'phases', 'users', 'workhours', 'projectfees', 'projecttravelexpenses', 'flatrates', 'proposals', 'invoices', 'invoicerows', 'industries', 'marketsegments', 'leadsources', 'salesstatustypes', 'projectstatustypes', 'invoicestatuses', 'proposalstatuses', 'worktypes', 'products', 'travelexpensetypes', 'currencies', 'contactroles', 'communicationtypes'];
    for (const list of lists) {
      const answer = call(model, 'GET', `/v1/${list}`, 'rowCount=100', headers);
      expect((answer.body as unknown[]).length, list).toBeGreaterThan(0);
    }
    expect(model.violations).toEqual([]);
  });

  it.skipIf(hubspotDocument === null)('are kept by every seeded record of HubSpot', () => {
    const model = checked(hubspot.model, openapiChecker(hubspotDocument ?? {}));
    const headers = { authorization: `Bearer ${hubspot.credentials.token}` };
    for (const path of ['objects/2026-09/companies', 'objects/2026-09/contacts', 'objects/2026-09/deals', 'objects/2026-09/emails', 'objects/2026-09/meetings', 'objects/2026-09/calls', 'objects/2026-09/tasks', 'owners/2026-09', 'properties/2026-09/companies']) {
      expect(call(model, 'GET', `/crm/${path}`, '', headers).status, path).toBe(200);
    }
    expect(model.violations).toEqual([]);
  });
});
