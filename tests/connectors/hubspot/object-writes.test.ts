import { describe, expect, it, vi } from 'vitest';
import type { Create, Outcome, Update } from '../../../src/connectors/connector.ts';
import { TransportFailure } from '../../../src/connectors/transport.ts';
import type { Fields } from '../../../src/core/vocabulary.ts';
import { batch, companies, owners, property, record, schema, scripted, standardProperties } from './scripted.ts';
import type { Json, Script, Sent } from './scripted.ts';

const creating = `POST ${companies}/batch/create`;
const updating = `POST ${companies}/batch/update`;
const reading = `POST ${companies}/batch/read`;

interface Input {
  readonly id?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly objectWriteTraceId: string;
}
const inputsOf = (sent: Sent): Input[] => sent.json['inputs'] as Input[];
const create = (key: string, fields: Fields = { name: `Yritys ${key}` }): Create => ({ kind: 'create', key, fields });
const update = (id: string, fields: Fields, key = `u${id}`): Update => ({ kind: 'update', key, id, handles: {}, fields, seen: {} });
const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map((outcome) => `${outcome.key} ${outcome.kind}`);
const invalid = (key: string): Json => ({
  status: 'error',
  category: 'VALIDATION_ERROR',
  message: 'Property values were not valid: [{"isValid":false,"message":"Aino was not valid","error":"INVALID_INTEGER","name":"numberofemployees"}]',
  errors: [{ message: 'bad', code: 'INVALID_INTEGER', context: { propertyName: ['numberofemployees'] } }],
  context: { objectWriteTraceId: [key] },
});
const stored = (input: Input, index: number): Json => record(input.id ?? String(500 + index), input.properties, { objectWriteTraceId: input.objectWriteTraceId });

