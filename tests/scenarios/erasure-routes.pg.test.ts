// The ways by which somebody who was forgotten could come back: what a system shows again, an old event, work that was planned or queued
// before, what people type, another workspace, a restored database, a pair that waits. None of them does, over real HTTP and SQL.
// A restore by the command itself is in tests/cli/backup.slow.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRecord, editRecord } from '../../src/engine/edit.ts';
import { takeHints } from '../../src/engine/hints.ts';
import { ANY_VERSION } from '../../src/engine/record-version.ts';
import { undo } from '../../src/engine/undo.ts';
import { eraseAgain } from '../../src/erasure/again.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { replayLedger } from '../../src/erasure/replay.ts';
import { statusOf } from '../../src/erasure/status.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import type { Store } from '../../src/store/store.ts';
import { deskOf, forget, OFFICER } from '../privacy/desk.ts';
import type { Desk } from '../privacy/desk.ts';
import { freshDatabase } from '../support/database.ts';
import { inventedPeople } from '../support/invented-people.ts';
import type { InventedPerson } from '../support/invented-people.ts';
import { KEYS } from '../support/keys.ts';
import { company, customer, links } from './act.ts';
import { AS_SHIPPED, hubspotContact, nextCycle, severaContact } from './deeds.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

interface Person extends InventedPerson {
  readonly guid: string;
  readonly id: string;
}

interface Firm {
  readonly stage: Stage;
  readonly desk: Desk;
  readonly at: { readonly guid: string; readonly id: string };
  readonly people: readonly Person[];
  /** As the database was before anybody was forgotten. */
  readonly backup: Store;
  /** A second workspace that is connected to the same systems. */
  readonly sibling: Store;
}

let firm: Firm;
const ROUTES = 11;

beforeAll(async () => {
  const database = await freshDatabase<Tables>(['second']);
  const stage = await openStage({ ...AS_SHIPPED, store: ({ clock, newId }) => Promise.resolve(createPostgresStore({ ...KEYS, database, workspace: 'main', clock, newId })) });
  const parts = { ...KEYS, clock: stage.clock, newId: stage.engine.newId };
  const backup = createPostgresStore({ ...parts, database: await freshDatabase<Tables>(), workspace: 'main' });
  const sibling = createPostgresStore({ ...parts, database, workspace: 'second' });
  const at = { guid: customer(stage, { name: 'Koivu Oy', vatNumber: '2501112-8' }), id: company(stage, { name: 'Koivu Oy', business_id: '2501112-8' }) };
  const people = inventedPeople(23, ROUTES).map((person): Person => ({ ...person, ...planted(stage, at, person) }));
  await nextCycle(stage, { sweep: true });
  for (const store of [backup, sibling]) await stage.restart({ parts: { store } }).cycle();
  firm = { stage, at, people, backup, sibling, desk: deskOf(stage) };
});

afterAll(() => firm.stage.close());

function planted(stage: Stage, at: Firm['at'], { first, last, email, phone }: InventedPerson): { readonly guid: string; readonly id: string } {
  const guid = severaContact(stage, at.guid, { firstName: first, lastName: last, jobTitle: 'Ostaja' }, { emails: [email], mobiles: [phone] });
  return { guid, id: hubspotContact(stage, { firstname: first, lastname: last, email, mobilephone: phone, lifecyclestage: 'customer' }, at.id) };
}

/** Everything that names the person in our records and in the contacts of both systems. */
async function shownAnywhere({ stage }: Firm, { first, last, email }: InventedPerson, store: Store = stage.store): Promise<{ readonly here: boolean; readonly severa: number; readonly hubspot: number }> {
  const names = (value: unknown): boolean => JSON.stringify(value).toLowerCase().includes(email.toLowerCase()) || (JSON.stringify(value).includes(first) && JSON.stringify(value).includes(last));
  const ours = await Promise.all(['account', 'contact', 'salesCase'].map((entity) => store.links({ entity, limit: 1_000 })));
  return {
    here: ours.flat().some((link) => names(link)),
    severa: ['contactpersons', 'contactcommunications'].flatMap((collection) => stage.severa.state.list(collection)).filter(names).length,
    hubspot: stage.hubspot.state.list('contacts').filter(names).length,
  };
}

const NOWHERE = { here: false, severa: 0, hubspot: 0 };

/** Forgotten everywhere, as the beginning of a route. */
async function gone(route: number): Promise<Person & { readonly request: string }> {
  const person = firm.people[route] as Person;
  const { id } = await forget(firm.desk, person.email);
  expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  return { ...person, request: id };
}

