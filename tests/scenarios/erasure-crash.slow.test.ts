// Death at every step of an erasure: after each change of the store, of the ledger file and of a system, and before each call to one. A new
// process takes it up and ends where an undisturbed one ends. Everything is real but the database.
import { afterAll, describe, expect, it } from 'vitest';
import { createTransport } from '../../src/connectors/transport.ts';
import { approve } from '../../src/erasure/approve.ts';
import type { ErasureContext } from '../../src/erasure/context.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { receiptOf } from '../../src/erasure/receipt.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import { decide, reviewOf } from '../../src/erasure/review.ts';
import { statusOf } from '../../src/erasure/status.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import type { Store } from '../../src/store/store.ts';
import { deskOf, OFFICER } from '../privacy/desk.ts';
import { inventedPeople } from '../support/invented-people.ts';
import type { InventedPerson } from '../support/invented-people.ts';
import { company, customer } from './act.ts';
import { AS_SHIPPED, hubspotContact, nextCycle, severaContact } from './deeds.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

class Death extends Error {}

const opened: Stage[] = [];
afterAll(async () => {
  for (const stage of opened.splice(0)) await stage.close();
});

const LATER_MS = 600_000;
/** Every step when asked for, as `SAUMA_STEPS=all npx vitest run --project real tests/scenarios/erasure-crash.slow.test.ts`. */
const EVERY = process.env['SAUMA_STEPS'] === 'all' ? 1 : 6;
const PEOPLE = 200;

interface Person extends InventedPerson {
  readonly guid: string;
  readonly id: string;
  readonly note: string;
  readonly shared: string;
}

/** People of one customer, each with a note of their own and one that a colleague is tied to as well. */
async function crowd(): Promise<{ readonly stage: Stage; readonly people: readonly Person[] }> {
  const stage = await openStage({ ...AS_SHIPPED, store: (parts) => Promise.resolve(createMemoryStore(parts)) });
  opened.push(stage);
  const at = { guid: customer(stage, { name: 'Koivu Oy', vatNumber: '2501112-8' }), id: company(stage, { name: 'Koivu Oy', business_id: '2501112-8' }) };
  const colleague = hubspotContact(stage, { firstname: 'Tuuli', lastname: 'Kollega', email: 'tuuli@koivu.example', lifecyclestage: 'customer' }, at.id);
  const now = stage.clock.now() - 86_400_000;
  const note = (text: string, ...tied: readonly string[]): string => {
    const id = stage.hubspot.state.put('notes', { hs_timestamp: new Date(now).toISOString(), hs_note_body: text }, { createdAt: now });
    for (const one of tied) stage.hubspot.state.associate('notes', id, 'contacts', one, { now });
    return id;
  };
  const people = inventedPeople(11, PEOPLE).map((person): Person => {
    const guid = severaContact(stage, at.guid, { firstName: person.first, lastName: person.last }, { emails: [person.email] });
    const id = hubspotContact(stage, { firstname: person.first, lastname: person.last, email: person.email, lifecyclestage: 'customer' }, at.id);
    return { ...person, guid, id, note: note(`Soita: ${person.email}`, id), shared: note(`Mukana ${person.email} ja muut`, id, colleague) };
  });
  await nextCycle(stage, { sweep: true });
  return { stage, people };
}

/** A process that dies at the step with this number; null: it lives. */
function mortal(stage: Stage, ledgerFile: ErasureContext['ledgerFile'], dieAt: number | null): { readonly desk: ErasureContext; readonly steps: () => number } {
  let [count, dead] = [0, false];
  const step = (): void => {
    if (dead) throw new Death();
    count += 1;
    if (count !== dieAt) return;
    dead = true;
    throw new Death();
  };
  const lasting = async <T>(call: () => Promise<T>): Promise<T> => {
    if (dead) throw new Death();
    const answer = await call();
    step();
    return answer;
  };
  const store = new Proxy(stage.store, {
    get: (target, name: keyof Store) => (...given: readonly unknown[]): Promise<unknown> => lasting(() => (target[name] as (...all: readonly unknown[]) => Promise<unknown>)(...given)),
  });
  const send = createTransport();
  const { engine } = stage.restart({ parts: { store, transport: async (request) => (step(), lasting(() => send(request))) } });
  const plain = deskOf({ ...stage, engine, store });
  return { steps: () => count, desk: { ...plain, ledgerFile: { ...ledgerFile, add: (all) => lasting(() => ledgerFile.add(all)) } } };
}

