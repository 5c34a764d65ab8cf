// Routes of projects and sales cases (the same rows: /salescases are those in progress), phases, members and proposals.
import { itemCollections } from './invoicing.ts';
import { billableItems } from './invoice-making.ts';
import { among, amongAt, equal, flag, linked, since, type Filter } from './filters.ts';
import { amountIn, flagIn, guidIn, numberIn, textIn, type Row } from './row.ts';
import { json, parameter, type Context, type Route } from './route.ts';
import { listRoute, resourceRoutes } from './resource.ts';
import { salesStateOf } from './rules-projects.ts';
import { render } from './output.ts';
import { readBody } from './input.ts';
import { create } from './write.ts';

const farDate = '9999-12-31';

/** "Has something to bill", up to a date, of at least an amount: one walk over what could be billed. */
const billable: Filter = (query, database) => {
  const wanted = query.flag('isBillable');
  const least = query.number('minimumBillableAmount');
  const date = query.date('invoiceableDate');
  if (wanted === null && least === null && date === null) return null;
  return (row) => {
    const items = itemCollections.flatMap((collection) => billableItems(database, row.guid, collection, date ?? farDate));
    const amount = items.reduce((sum, item) => sum + ('price' in item ? amountIn(item, 'price') : numberIn(item, 'quantity') * amountIn(item, 'unitPrice')), 0);
    return items.length > 0 === (wanted ?? true) && amount >= (least ?? -Infinity);
  };
};

const recurringFees: Filter = (query, database) => {
  const asked = query.flag('hasRecurringFees');
  return asked === null ? null : (row) => database.rowsBy('projectfees', 'project', row.guid).some((fee) => flagIn(fee, 'isRecurrenceRule')) === asked;
};

const members: Filter = (query, database) => {
  const asked = new Set(query.texts('projectMemberUserGuids'));
  if (asked.size === 0) return null;
  const isMember = (phase: Row): boolean => database.rowsBy('phasemembers', 'phase', phase.guid).some((member) => asked.has(guidIn(member, 'user') ?? ''));
  return (row) => database.rowsBy('phases', 'project', row.guid).some(isMember);
};

const salesStatusTypes = (name: string, field: 'salesStatus' | 'projectStatus'): Filter => {
  return (query) => {
    const asked = new Set(query.texts(name));
    return asked.size === 0 ? null : (row) => asked.has(textIn(row[field] as Record<string, unknown> | null, `${field}TypeGuid`) ?? '');
  };
};

/** What /projects, /salescases and a customer's projects have in common. */
export const projectFilters: readonly Filter[] = [
  among('customerGuids', 'customer'),
  among('projectGuids', 'guid'),
  linked('projectKeywordGuids', 'projectkeywords', 'project', 'keyword'),
  salesStatusTypes('projectStatusTypeGuids', 'projectStatus'),
  salesStatusTypes('salesStatusTypeGuids', 'salesStatus'),
  among('salesPersonGuids', 'salesPerson'),
  among('projectOwnerGuids', 'projectOwner'),
  among('businessUnitGuids', 'businessUnit'),
  among('numbers', 'number'),
  among('currencyGuids', 'currency'),
  amongAt('customerOwnerGuids', 'projects', 'customer.owner.guid'),
  amongAt('companyCurrencyGuids', 'projects', 'businessUnit.companyCurrencyGuid'),
  linked('marketSegmentationGuids', 'customermarketsegments', 'customer', 'marketSegment', (row) => guidIn(row, 'customer')),
  flag('isClosed'),
  members,
  recurringFees,
  billable,
];

/** Filters of a project, asked about the project a row hangs on. */
function ofProject(filters: readonly Filter[]): readonly Filter[] {
  return filters.map((filter): Filter => (query, database) => {
    const fits = filter(query, database);
    if (fits === null) return null;
    return (row) => {
      const project = database.table('projects').get(guidIn(row, 'project') ?? '');
      return project !== null && fits(project.row, project);
    };
  });
}

const byProject = { parameter: 'projectGuid', collection: 'projects', field: 'project' };

/** A project's phases in the order of its tree. */
function inTree(context: Context, project: string): Row[] {
  const phases = context.database.rowsBy('phases', 'project', project);
  const below = (parent: string | null): Row[] => phases.filter((phase) => guidIn(phase, 'parentPhase') === parent).flatMap((phase) => [phase, ...below(phase.guid)]);
  return below(null);
}

