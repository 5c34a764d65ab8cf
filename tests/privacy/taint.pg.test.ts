// The taint test: people who are written down in every way and everywhere ask to be forgotten, through the real flow over both sandboxes,
// and then everything there is gets searched. SAUMA_TAINT says how many; `npm run taint` takes a thousand, in offices of fifty each.
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { parsedBody, receiptOf } from '../../src/erasure/receipt.ts';
import { personKeys } from '../../src/core/subject.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import type { Log } from '../../src/lib/log.ts';
import { createRemarks } from '../../src/store/postgres/remarks.ts';
import type { Remarks } from '../../src/store/remarks.ts';
import { addressOf } from '../support/database.ts';
import { ENCODINGS } from '../support/encodings.ts';
import { ascii } from '../support/invented-people.ts';
import type { InventedPerson } from '../support/invented-people.ts';
import { linkOf } from '../scenarios/act.ts';
import { editHubspot, editSevera } from '../scenarios/deeds.ts';
import { moneyCycle, moneyStage } from '../scenarios/money-stage.ts';
import type { Stage } from '../scenarios/stage.ts';
import { deskOf, forget, OFFICER } from './desk.ts';
import { Needles } from './needles.ts';
import type { Found } from './needles.ts';
import { makeOffice, SHARED_AFTER } from './office.ts';
import type { Bystander, Office, Subject } from './office.ts';
import { historyOfVendors, placesOfDatabase, placesOfFolder, placesOfVendors } from './places.ts';
import type { Place } from './places.ts';

const COUNT = Number(process.env['SAUMA_TAINT'] ?? 30);
/** Each of its own people, with a database and systems of its own: everything is searched for everybody, so together they take the square of it. */
const IN_ONE_OFFICE = 50;
const OFFICES = Array.from({ length: Math.ceil(COUNT / IN_ONE_OFFICE) }, (_, index) => ({ seed: 7 + index, count: Math.min(IN_ONE_OFFICE, COUNT - index * IN_ONE_OFFICE) }));
const OTHER_TYPES = ['companies', 'deals', 'notes', 'calls', 'emails', 'meetings', 'tasks', 'tickets'];
const HOUR_MS = 3_600_000;

/** Everything that the engine and the erasure log, at its most talkative. */
function kept(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, log: createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } }) };
}

async function office(seed: number, count: number): Promise<Office & Awaited<ReturnType<typeof moneyStage>> & { readonly lines: readonly string[] }> {
  const { lines, log } = kept();
  const made = await moneyStage({ change: (engine) => ({ ...engine, log, policy: asking(engine.policy) }) });
  const { stage, database } = made;
  const long = stage.clock.now() - 30 * 24 * HOUR_MS;
  stage.severa.state.put('users', { firstName: 'Venla', lastName: 'Virta', email: 'venla.virta@firma.example', isActive: true, code: 'VV', userType: 'FullUser' }, long);
  stage.hubspot.state.putOwner({ firstName: 'Venla', lastName: 'Virta', email: 'venla.virta@firma.example' }, long);
  const people = makeOffice(stage, seed, count);
  await moneyCycle(stage, { mirrors: 'all', sweep: true, deep: true });
  for (const subject of people.subjects) disagree(stage, subject);
  await moneyCycle(stage);
  await remark(stage, createRemarks({ database, workspace: 'main' }), people.subjects);
  return { ...made, ...people, lines };
}

/** A person decides on job titles. */
function asking(policy: EngineContext['policy']): EngineContext['policy'] {
  const rules = policy.get('contact') ?? new Map<string, Rule>();
  return new Map([...policy, ['contact', new Map([...rules, ['jobTitle', { ...(rules.get('jobTitle') as Rule), onConflict: 'ask' }]])]]);
}

/** Both systems change the same field: a question with the person's own words waits for somebody. */
function disagree(stage: Stage, { person, guid, id }: Subject): void {
  editSevera(stage, 'contactpersons', guid, { jobTitle: `Ostaja ${person.last}` });
  editHubspot(stage, 'contacts', id, { jobtitle: `Ostopäällikkö ${person.email}` });
}

/** What our own people have put down about the customer. */
async function remark(stage: Stage, remarks: Remarks, subjects: readonly Subject[]): Promise<void> {
  const at = toInstant(stage.clock.now());
  for (const { person, guid } of subjects) {
    const account = (await linkOf(stage, 'psa', guid, 'contact')).sides.psa?.fields['account'] as string;
    const { id: record } = await linkOf(stage, 'psa', account);
    const text = ENCODINGS.filter(({ of }) => of !== 'phone').map(({ encode }) => encode(person)).join('; ');
    expect(await remarks.add({ id: stage.engine.newId(), about: 'account', record, text, author: OFFICER, at })).toBe(true);
  }
}

