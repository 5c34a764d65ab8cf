import { afterEach, describe, expect, it } from 'vitest';
import type { EntityAdapter } from '../../../src/connectors/connector.ts';
import type { ActivityTypePair } from '../../../src/connectors/severa/activity-kind.ts';
import type { Fields } from '../../../src/core/vocabulary.ts';
import { create, done, pagesOf, readThrough, scopes, seen, severaBench, snapshotsOf, update, violations, writeOne } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

interface ActivityBench extends Bench {
  readonly activity: EntityAdapter;
  readonly customer: string;
  readonly owner: string;
  /** An activity as it stood before, of the type with this name. */
  had(row?: Readonly<Record<string, unknown>>, type?: string): string;
}

function bench(activityTypes: readonly ActivityTypePair[] = []): ActivityBench {
  const made = severaBench({ connector: { activityTypes, scopes: { ...scopes, activities: ['activities:read', 'activities:write'] } } });
  const [customer, owner] = [made.put('customers', { name: 'Koivu Oy' }), made.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'aino@luotsi.example' })];
  const had: ActivityBench['had'] = (row = {}, type = 'Tapaaminen') =>
    made.put('activities', { name: 'Tarjous', startDateTime: '2026-03-05T07:30:00Z', activityType: { guid: typeOf(made, type) }, ownerUser: { guid: owner }, customer: { guid: customer }, ...row });
  return { ...made, activity: made.connector.entities.get('activity') as EntityAdapter, customer, owner, had };
}

const typeOf = ({ model }: Bench, name: string): string => model.state.list('activitytypes').find((row) => row['name'] === name)?.guid ?? '';
/** Subject → kind. */
const shownKinds = async ({ activity }: ActivityBench): Promise<Fields> => Object.fromEntries([...(await snapshotsOf(activity.all(null))).values()].map(({ fields }) => [fields['subject'], fields['kind']]));
const fieldsFor = ({ customer }: ActivityBench, fields: Fields = {}): Fields => ({ kind: 'meeting', subject: 'Tarjous', startsAt: '2026-03-05T07:30:00.000Z', owner: 'aino@luotsi.example', account: customer, ...fields });

describe('activities that are not switched on', () => {
  it('are no entity of the connector, and no list of theirs is read', async () => {
    const bench = severaBench();
    const { connector } = bench;
    expect([...connector.entities.keys()]).toEqual(['account', 'contact', 'salesCase']);
    expect(connector.registries).not.toContain('activityTypes');
    for (const adapter of connector.entities.values()) await pagesOf(adapter.all(null));
    expect(Object.keys(bench.calls()).filter((route) => route.includes('activit'))).toEqual([]);
  });
});

describe('reading activities', () => {
  it('shows one whole, its instants in UTC wherever they were written', async () => {
    const at = bench();
    const id = at.had({ startDateTime: '2026-03-05T09:30:00+02:00', endDateTime: '2026-03-05T08:15:00', isAllDay: false, isClosed: true, notes: ' Kahvit ' });
    expect((await seen(at.activity, id)).fields).toEqual({
      kind: 'meeting', subject: 'Tarjous', startsAt: '2026-03-05T07:30:00.000Z', endsAt: '2026-03-05T08:15:00.000Z', allDay: false, done: true, owner: 'aino@luotsi.example', account: at.customer, notes: 'Kahvit',
    });
  });

  it('tells the kind by the type\'s category, and shows nothing personal, no absence and nothing of a series', async () => {
    const at = bench();
    at.put('activitytypes', { name: 'Hammaslääkäri', category: 'Personal', isActive: true });
    for (const type of ['Tapaaminen', 'Puhelu', 'Tehtävä', 'Vuosiloma', 'Hammaslääkäri']) at.had({ name: type }, type);
    for (const recurrenceType of ['Occurrence', 'Exception']) at.had({ name: 'Viikkopalaveri', recurrenceType });
    expect(await shownKinds(at)).toEqual({ Puhelu: 'call', Tapaaminen: 'meeting', Tehtävä: 'task' });
    const pages = await pagesOf(at.activity.all(null));
    expect(pages.flatMap((page) => page.tombstones)).toEqual([]);
  });

  it('follows a pairing of types by name or guid, which is another meaning of what was read', async () => {
    const at = bench([{ type: 'puhelu', kind: 'none' }, { type: 'Vuosiloma', kind: 'task' }]);
    for (const type of ['Tapaaminen', 'Puhelu', 'Vuosiloma']) at.had({ name: type }, type);
    expect(await shownKinds(at)).toEqual({ Tapaaminen: 'meeting', Vuosiloma: 'task' });
    expect(at.activity.mapVersion).not.toBe(bench().activity.mapVersion);
  });

  it('shows a change by one list, and of one that has become personal only that it is put away', async () => {
    const at = bench();
    const [moved, hidden] = [at.had(), at.had()];
    const checkpoint = await readThrough(at.activity);
    at.clock.advance(600_000);
    at.calls();
    at.model.state.edit('activities', moved, { '/startDateTime': '2026-03-06T07:30:00Z' }, at.clock.now());
    at.model.state.edit('activities', hidden, { '/activityType': { guid: typeOf(at, 'Vuosiloma') } }, at.clock.now());
    at.clock.advance(60_000);
    const [page, ...more] = await pagesOf(at.activity.changes(checkpoint));
    expect(more).toEqual([]);
    expect(page?.snapshots.map(({ id, fields }) => [id, fields['startsAt']])).toEqual([[moved, '2026-03-06T07:30:00.000Z']]);
    expect(page?.tombstones).toMatchObject([{ id: hidden, how: 'archived' }]);
    expect(at.calls()).toEqual({ 'GET /v1/activities': 1 });
    expect((await at.activity.read([hidden])).get(hidden)).toMatchObject({ how: 'archived' });
  });
});

