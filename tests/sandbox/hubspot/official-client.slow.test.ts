// HubSpot's own client, changed in nothing but its base path, drives the sandbox over HTTP: what it sends is understood and
// what it gets back is what its types promise.
import { Client } from '@hubspot/api-client';
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/companies/index.js';
import { PropertyCreateFieldTypeEnum, PropertyCreateTypeEnum } from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { SubscriptionCreateRequestEventTypeEnum } from '@hubspot/api-client/lib/codegen/webhooks/index.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/lib/clock.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { createHubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import { serveSandbox } from '../../../src/sandbox/http.ts';
import type { SandboxServer } from '../../../src/sandbox/http.ts';

const token = 'pat-eu1-4f2a9c1e-0b7d-4a55-9a36-1c2d3e4f5a6b';
let model: HubspotModel;
let server: SandboxServer;
let client: Client;

beforeEach(async () => {
  model = createHubspotModel({ token, appId: '4711', portalId: '24601', clientId: 'client-1', clientSecret: 'secret-1', random: seededRandom(3), searchLagMs: 0 });
  server = await serveSandbox(model, { port: 0, clock: systemClock });
  client = new Client({ accessToken: token, basePath: server.url, numberOfApiCallRetries: 3 });
});
afterEach(() => server.close());

const names = ['Koivu Oy', 'Haapa Oy', 'Pihlaja Ab'];

async function threeCompanies(): Promise<string[]> {
  const made = await client.crm.companies.batchApi.create({ inputs: names.map((name, at) => ({ properties: { name }, associations: [], objectWriteTraceId: String(at) })) });
  return names.map((name) => made.results.find((row) => row.properties['name'] === name)?.id ?? '');
}

