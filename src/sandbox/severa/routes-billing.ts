// Routes of what is done and billed: hours, fees, expenses, flat rates, their lists of deleted rows, invoices and their rows.
import { among, equal, flag, fromDate, sinceField, untilDate, since, type Filter } from './filters.ts';
import { createInvoices, billableItems, removeInvoiceProject } from './invoice-making.ts';
import { render } from './output.ts';
import { amountIn, flagIn, guidIn, listIn, numberIn, textIn, type Row } from './row.ts';
import { empty, json, parameter, type Context, type Route } from './route.ts';
import { listRoute, resourceRoutes, type ListSpec } from './resource.ts';
import { computed } from './computed.ts';
import { discardInvoiceRow } from './write.ts';

const isBilled: Filter = (query) => {
  const asked = query.flag('isBilled');
  return asked === null ? null : (row) => (guidIn(row, 'invoice') !== null) === asked;
};

const billableStatus: Filter = (query, database) => {
  const asked = query.text('billableStatus');
  return asked === null ? null : (row) => computed['workhours']?.['billableStatus']?.(database, row) === asked;
};

const expenseClass: Filter = (query, database) => {
  const asked = query.text('expenseClass');
  return asked === null ? null : (row) => textIn(database.get('travelexpensetypes', guidIn(row, 'travelExpense')), 'expenseClass') === asked;
};

/** What may be billed on a date: planned for it or earlier, or not planned at all. */
const invoiceableDate: Filter = (query) => {
  const asked = query.date('invoiceableDate');
  return asked === null ? null : (row) => (textIn(row, 'plannedBillingDate') ?? '') <= asked;
};

const billablePeriodInFuture =
  (): Filter =>
  (query) => {
    const asked = query.flag('isBillablePeriodInFuture');
    return asked === null ? null : (row) => (row['billingSchedule'] === 'OnDate' && guidIn(row, 'invoice') === null) === asked;
  };

const recurringRules: Filter = (query) => (query.flag('includeRecurringRules') === true ? null : (row) => !flagIn(row, 'isRecurrenceRule'));

const startDate = fromDate('startDate', 'eventDate');
const endDate = untilDate('endDate', 'eventDate');

const kinds = {
  workhours: { area: 'hours', filters: [] as readonly Filter[] },
  projectfees: { area: 'fees', filters: [equal('productType')] as readonly Filter[] },
  projecttravelexpenses: { area: 'travels', filters: [expenseClass] as readonly Filter[] },
} as const;

type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];

const byProject: Readonly<Record<Kind, readonly Filter[]>> = {
  workhours: [startDate, endDate],
  projectfees: [invoiceableDate, billablePeriodInFuture(), recurringRules],
  projecttravelexpenses: [invoiceableDate, billablePeriodInFuture()],
};

const byUser: Readonly<Record<Kind, readonly Filter[]>> = {
  workhours: [among('phaseGuid', 'phase'), among('workTypeGuid', 'workType')],
  projectfees: [
    flag('isBillable'),
    isBilled,
    invoiceableDate,
    (query) => (query.flag('hasPhase') === null ? null : (row) => (guidIn(row, 'phase') !== null) === query.flag('hasPhase')),
  ],
  projecttravelexpenses: [
    (query) => (query.flag('isReimbursed') === null ? null : (row) => (guidIn(row, 'travelReimbursement') !== null) === query.flag('isReimbursed')),
    flag('isTravelReimbursementRequired', 'travelReimbursementRequired'),
    equal('travelReimbursementGuid', 'travelReimbursement'),
    (query, database) => {
      const asked = query.text('costCurrencyGuid');
      const code = textIn(database.get('currencies', asked), 'code');
      return asked === null ? null : (row) => textIn(row['unitCost'] as Record<string, unknown> | null, 'currencyCode') === code;
    },
  ],
};