/** What must not be found of a person: every way in which they were written down, and their ids. */
function needlesOf({ stage, subjects, bystanders }: Office & { readonly stage: Stage }, ids: 'with' | 'without'): Needles {
  const needles = new Needles();
  for (const { person, sharesPhone } of subjects) {
    for (const { of, encode } of ENCODINGS) if (!(of === 'phone' && sharesPhone) && !(of === 'id' && ids === 'without')) needles.add(encode(person));
    for (const key of keysOf(person, sharesPhone ? [] : [person.phone])) needles.add(key);
    // HubSpot gives records of different types the same numbers.
    if (ids === 'with' && !OTHER_TYPES.some((type) => stage.hubspot.state.get(type, person.crmId) !== null)) needles.add(person.crmId);
  }
  for (const { person } of bystanders) for (const text of [...ENCODINGS.map(({ encode }) => encode(person)), ...keysOf(person, [person.phone]), `${ascii(person.first)} ${ascii(person.last)}`]) needles.spare(text);
  return needles;
}

const keysOf = ({ first, last, email }: InventedPerson, phones: readonly string[]): readonly string[] => personKeys({ names: [{ first, last }], emails: [email], phones, refs: [] });

async function search(needles: Needles, places: AsyncIterable<Place> | Iterable<Place>): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const { where, text } of places) found.push(...needles.in(text, where));
  return found;
}

/** As both vendors hold them, to the byte. */
function asHeld({ severa, hubspot }: Stage, { guid, id, note }: Bystander): string {
  const points = severa.state.list('contactcommunications').filter((row) => (row['contact'] as { guid: string }).guid === guid);
  return JSON.stringify([severa.state.get('contactpersons', guid), points, hubspot.state.get('contacts', id), hubspot.state.get('notes', note)]);
}

describe(`${COUNT} people who are written down in ${ENCODINGS.length} ways`, () => {
  it.each(OFFICES)('are gone from every table, file and system once they are forgotten, and nobody beside them has lost a byte: $count of office $seed', { timeout: 20 * 60_000 }, async ({ seed, count }) => {
    const made = await office(seed, count);
    const { stage, database, subjects, bystanders, lines } = made;
    const desk = deskOf(stage);
    const needles = needlesOf(made, 'with');
    // Severa keeps an emptied row under its guid.
    const atVendors = needlesOf(made, 'without');
    // The search finds what is there: a clean result means something only then.
    expect((await search(atVendors, placesOfVendors(stage))).length).toBeGreaterThan(count * 20);
    expect((await search(needles, placesOfDatabase(addressOf(database)))).length).toBeGreaterThan(count);
    expect((await stage.store.inbox({ entity: 'contact', limit: count * 2 })).conflicts.length).toBeGreaterThanOrEqual(count);
    const before = bystanders.map((bystander) => asHeld(stage, bystander));

    for (const { person } of subjects) expect((await forget(desk, person.email)).state).toBe('verifying');
    for (const hours of [1, 24, 31 * 24]) {
      stage.clock.advance(hours * HOUR_MS);
      while (((await proceedDue(desk)) ?? 0) > 0);
    }
    await moneyCycle(stage, { mirrors: 'all', sweep: true, deep: true });
    await moneyCycle(stage);

    const requests = await stage.store.requests({ limit: count * 2 });
    expect(new Set(requests.map(({ state }) => state))).toEqual(new Set(['completed']));
    expect(summary(await search(needles, placesOfDatabase(addressOf(database))))).toEqual({});
    expect(summary(await search(needles, placesOfFolder(desk.folder)))).toEqual({});
    expect(summary(await search(needles, lines.map((text) => ({ where: 'log', text }))))).toEqual({});
    expect(summary(await search(atVendors, placesOfVendors(stage)))).toEqual({});
    // What no program can take away is in records that stay, never of a person, and every receipt says of how many.
    const history = new Set((await search(atVendors, historyOfVendors(stage))).map(({ where }) => where));
    expect(new Set([...history].map((where) => where.split(':')[0]))).toEqual(new Set(['companies', 'deals', 'notes', 'tickets']));
    const receipts = await Promise.all(requests.map(async ({ id }) => parsedBody((await receiptOf(desk, id))?.body ?? '')));
    const declared = receipts.map(({ residue }) => residue?.find(({ system, what }) => system === 'hubspot' && what === 'property-history')?.count ?? 0);
    expect(Math.min(...declared)).toBeGreaterThan(0);
    expect(declared.reduce((sum, number) => sum + number, 0)).toBeGreaterThanOrEqual(history.size);
    expect(bystanders.map((bystander) => asHeld(stage, bystander))).toEqual(before);
    expect(new Set(bystanders.map(({ shared }) => stage.hubspot.state.get('notes', shared)?.properties['hs_note_body']))).toEqual(new Set([SHARED_AFTER]));
  });
});

/** Few enough to read. */
function summary(found: readonly Found[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...Map.groupBy(found, ({ where }) => where)].map(([where, all]) => [`${where} (${all.length})`, all.slice(0, 5).map(({ needle, around }) => `${needle} in ${around}`)]));
}