const phaseRoutes: Route[] = [
  ...resourceRoutes({
    route: '/v1/phases',
    area: 'projects',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [equal('code'), among('projectGuids', 'project'), since()],
  }),
  listRoute({
    template: '/v1/rootphaseswithhierarchy',
    collection: 'phases',
    scopes: ['projects:read'],
    style: 'token',
    filters: [
      () => (row) => guidIn(row, 'parentPhase') === null,
      ...ofProject([...projectFilters, (query) => (query.flag('openProjects') === null ? null : (row) => flagIn(row, 'isClosed') !== query.flag('openProjects'))]),
    ],
  }),
  {
    method: 'GET',
    template: '/v1/projects/{guid}/phaseswithhierarchy',
    scopes: ['projects:read'],
    addon: null,
    handle: (context) => {
      const project = context.database.entry('projects', parameter(context, 'guid')).row;
      return json(200, inTree(context, project.guid).map((phase) => render(context.database, 'phases', phase, 'phases+hierarchy')));
    },
  },
  ...resourceRoutes({ route: '/v1/phasemembers', area: 'projects', methods: ['list'], style: 'token', filters: [activeUser(), since()] }),
  {
    method: 'POST',
    template: '/v1/phasemembers',
    scopes: ['projects:write'],
    addon: null,
    handle: (context) => {
      const { database, now, query } = context;
      const given = readBody(database, 'phasemembers', context.body);
      const member = create(database, 'phasemembers', given, now);
      const children = (phase: string): Row[] => database.rowsBy('phases', 'parentPhase', phase).flatMap((child) => [child, ...children(child.guid)]);
      if (query.flag('addToAllSubPhases') === true) {
        for (const child of children(guidIn(member, 'phase') ?? '')) create(database, 'phasemembers', { ...given, phaseGuid: child.guid }, now, { trusted: true });
      }
      return json(201, render(database, 'phasemembers', member, 'phasemembers+created'));
    },
  },
  listRoute({
    template: '/v1/phases/{phaseGuid}/phasemembers',
    collection: 'phasemembers',
    scopes: ['projects:read'],
    style: 'token',
    parent: { parameter: 'phaseGuid', collection: 'phases', field: 'phase' },
    filters: [flag('isActive'), activeUser()],
  }),
  listRoute({
    template: '/v1/phases/{phaseGuid}/worktypes',
    collection: 'worktypes',
    scopes: ['projects:read'],
    style: 'token',
    source: (context) => {
      context.database.entry('phases', parameter(context, 'phaseGuid'));
      return context.database.rows('worktypes').filter((type) => type['isActive'] !== false);
    },
  }),
];

function activeUser(): Filter {
  return (query, database) => {
    const asked = query.flag('isUserActive');
    return asked === null ? null : (row) => flagIn(database.get('users', guidIn(row, 'user')), 'isActive') === asked;
  };
}

const proposalLines = ['proposalfeerows', 'proposalworkrows', 'proposalsubtotals'] as const;

const proposalRoutes: Route[] = [
  ...resourceRoutes({
    route: '/v1/proposals',
    area: 'projects',
    readAddon: 'proposalsAddon',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [since()],
  }),
  listRoute({
    template: '/v1/projects/{projectGuid}/proposals',
    collection: 'proposals',
    scopes: ['projects:read'],
    addon: 'proposalsAddon',
    style: 'token',
    rows: null,
    parent: byProject,
    filters: [since()],
  }),
  ...proposalLines.flatMap((collection) => [
    ...resourceRoutes({
      route: `/v1/${collection}`,
      area: 'projects',
      addon: 'proposalsAddon',
      methods: ['list', 'post', 'get', 'patch', 'delete'],
      style: 'token',
      filters: [since()],
    }),
    listRoute({
      template: `/v1/proposals/{proposalGuid}/${collection}`,
      collection,
      scopes: ['projects:read'],
      addon: 'proposalsAddon',
      style: 'token',
      rows: null,
      parent: { parameter: 'proposalGuid', collection: 'proposals', field: 'proposal' },
    }),
  ]),
];

export const projectRoutes: readonly Route[] = [
  ...resourceRoutes({
    route: '/v1/projects',
    area: 'projects',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [
      ...projectFilters,
      equal('currencyGuid', 'currency'),
      flag('internal', 'isInternal'),
      since(),
      since('salesStatusChangedSince', 'salesStatusChangedAt'),
      since('projectStatusChangedSince', 'projectStatusChangedAt'),
    ],
  }),
  listRoute({
    template: '/v1/salescases',
    collection: 'projects',
    scopes: ['projects:read'],
    style: 'token',
    filters: [(_query, database) => (row) => salesStateOf(database, row) === 'InProgress', ...projectFilters],
  }),
  listRoute({ template: '/v1/projects/{projectGuid}/salesstatushistory', collection: 'salesstatushistory', scopes: ['projects:read'], style: 'none', parent: byProject }),
  ...phaseRoutes,
  ...proposalRoutes,
];
