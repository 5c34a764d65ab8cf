import { describe, expect, it } from 'vitest';
import { memoryRegistryCache } from '../../conformance/harness.ts';
import { overSandbox } from './over-sandbox.ts';
import { batch, collect, companies, property, record, schema, scripted, standardProperties } from './scripted.ts';
import type { Json, Script, Sent } from './scripted.ts';

const making = `POST ${schema}/batch/create`;
const choices = {
  industries: [{ id: 'i1', label: 'Rakentaminen', active: true }, { id: 'i2', label: 'rakentaminen', active: false }],
  segments: [{ id: 's1', label: 'Julkinen / Kunta', active: true }],
  vatRates: [{ id: 'v1', label: '25,5 %', active: true }],
};

/** An account that keeps the properties it is asked to make. */
function account(first: readonly Json[]): { readonly script: Script; readonly properties: Map<string, Json> } {
  const properties = new Map(first.map((one) => [String(one['name']), one]));
  const keep = (inputs: readonly Json[]): readonly Json[] => {
    for (const input of inputs) properties.set(String(input['name']), property(String(input['name']), input));
    return inputs.map((input) => properties.get(String(input['name'])) as Json);
  };
  const script: Script = {
    [`GET ${schema}`]: () => [200, { results: [...properties.values()] }],
    [`POST ${schema}/groups`]: (one) => [201, { ...one.json, archived: false, displayOrder: 0 }],
    [making]: (one: Sent) => [201, batch(keep(one.json['inputs'] as Json[]))],
    [`PATCH ${schema}/sauma_industry`]: (one) => [200, keep([{ ...properties.get('sauma_industry'), ...one.json }])[0]],
  };
  return { script, properties };
}

const each = (line: string): Record<string, number> => Object.fromEntries(['companies', 'contacts', 'deals'].map((type) => [line.replace('TYPE', type), 1]));

