// Routes of the customer side: customers and their addresses, contacts and their communications, segments, custom values,
// country settings, notes, keywords and activities.
import { activityRoutes } from './routes-activities.ts';
import { readBody } from './input.ts';
import { among, equal, flag, search, since, type Filter } from './filters.ts';
import { render } from './output.ts';
import { Missing } from './refusal.ts';
import { empty, json, parameter, type Context, type Route } from './route.ts';
import { listRoute, resourceRoutes } from './resource.ts';
import { noteRoutes } from './routes-notes.ts';
import { customFieldRoutes } from './routes-custom-fields.ts';
import { flagIn, guidIn, type Row } from './row.ts';
import { anonymiseContact } from './rules-crm.ts';
import { projectFilters } from './routes-projects.ts';
import { create } from './write.ts';

const customerParent = (field: string = 'customer') => ({ parameter: 'customerGuid', collection: 'customers', field });

/** Deleted contacts in lists, as the facts have it. */
const listedContact: Filter = (_query, database) => (database.facts.deletedContacts === 'listed' ? null : (row) => !flagIn(row, 'isDeleted'));

function readableContact(context: Context, row: Row): boolean {
  return context.database.facts.deletedContacts !== 'gone' || !flagIn(row, 'isDeleted');
}

/** An inactive contact's communications are inactive with it. */
const activeContact: Filter = (query, database) => {
  const asked = query.flag('active');
  return asked === null ? null : (row) => flagIn(database.get('contactpersons', guidIn(row, 'contact')), 'isActive') === asked;
};

const contactRoutes: Route[] = [
  ...resourceRoutes({
    route: '/v1/contactpersons',
    area: 'customers',
    methods: ['list', 'post', 'get', 'patch'],
    style: 'offset',
    filters: [flag('active', 'isActive'), search('contactpersons', 'name', 'emails', 'phoneNumbers'), since(), listedContact],
    visible: readableContact,
  }),
  {
    method: 'DELETE',
    template: '/v1/contactpersons/{guid}',
    scopes: ['customers:delete'],
    addon: null,
    handle: (context) => {
      const { row } = context.database.entry('contactpersons', parameter(context, 'guid'));
      if (flagIn(row, 'isDeleted')) throw new Missing('contactpersons');
      anonymiseContact(context.database, row, context.now, null);
      return empty(204);
    },
  },
  listRoute({
    template: '/v1/contactpersons/{contactGuid}/addresses',
    collection: 'addresses',
    scopes: ['customers:read'],
    style: 'none',
    source: (context) => {
      const contact = context.database.entry('contactpersons', parameter(context, 'contactGuid')).row;
      return context.database.rowsBy('addresses', 'customer', guidIn(contact, 'customer') ?? '').filter((address) => address.guid === contact['addressGuid']);
    },
  }),
  ...resourceRoutes({
    route: '/v1/contactcommunications',
    area: 'customers',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'offset',
    filters: [activeContact, search('contactcommunications', 'value'), since()],
    patchesOne: true,
  }),
  listRoute({
    template: '/v1/contacts/{contactGuid}/contactcommunications',
    collection: 'contactcommunications',
    scopes: ['customers:read'],
    style: 'none',
    parent: { parameter: 'contactGuid', collection: 'contactpersons', field: 'contact' },
    filters: [activeContact],
  }),
];

const addressRoutes: Route[] = [
  ...resourceRoutes({ route: '/v1/addresses', area: 'customers', methods: ['list', 'get', 'patch', 'delete'], style: 'offset', filters: [since()] }),
  listRoute({ template: '/v1/customers/{customerGuid}/addresses', collection: 'addresses', scopes: ['customers:read'], style: 'offset', parent: customerParent() }),
  {
    method: 'POST',
    template: '/v1/customers/{customerGuid}/addresses',
    scopes: ['customers:write'],
    addon: null,
    handle: (context) => {
      const { database, now } = context;
      const customer = database.entry('customers', parameter(context, 'customerGuid')).row;
      const row = create(database, 'addresses', { ...readBody(database, 'addresses', context.body), customer: { guid: customer.guid } }, now);
      return json(201, render(database, 'addresses', row));
    },
  },
];

const parentSegment: Filter = (query, database) => {
  const asked = query.text('parentMarketSegmentGuid');
  return asked === null ? null : (row) => guidIn(database.get('marketsegments', guidIn(row, 'marketSegment')), 'parentMarketSegment') === asked;
};

const segmentRoutes: Route[] = [
  ...resourceRoutes({
    route: '/v1/customermarketsegments',
    area: 'customers',
    methods: ['list', 'post', 'get', 'delete'],
    style: 'offset',
    filters: [parentSegment, search('customermarketsegments', 'marketSegment.name')],
  }),
  listRoute({
    template: '/v1/customers/{customerGuid}/customermarketsegments',
    collection: 'customermarketsegments',
    scopes: ['customers:read'],
    style: 'offset',
    parent: customerParent(),
  }),
];

export const crmRoutes: readonly Route[] = [
  ...resourceRoutes({
    route: '/v1/customers',
    area: 'customers',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [
      flag('isActive'),
      flag('isInternal'),
      among('customerOwnerGuids', 'owner'),
      among('numbers', 'number'),
      among('emailAddresses', 'email'),
      among('customerNames', 'name'),
      equal('vatNumber'),
      equal('kvkNumber'),
      since(),
    ],
  }),
  ...contactRoutes,
  ...addressRoutes,
  ...segmentRoutes,
  listRoute({
    template: '/v1/customers/{customerGuid}/contactpersons',
    collection: 'contactpersons',
    scopes: ['customers:read'],
    style: 'offset',
    parent: customerParent(),
    filters: [flag('active', 'isActive'), search('contactpersons', 'name', 'emails', 'phoneNumbers'), listedContact],
  }),
  listRoute({
    template: '/v1/customers/{customerGuid}/projects',
    collection: 'projects',
    scopes: ['projects:read'],
    style: 'token',
    parent: customerParent(),
    filters: projectFilters,
  }),
  listRoute({
    template: '/v1/customers/{customerGuid}/customercountrysettings',
    collection: 'customercountrysettings',
    scopes: ['customers:read'],
    style: 'none',
    parent: customerParent(),
  }),
  ...resourceRoutes({ route: '/v1/customercountrysettings', area: 'customers', methods: ['post', 'patch', 'delete'] }),
  ...customFieldRoutes,
  ...noteRoutes,
  ...activityRoutes,
];