describe('creating companies', () => {
  it('sends 100 a call with our key twice over, and leaves empty values out', async () => {
    const { accounts, sent } = scripted({ [creating]: (one) => [201, batch(inputsOf(one).map(stored).toReversed())] });
    const outcomes = await accounts.write(Array.from({ length: 120 }, (_, index) => create(`k${index}`, { name: `Yritys ${index}`, phone: null, country: 'FI', owner: 'aino.maki@example.com' })));
    expect(sent.filter((one) => one.line === creating).map((one) => inputsOf(one).length)).toEqual([100, 20]);
    const first = sent.find((one) => one.line === creating);
    expect(first && inputsOf(first)[0]).toEqual({ properties: { sauma_key: 'k0', name: 'Yritys 0', country: 'Finland', hubspot_owner_id: '7' }, objectWriteTraceId: 'k0' });
    expect(outcomes.map((outcome) => outcome.key)).toEqual(Array.from({ length: 120 }, (_, index) => `k${index}`));
    const last = outcomes[119];
    expect(last?.kind === 'done' && last.snapshot.fields).toMatchObject({ name: 'Yritys 119', country: 'FI', owner: 'aino.maki@example.com' });
  });

  it('stores the good rows of a batch and rejects the bad one in our own words', async () => {
    const { accounts } = scripted({ [creating]: (one) => [207, batch(inputsOf(one).filter((input) => input.objectWriteTraceId !== 'k2').map(stored), [invalid('k2')])] });
    const outcomes = await accounts.write([create('k1'), create('k2'), create('k3')]);
    expect(kinds(outcomes)).toEqual(['k1 done', 'k2 rejected', 'k3 done']);
    const bad = outcomes[1];
    expect(bad?.kind === 'rejected' && bad.error.fields).toEqual(['employees']);
    expect(bad?.kind === 'rejected' && bad.error.message).not.toContain('Aino');
  });

  it('finds the bad rows by halving when the batch is refused as a whole', async () => {
    const script: Script = {
      [creating]: (one) => (inputsOf(one).some((input) => input.objectWriteTraceId === 'k5') ? [400, invalid('')] : [201, batch(inputsOf(one).map(stored))]),
    };
    const { accounts, lines } = scripted(script);
    const outcomes = await accounts.write(Array.from({ length: 64 }, (_, index) => create(`k${index}`)));
    expect(outcomes.filter((outcome) => outcome.kind !== 'done').map((outcome) => `${outcome.key} ${outcome.kind}`)).toEqual(['k5 rejected']);
    expect(lines().filter((line) => line === creating).length).toBeLessThanOrEqual(13);
  });

  it('finds the row of an error that names none, also among several', async () => {
    const nameless: Json = { ...invalid('k1'), context: {} };
    const script: Script = {
      [creating]: (one) => {
        const inputs = inputsOf(one);
        const good = inputs.filter((input) => input.objectWriteTraceId !== 'k1');
        return good.length === inputs.length ? [201, batch(good.map(stored))] : [207, batch([], [nameless])];
      },
    };
    const { accounts } = scripted(script);
    expect(kinds(await accounts.write([create('k1'), create('k2'), create('k3'), create('k4')]))).toEqual(['k1 rejected', 'k2 done', 'k3 done', 'k4 done']);
  });

  it('gives up on a batch whose every row is refused before it floods HubSpot', async () => {
    const { accounts, lines } = scripted({ [creating]: [400, invalid('')] });
    const outcomes = await accounts.write(Array.from({ length: 100 }, (_, index) => create(`k${index}`)));
    expect(lines().filter((line) => line === creating)).toHaveLength(40);
    expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['failed']));
  });

  it('takes a key that is in use as a create that was carried out before', async () => {
    const clash: Json = { ...invalid('k1'), message: 'k1 already has that value.', errors: [{ message: 'clash', code: 'CONFLICTING_UNIQUE_VALUE' }] };
    const { accounts } = scripted({
      [creating]: (one) => [207, batch(inputsOf(one).slice(1).map(stored), [clash])],
      [reading]: [200, batch([record('77', { sauma_key: 'k1', name: 'Yritys k1' })])],
    });
    const outcomes = await accounts.write([create('k1'), create('k2')]);
    expect(kinds(outcomes)).toEqual(['k1 done', 'k2 done']);
    expect(outcomes[0]?.kind === 'done' && outcomes[0].snapshot.id).toBe('77');
  });

  it('finds by their key the creates that an answer does not tell apart', async () => {
    const { accounts, lines } = scripted({
      [creating]: (one) => [201, batch(inputsOf(one).map((input, index) => record(String(500 + index), { name: input.properties['name'] })))],
      [reading]: [200, batch([record('501', { sauma_key: 'k2', name: 'Yritys k2' }), record('500', { sauma_key: 'k1', name: 'Yritys k1' })])],
    });
    const outcomes = await accounts.write([create('k1'), create('k2'), create('k3')]);
    expect(kinds(outcomes)).toEqual(['k1 done', 'k2 done', 'k3 unknown']);
    expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.snapshot.id)).toEqual(['500', '501', false]);
    expect(lines().filter((line) => line === creating)).toHaveLength(1);
  });

  it('leaves a clash about another property rejected', async () => {
    const clash: Json = { ...invalid('k1'), errors: [{ message: 'clash', code: 'CONFLICTING_UNIQUE_VALUE' }] };
    const { accounts } = scripted({ [creating]: [400, clash], [reading]: [207, batch([])] });
    expect(kinds(await accounts.write([create('k1')]))).toEqual(['k1 rejected']);
  });

  it('keeps what became of the other rows when looking up a taken key fails', async () => {
    const clash: Json = { ...invalid('k1'), errors: [{ message: 'clash', code: 'CONFLICTING_UNIQUE_VALUE' }] };
    const { accounts } = scripted({ [creating]: (one) => [207, batch(inputsOf(one).slice(1).map(stored), [clash])], [reading]: [503, ''] });
    expect(kinds(await accounts.write([create('k1'), create('k2')]))).toEqual(['k1 unknown', 'k2 done']);
  });

  it('calls every row unknown when no answer came, and does not send them again', async () => {
    const script: Script = {
      [creating]: () => {
        throw new TransportFailure('ECONNRESET', true);
      },
    };
    const { accounts, lines } = scripted(script);
    expect(kinds(await accounts.write([create('k1'), create('k2')]))).toEqual(['k1 unknown', 'k2 unknown']);
    expect(lines().filter((line) => line === creating)).toHaveLength(1);
  });

  it('makes nothing while the unique key property does not exist', async () => {
    const { accounts, lines } = scripted({ [`GET ${schema}`]: [200, { results: standardProperties }] });
    const [outcome] = await accounts.write([create('k1')]);
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'not-prepared' } });
    expect(lines()).not.toContain(creating);
  });
});

