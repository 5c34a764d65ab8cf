// Contacts over the whole sandbox: addresses, numbers, companies and opt-outs, and what each costs.
import { describe, expect, it } from 'vitest';
import { isTombstone } from '../../../src/core/vocabulary.ts';
import type { Snapshot } from '../../../src/core/vocabulary.ts';
import { create, doneSnapshot } from '../../conformance/showing.ts';
import { keys, listedIn, overSandbox, update } from './over-sandbox.ts';
import { batch, collect, contacts, record, scripted } from './scripted.ts';
import type { Json, Sent } from './scripted.ts';

async function bench(options: Parameters<typeof overSandbox>[0] = {}) {
  const over = overSandbox(options);
  await over.prepare();
  over.clock.advance(60_000);
  const listed = (id: string): Promise<Snapshot> => listedIn(over.people, id);
  const companiesOf = (id: string): string[] => over.model.state.associated('contacts', id, 'companies').toSorted();
  return { ...over, listed, companiesOf };
}

describe('reading contacts', () => {
  it('shows every address, number and company, for one call per 100 and nothing more', async () => {
    const { model, people, put, putAs, clock, callsSince } = await bench();
    const [main, other] = [put('Koivula Oy'), put('Saarni Oy')];
    const id = putAs('contacts', { firstname: 'Aino', lastname: 'Mäki', email: 'Aino.Maki@koivula.example', hs_additional_emails: 'aino@saarni.example', phone: '09 123 456', mobilephone: '040 555 0101' });
    model.state.associate('contacts', id, 'companies', main, { now: clock.now(), primary: true });
    model.state.associate('contacts', id, 'companies', other, { now: clock.now() });
    callsSince();
    const [page] = await collect(people.all(null));
    expect(page?.snapshots[0]).toMatchObject({
      id,
      fields: {
        firstName: 'Aino', lastName: 'Mäki', account: main, otherAccounts: keys(other),
        emails: keys('aino.maki@koivula.example', 'aino@saarni.example'), phones: keys('+3589123456', '+358405550101'), optOuts: [],
      },
      handles: { email: 'aino.maki@koivula.example', phone: '09 123 456', mobilephone: '040 555 0101' },
    });
    expect(callsSince()).toEqual({ 'GET /crm/objects/contacts': 1, 'GET /crm/owners': 1 });
  });

  it('polls with one search when nothing changed, and reads associations once per 1,000 that did', async () => {
    const { people, putAs, clock, model, callsSince } = await bench();
    const ids = Array.from({ length: 1_000 }, (_, index) => putAs('contacts', { lastname: `Henkilö ${index}` }));
    clock.advance(600_000);
    let checkpoint = (await collect(people.changes((await collect(people.all(null))).at(-1)?.checkpoint ?? ''))).at(-1)?.checkpoint ?? '';
    clock.advance(600_000);
    callsSince();
    checkpoint = (await collect(people.changes(checkpoint))).at(-1)?.checkpoint ?? '';
    expect(callsSince()).toEqual({ 'POST /crm/objects/contacts/search': 1 });
    clock.advance(600_000);
    for (const id of ids) model.state.edit('contacts', id, { jobtitle: 'Ostaja' }, { now: clock.now(), userId: 70 });
    clock.advance(120_000);
    const pages = await collect(people.changes(checkpoint));
    expect(pages.flatMap((page) => page.snapshots)).toHaveLength(1_000);
    expect(pages[0]?.snapshots[0]?.fields).toMatchObject({ jobTitle: 'Ostaja', account: null, otherAccounts: [] });
    expect(callsSince()).toEqual({ 'POST /crm/objects/contacts/search': 6, 'POST /crm/associations/contacts/companies/batch/read': 1 });
  });

  it('reads the rest of a long list of companies', async () => {
    const { model, put, putAs, clock, listed, callsSince } = await bench();
    const id = putAs('contacts', { lastname: 'Mäki' });
    const companies = Array.from({ length: 620 }, (_, index) => put(`Yritys ${index} Oy`));
    for (const company of companies) model.state.associate('contacts', id, 'companies', company, { now: clock.now() });
    callsSince();
    const { account, otherAccounts } = (await listed(id)).fields;
    expect([account as string, ...(otherAccounts as { key: string }[]).map(({ key }) => key)].toSorted()).toEqual(companies.toSorted());
    expect(callsSince()['POST /crm/associations/contacts/companies/batch/read']).toBe(2);
  });

  it('follows a merge to the survivor, with both addresses and all companies', async () => {
    const { model, people, put, putAs, clock } = await bench();
    const [first, second] = [putAs('contacts', { lastname: 'Mäki', email: 'aino@koivula.example' }), putAs('contacts', { lastname: 'Maki', email: 'aino@saarni.example' })];
    const [one, two] = [put('Koivula Oy'), put('Saarni Oy')];
    model.state.associate('contacts', first, 'companies', one, { now: clock.now(), primary: true });
    model.state.associate('contacts', second, 'companies', two, { now: clock.now(), primary: true });
    const survivor = model.state.merge('contacts', first, second, clock.now());
    const answer = (await people.read([second])).get(second);
    expect(answer).toMatchObject({ id: survivor, fields: { emails: keys('aino@koivula.example', 'aino@saarni.example'), account: one, otherAccounts: keys(two) } });
    expect(answer && !isTombstone(answer) && answer.formerIds).toContain(second);
  });
});

