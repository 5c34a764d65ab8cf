// Routes of sales notes and keywords: what people pin to customers, contacts and projects. A note that has replies is not
// deleted but marked so, and then the answer is 200.
import { flag, since } from './filters.ts';
import { render } from './output.ts';
import { Missing } from './refusal.ts';
import { flagIn, guidIn, type Row } from './row.ts';
import { empty, json, parameter, type Context, type Route } from './route.ts';
import { listRoute, resourceRoutes } from './resource.ts';
import { answerList } from './paging.ts';
import { discard } from './write.ts';

function notesOf(owner: 'customer' | 'project'): Route[] {
  const collection = `${owner}salesnotes`;
  const area = `${owner}s`;
  return [
    ...resourceRoutes({ route: `/v1/${collection}`, area, methods: ['post', 'get', 'patch'] }),
    {
      method: 'DELETE',
      template: `/v1/${collection}/{guid}`,
      scopes: [`${area}:delete`],
      addon: null,
      handle: (context) => {
        const { database, now } = context;
        const note = database.entry(collection, parameter(context, 'guid')).row;
        if (!flagIn(note, 'hasReplies')) {
          discard(database, collection, note.guid, now);
          return empty(204);
        }
        database.alter(collection, note.guid, { isDeleted: true, note: null }, now);
        return empty(200);
      },
    },
    listRoute({
      template: `/v1/${area}/{${owner}Guid}/${collection}`,
      collection,
      scopes: [`${area}:read`],
      style: 'token',
      parent: { parameter: `${owner}Guid`, collection: area, field: owner },
      filters: [since()],
    }),
  ];
}

/** All notes of a customer: its own and those of its projects. */
const salesNotes: Route = {
  method: 'GET',
  template: '/v1/customers/{customerGuid}/salesnotes',
  scopes: ['projects:read', 'customers:read'],
  addon: null,
  handle: (context) => {
    const { database, query } = context;
    const customer = database.entry('customers', parameter(context, 'customerGuid')).row;
    const own = database.table('customersalesnotes').by('customer', customer.guid);
    const projects = database.table('projects').by('customer', customer.guid);
    const ofProjects = projects.flatMap((project) => database.table('projectsalesnotes').by('project', project.row.guid));
    const fits = since()(query, database);
    const all = [...own, ...ofProjects].map((entry, at) => ({ ...entry, sequence: at + 1 }));
    const view = (row: Row): unknown => ({
      ...render(database, 'salesnotes', row),
      customer: { guid: customer.guid },
      project: guidIn(row, 'project') === null ? null : { guid: guidIn(row, 'project') },
    });
    return answerList(context, {
      style: 'token',
      rows: 20,
      entries: (after) => all.filter((entry) => entry.sequence > after),
      fits: (entry) => fits === null || fits(entry.row, entry),
      render: view,
    });
  },
};

function keywordsOf(owner: 'contact' | 'project', base: string, collection: string, area: string, view: string): Route[] {
  const links = `${owner}keywords`;
  const keywordsIn = (context: Context): Row[] => {
    const holder = context.database.entry(collection, parameter(context, `${owner}Guid`)).row;
    return context.database
      .rowsBy(links, owner, holder.guid)
      .map((link) => context.database.get('keywords', guidIn(link, 'keyword')))
      .filter((keyword) => keyword !== null);
  };
  const template = `${base}/{${owner}Guid}/keywords/{guid}`;
  return [
    listRoute({
      template: `${base}/{${owner}Guid}/keywords`,
      collection: 'keywords',
      scopes: [`${area}:read`],
      style: 'none',
      source: keywordsIn,
      filters: [flag('active', 'isActive')],
      view,
    }),
    {
      method: 'POST',
      template,
      scopes: [`${area}:write`],
      addon: null,
      handle: (context) => {
        const { database, now } = context;
        const keyword = database.entry('keywords', parameter(context, 'guid')).row;
        if (!keywordsIn(context).some(({ guid }) => guid === keyword.guid)) {
          database.add(links, { [owner]: { guid: parameter(context, `${owner}Guid`) }, keyword: { guid: keyword.guid } }, now);
        }
        return json(201, render(database, 'keywords', keyword, view));
      },
    },
    {
      method: 'DELETE',
      template,
      scopes: [`${area}:delete`],
      addon: null,
      handle: (context) => {
        const { database } = context;
        const held = database.rowsBy(links, owner, parameter(context, `${owner}Guid`)).find((link) => guidIn(link, 'keyword') === parameter(context, 'guid'));
        if (!held) throw new Missing(links);
        database.drop(links, held.guid);
        return empty(204);
      },
    },
  ];
}

export const noteRoutes: readonly Route[] = [
  ...notesOf('customer'),
  ...notesOf('project'),
  salesNotes,
  ...keywordsOf('contact', '/v1/contacts', 'contactpersons', 'customers', 'keywords'),
  ...keywordsOf('project', '/v1/projects', 'projects', 'projects', 'keywords'),
];
