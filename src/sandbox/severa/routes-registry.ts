// Routes of people and registries, and of the organisation itself. All but users and the organisation need settings:read.
import { among, equal, flag, registryFilters, search, since, type Filter } from './filters.ts';
import { flagIn, guidIn, keyIn, listIn, textIn } from './row.ts';
import { Missing } from './refusal.ts';
import { empty, json, parameter, type Route } from './route.ts';
import { resourceRoutes, type ResourceSpec } from './resource.ts';
import { discard } from './write.ts';

function registry(name: string, more: Partial<ResourceSpec> = {}, extraFilters: readonly Filter[] = []): Route[] {
  const spec = { route: `/v1/${name}`, area: 'settings', methods: ['list', 'get'], style: 'offset', ...more } as const;
  return resourceRoutes({ ...spec, filters: [...registryFilters(name), ...extraFilters] });
}

const growing = { methods: ['list', 'post', 'get'] } as const;

/** Purposes are roles a user may be given; the sandbox gives every active user all of them. */
const forPurpose: Filter = (query) => (query.text('purpose') === null ? null : (row) => flagIn(row, 'isActive'));

const ofCompanyCountry: Filter = (query) => {
  const asked = query.text('companyCountryGuid');
  return asked === null ? null : (row) => textIn(row, 'companyCountryGuid') === asked;
};

const userKeywords: Filter = (query) => {
  const asked = new Set(query.texts('keywordGuids'));
  return asked.size === 0 ? null : (row) => listIn(row, 'keywords').some((keyword) => asked.has(guidIn({ keyword }, 'keyword') ?? ''));
};

const keywordRoutes: Route[] = [
  ...resourceRoutes({
    route: '/v1/keywords',
    area: 'settings',
    methods: ['list', 'post', 'get', 'patch'],
    style: 'offset',
    filters: [flag('active', 'isActive'), search('keywords', 'keyword'), equal('category'), equal('keyword'), since()],
  }),
  {
    method: 'DELETE',
    template: '/v1/keywords/{guid}',
    scopes: ['settings:delete'],
    addon: null,
    handle: (context) => {
      const { database, now, query } = context;
      const keyword = database.entry('keywords', parameter(context, 'guid')).row;
      const heir = query.text('moveUsagesToGuid');
      if (heir !== null && !database.get('keywords', heir)) throw new Missing('keywords');
      for (const links of ['contactkeywords', 'projectkeywords'])
        for (const link of database.rowsBy(links, 'keyword', keyword.guid)) if (heir !== null) database.alter(links, link.guid, { keyword: { guid: heir } }, now);
      discard(database, 'keywords', keyword.guid, now);
      return empty(204);
    },
  },
];

const organizationRoutes: Route[] = [
  {
    method: 'GET',
    template: '/v1/organizationdetails',
    scopes: ['organization:read'],
    addon: null,
    handle: ({ database }) => {
      const { facts } = database;
      const addons = [facts.customFieldsAddon ? 'CustomFields' : null, facts.proposalsAddon ? 'Proposals' : null];
      const own = database.rows('organizationdetails')[0];
      const currency = database.rows('currencies').find((row) => flagIn(row, 'isOrganizationCurrency'));
      const brief = currency ? { guid: currency.guid, name: currency['name'] ?? null, code: currency['code'] ?? null, symbol: currency['symbol'] ?? null } : null;
      return json(200, { ...own, currency: brief, activeAddons: addons.filter((addon) => addon !== null) });
    },
  },
  {
    method: 'GET',
    template: '/v1/organizationsettings',
    scopes: ['organization:read'],
    addon: null,
    handle: ({ database }) => {
      const [customers, projects, invoices] = ['customers', 'projects', 'invoices'].map((name) => database.table(name).newestNumber) as [number, number, number];
      const { guid: _guid, ...own } = database.rows('organizationsettings')[0] ?? { guid: '' };
      return json(200, {
        ...own,
        currencyRoundingType: database.facts.currencyRoundingType,
        workHourApprovalMode: database.facts.workHourApproval,
        lastCustomerNumber: customers,
        nextCustomerNumber: customers + 1,
        lastProjectNumber: projects,
        nextProjectNumber: projects + 1,
        lastInvoiceNumber: invoices,
        nextInvoiceNumber: invoices + 1,
      });
    },
  },
];

export const registryRoutes: readonly Route[] = [
  ...resourceRoutes({
    route: '/v1/users',
    area: 'users',
    methods: ['list', 'get'],
    style: 'token',
    filters: [
      flag('isActive'),
      among('businessUnitGuids', 'businessUnit'),
      among('supervisorUserGuids', 'superiorUser'),
      equal('code'),
      equal('email'),
      userKeywords,
      forPurpose,
      since(),
    ],
  }),
  ...resourceRoutes({
    route: '/v1/products',
    area: 'settings',
    methods: ['list', 'post', 'get', 'patch'],
    style: 'token',
    filters: [equal('type'), flag('isActive'), equal('code'), since()],
  }),
  ...registry('activitytypes', { style: 'token' }, [among('category', 'category'), since()]),
  ...registry('businessunits', {}, [equal('companyGuid'), ofCompanyCountry, equal('code'), equal('name'), since()]),
  ...registry('communicationtypes'),
  ...registry('contactroles', growing),
  ...registry('currencies'),
  ...registry('industries', growing),
  ...registry('invoicestatuses'),
  ...registry('leadsources', growing),
  ...registry('marketsegments', growing, [
    (query) => (query.flag('includeChildSegments') === false ? (row) => keyIn(row, 'parentMarketSegment') === null : null),
  ]),
  ...registry('permissionprofiles'),
  ...registry('phasestatustypes', { rows: null }),
  ...registry('productcategories', { rows: null }, [since()]),
  ...registry('projectstatustypes'),
  ...registry('salesstatustypes', {}, [equal('salesState')]),
  ...registry('travelexpensetypes', { rows: null }, [equal('code'), since()]),
  ...registry('vatrates', { style: 'none' }, [equal('countryGuid')]),
  ...registry('worktypes', {}, [flag('productive', 'isProductive'), equal('code'), since()]),
  ...resourceRoutes({
    route: '/v1/proposalstatuses',
    area: 'settings',
    addon: 'proposalsAddon',
    methods: ['list', 'get'],
    style: 'token',
    filters: [flag('isActive'), equal('proposalStatusName', 'name')],
  }),
  ...keywordRoutes,
  ...resourceRoutes({ route: '/v1/localization/countries', area: 'settings', methods: ['list', 'get'], style: 'none' }),
  ...resourceRoutes({ route: '/v1/localization/languages', area: 'settings', methods: ['list'], style: 'none', filters: [flag('isInvoiceLanguage')] }),
  ...resourceRoutes({ route: '/v1/localization/timezones', area: 'settings', methods: ['list'], style: 'none' }),
  ...organizationRoutes,
];