describe('the official HubSpot client', () => {
  it('lists page by page with properties, history and associations', async () => {
    const [first = ''] = await threeCompanies();
    const person = await client.crm.contacts.basicApi.create({ properties: { email: 'Aino@Koivu.example', lastname: 'Koivu' }, associations: [{ to: { id: first }, types: [{ associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined, associationTypeId: 279 }] }] });
    expect(person.properties['email']).toBe('aino@koivu.example');

    const page = await client.crm.companies.basicApi.getPage(2, undefined, ['name', 'industry'], ['name'], ['contacts']);
    expect(page.results).toHaveLength(2);
    expect(page.results[0]?.propertiesWithHistory?.['name']?.[0]?.sourceType).toBe('INTEGRATION');
    const rest = await client.crm.companies.basicApi.getPage(2, page.paging?.next?.after, ['name']);
    expect(rest.results).toHaveLength(1);
    expect(rest.paging?.next).toBeUndefined();
    expect(rest.results[0]?.createdAt).toBeInstanceOf(Date);

    const all = await client.crm.contacts.getAll(10, undefined, ['email'], undefined, ['companies']);
    expect(all[0]?.associations?.['companies']?.results.map((row) => row.id)).toEqual([first, first]);
  });

  it('writes and reads in batches, with errors beside results', async () => {
    const [first = '', second = ''] = await threeCompanies();
    const updated = await client.crm.companies.batchApi.update({
      inputs: [
        { id: first, properties: { city: 'Espoo' }, objectWriteTraceId: 'a' },
        { id: second, properties: { industry: 'NO_SUCH' }, objectWriteTraceId: 'b' },
      ],
    });
    expect(updated.results.map((row) => row.id)).toEqual([first]);
    expect('errors' in updated ? updated.errors?.[0]?.context['objectWriteTraceId'] : null).toEqual(['b']);

    const read = await client.crm.companies.batchApi.read({ properties: ['city'], propertiesWithHistory: [], inputs: [{ id: first }, { id: '5' }] });
    expect(read.results.map((row) => row.properties['city'])).toEqual(['Espoo']);
    expect('errors' in read ? read.errors?.[0]?.context['ids'] : null).toEqual(['5']);

    await client.crm.companies.batchApi.archive({ inputs: [{ id: second }] });
    const archived = await client.crm.companies.basicApi.getPage(10, undefined, ['name'], undefined, undefined, true);
    expect(archived.results.map((row) => row.id)).toEqual([second]);
    expect(archived.results[0]?.archivedAt).toBeInstanceOf(Date);
  });

  it('upserts by a unique property it made itself', async () => {
    const type = PropertyCreateTypeEnum.String;
    await client.crm.properties.groupsApi.create('companies', { name: 'sauma', label: 'Sauma', displayOrder: -1 });
    const property = await client.crm.properties.coreApi.create('companies', { groupName: 'sauma', name: 'psa_account_id', label: 'PSA id', type, fieldType: PropertyCreateFieldTypeEnum.Text, hasUniqueValue: true });
    expect(property.hasUniqueValue).toBe(true);
    const upsert = (city: string) => client.crm.companies.batchApi.upsert({ inputs: [{ id: 'psa-1', idProperty: 'psa_account_id', properties: { name: 'Koivu Oy', city } }] });
    const made = await upsert('Espoo');
    const again = await upsert('Vantaa');
    expect([made.results[0]?.['_new'], again.results[0]?.['_new']]).toEqual([true, false]);
    expect(again.results[0]?.id).toBe(made.results[0]?.id);

    const group = await client.crm.properties.groupsApi.getByName('companies', 'sauma');
    expect(group.label).toBe('Sauma');
    const industries = await client.crm.properties.coreApi.getByName('companies', 'industry');
    expect(industries.options.length).toBeGreaterThan(140);
  });

  it('searches with filters, sorting and paging', async () => {
    await threeCompanies();
    const found = await client.crm.companies.searchApi.doSearch({
      filterGroups: [{ filters: [{ propertyName: 'name', operator: FilterOperatorEnum.ContainsToken, value: 'oy' }] }],
      sorts: ['-name'],
      properties: ['name'],
      limit: 1,
      after: '0',
    });
    expect(found.total).toBe(2);
    expect(found.results.map((row) => row.properties['name'])).toEqual(['Koivu Oy']);
    expect(found.paging?.next?.after).toBe('1');
  });

  it('associates, reads and removes associations', async () => {
    const [first = '', second = ''] = await threeCompanies();
    const deal = await client.crm.deals.basicApi.create({ properties: { dealname: 'Katselmus', dealstage: 'contractsent', amount: '1200.50' }, associations: [] });
    await client.crm.associations.v4.basicApi.createDefault('deals', deal.id, 'companies', first);
    await client.crm.associations.v4.basicApi.create('deals', deal.id, 'companies', second, [{ associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined, associationTypeId: 5 }]);
    const page = await client.crm.associations.v4.basicApi.getPage('deals', deal.id, 'companies', undefined, 500);
    // Its types promise text; the service answers numbers and the client passes them on.
    const labels = page.results.map((row) => ({ id: row.toObjectId as unknown, labels: row.associationTypes.map((type) => type.label) }));
    expect(labels).toEqual([{ id: Number(first), labels: [null] }, { id: Number(second), labels: ['Primary', null] }]);

    const batch = await client.crm.associations.v4.batchApi.getPage('companies', 'deals', { inputs: [{ id: first }, { id: '7' }] });
    expect(batch.results[0]?.to.map((row) => row.toObjectId as unknown)).toEqual([Number(deal.id)]);
    await client.crm.associations.v4.basicApi.archive('deals', deal.id, 'companies', first);
    expect(model.state.associated('deals', deal.id, 'companies')).toEqual([second]);
  });

  it('reads owners and pipelines', async () => {
    const owner = model.state.putOwner({ email: 'veikko@myynti.example', firstName: 'Veikko', lastName: 'Virta' });
    model.state.putOwner({ email: 'lahtenyt@myynti.example', firstName: 'Lea', lastName: 'Laine', archived: true });
    const owners = await client.crm.owners.ownersApi.getPage();
    expect(owners.results.map((row) => row.id)).toEqual([owner]);
    const gone = await client.crm.owners.ownersApi.getPage(undefined, undefined, undefined, true);
    expect(gone.results[0]?.userId).toBeNull();

    const pipelines = await client.crm.pipelines.pipelinesApi.getAll('deals');
    expect(pipelines.results[0]?.stages.map((stage) => stage.metadata?.['probability'])).toEqual(['0.2', '0.4', '0.6', '0.8', '0.9', '1.0', '0.0']);
    const stage = await client.crm.pipelines.pipelineStagesApi.create('deals', 'default', { label: 'Neuvottelu', displayOrder: 5, metadata: { probability: '0.70' } });
    expect(stage.metadata?.['probability']).toBe('0.70');
    const stages = await client.crm.pipelines.pipelineStagesApi.getAll('deals', 'default');
    expect(stages.results.find((each) => each.id === stage.id)?.metadata?.['probability']).toBe('0.7');
  });

  it('deletes a contact for good', async () => {
    const person = await client.crm.contacts.basicApi.create({ properties: { email: 'aino@koivu.example' }, associations: [] });
    await client.crm.contacts.basicApi.purge({ objectId: 'aino@koivu.example', idProperty: 'email' });
    await expect(client.crm.contacts.basicApi.getById(person.id)).rejects.toMatchObject({ code: 404, body: { message: 'resource not found' } });
    expect(model.state.list('contacts', { archived: true })).toEqual([]);
  });

  it('installs an app, asks what its tokens are and takes the access back', async () => {
    const redirect = 'https://sauma.example/callback';
    const scope = 'crm.objects.contacts.read';
    const page = new URL(client.oauth.getAuthorizationUrl('client-1', redirect, scope, undefined, 'north'));
    const agreed = await fetch(`${server.url}${page.pathname}${page.search}&approve=true`, { redirect: 'manual' });
    const back = new URL(agreed.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('north');
    const { tokensApi, accessTokensApi, refreshTokensApi } = client.oauth;
    const grant = await tokensApi.create('authorization_code', back.searchParams.get('code') ?? '', redirect, 'client-1', 'secret-1');

    const access = await accessTokensApi.get(grant.accessToken);
    expect([access.hubId, access.appId, access.tokenType, access.scopes]).toEqual([24601, 4711, 'access', ['oauth', scope]]);
    expect(access.expiresIn).toBeGreaterThan(1_700);
    expect(await refreshTokensApi.get(grant.refreshToken)).toMatchObject({ hubId: 24601, clientId: 'client-1', tokenType: 'refresh' });

    await refreshTokensApi.archive(grant.refreshToken);
    await expect(refreshTokensApi.get(grant.refreshToken)).rejects.toMatchObject({ code: 404 });
    await expect(tokensApi.create('refresh_token', undefined, undefined, 'client-1', 'secret-1', grant.refreshToken)).rejects.toMatchObject({ code: 400 });
    expect((await accessTokensApi.get(grant.accessToken)).hubId).toBe(24601);
  });

  it('manages the webhooks of an app with a developer key, which is the token here', async () => {
    const developer = new Client({ developerApiKey: token, basePath: server.url });
    const { settingsApi, subscriptionsApi } = developer.webhooks;
    const settings = await settingsApi.configure(4711, { targetUrl: 'https://sauma.example/hooks', throttling: { maxConcurrentRequests: 10 } });
    expect(settings.targetUrl).toBe('https://sauma.example/hooks');
    const made = await subscriptionsApi.create(4711, { eventType: SubscriptionCreateRequestEventTypeEnum.DealPropertyChange, propertyName: 'amount', active: true });
    expect((await subscriptionsApi.update(Number(made.id), 4711, { active: false })).active).toBe(false);
    expect((await subscriptionsApi.getAll(4711)).results.map((row) => row.propertyName)).toEqual(['amount']);
    await subscriptionsApi.archive(Number(made.id), 4711);

    const stranger = new Client({ developerApiKey: 'other', basePath: server.url });
    await expect(stranger.webhooks.settingsApi.getAll(4711)).rejects.toMatchObject({ code: 401 });
    const elsewhere = await fetch(`${server.url}/crm/v3/objects/contacts?hapikey=${token}`);
    expect(elsewhere.status).toBe(401);
  });

  it('raises its own errors with the body of the refusal', async () => {
    const invalid = client.crm.companies.basicApi.create({ properties: { name: 'X', industry: 'NO_SUCH', nothing: '1' }, associations: [] });
    await expect(invalid).rejects.toMatchObject({ name: 'Error', code: 400, body: { category: 'VALIDATION_ERROR', errors: [{ code: 'INVALID_OPTION' }, { code: 'PROPERTY_DOESNT_EXIST' }] } });
    await client.crm.contacts.basicApi.create({ properties: { email: 'aino@koivu.example' }, associations: [] });
    const twice = client.crm.contacts.basicApi.create({ properties: { email: 'AINO@koivu.example' }, associations: [] });
    await expect(twice).rejects.toMatchObject({ code: 409, body: { message: expect.stringMatching(/Existing ID: \d+$/) } });
    const stranger = new Client({ accessToken: 'pat-wrong', basePath: server.url });
    await expect(stranger.crm.companies.basicApi.getPage()).rejects.toMatchObject({ code: 401, body: { category: 'INVALID_AUTHENTICATION' } });
  });

  it('waits and tries again after the search limit', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {});
    const search = { method: 'POST', path: '/crm/v3/objects/companies/search', query: '', headers: { authorization: `Bearer ${token}` }, body: '{}' };
    for (let at = 0; at < 5; at++) model.handle(search, systemClock.now());
    const found = await client.crm.companies.searchApi.doSearch({ filterGroups: [], limit: 10 });
    expect(found.total).toBe(0);
    expect(model.refused).toBe(1);
    expect(silent).toHaveBeenCalledOnce();
    silent.mockRestore();
  });
});
