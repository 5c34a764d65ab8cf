// What is being delivered and by whom: users of the PSA, projects with their phases, proposals with their rows, and when a
// sales case moved from status to status. Social-security numbers, bank accounts and birth dates are never taken.
import type { Mirror } from './mirror.ts';
import { bool, date, decimal, freeText, id, instant, staff, staffText, text } from './mirror.ts';

export const users: Mirror = {
  name: 'users',
  side: 'psa',
  label: { fi: 'Käyttäjät', en: 'Users' },
  customer: null,
  person: { kind: 'user', first: 'firstName', last: 'lastName', emails: ['email'], phones: [] },
  columns: { firstName: staffText, lastName: staffText, email: staffText, title: staffText, active: bool, businessUnit: text },
};

/** A project and its sales case are one thing with one id for life. */
export const projects: Mirror = {
  name: 'projects',
  side: 'psa',
  label: { fi: 'Projektit', en: 'Projects' },
  customer: 'customer',
  columns: {
    number: text, name: freeText, customer: id, owner: staff, salesPerson: staff, currency: text, businessUnit: text, internal: bool, closed: bool, closedDate: date,
    salesStatus: id, status: text, startDate: date, deadline: date, expectedValue: decimal, probability: decimal, expectedOrderDate: date,
    /** Percent: the estimate where somebody gave one, else what the PSA works out. */
    completion: decimal, createdAt: instant,
  },
};

export const phases: Mirror = {
  name: 'phases',
  side: 'psa',
  label: { fi: 'Vaiheet', en: 'Phases' },
  customer: null,
  columns: { project: id, parent: id, name: freeText, code: text, completed: bool, locked: bool, startDate: date, deadline: date, hoursEstimate: decimal },
};

export const proposals: Mirror = {
  name: 'proposals',
  side: 'psa',
  label: { fi: 'Tarjoukset', en: 'Proposals' },
  customer: 'customer',
  columns: { number: text, name: freeText, project: id, customer: id, date, status: text, totalExcludingTax: decimal, totalIncludingTax: decimal, currency: text, createdAt: instant },
};

/** Work and fee rows in one: `kind` is work or fee, `of` the work type or product. */
export const proposalRows: Mirror = {
  name: 'proposalRows',
  side: 'psa',
  label: { fi: 'Tarjousrivit', en: 'Proposal rows' },
  customer: null,
  columns: { kind: text, proposal: id, name: freeText, of: id, phase: id, fee: id, quantity: decimal, unit: text, unitPrice: decimal, currency: text, unitCost: decimal },
};

export const statusHistory: Mirror = {
  name: 'statusHistory',
  side: 'psa',
  label: { fi: 'Myynnin tilahistoria', en: 'Sales status history' },
  customer: null,
  columns: { project: id, status: id, at: instant, by: staff },
};