/** What could be added to an invoice: of its projects, on no invoice. `isBillable` defaults to only what is billable. */
function uninvoiced(kind: Kind): (context: Context) => readonly Row[] {
  return (context) => {
    const { database, query } = context;
    const invoice = database.entry('invoices', parameter(context, 'invoiceGuid')).row;
    const projects = listIn(invoice, 'projects') as readonly { readonly guid: string }[];
    const date = textIn(invoice, 'date') ?? '9999-12-31';
    if (query.flag('isBillable') !== false) return projects.flatMap(({ guid }) => billableItems(database, guid, kind, date));
    return projects.flatMap(({ guid }) => database.rowsBy(kind, 'project', guid).filter((item) => guidIn(item, 'invoice') === null && item['isBillable'] !== true));
  };
}

function subLists(kind: Kind): Route[] {
  const onInvoice = { parameter: 'invoiceGuid', collection: 'invoices' };
  const onRow = { parameter: 'invoiceRowGuid', collection: 'invoicerows', field: 'invoiceRowGuid' };
  const scopes = ['invoices:read'];
  const { filters } = kinds[kind];
  const style = kind === 'projectfees' ? 'token' : 'offset';
  const reimbursed = { collection: `reimbursed${kind}`, scopes, style, rows: kind === 'projecttravelexpenses' ? null : 20 } as const;
  const lists: ListSpec[] = [
    { template: `/v1/invoices/{invoiceGuid}/${kind}`, collection: kind, scopes, style: 'token', filters, parent: { ...onInvoice, field: 'invoice' } },
    { template: `/v1/invoicerows/{invoiceRowGuid}/${kind}`, collection: kind, scopes, style: 'token', filters, parent: onRow },
    { ...reimbursed, template: `/v1/invoices/{invoiceGuid}/reimbursed${kind}`, parent: { ...onInvoice, field: 'invoiceGuid' } },
    { ...reimbursed, template: `/v1/invoicerows/{invoiceRowGuid}/reimbursed${kind}`, parent: onRow },
    { template: `/v1/invoices/{invoiceGuid}/uninvoiced${kind}`, collection: kind, scopes, style: 'token', filters, source: uninvoiced(kind) },
  ];
  return lists.map(listRoute);
}

const itemRoutes: Route[] = kindNames.flatMap((kind) => {
  const { area, filters } = kinds[kind];
  const own = kind === 'workhours' ? [billableStatus, fromDate('eventDateStart', 'eventDate'), untilDate('eventDateEnd', 'eventDate')] : [];
  const singular = kind === 'projecttravelexpenses' ? '' : 's';
  return [
    ...resourceRoutes({
      route: `/v1/${kind}`,
      area,
      methods: ['list', 'post', 'get', 'patch', 'delete'],
      style: 'token',
      filters: [since(), ...own],
      ...(kind === 'projectfees' ? { postsList: true } : {}),
    }),
    listRoute({
      template: `/v1/projects/{projectGuid}/${kind}`,
      collection: kind,
      scopes: [`${area}:read`],
      style: 'token',
      parent: { parameter: 'projectGuid', collection: 'projects', field: 'project' },
      filters: [...filters, flag('isBillable'), isBilled, ...byProject[kind]],
    }),
    listRoute({
      template: `/v1/users/{userGuid}/${kind}`,
      collection: kind,
      scopes: [`${area}:read`],
      style: 'token',
      parent: { parameter: 'userGuid', collection: 'users', field: 'user' },
      filters: [...filters, startDate, endDate, ...byUser[kind]],
    }),
    // The travel list spells its filters without the plural s, though they are lists.
    listRoute({
      template: `/v1/deleted${kind}`,
      collection: `deleted${kind}`,
      scopes: [`${area}:read`],
      style: 'token',
      filters: [sinceField('deletedSince', 'deletedDateTime'), among(`projectGuid${singular}`, 'project'), among(`userGuid${singular}`, 'user')],
    }),
    ...subLists(kind),
  ];
});

