// Consequences on the customer side. None of the satellites (addresses, segments, custom values, notes, keywords,
// communications) ever moves the time of change of the customer or contact it belongs to.
import type { Database } from './database.ts';
import { invalidBody, invalidOperation } from './refusal.ts';
import { flagIn, guidIn, textIn, type Row } from './row.ts';
import type { Rules } from './rule.ts';

/** Refuses to remove a row others refer to, unless the vendor is said to cascade. */
export function refuseWithChildren(database: Database, row: Row, children: readonly (readonly [collection: string, field: string])[]): void {
  if (database.facts.deleteWithChildren === 'cascade') return;
  const held = children.find(([collection, field]) => database.rowsBy(collection, field, row.guid).length > 0);
  if (held) throw invalidOperation(`It cannot be deleted: there are ${held[0]} that use it.`);
}

function dropAll(database: Database, row: Row, satellites: readonly (readonly [collection: string, field: string])[]): void {
  for (const [collection, field] of satellites) {
    for (const satellite of database.rowsBy(collection, field, row.guid)) database.drop(collection, satellite.guid);
  }
}

const customerSatellites = [
  ['addresses', 'customer'],
  ['customermarketsegments', 'customer'],
  ['customercountrysettings', 'customer'],
  ['customersalesnotes', 'customer'],
  ['customers/customvalues', 'customerGuid'],
] as const;

/** One value per record and property; the property has to be in use. */
function customValueRules(owner: 'customerGuid' | 'projectGuid', collection: string): Rules {
  return {
    check: (database, next, before) => {
      const record = textIn(next, owner);
      if (record === null || !database.get(owner === 'customerGuid' ? 'customers' : 'projects', record)) throw invalidBody(owner, `${owner} was not found.`);
      if (before) return;
      const twin = database.rowsBy(collection, owner, record).some((value) => guidIn(value, 'customProperty') === guidIn(next, 'customProperty'));
      if (twin) throw invalidOperation('There is already a value of this property.');
    },
  };
}

const anonymous = { firstName: 'Deleted', lastName: 'Contact', isDeleted: true, isActive: false };

/** Deleting a contact keeps it, without its person: the name becomes "Deleted Contact" and everything personal goes. */
export function anonymiseContact(database: Database, contact: Row, now: number, by: string | null): void {
  const emptied = ['salutation', 'description', 'jobTitle', 'addressGuid', 'satisfactionLevel', 'dateOfBirth', 'role', 'timeZone', 'language'];
  dropAll(database, contact, [
    ['contactcommunications', 'contact'],
    ['contactkeywords', 'contact'],
  ]);
  database.alter('contactpersons', contact.guid, { ...Object.fromEntries(emptied.map((field) => [field, null])), ...anonymous, isEmailAllowed: false }, now, { by });
}

export const crmRules: Readonly<Record<string, Rules>> = {
  customers: {
    complete: (database, row) => ({
      ...row,
      number: row['number'] ?? database.table('customers').newestNumber + 1,
      isInternal: row['isInternal'] ?? false,
      currency: row['currency'] ?? organizationCurrencyReference(database),
    }),
    adjust: (_database, before, changes) => {
      const number = changes['number'] === null ? before['number'] : changes['number'];
      return { changes: number === undefined ? changes : { ...changes, number } };
    },
    checkRemoval: (database, row) => {
      refuseWithChildren(database, row, [
        ['projects', 'customer'],
        ['contactpersons', 'customer'],
        ['invoices', 'customer'],
      ]);
    },
    removed: (database, row) => dropAll(database, row, [...customerSatellites, ['projects', 'customer'], ['contactpersons', 'customer'], ['invoices', 'customer']]),
  },
  addresses: {
    check: (_database, next, before) => {
      if (guidIn(next, 'customer') === null) throw invalidBody('customer', 'The customer field is required.');
      if (before && guidIn(before, 'customer') !== guidIn(next, 'customer')) throw invalidOperation('An address cannot be moved to another customer.');
    },
    added: (database, row, now) => {
      const customer = database.get('customers', guidIn(row, 'customer'));
      if (!customer || !database.facts.firstAddressIsHeadquarters || guidIn(customer, 'headquarterAddress') !== null) return;
      database.alter('customers', customer.guid, { headquarterAddress: { guid: row.guid } }, now, { unnoticed: true });
    },
    removed: (database, row, now) => {
      const customer = database.get('customers', guidIn(row, 'customer'));
      if (customer && guidIn(customer, 'headquarterAddress') === row.guid) {
        database.alter('customers', customer.guid, { headquarterAddress: null }, now, { unnoticed: true });
      }
    },
  },
  contactpersons: {
    complete: (_database, row) => ({ ...row, isDeleted: row['isDeleted'] ?? false }),
    check: (_database, _next, before) => {
      if (before && flagIn(before, 'isDeleted')) throw invalidOperation('A deleted contact cannot be changed.');
    },
  },
  contactcommunications: {
    check: (database, next) => {
      if (flagIn(database.get('contactpersons', guidIn(next, 'contact')), 'isDeleted')) throw invalidOperation('A deleted contact cannot be changed.');
    },
  },
  customermarketsegments: {
    check: (database, next) => {
      const [customer, segment] = [guidIn(next, 'customer'), guidIn(next, 'marketSegment')];
      if (customer === null) throw invalidBody('customer', 'The customer field is required.');
      if (segment === null) throw invalidBody('marketSegment', 'The marketSegment field is required.');
      const twin = database.rowsBy('customermarketsegments', 'customer', customer).some((link) => guidIn(link, 'marketSegment') === segment);
      if (twin) throw invalidOperation('The customer already has this market segment.');
    },
  },
  'customers/customvalues': customValueRules('customerGuid', 'customers/customvalues'),
  'projects/customvalues': customValueRules('projectGuid', 'projects/customvalues'),
  'customers/customproperties': {
    removed: (database, row) =>
      dropAll(database, row, [
        ['customers/customvalues', 'customProperty'],
        ['customercustompropertyselectionitems', 'customerCustomProperty'],
      ]),
  },
  'projects/customproperties': {
    removed: (database, row) =>
      dropAll(database, row, [
        ['projects/customvalues', 'customProperty'],
        ['projectcustompropertyselectionitems', 'projectCustomProperty'],
      ]),
  },
  keywords: {
    removed: (database, row) =>
      dropAll(database, row, [
        ['contactkeywords', 'keyword'],
        ['projectkeywords', 'keyword'],
      ]),
  },
  activities: {
    removed: (database, row) => dropAll(database, row, [['activityparticipants', 'activityGuid']]),
  },
  activityparticipants: {
    check: (database, next) => {
      if (!database.get('activities', textIn(next, 'activityGuid'))) throw invalidBody('activityGuid', 'The activity was not found.');
    },
  },
};

export function organizationCurrencyReference(database: Database): { readonly guid: string } | null {
  const currency = database.rows('currencies').find((row) => flagIn(row, 'isOrganizationCurrency'));
  return currency ? { guid: currency.guid } : null;
}