describe('updating companies', () => {
  it('sends only what changes and clears with empty text', async () => {
    const { accounts, sent } = scripted({ [updating]: (one) => [200, batch(inputsOf(one).map(stored))] });
    const [outcome] = await accounts.write([update('1', { phone: null, employees: 40, annualRevenue: { amount: '1500.50', currency: 'EUR' } })]);
    const one = sent.find((sent) => sent.line === updating);
    expect(one && inputsOf(one)).toEqual([{ id: '1', properties: { phone: '', numberofemployees: '40', annualrevenue: '1500.5' }, objectWriteTraceId: 'u1' }]);
    expect(outcome?.kind === 'done' && outcome.snapshot.fields).toEqual({ phone: null, employees: 40, annualRevenue: { amount: '1500.5', currency: 'EUR' } });
  });

  it('shows what was written also where the answer leaves it out', async () => {
    const { accounts } = scripted({ [updating]: [200, batch([record('1', {}, { objectWriteTraceId: 'u1' })])] });
    const [outcome] = await accounts.write([update('1', { city: 'Kuopio', notes: null })]);
    expect(outcome?.kind === 'done' && outcome.snapshot.fields).toEqual({ city: 'Kuopio', notes: null });
  });

  it('tells what could not be written of an update, and writes the rest', async () => {
    const { accounts } = scripted({ [updating]: (one) => [200, batch(inputsOf(one).map(stored))] });
    const [outcome] = await accounts.write([update('1', { city: 'Kuopio', owner: 'eero.niemi@example.com', vat: 'v1' })]);
    expect(outcome).toMatchObject({
      kind: 'done',
      unsettled: [
        { field: 'owner', code: 'owner-without-counterpart', retry: false },
        { field: 'vat', code: 'no-property', retry: false },
      ],
    });
  });

  it('sends nothing when nothing of an update can be written', async () => {
    const { accounts, lines } = scripted({ [reading]: [200, batch([record('1', { name: 'Koivula Oy' })])] });
    const [outcome] = await accounts.write([update('1', { owner: 'eero.niemi@example.com' })]);
    expect(outcome).toMatchObject({ kind: 'done', snapshot: { id: '1' }, unsettled: [{ field: 'owner' }] });
    expect(lines()).not.toContain(updating);
  });

  it('asks for another look at a record that is not under its id any more', async () => {
    const gone: Json = { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['2'], objectWriteTraceId: ['u2'] } };
    const { accounts } = scripted({ [updating]: (one) => [207, batch(inputsOf(one).slice(0, 1).map(stored), [gone])] });
    const outcomes = await accounts.write([update('1', { city: 'Oulu' }), update('2', { city: 'Oulu' }), update('3', { city: 'Oulu' })]);
    expect(kinds(outcomes)).toEqual(['u1 done', 'u2 failed', 'u3 failed']);
    expect(outcomes[2]).toMatchObject({ error: { code: 'moved' } });
  });

  it('never names a record twice in one call', async () => {
    const { accounts, sent } = scripted({ [updating]: (one) => [200, batch(inputsOf(one).map(stored))] });
    const outcomes = await accounts.write([update('1', { city: 'Oulu' }, 'a'), update('1', { city: 'Turku' }, 'b')]);
    expect(kinds(outcomes)).toEqual(['a done', 'b done']);
    expect(sent.filter((one) => one.line === updating).map((one) => inputsOf(one).length)).toEqual([1, 1]);
  });

  it('waits at least two seconds for a lock and sends the update again', async () => {
    let refusals = 0;
    const { accounts, clock } = scripted({ [updating]: (one) => (refusals++ === 0 ? [423, { status: 'error' }] : [200, batch(inputsOf(one).map(stored))]) });
    const before = clock.now();
    expect(kinds(await accounts.write([update('1', { city: 'Oulu' })]))).toEqual(['u1 done']);
    expect(clock.now() - before).toBeGreaterThanOrEqual(2_000);
  });

  it('writes one batch at a time, however many ask', async () => {
    const waiting: (() => void)[] = [];
    const { accounts } = scripted({
      [updating]: (one) => new Promise((resolve) => waiting.push(() => resolve([200, batch(inputsOf(one).map(stored))]))),
    });
    const both = Promise.all([accounts.write([update('1', { city: 'Oulu' })]), accounts.write([update('2', { city: 'Oulu' })])]);
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.();
    await both;
  });
});

describe('the rights to write', () => {
  it('stops at once when nothing was stored yet', async () => {
    const { accounts } = scripted({ [creating]: [403, { status: 'error', category: 'MISSING_SCOPES', errors: [{ message: 'x', context: { requiredGranularScopes: ['crm.objects.companies.write'] } }] }] });
    await expect(accounts.write([create('k1')])).rejects.toThrow('crm.objects.companies.write');
  });

  it('tells what was stored before they were lost', async () => {
    const { accounts } = scripted({ [creating]: (one) => [201, batch(inputsOf(one).map(stored))], [updating]: [401, { category: 'INVALID_AUTHENTICATION' }] });
    expect(kinds(await accounts.write([create('k1'), update('1', { city: 'Oulu' })]))).toEqual(['k1 done', 'u1 failed']);
  });
});

describe('what HubSpot can hold', () => {
  const choices = property('sauma_industry', { type: 'enumeration', fieldType: 'select', groupName: 'sauma', options: [{ label: 'Rakentaminen', value: 'i1', hidden: false }] });
  const readOnly = property('sauma_number', { type: 'number', modificationMetadata: { readOnlyValue: true, readOnlyDefinition: true, archivable: false } });

  it('is told before writing, and equals what a read shows', async () => {
    const { accounts } = scripted({ [`GET ${schema}`]: [200, { results: [...standardProperties, choices, readOnly] }], 'GET /crm/owners/2026-09': owners });
    await accounts.write([]);
    expect(
      accounts.represent({
        name: ' Koivula Oy ', domain: 'https://www.koivula.example/fi', industry: 'i1', owner: 'aino.maki@example.com', country: 'SE', phone: null,
        vat: 'v1', number: 4, annualRevenue: { amount: '5', currency: 'SEK' },
      }),
    ).toEqual({
      fields: { name: 'Koivula Oy', domain: 'koivula.example', industry: 'i1', owner: 'aino.maki@example.com', country: 'SE', phone: null },
      cannot: { vat: 'no-property', number: 'read-only', annualRevenue: 'other-currency' },
    });
    expect(accounts.represent({ industry: 'i2' }).cannot).toEqual({ industry: 'unmapped-choice' });
  });
});
