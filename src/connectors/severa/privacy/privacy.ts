// Home of what Severa lets a person be forgotten by: everything that is looked through, in the order in which it is treated. Invariant:
// what hangs on the person comes before the person, whose row is what it is found by.
import { mapParallel } from '../../parallel.ts';
import type { Found, Privacy } from '../../privacy.ts';
import type { Subject } from '../../../core/subject.ts';
import { tracesInActivities } from './activity-traces.ts';
import { copiedTexts } from './copied-texts.ts';
import { whatIsLeft } from './left.ts';
import { createLook } from './look.ts';
import type { Look, LookSources } from './look.ts';
import { findPersons, parallelReads } from './persons.ts';
import { tracesOfPerson } from './person-traces.ts';
import { staffTrace, usersOf, withUsers } from './staff-traces.ts';
import { companyNames, customersOf, textsAround } from './text-traces.ts';
import { treatEach } from './treat.ts';
import { contactIds } from './who.ts';

/** @param scopes what the credential may do; null: the system does not say */
export function createPrivacy(sources: LookSources, scopes: () => Promise<readonly string[] | null>): Privacy {
  return {
    traces: async (subject) => await everythingOf(createLook(sources, await scopes()), subject),
    treat: (orders) => treatEach(sources, orders),
    left: async (subject, treated) => await whatIsLeft(createLook(sources, await scopes()), subject, treated),
    reaches: {
      contact: 'deleted-or-emptied',
      owners: 'by-hand',
      users: 'by-hand',
      account: 'redacted',
      salesCase: 'redacted',
      projects: 'redacted',
      phases: 'redacted',
      proposals: 'redacted',
      proposalRows: 'redacted',
      projectFees: 'redacted',
      travelExpenses: 'redacted',
      activity: 'redacted',
      workHours: 'redacted',
      invoices: 'retained',
      invoiceRows: 'retained',
    },
    uncopied: ['projectFees', 'travelExpenses', 'proposals'],
  };
}

async function everythingOf(look: Look, asked: Subject): Promise<Found> {
  const { sure, unsure, subject, own, customers: ids } = await findPersons(look, asked);
  const theirs = new Set(contactIds(own));
  const projects = asked.around.flatMap(({ side, entity, id }) => (side === 'psa' && entity === 'salesCase' ? [id] : []));
  const customers = await customersOf(look, ids);
  const headquarters = new Set(customers.flatMap(({ headquarterAddress }) => headquarterAddress?.guid ?? []));
  const activities = await tracesInActivities(look, ids, own);
  const { traces: around, ...known } = await textsAround(look, customers, projects, own, (guid) => theirs.has(guid));
  const persons = [
    ...(await mapParallel(sure, parallelReads, (row) => tracesOfPerson(look, row, true, headquarters))),
    ...(await mapParallel(unsure, parallelReads, (row) => tracesOfPerson(look, row, false, headquarters))),
  ].flat();
  const users = await usersOf(look, subject, sure.length > 0);
  // An address that goes with the person needs no look at its words.
  const theirRows = new Set(persons.map(({ id }) => id));
  const copied = await copiedTexts(look, asked.around, own, { ...known, seen: new Set(around.map(({ id }) => id)) });
  const texts = [...copied, ...around.filter(({ id }) => !theirRows.has(id)), ...companyNames(customers, own)];
  return { subject: withUsers(subject, users), traces: [...look.unseen.values(), ...activities, ...texts, ...persons, ...users.map(staffTrace)] };
}