describe('writing contacts', () => {
  it('makes them with their companies in one call per 100', async () => {
    const { people, put, listed, companiesOf, callsSince } = await bench();
    const [main, other] = [put('Koivula Oy'), put('Saarni Oy')];
    callsSince();
    const outcomes = await people.write(
      Array.from({ length: 120 }, (_, index) => create(`key-${index}`, { firstName: 'Aino', lastName: `Mäki ${index}`, emails: keys(`aino${index}@koivula.example`), account: main, otherAccounts: keys(other) })),
    );
    expect(callsSince()).toEqual({ 'POST /crm/objects/contacts/batch/create': 2, 'GET /crm/owners': 1 });
    const made = doneSnapshot(outcomes[0]);
    expect(made.fields).toMatchObject({ account: main, otherAccounts: keys(other), emails: keys('aino0@koivula.example') });
    expect(companiesOf(made.id)).toEqual([main, other].toSorted());
    expect((await listed(made.id)).fields).toMatchObject({ account: main, otherAccounts: keys(other) });
  });

  it('moves a person to another company: the old one stays as one of the others', async () => {
    const { model, people, put, putAs, clock, listed, callsSince } = await bench();
    const [old, next, third] = [put('Koivula Oy'), put('Saarni Oy'), put('Mänty Oy')];
    const id = putAs('contacts', { lastname: 'Mäki' });
    for (const [company, primary] of [[old, true], [third, false]] as const) model.state.associate('contacts', id, 'companies', company, { now: clock.now(), primary });
    const seen = await listed(id);
    callsSince();
    const [outcome] = await people.write([update(seen, { account: next })]);
    expect(outcome).toMatchObject({ kind: 'done', unsettled: [], snapshot: { fields: { account: next, otherAccounts: keys(old, third) } } });
    expect(callsSince()).toEqual({ 'POST /crm/objects/contacts/batch/read': 1, 'POST /crm/associations/contacts/companies/batch/read': 1, 'POST /crm/associations/contacts/companies/batch/create': 1 });
    expect((await listed(id)).fields).toMatchObject({ account: next, otherAccounts: keys(old, third) });
  });

  it('takes companies away that the plan saw and no longer wants, and leaves one that somebody added meanwhile', async () => {
    const { model, people, put, putAs, clock, listed, companiesOf } = await bench();
    const [main, gone, stays, added, late] = ['A', 'B', 'C', 'D', 'E'].map((name) => put(`${name} Oy`)) as [string, string, string, string, string];
    const id = putAs('contacts', { lastname: 'Mäki' });
    for (const company of [main, gone, stays]) model.state.associate('contacts', id, 'companies', company, { now: clock.now(), primary: company === main });
    const seen = await listed(id);
    model.state.associate('contacts', id, 'companies', late, { now: clock.now() });
    const [outcome] = await people.write([update(seen, { otherAccounts: keys(stays, added), jobTitle: 'Ostaja' })]);
    expect(outcome).toMatchObject({ kind: 'done', snapshot: { fields: { account: main, otherAccounts: keys(stays, added, late), jobTitle: 'Ostaja' } } });
    expect(companiesOf(id)).toEqual([main, stays, added, late].toSorted());
  });

  it('leaves a main company that somebody chose since the plan was made, and says that it did not get through', async () => {
    const { model, people, put, putAs, clock, listed } = await bench();
    const [old, theirs, ours] = [put('Koivula Oy'), put('Saarni Oy'), put('Mänty Oy')];
    const [id, other] = [putAs('contacts', { lastname: 'Mäki' }), putAs('contacts', { lastname: 'Niemi' })];
    for (const one of [id, other]) model.state.associate('contacts', one, 'companies', old, { now: clock.now(), primary: true });
    const [seen, seenOther] = [await listed(id), await listed(other)];
    model.state.associate('contacts', id, 'companies', theirs, { now: clock.now(), primary: true });
    model.state.associate('contacts', other, 'companies', ours, { now: clock.now(), primary: true });
    const [outcome, same] = await people.write([update(seen, { account: ours, jobTitle: 'Ostaja' }), update(seenOther, { account: ours })]);
    expect(outcome).toMatchObject({ kind: 'done', unsettled: [{ field: 'account', retry: true }], snapshot: { fields: { account: theirs, jobTitle: 'Ostaja' } } });
    expect(same).toMatchObject({ kind: 'done', unsettled: [], snapshot: { fields: { account: ours } } });
    expect((await listed(id)).fields).toMatchObject({ account: theirs });
  });

  it('takes the account away, and a company that is gone is told and tried again', async () => {
    const { model, people, put, putAs, clock, listed, companiesOf } = await bench();
    const main = put('Koivula Oy');
    const [id, other] = [putAs('contacts', { lastname: 'Mäki' }), putAs('contacts', { lastname: 'Niemi' })];
    model.state.associate('contacts', id, 'companies', main, { now: clock.now(), primary: true });
    const outcomes = await people.write([update(await listed(id), { account: null }), update(await listed(other), { account: '999', lastName: 'Nieminen' })]);
    expect(outcomes[0]).toMatchObject({ kind: 'done', snapshot: { fields: { account: null } } });
    expect(companiesOf(id)).toEqual([]);
    expect(outcomes[1]).toMatchObject({ kind: 'done', unsettled: [{ field: 'account', code: 'link-target-gone', retry: true }], snapshot: { fields: { account: null, lastName: 'Nieminen' } } });
  });

  it('keeps the main address while it is wanted, and says when another cannot be taken away', async () => {
    const { people, putAs, listed, model } = await bench();
    const id = putAs('contacts', { lastname: 'Mäki', email: 'aino@koivula.example', hs_additional_emails: 'maki@koivula.example' });
    const seen = await listed(id);
    const [kept] = await people.write([update(seen, { emails: keys('aino@koivula.example', 'a.maki@koivula.example') })]);
    expect(kept).toMatchObject({ unsettled: [{ field: 'emails', code: 'one-address-only', retry: false }] });
    expect(model.state.get('contacts', id)?.properties['email']).toBe('aino@koivula.example');
    const [moved] = await people.write([update(seen, { emails: keys('maki@koivula.example', 'uusi@koivula.example'), optOuts: keys('maki@koivula.example') })]);
    expect(moved).toMatchObject({ kind: 'done', unsettled: [] });
    expect(model.state.get('contacts', id)?.properties['email']).toBe('uusi@koivula.example');
  });

  it('leaves out what is no address, so that the person gets through', async () => {
    const { people, listed, model } = await bench();
    const [mixed, none] = await people.write([
      create('key-1', { lastName: 'Mäki', emails: keys('aino', 'aino.maki@koivula.example'), optOuts: keys('aino', 'aino.maki@koivula.example') }),
      create('key-2', { lastName: 'Salo', emails: keys('ei ole') }),
    ]);
    const [first, second] = [doneSnapshot(mixed), doneSnapshot(none)];
    expect(mixed).toMatchObject({ unsettled: [] });
    expect(first.fields).toMatchObject({ emails: keys('aino.maki@koivula.example'), optOuts: keys('aino.maki@koivula.example') });
    expect(second.fields['emails']).toEqual([]);
    expect(people.represent({ emails: keys('aino', 'aino.maki@koivula.example') }, first.fields).fields).toEqual({ emails: keys('aino.maki@koivula.example') });
    expect(people.represent({ emails: keys('ei ole') }, second.fields).fields).toEqual({ emails: [] });
    await people.write([update(await listed(first.id), { emails: keys('aino') })]);
    expect(model.state.get('contacts', first.id)?.properties['email'] ?? '').toBe('');
  });

  it('puts a number where its kind belongs and leaves other spellings alone', async () => {
    const { people, putAs, listed, model } = await bench();
    const id = putAs('contacts', { lastname: 'Mäki', phone: '(09) 123-456' });
    const [outcome] = await people.write([update(await listed(id), { phones: keys('+3589123456', '+358405550101') })]);
    expect(model.state.get('contacts', id)?.properties).toMatchObject({ phone: '(09) 123-456', mobilephone: '+358405550101' });
    expect(doneSnapshot(outcome).fields['phones']).toEqual(keys('+3589123456', '+358405550101'));
    await people.write([update(await listed(id), { phones: keys('+358405550102', '+358405550103', '+35891111111') })]);
    const { phone, mobilephone } = model.state.get('contacts', id)?.properties ?? {};
    expect([mobilephone, phone]).toEqual(['+358405550102', '+358405550103']);
  });

  it('looks at the companies of several hundred people at once', async () => {
    const { people, put, putAs, callsSince } = await bench();
    const company = put('Koivula Oy');
    const ids = Array.from({ length: people.can.batchWrite }, (_, index) => putAs('contacts', { lastname: `Mäki ${index}` }));
    const seen = (await collect(people.all(null))).flatMap((page) => page.snapshots);
    callsSince();
    await people.write(seen.map((one) => update(one, { jobTitle: 'Ostaja', account: company })));
    expect(callsSince()).toEqual({
      'POST /crm/objects/contacts/batch/update': Math.ceil(ids.length / 100), 'POST /crm/associations/contacts/companies/batch/read': 1, 'POST /crm/associations/contacts/companies/batch/create': 1,
    });
    expect(ids.length).toBeGreaterThan(200);
  });

  it('rejects only the row whose address somebody else has', async () => {
    const { people, putAs } = await bench();
    putAs('contacts', { lastname: 'Niemi', email: 'info@koivula.example' });
    const outcomes = await people.write([
      create('key-1', { lastName: 'Mäki', emails: keys('info@koivula.example') }), create('key-2', { lastName: 'Salo', emails: keys('salo@koivula.example') }), create('key-3', { jobTitle: 'nameless' }),
    ]);
    expect(outcomes.map((outcome) => `${outcome.key} ${outcome.kind}`)).toEqual(['key-1 rejected', 'key-2 done', 'key-3 rejected']);
    expect(outcomes[0]).toMatchObject({ error: { code: 'duplicate-email', fields: ['emails'] } });
  });

  it('stores the rest of an update whose address somebody else has', async () => {
    const { people, putAs, listed } = await bench();
    putAs('contacts', { lastname: 'Niemi', email: 'info@koivula.example' });
    const [one, other] = [putAs('contacts', { lastname: 'Mäki', email: 'aino@koivula.example' }), putAs('contacts', { lastname: 'Salo' })];
    const outcomes = await people.write([
      update(await listed(one), { emails: keys('info@koivula.example'), jobTitle: 'Ostaja' }),
      update(await listed(other), { emails: keys('info@koivula.example') }),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'done', unsettled: [{ field: 'emails', code: 'duplicate-email', retry: false }], snapshot: { fields: { jobTitle: 'Ostaja' } } },
      { kind: 'rejected', error: { code: 'duplicate-email' } },
    ]);
    expect((await listed(one)).fields).toMatchObject({ jobTitle: 'Ostaja', emails: keys('aino@koivula.example') });
  });

  it('takes its own contact, made by an earlier try, for the one that has the address', async () => {
    const { people } = await bench();
    const fields = { lastName: 'Mäki', emails: keys('aino@koivula.example') };
    const [first] = await people.write([create('key-1', fields)]);
    const [second] = await people.write([create('key-1', fields)]);
    expect(doneSnapshot(second).id).toBe(doneSnapshot(first).id);
  });
});