const totals: Filter = (query) => {
  const [least, most] = [query.number('minimumTotalExcludingTax'), query.number('maximumTotalExcludingTax')];
  if (least === null && most === null) return null;
  return (row) => {
    const total = amountIn(row, 'totalExcludingTax') * (numberIn(row, 'currencyRate') || 1);
    return total >= (least ?? -Infinity) && total <= (most ?? Infinity);
  };
};

/** An invoice stands for many projects: one that fits is enough. */
const throughProjects =
  (name: string, field: string): Filter =>
  (query, database) => {
    const asked = new Set(query.texts(name));
    if (asked.size === 0) return null;
    return (row) =>
      listIn(row, 'projects').some((project) => {
        const guid = guidIn({ project }, 'project');
        return asked.has((field === 'guid' ? guid : guidIn(database.get('projects', guid), field)) ?? '');
      });
  };

const invoiceRoutes: Route[] = [
  ...resourceRoutes({
    route: '/v1/invoices',
    area: 'invoices',
    methods: ['list', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [
      among('customerGuids', 'customer'),
      among('invoiceStatusGuids', 'status'),
      among('createdByUserGuids', 'createdBy'),
      among('numbers', 'number'),
      among('referenceNumbers', 'referenceNumber'),
      throughProjects('projectGuids', 'guid'),
      throughProjects('projectOwnerGuids', 'projectOwner'),
      throughProjects('projectBusinessUnitGuids', 'businessUnit'),
      throughProjects('salesPersonGuids', 'salesPerson'),
      fromDate('startDate', 'date'),
      untilDate('endDate', 'date'),
      fromDate('paymentDateStart', 'paymentDate'),
      totals,
      since(),
    ],
  }),
  {
    method: 'POST',
    template: '/v1/invoices',
    scopes: ['invoices:write'],
    addon: null,
    handle: ({ database, body, now }) => json(201, createInvoices(database, body, now).map((row) => render(database, 'invoices', row))),
  },
  {
    method: 'DELETE',
    template: '/v1/invoices/{guid}/projects/{projectGuid}',
    scopes: ['invoices:delete'],
    addon: null,
    handle: (context) => {
      removeInvoiceProject(context.database, context.database.entry('invoices', parameter(context, 'guid')).row, parameter(context, 'projectGuid'), context.now);
      return empty(204);
    },
  },
  listRoute({
    template: '/v1/invoices/{invoiceGuid}/invoicerows',
    collection: 'invoicerows',
    scopes: ['invoices:read'],
    style: 'token',
    parent: { parameter: 'invoiceGuid', collection: 'invoices', field: 'invoiceGuid' },
    filters: [equal('rowType')],
  }),
  ...resourceRoutes({ route: '/v1/invoicerows', area: 'invoices', methods: ['list', 'get', 'patch'], style: 'token', filters: [since()] }),
  {
    method: 'DELETE',
    template: '/v1/invoicerows/{guid}',
    scopes: ['invoices:delete'],
    addon: null,
    handle: (context) => {
      discardInvoiceRow(context.database, parameter(context, 'guid'), context.query.flag('setAsNonBillable') === true, context.now);
      return empty(204);
    },
  },
];

export const billingRoutes: readonly Route[] = [
  ...itemRoutes,
  ...invoiceRoutes,
  ...resourceRoutes({
    route: '/v1/flatrates',
    area: 'fees',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [equal('invoiceGuid'), since()],
    getsList: true,
  }),
  listRoute({
    template: '/v1/projects/{projectGuid}/flatrates',
    collection: 'flatrates',
    scopes: ['fees:read'],
    style: 'none',
    parent: { parameter: 'projectGuid', collection: 'projects', field: 'project' },
  }),
  listRoute({
    template: '/v1/deletedphasemembers',
    collection: 'deletedphasemembers',
    scopes: ['projects:read'],
    style: 'token',
    filters: [
      sinceField('deletedSince', 'deletedDateTime'),
      (query, database) => {
        const asked = query.flag('isUserActive');
        return asked === null ? null : (row) => flagIn(database.get('users', guidIn(row, 'user')), 'isActive') === asked;
      },
    ],
  }),
];