async function forgotten(desk: ErasureContext, { email }: Person): Promise<void> {
  const { request } = await receive(desk, { origin: 'web', by: OFFICER, email });
  const { id } = request;
  if (request.state === 'received') await recordIdentity(desk, id, { how: 'inPerson', by: OFFICER });
  await proceed(desk, id);
  const { items, request: reviewed } = await reviewOf(desk, id);
  if (reviewed.state !== 'review') return;
  const open = items.filter(({ needsDecision }) => needsDecision);
  if (open.length > 0) await decide(desk, id, { by: OFFICER, decisions: open.map((item) => ({ item: item.id, choice: 'treat' as const })) });
  await approve(desk, id, { by: OFFICER });
  await proceed(desk, id);
}

/** Everything that is left of the person, and how the request stands. */
async function ending(stage: Stage, desk: ErasureContext, person: Person): Promise<unknown> {
  const [request] = (await desk.requests.requests({ limit: 1 })).toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  if (!request) throw new Error('no request');
  const { state, next, steps, checks } = await statusOf(desk, request.id);
  const row = stage.severa.state.get('contactpersons', person.guid);
  const kept = (await desk.forgetting.suppressions({ limit: 10_000 })).filter(({ requestId }) => requestId === request.id);
  const written = (await desk.ledgerFile.all()).filter(({ requestId }) => requestId === request.id);
  return {
    state, next, checks: checks.map(({ check, found }) => [check, found]), steps: steps.map((one) => [one.system, one.kind, one.treatment, one.state]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    severa: row === null ? null : { first: row['firstName'], last: row['lastName'], isDeleted: row['isDeleted'] },
    hubspot: [stage.hubspot.state.get('contacts', person.id), stage.hubspot.state.get('notes', person.note), stage.hubspot.state.get('notes', person.shared)?.properties['hs_note_body']],
    local: (await desk.forgetting.whose([`email:${person.email.toLowerCase()}`])).length,
    suppressed: kept.length, inFile: written.length === kept.length, hasReceipt: (await receiptOf(desk, request.id)) !== null,
  };
}

describe('an erasure whose process dies', () => {
  it('at any of its steps ends as one that was never disturbed', async () => {
    const { stage, people } = await crowd();
    const [undisturbed, ...others] = people as [Person, ...Person[]];
    const { ledgerFile } = deskOf(stage);
    const whole = mortal(stage, ledgerFile, null);
    await forgotten(whole.desk, undisturbed);
    const expected = await ending(stage, whole.desk, undisturbed);
    expect(expected).toMatchObject({ state: 'verifying', next: 'checks', local: 0, inFile: true, hasReceipt: true, hubspot: [null, null, 'Mukana [poistettu] ja muut'] });
    const steps = whole.steps();
    expect(steps).toBeGreaterThan(60);
    expect(steps).toBeLessThan(PEOPLE);
    const different: unknown[] = [];
    for (let at = 1; at <= steps; at += EVERY) {
      const person = others[at - 1] as Person;
      stage.clock.advance(1_000);
      await forgotten(mortal(stage, ledgerFile, at).desk, person).catch((error: unknown) => {
        if (!(error instanceof Death)) throw error;
      });
      stage.clock.advance(LATER_MS);
      const next = mortal(stage, ledgerFile, null);
      await forgotten(next.desk, person);
      const end = await ending(stage, next.desk, person);
      try {
        expect(end).toEqual(expected);
      } catch {
        different.push({ at, end });
      }
    }
    expect(different).toEqual([]);
  });
});
