// Routes of custom properties, their selection items and the values records have: the same family for customers and projects,
// all behind an add-on, and no list of all values: one call per record.
import { flag, search, since, type Filter } from './filters.ts';
import { flagIn, guidIn } from './row.ts';
import type { Route } from './route.ts';
import { listRoute, resourceRoutes } from './resource.ts';

const activeProperty =
  (collection: string): Filter =>
  (query, database) => {
    const asked = query.flag('active');
    return asked === null ? null : (row) => flagIn(database.get(collection, guidIn(row, 'customProperty')), 'isActive') === asked;
  };

const inUse =
  (values: string): Filter =>
  (query, database) => {
    const asked = query.flag('isInUse');
    return asked === null ? null : (row) => database.rowsBy(values, 'customProperty', row.guid).length > 0 === asked;
  };

function customFieldsOf(owner: 'customer' | 'project'): Route[] {
  const properties = `${owner}s/customproperties`;
  const values = `${owner}s/customvalues`;
  const items = `${owner}custompropertyselectionitems`;
  const addon = 'customFieldsAddon';
  return [
    ...resourceRoutes({
      route: `/v1/${properties}`,
      area: 'settings',
      addon,
      methods: ['list', 'post', 'get', 'patch', 'delete'],
      style: 'offset',
      filters: [flag('active', 'isActive'), search(properties, 'name'), inUse(values)],
      postsList: true,
    }),
    ...resourceRoutes({ route: `/v1/${properties}/${items}`, collection: items, area: 'settings', addon, methods: ['post', 'get', 'patch', 'delete'] }),
    listRoute({
      template: `/v1/${properties}/{customPropertyGuid}/${items}`,
      collection: items,
      scopes: ['settings:read'],
      addon,
      style: 'token',
      parent: { parameter: 'customPropertyGuid', collection: properties, field: `${owner}CustomProperty` },
      filters: [flag('isActive'), since()],
    }),
    ...resourceRoutes({ route: `/v1/${values}`, area: `${owner}s`, addon, methods: ['post', 'get', 'patch', 'delete'], postsList: true }),
    listRoute({
      template: `/v1/${owner}s/{${owner}Guid}/customvalues`,
      collection: values,
      scopes: [`${owner}s:read`],
      addon,
      style: 'offset',
      parent: { parameter: `${owner}Guid`, collection: `${owner}s`, field: `${owner}Guid` },
      filters: [activeProperty(properties)],
    }),
  ];
}

export const customFieldRoutes: readonly Route[] = [...customFieldsOf('customer'), ...customFieldsOf('project')];