describe('contacts that go', () => {
  it('are archived by the hundred, but never under an id that was merged away', async () => {
    const { model, people, putAs, clock, callsSince } = await bench();
    const [one, two, three] = [putAs('contacts', { lastname: 'Mäki' }), putAs('contacts', { lastname: 'Niemi' }), putAs('contacts', { lastname: 'Salo' })];
    const survivor = model.state.merge('contacts', one, two, clock.now());
    callsSince();
    const outcomes = await people.write([two, three].map((id) => ({ kind: 'archive', key: id, id, handles: {} }) as const));
    expect(outcomes).toMatchObject([{ kind: 'failed', error: { code: 'moved' } }, { kind: 'archived', snapshot: null }]);
    expect(callsSince()['POST /crm/objects/contacts/batch/archive']).toBe(1);
    expect(model.state.list('contacts').map(({ id }) => id)).toEqual([survivor]);
    expect(await people.write([{ kind: 'archive', key: three, id: three, handles: {} }])).toMatchObject([{ kind: 'archived' }]);
  });

  it('are listed as gone, 100 a call', async () => {
    const { model, people, putAs, clock, callsSince } = await bench();
    const ids = Array.from({ length: 150 }, (_, index) => putAs('contacts', { lastname: `Henkilö ${index}` }));
    for (const id of ids) model.state.archive('contacts', id, clock.now());
    putAs('contacts', { lastname: 'Mäki' });
    callsSince();
    const gone = people.gone ? (await collect(people.gone())).flat() : [];
    expect(gone.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(gone.map(({ how }) => how))).toEqual(new Set(['archived']));
    expect(callsSince()).toEqual({ 'GET /crm/objects/contacts': 2 });
  });
});

