// The look for a person through everything: our own records first, because they cost no call, then every system with what is known by
// then. What one system shows of the person that another could not know is looked for there again, until nothing new comes. Invariant: a
// system that could not be looked through is named with its reason, and never taken for one where nothing was found.
import type { Privacy, Trace } from '../connectors/privacy.ts';
import type { RecordAddress, Subject } from '../core/subject.ts';
import type { EntityName, RemoteSide, SystemName } from '../core/vocabulary.ts';
import { MIRRORS } from '../entities/mirrors/index.ts';
import { toInstant } from '../lib/clock.ts';
import { AccessError, isExpected, RetryableError } from '../lib/errors.ts';
import type { LocalTrace } from '../store/forgetting.ts';
import type { LinkedRef } from '../store/store.ts';
import { asSetNow } from './context.ts';
import type { ErasureContext } from './context.ts';
import { personOf } from './person.ts';
import type { Person } from './person.ts';
import type { Asked, SystemLook } from './request-data.ts';
import { isEmptySubject, knowsAllOf, together } from './subjects.ts';

/** Rounds through the systems; each later one asks only those that could find more. */
const ROUNDS = 3;
/** Why a person has to do it where no program may write. */
export const READ_ONLY = 'connection-read-only';

export interface Look extends Person {
  readonly looks: readonly SystemLook[];
  readonly local: readonly LocalTrace[];
}

/** The systems that hold persons, in the order in which they are asked. */
export function systemsOf({ connectors }: Pick<ErasureContext, 'connectors'>): readonly { readonly system: SystemName; readonly side: RemoteSide; readonly privacy: Privacy }[] {
  return [...connectors.values()].flatMap(({ system, side, privacy }) => (privacy ? [{ system, side, privacy }] : []));
}

/** Never throws because a system cannot be asked. */
export async function lookFor(given: ErasureContext, asked: Asked): Promise<Look> {
  const context = await asSetNow(given);
  const looks = new Map<SystemName, SystemLook>();
  const knows = new Map<SystemName, Subject>();
  let shown: Partial<Subject> = {};
  let person = await personAndTexts(context, asked, shown);
  for (let round = 0; round < ROUNDS; round += 1) {
    let asksMore = false;
    for (const { system, side, privacy } of systemsOf(context)) {
      const known = knows.get(system);
      if (person.candidates.length > 0 || isEmptySubject(person.subject) || (known && knowsAllOf(known, person.subject) && knowsAround(known, person.subject, side)) || looks.get(system)?.problem) continue;
      const look = await lookThrough(context, system, privacy, person.subject);
      looks.set(system, look.look);
      knows.set(system, together(person.subject, look.subject));
      shown = together(shown, look.subject, { around: await oneWith(context, side, look.look.traces) });
      person = await personAndTexts(context, asked, shown);
      asksMore = true;
    }
    if (!asksMore) break;
  }
  return { ...person, looks: [...looks.values()], local: person.candidates.length > 0 ? [] : await context.forgetting.localTraces(person.subject) };
}

/** Records whose texts are kept in step with each other. */
const WITH_TEXTS: readonly EntityName[] = ['account', 'salesCase'];

/** The records of all systems that are one with those in which a text was found: sync has copied it there, or would copy it back. */
export function oneWith(context: Pick<ErasureContext, 'store'>, side: RemoteSide, traces: readonly Trace[]): Promise<readonly RecordAddress[]> {
  return counterparts(context, traces.flatMap(({ id, treatment }) => (treatment === 'redact' ? [{ side, id: id.slice(id.indexOf(':') + 1) }] : [])));
}

/** @param refs of records; on `local` the id is a link's */
export async function counterparts({ store }: Pick<ErasureContext, 'store'>, refs: readonly LinkedRef[]): Promise<readonly RecordAddress[]> {
  if (refs.length === 0) return [];
  const found = await Promise.all(WITH_TEXTS.map(async (entity) => (await store.linked(entity, refs)).map(({ ids }) => ({ entity, ids }))));
  return found.flat().flatMap(({ entity, ids }) => (['psa', 'crm'] as const).flatMap((side) => (ids[side] === undefined ? [] : [{ side, entity, id: ids[side] }])));
}

function knowsAround(known: Subject, asked: Subject, side: RemoteSide): boolean {
  const keys = new Set(known.around.map(({ entity, id }) => `${entity} ${id}`));
  return asked.around.every((one) => one.side !== side || !WITH_TEXTS.includes(one.entity) || keys.has(`${one.entity} ${one.id}`));
}

/** The person, with the rows of the systems whose texts we have a copy of that names them: each system then looks at just those rows. */
async function personAndTexts(context: ErasureContext, asked: Asked, shown: Partial<Subject>): Promise<Person> {
  const person = await personOf(context, asked, shown);
  if (person.candidates.length > 0 || isEmptySubject(person.subject)) return person;
  const copied = (await context.forgetting.localTraces(person.subject)).flatMap(({ copyOf }) => copyOf ?? []);
  const around = [...copied, ...(await uncopiedRows(context, person.subject))];
  return around.length === 0 ? person : { ...person, subject: together(person.subject, { around }) };
}

/** Rows of the person's customers with texts that we never copy: where there are none, nothing is asked. */
async function uncopiedRows(context: ErasureContext, { around }: Subject): Promise<readonly RecordAddress[]> {
  const copies = context.mirroring?.store;
  if (copies === undefined) return [];
  const wanted = systemsOf(context).flatMap(({ side, privacy }) => {
    const customers = around.flatMap((one) => (one.side === side && one.entity === 'account' ? [one.id] : []));
    return customers.length === 0 ? [] : (privacy.uncopied ?? []).map((entity) => ({ side, entity, customers, column: MIRRORS.get(entity)?.customer ?? null }));
  });
  const found = wanted.map(async ({ side, entity, customers, column }) => (column === null ? [] : (await copies.naming(entity, column, customers)).map((id): RecordAddress => ({ side, entity, id }))));
  return (await Promise.all(found)).flat();
}

async function lookThrough(context: ErasureContext, system: SystemName, privacy: Privacy, subject: Subject): Promise<{ look: SystemLook; subject: Subject }> {
  const at = toInstant(context.clock.now());
  try {
    const found = await privacy.traces(subject);
    return { look: { system, at, problem: null, traces: asAllowed(context, system, found.traces) }, subject: found.subject };
  } catch (error) {
    return { look: { system, at: null, problem: whyNot(context, system, error), traces: [] }, subject };
  }
}

/** The code of what keeps a system from answering. @throws whatever is no trouble of a system's */
export function whyNot({ log }: Pick<ErasureContext, 'log'>, system: SystemName, error: unknown): string {
  if (!(error instanceof RetryableError || error instanceof AccessError)) throw error;
  if (isExpected(error)) log.warn({ system, code: error.code }, 'a system cannot be looked through for an erasure just now; it is tried again');
  return error.code;
}

/** Where nothing may be written, all that a program would have done is a person's to do. */
export function asAllowed({ connectors, modes }: ErasureContext, system: SystemName, traces: readonly Trace[]): readonly Trace[] {
  const side = [...connectors.values()].find((one) => one.system === system)?.side;
  if (side === undefined || modes[side] === 'read-write') return traces;
  return traces.map((trace) => ({ ...trace, treatment: 'manual' as const, reason: READ_ONLY }));
}
