// Fields the vendor works out at reading instead of storing: names made of names, what hangs on a row, states and sums.
// Each gives the raw form of the value (a reference stays `{guid}`); nothing here changes a row.
import type { Database } from './database.ts';
import { computedBilling } from './computed-billing.ts';
import { flagIn, guidIn, keyIn, listIn, numberIn, textIn, type Row } from './row.ts';

export type Work = (database: Database, row: Row) => unknown;

const fullName: Work = (_database, row) => [textIn(row, 'firstName'), textIn(row, 'lastName')].filter(Boolean).join(' ');

/** Values of a contact's communications of these types; whoever may not be used is left out of nothing: the vendor lists all. */
function communications(...types: readonly string[]): Work {
  return (database, row) =>
    database
      .rowsBy('contactcommunications', 'contact', row.guid)
      .filter((one) => types.includes(textIn(database.get('communicationtypes', guidIn(one, 'communicationType')), 'type') ?? ''))
      .map((one) => one['value']);
}

const usersOfProperty =
  (collection: string): Work =>
  (database, row) =>
    database.rowsBy(collection, 'customProperty', row.guid).length;

const keywordRows = (database: Database, row: Row): Row[] =>
  listIn(row, 'keywords')
    .map((reference) => database.get('keywords', guidIn({ reference }, 'reference')))
    .filter((keyword) => keyword !== null);

const customerOfProject: Work = (database, row) => database.get('projects', guidIn(row, 'project'))?.['customer'];

function participant(field: string): Work {
  return (database, row) => {
    const guid = textIn(row, 'participantGuid');
    const user = database.get('users', guid);
    if (user) return field === 'name' ? fullName(database, user) : (user[field] ?? null);
    const contact = database.get('contactpersons', guid);
    if (!contact) return row[field] ?? null;
    if (field === 'name') return fullName(database, contact);
    const types = { email: ['EmailAddress'], phone: ['Phone'], mobilePhone: ['MobilePhone'] }[field] ?? [];
    return (communications(...types)(database, contact) as unknown[])[0] ?? null;
  };
}

const statusOf =
  (field: string, typeField: string, registry: string): Work =>
  (database, row) => {
    const status = row[field] as Record<string, unknown> | null | undefined;
    if (!status) return null;
    return { ...status, name: textIn(database.get(registry, textIn(status, typeField)), 'name') };
  };

export const computed: Readonly<Record<string, Readonly<Record<string, Work>>>> = {
  ...computedBilling,
  users: {
    name: fullName,
    keywords: (database, row) => keywordRows(database, row).map((keyword) => ({ value: keyword['keyword'] })),
    ownerKeywords: (database, row) => keywordRows(database, row).map((keyword) => ({ guid: keyword.guid, value: keyword['keyword'] })),
    companyGuid: (database, row) => textIn(database.get('businessunits', guidIn(row, 'businessUnit')), 'companyGuid'),
  },
  contactpersons: {
    name: fullName,
    emails: communications('EmailAddress'),
    phoneNumbers: communications('Phone', 'MobilePhone', 'IPPhone'),
  },
  addresses: {
    contacts: (database, row) => database.rowsBy('contactpersons', 'addressGuid', row.guid).map(({ guid }) => ({ guid })),
  },
  customermarketsegments: {
    parentMarketSegment: (database, row) => database.get('marketsegments', guidIn(row, 'marketSegment'))?.['parentMarketSegment'],
  },
  'customers/customproperties': { usageCount: usersOfProperty('customers/customvalues') },
  'projects/customproperties': { usageCount: usersOfProperty('projects/customvalues') },
  activityparticipants: {
    name: participant('name'),
    email: participant('email'),
    phone: participant('phone'),
    mobilePhone: participant('mobilePhone'),
    isActive: (database, row) => {
      const guid = textIn(row, 'participantGuid');
      return flagIn(database.get('users', guid) ?? database.get('contactpersons', guid), 'isActive');
    },
  },
  projects: {
    salesStatus: statusOf('salesStatus', 'salesStatusTypeGuid', 'salesstatustypes'),
    projectStatus: statusOf('projectStatus', 'projectStatusTypeGuid', 'projectstatustypes'),
    keywords: (database, row) => database.rowsBy('projectkeywords', 'project', row.guid).map((link) => link['keyword']),
    companyGuid: (database, row) => textIn(database.get('businessunits', guidIn(row, 'businessUnit')), 'companyGuid'),
    numberText: (_database, row) => keyIn(row, 'number'),
  },
  phases: {
    currencyCode: (database, row) => database.get('projects', guidIn(row, 'project'))?.['currency'],
    phaseStatus: statusOf('phaseStatus', 'phaseStatusTypeGuid', 'phasestatustypes'),
    customer: customerOfProject,
    hasChildren: (database, row) => database.rowsBy('phases', 'parentPhase', row.guid).length > 0,
    level: (database, row) => {
      let level = 0;
      for (let at = guidIn(row, 'parentPhase'); at !== null && level < 100; level++) at = guidIn(database.get('phases', at), 'parentPhase');
      return level;
    },
  },
  phasemembers: {
    phaseGuid: (_database, row) => guidIn(row, 'phase'),
    currentWorkContractTitle: (database, row) => contractTitle(database, row),
    currentWorkcontractTitle: (database, row) => contractTitle(database, row),
    workHours: (database, row) => {
      const hours = database.rowsBy('workhours', 'phase', guidIn(row, 'phase') ?? '');
      return hours.filter((hour) => guidIn(hour, 'user') === guidIn(row, 'user')).reduce((sum, hour) => sum + numberIn(hour, 'quantity'), 0);
    },
  },
};

function contractTitle(database: Database, row: Row): string | null {
  return textIn(database.get('users', guidIn(row, 'user'))?.['workContract'] as Record<string, unknown> | null, 'title');
}