it('asks for the last change of contacts under the name that finds them', async () => {
  const { people, sent } = scripted({ [`POST ${contacts}/search`]: [200, { total: 0, results: [] }] });
  await collect(people.changes(JSON.stringify({ since: Date.UTC(2026, 10, 2, 7) })));
  expect(JSON.stringify(sent.find((one) => one.line.endsWith('/search'))?.json)).toContain('"lastmodifieddate"');
});

it('takes an answer that a record has no associations for what it says', async () => {
  const none: Json = { status: 'error', category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message: 'none', context: { fromObjectId: ['1'] } };
  const { people } = scripted({
    [`POST ${contacts}/batch/read`]: (one: Sent) => [200, batch((one.json['inputs'] as { id: string }[]).map(({ id }) => record(id, { lastname: 'Mäki' })))],
    'POST /crm/associations/2026-09/contacts/companies/batch/read': [207, batch([{ from: { id: '2' }, to: [{ toObjectId: 71, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' }, { category: 'HUBSPOT_DEFINED', typeId: 279, label: null }] }] }], [none])],
  });
  const answers = await people.read(['1', '2']);
  expect(answers.get('1')).toMatchObject({ fields: { account: null, otherAccounts: [] } });
  expect(answers.get('2')).toMatchObject({ fields: { account: '71', otherAccounts: [] } });
});

it('keeps the labels that people gave when a company becomes the primary one', async () => {
  const creating = 'POST /crm/associations/2026-09/contacts/companies/batch/create';
  const kinds = [{ category: 'HUBSPOT_DEFINED', typeId: 279, label: null }, { category: 'USER_DEFINED', typeId: 1001, label: 'Billing' }];
  const { people, sent } = scripted({
    [`POST ${contacts}/batch/read`]: [200, batch([record('1', { lastname: 'Mäki' })])],
    'POST /crm/associations/2026-09/contacts/companies/batch/read': [200, batch([{ from: { id: '1' }, to: [{ toObjectId: 71, associationTypes: kinds }] }])],
    [creating]: [201, batch([])],
  });
  const [outcome] = await people.write([{ kind: 'update', key: 'u1', id: '1', handles: {}, fields: { account: '71' }, seen: {} }]);
  expect(outcome).toMatchObject({ kind: 'done', unsettled: [], snapshot: { fields: { account: '71', otherAccounts: [] } } });
  expect(sent.find(({ line }) => line === creating)?.json['inputs']).toEqual([{
    from: { id: '1' }, to: { id: '71' },
    types: [
      { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }, { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 },
      { associationCategory: 'USER_DEFINED', associationTypeId: 1001 },
    ],
  }]);
});