describe('writing activities', () => {
  it('makes one in one call, of the default type of its category, in whole seconds', async () => {
    const at = bench();
    at.put('activitytypes', { name: 'Aamupalaveri', category: 'CalendarEntry', isActive: true });
    await readThrough(at.activity);
    at.calls();
    const outcome = done(await writeOne(at.activity, create(fieldsFor(at, { startsAt: '2026-03-05T07:30:00.512Z', done: false }))));
    expect(at.calls()).toEqual({ 'POST /v1/activities': 1 });
    expect(outcome).toMatchObject({ unsettled: [], snapshot: { fields: { ...fieldsFor(at), done: false } } });
    expect(at.model.state.get('activities', outcome.snapshot.id)).toMatchObject({ activityType: { guid: typeOf(at, 'Tapaaminen') } });
  });

  it('prefers a type that was paired with the kind, and never takes one that is not in use', async () => {
    const at = bench([{ type: 'Katselmus', kind: 'meeting' }]);
    const katselmus = at.put('activitytypes', { name: 'Katselmus', category: 'SalesEvent', isActive: true });
    for (const row of at.model.state.list('activitytypes')) if (row['category'] === 'Task') at.model.state.edit('activitytypes', row.guid, { '/isActive': false }, at.clock.now());
    await readThrough(at.activity);
    const { snapshot } = done(await writeOne(at.activity, create(fieldsFor(at))));
    expect(at.model.state.get('activities', snapshot.id)).toMatchObject({ activityType: { guid: katselmus } });
    expect(at.activity.represent({ kind: 'task' }).cannot).toEqual({ kind: 'unmapped-choice' });
  });

  it('sends nothing that could not be found again', async () => {
    const at = bench();
    await readThrough(at.activity);
    at.calls();
    for (const field of ['kind', 'subject', 'startsAt', 'owner', 'account']) {
      expect(await writeOne(at.activity, create(fieldsFor(at, { [field]: null })))).toMatchObject({ kind: 'rejected', error: { code: 'required', fields: [field] } });
    }
    expect(at.calls()).toEqual({});
  });

  it('changes in one call, and tells when there is nothing to change any more', async () => {
    const at = bench();
    const id = at.had({ endDateTime: '2026-03-05T08:00:00Z' });
    const snapshot = await seen(at.activity, id);
    at.calls();
    const changed = done(await writeOne(at.activity, update(snapshot, { subject: 'Sopimus', endsAt: null, done: true })));
    expect(changed.snapshot.fields).toMatchObject({ subject: 'Sopimus', endsAt: null, done: true, kind: 'meeting' });
    expect(at.calls()).toEqual({ 'PATCH /v1/activities/{guid}': 1 });
    at.model.state.remove('activities', id, at.clock.now());
    expect(await writeOne(at.activity, update(snapshot, { subject: 'Muu' }))).toMatchObject({ kind: 'failed', error: { code: 'moved' } });
  });

  it('closes what is taken out of use', async () => {
    const at = bench();
    const id = at.had();
    expect(await writeOne(at.activity, { kind: 'archive', key: 'k1', id, handles: {} })).toMatchObject({ kind: 'archived', snapshot: { fields: { done: true } } });
  });

  it('looks for a lost create among what the customer has got since, by subject and start', async () => {
    const at = bench();
    at.had();
    await readThrough(at.activity);
    at.clock.advance(600_000);
    const since = new Date(at.clock.now()).toISOString();
    const write = create(fieldsFor(at, { startsAt: '2026-03-05T07:30:00.900Z' }));
    at.model.faults.add({ kind: 'reset-after-commit', method: 'POST', path: '/v1/activities', times: 1 });
    expect(await writeOne(at.activity, write)).toMatchObject({ kind: 'unknown' });
    const other = at.put('customers', { name: 'Saarni Oy' });
    for (const row of [{ name: 'Muu asia' }, { startDateTime: '2026-03-05T07:31:00Z' }, { customer: { guid: other } }]) {
      at.model.state.put('activities', { ...at.model.state.list('activities')[0], guid: undefined, ...row }, at.clock.now());
    }
    at.calls();
    const found = (await at.activity.find([write], since)).get('k1') ?? [];
    expect(found.map(({ id }) => at.model.state.get('activities', id)?.['createdDateTime'])).toEqual([since]);
    expect(at.calls()).toEqual({ 'GET /v1/activities': 1 });
  });
});