describe('setting HubSpot up', () => {
  it('makes a group and every property of ours in one call each, and the second time nothing', async () => {
    const { script, properties } = account(standardProperties);
    const { connector, lines } = scripted(script);
    const made = await connector.prepare({ dryRun: false, choices });
    expect(made).toContain('property group sauma');
    expect(made).toContain('company property sauma_business_id');
    expect(lines()).toEqual([`GET ${schema}`, `POST ${schema}/groups`, making, 'GET /crm/properties/2026-09/contacts', 'GET /crm/properties/2026-09/deals']);
    expect(properties.get('sauma_key')).toMatchObject({ hasUniqueValue: true, groupName: 'sauma', type: 'string', formField: false });
    expect(properties.get('sauma_active')).toMatchObject({ type: 'bool', options: [{ value: 'true' }, { value: 'false' }] });
    expect(properties.get('sauma_segments')).toMatchObject({ type: 'enumeration', fieldType: 'checkbox', options: [{ value: 's1', label: 'Julkinen / Kunta' }] });
    expect(properties.get('sauma_industry')?.['options']).toEqual([
      { value: 'i1', label: 'Rakentaminen', hidden: false, displayOrder: 0 },
      { value: 'i2', label: 'rakentaminen (i2)', hidden: true, displayOrder: 1 },
    ]);
    const before = lines().length;
    expect(await connector.prepare({ dryRun: false, choices })).toEqual([]);
    expect(lines().length).toBe(before);
  });

  it('says in a dry run what it would make, and makes nothing', async () => {
    const { script } = account(standardProperties);
    const { connector, lines } = scripted(script);
    const would = await connector.prepare({ dryRun: true, choices });
    expect(would).toContain('company property sauma_key');
    expect(lines().every((line) => line.startsWith('GET '))).toBe(true);
  });

  it('adopts a business ID property of the account, and stays with it when a likelier one appears', async () => {
    const ytunnus = property('y_tunnus');
    const { script, properties } = account([...standardProperties, ytunnus]);
    const list = { [`GET ${companies}`]: [200, { results: [record('1', { y_tunnus: '1572860-0', business_id: '' })] }] as const };
    const registryCache = memoryRegistryCache();
    const first = scripted({ ...script, ...list }, { registryCache });
    await first.connector.prepare({ dryRun: false, choices });
    expect(properties.has('sauma_business_id')).toBe(false);
    properties.set('business_id', property('business_id'));
    const later = scripted({ ...script, ...list }, { registryCache });
    later.clock.advance(7_200_000);
    const [page] = await collect(later.accounts.all(null));
    expect(later.lines()).toContain(`GET ${schema}`);
    expect(page?.snapshots[0]?.fields['businessId']).toBe('1572860-0');
  });

  it('does not adopt a property that holds no free text', async () => {
    const { script, properties } = account([...standardProperties, property('business_id', { type: 'number' })]);
    await scripted(script).connector.prepare({ dryRun: false, choices });
    expect(properties.has('sauma_business_id')).toBe(true);
  });

  it('adds new options to ours and keeps those that are there', async () => {
    const { script, properties } = account(standardProperties);
    const { connector, lines } = scripted(script);
    await connector.prepare({ dryRun: false, choices });
    const more = { ...choices, industries: [{ id: 'i3', label: 'Kauppa', active: true }] };
    expect(await connector.prepare({ dryRun: false, choices: more })).toEqual(['1 options of company property sauma_industry']);
    expect(properties.get('sauma_industry')?.['options']).toMatchObject([{ value: 'i1' }, { value: 'i2' }, { value: 'i3' }]);
    expect(lines().at(-1)).toBe(`PATCH ${schema}/sauma_industry`);
  });

  it('waits with a choice whose options are not known', async () => {
    const { script, properties } = account(standardProperties);
    const { connector, accounts } = scripted(script);
    await connector.prepare({ dryRun: false, choices: {} });
    expect(properties.has('sauma_vat')).toBe(false);
    expect(accounts.fields['vat']).toEqual({ write: false, deep: false });
    expect(accounts.fields['email']).toEqual({ write: true, deep: false });
  });

  it('goes on when somebody else made a property at the same moment', async () => {
    const { script, properties } = account(standardProperties);
    const raced: Script = {
      ...script,
      [making]: (one) => {
        for (const input of one.json['inputs'] as Json[]) properties.set(String(input['name']), property(String(input['name']), input));
        return [409, { status: 'error', category: 'OBJECT_ALREADY_EXISTS', subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS' }];
      },
    };
    const { connector, accounts } = scripted(raced);
    await connector.prepare({ dryRun: false, choices });
    expect(accounts.fields['number']?.write).toBe(true);
  });

  it('names the properties that HubSpot would not make', async () => {
    const { script } = account(standardProperties);
    const { connector } = scripted({ ...script, [making]: [207, batch([], [{ status: 'error', category: 'PROPERTY_LIMIT', message: 'limit' }])] });
    await expect(connector.prepare({ dryRun: false, choices })).rejects.toMatchObject({ code: 'set-up-refused', message: expect.stringContaining('sauma_key') as string });
  });

  it('asks for the missing scope', async () => {
    const { script } = account(standardProperties);
    const { connector } = scripted({ ...script, [`POST ${schema}/groups`]: [403, { category: 'MISSING_SCOPES', errors: [{ message: 'x', context: { requiredGranularScopes: ['crm.schemas.companies.write'] } }] }] });
    await expect(connector.prepare({ dryRun: false, choices })).rejects.toThrow('crm.schemas.companies.write');
  });

  it('costs three calls per kind of record when nothing is there yet, and none afterwards', async () => {
    const field = { name: 'custom.size', kind: 'number' as const, category: 'none' as const, compare: 'exact' as const, registry: null, target: null, label: { fi: 'Koko', en: 'Size' } };
    const { connector, prepare, callsSince, model } = overSandbox({}, { customFields: [{ entity: 'salesCase', name: 'own_size', field }] });
    const made = await prepare();
    expect(callsSince()).toEqual({ ...each('GET /crm/properties/TYPE'), ...each('POST /crm/properties/TYPE/groups'), ...each('POST /crm/properties/TYPE/batch/create') });
    expect(made.filter((line) => line.includes('sauma_key'))).toHaveLength(3);
    expect(made.filter((line) => line.includes('own_size'))).toEqual(['deal property own_size']);
    expect(await prepare()).toEqual([]);
    expect(await connector.prepare({ dryRun: true, choices: {} })).toEqual([]);
    expect(callsSince()).toEqual({});
    expect(model.refused).toBe(0);
  });

  it('sets up what it may, and then asks for the scope that is missing', async () => {
    const scopes = ['objects', 'schemas'].flatMap((kind) => ['companies', 'contacts', 'deals'].flatMap((type) => [`crm.${kind}.${type}.read`, `crm.${kind}.${type}.write`]));
    const { connector, choices, cases } = overSandbox({ scopes: scopes.filter((scope) => scope !== 'crm.schemas.contacts.write') });
    await expect(connector.prepare({ dryRun: false, choices })).rejects.toThrow('crm.schemas.contacts.write');
    expect(cases.fields['leadSource']?.write).toBe(true);
  });

  it('names an own field that HubSpot would not allow, before anything is made', async () => {
    const { script } = account(standardProperties);
    const field = { name: 'custom.grade', kind: 'text' as const, category: 'none' as const, compare: 'exact' as const, registry: null, target: null, label: { fi: 'Luokka', en: 'Grade' } };
    const { connector, lines } = scripted(script, { customFields: [{ entity: 'account', name: 'Oma luokka', field }] });
    await expect(connector.prepare({ dryRun: false, choices })).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('Oma luokka') as string });
    expect(lines().every((line) => line.startsWith('GET '))).toBe(true);
  });
});