describe('somebody who was forgotten does not come back by', () => {
  it('a new contact in HubSpot that the next pull shows: it is not taken in, and while the erasure is looked after it goes too', async () => {
    const person = await gone(0);
    hubspotContact(firm.stage, { firstname: person.first, lastname: person.last, email: person.email.toUpperCase(), lifecyclestage: 'customer' }, firm.at.id);
    await nextCycle(firm.stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toEqual({ here: false, severa: 0, hubspot: 1 });
    await proceedDue(firm.desk);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
    expect(await statusOf(firm.desk, person.request)).toMatchObject({ state: 'verifying', next: 'checks' });
  });

  it('a contact person made anew in Severa that a sweep shows', async () => {
    const person = await gone(1);
    severaContact(firm.stage, firm.at.guid, { firstName: person.first, lastName: person.last }, { emails: [person.email], mobiles: [person.phone] });
    await nextCycle(firm.stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toMatchObject({ here: false, hubspot: 0 });
    await proceedDue(firm.desk);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });

  it('an event of before that is delivered again, about the old id and about a new one', async () => {
    const person = await gone(2);
    const again = hubspotContact(firm.stage, { firstname: person.first, lastname: person.last, email: person.email, lifecyclestage: 'customer' }, firm.at.id);
    await firm.stage.store.saveHints('crm', [person.id, again].map((id) => ({ entity: 'contact', id, kind: 'changed' as const })));
    await takeHints(firm.stage.engine, 'contact');
    await nextCycle(firm.stage);
    expect(await shownAnywhere(firm, person)).toMatchObject({ here: false, severa: 0 });
    await proceedDue(firm.desk);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });

  it('a job that was queued before: taking back the run that had made the person', async () => {
    const { stage, at } = firm;
    const person = inventedPeople(24, 1)[0] as InventedPerson;
    severaContact(stage, at.guid, { firstName: person.first, lastName: person.last }, { emails: [person.email] });
    stage.clock.advance(120_000);
    const { run } = await stage.cycle({ sweep: true });
    expect((await shownAnywhere(firm, person)).hubspot).toBe(1);
    await forget(firm.desk, person.email);
    await expect(undo(stage.engine, run.id, { dryRun: false })).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await nextCycle(stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });

  it('a plan that was made before and is carried out after', async () => {
    const { stage } = firm;
    const person = firm.people[3] as Person;
    const link = (await links(stage, 'contact')).find(({ sides }) => sides.psa?.id === person.guid);
    expect(await editRecord(stage.engine, { entity: 'contact', linkId: link?.id ?? '', typed: { jobTitle: 'Ostopäällikkö' }, consent: null, version: ANY_VERSION, by: OFFICER })).toEqual({ kind: 'done' });
    let [reached, goOn] = [() => {}, () => {}];
    const planned = new Promise<void>((resolve) => (reached = resolve));
    const later = new Promise<void>((resolve) => (goOn = resolve));
    const slow: Store = {
      ...stage.store,
      announce: async (intents, ttlMs) => {
        reached();
        await later;
        return stage.store.announce(intents, ttlMs);
      },
    };
    const worker = stage.restart({ parts: { store: slow } }).cycle();
    await planned;
    await forget(firm.desk, person.email);
    goOn();
    await worker;
    await nextCycle(stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
    expect(JSON.stringify(stage.severa.state.get('contactpersons', person.guid) ?? {})).not.toContain('Ostopäällikkö');
  });

  it('a record that was being made while they were forgotten, of whom nothing was known but a name and an id', async () => {
    const { stage, at } = firm;
    const person = inventedPeople(25, 1)[0] as InventedPerson;
    const guid = severaContact(stage, at.guid, { firstName: person.first, lastName: person.last });
    let [reached, goOn] = [() => {}, () => {}];
    const made = new Promise<void>((resolve) => (reached = resolve));
    const later = new Promise<void>((resolve) => (goOn = resolve));
    const slow: Store = {
      ...stage.store,
      record: async (records) => {
        if (records.some(({ sides }) => sides.some(({ side, seenVersion, fields }) => side === 'crm' && seenVersion === null && fields['lastName'] === person.last))) {
          reached();
          await later;
        }
        return stage.store.record(records);
      },
    };
    stage.clock.advance(120_000);
    const worker = stage.restart({ parts: { store: slow } }).cycle({ sweep: true });
    await made;
    const linkId = (await links(stage, 'contact')).find(({ sides }) => sides.psa?.id === guid)?.id ?? '';
    expect((await shownAnywhere(firm, person)).hubspot).toBe(1);
    const { id } = await forget(firm.desk, { linkId });
    goOn();
    await worker;
    await nextCycle(stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toMatchObject({ here: false, severa: 0 });
    await proceedDue(firm.desk);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
    expect(await statusOf(firm.desk, id)).toMatchObject({ state: 'verifying', next: 'checks' });
  });

  it('a contact that a program adds by the API', async () => {
    const person = await gone(4);
    const account = (await links(firm.stage))[0]?.id ?? '';
    const typed = { firstName: person.first, lastName: person.last, account, emails: { add: [person.email.replace('@', '+uusi@')] } };
    expect(await addRecord(firm.stage.engine, { entity: 'contact', typed, by: 'token of a program' })).toEqual({ kind: 'suppressed' });
    await nextCycle(firm.stage);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });

  it('an edit that gives a colleague the address or makes the colleague into them', async () => {
    const person = await gone(5);
    const colleague = firm.people.at(-1) as Person;
    const link = (await links(firm.stage, 'contact')).find(({ sides }) => sides.psa?.id === colleague.guid);
    const asked = { entity: 'contact', linkId: link?.id ?? '', consent: null, by: OFFICER, version: ANY_VERSION };
    expect(await editRecord(firm.stage.engine, { ...asked, typed: { emails: { add: [person.email] } } })).toEqual({ kind: 'suppressed' });
    expect(await editRecord(firm.stage.engine, { ...asked, typed: { firstName: person.first, lastName: person.last, phones: { add: [person.phone] } } })).toEqual({ kind: 'suppressed' });
    await nextCycle(firm.stage);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });

  it('the copy of a second workspace that is connected to the same systems', async () => {
    const person = firm.people[6] as Person;
    const second = firm.stage.restart({ parts: { store: firm.sibling }, change: (engine) => ({ ...engine, workspace: 'second' }) });
    expect((await shownAnywhere(firm, person, firm.sibling)).here).toBe(true);
    await gone(6);
    firm.stage.clock.advance(120_000);
    await second.cycle({ sweep: true });
    await nextCycle(firm.stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
    expect(await shownAnywhere(firm, person, firm.sibling)).toEqual(NOWHERE);
  });

  it('a database that was restored from before: the ledger is replayed before anything is read', async () => {
    const person = await gone(7);
    const { backup, desk, stage } = firm;
    expect((await shownAnywhere(firm, person, backup)).here).toBe(true);
    await replayLedger({ workspace: 'main', store: backup, ledgerFile: desk.ledgerFile, hashes: KEYS.hashes, log: desk.log });
    expect((await shownAnywhere(firm, person, backup)).here).toBe(false);
    stage.clock.advance(120_000);
    await stage.restart({ parts: { store: backup } }).cycle({ sweep: true });
    expect(await shownAnywhere(firm, person, backup)).toEqual(NOWHERE);
  });

  it('the answer to a pair that waited: the same person under another address', async () => {
    const { stage, at } = firm;
    const person = firm.people[8] as Person;
    hubspotContact(stage, { firstname: person.first, lastname: person.last, email: `toinen.${person.email}`, lifecyclestage: 'customer' }, at.id);
    await nextCycle(stage, { sweep: true });
    const { matches } = await stage.store.inbox({ entity: 'contact', limit: 100 });
    await gone(8);
    for (const { id } of matches) expect(await stage.store.answer({ kind: 'match', id, accept: true, by: OFFICER })).toBe(false);
    await nextCycle(stage, { sweep: true });
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });

  it('being shown again when all is over: one alert, and a person decides', async () => {
    const person = await gone(9);
    const { stage, desk } = firm;
    for (const wait of [2, 24, 32 * 24]) {
      stage.clock.advance(wait * 3_600_000);
      await proceedDue(desk);
    }
    expect((await statusOf(desk, person.request)).state).toBe('completed');
    hubspotContact(stage, { firstname: person.first, lastname: person.last, email: person.email, lifecyclestage: 'customer' }, firm.at.id);
    await nextCycle(stage, { sweep: true });
    await proceedDue(desk);
    expect(await statusOf(desk, person.request)).toMatchObject({ state: 'completed', next: 'reappeared', waitsFor: 'officer', deeds: ['again', 'lift'] });
    await eraseAgain(desk, person.request, { by: OFFICER });
    await proceed(desk, person.request);
    expect(await shownAnywhere(firm, person)).toEqual(NOWHERE);
  });
});
