// The ordinary routes of a collection, made from a few words of data: list, read, create, change, delete. What is special
// about a collection is said in its row of the tables, or is a route of its own.
import { readBody } from './input.ts';
import { render } from './output.ts';
import { answerList } from './paging.ts';
import { readPatch } from './patch.ts';
import { Missing } from './refusal.ts';
import { json, empty, parameter, type Addon, type Context, type Route } from './route.ts';
import type { Fits, Filter } from './filters.ts';
import type { Row } from './row.ts';
import type { Entry } from './table.ts';
import { change, create, discard } from './write.ts';

export interface ListSpec {
  readonly template: string;
  readonly collection: string;
  readonly scopes: readonly string[];
  readonly style: 'token' | 'offset' | 'none';
  /** 20 when left out; null: all rows. */
  readonly rows?: number | null;
  readonly filters?: readonly Filter[];
  readonly addon?: Addon;
  /** The row of the path the list hangs on (404 without it), and the field that refers to it. */
  readonly parent?: { readonly parameter: string; readonly collection: string; readonly field: string };
  /** Rows that are no plain collection, e.g. what could still be billed. */
  readonly source?: (context: Context) => readonly Row[];
  readonly sourceFits?: (context: Context) => Fits;
  readonly view?: string;
}

export function listRoute(spec: ListSpec): Route {
  const { template, collection, scopes, style, rows = 20, filters = [], addon = null, parent, source, sourceFits, view } = spec;
  return {
    method: 'GET',
    template,
    scopes,
    addon,
    handle: (context) => {
      const { database, query } = context;
      const table = database.table(collection);
      if (parent) database.entry(parent.collection, parameter(context, parent.parameter));
      const tests = filters.map((filter) => filter(query, database)).filter((test) => test !== null);
      const extra = sourceFits?.(context);
      if (extra) tests.push(extra);
      const entries = (after: number): Iterable<Entry> => {
        if (source) return source(context).map((row) => database.entry(collection, row.guid)).filter((entry) => entry.sequence > after);
        if (parent) return table.by(parent.field, parameter(context, parent.parameter)).filter((entry) => entry.sequence > after);
        return table.entries(after);
      };
      const fits = (entry: Entry): boolean => tests.every((test) => test(entry.row, entry));
      const slice = tests.length === 0 && !source && !parent ? { slice: (skip: number, count: number) => table.slice(skip, count) } : {};
      return answerList(context, { style, rows, entries, fits, ...slice, render: (row) => render(database, collection, row, view) });
    },
  };
}

export interface ResourceSpec {
  readonly route: string;
  /** The route without /v1 when left out. */
  readonly collection?: string;
  /** Area of the scopes: `area:read`, `area:write`, `area:delete`. */
  readonly area: string;
  readonly addon?: Addon;
  /** Add-on of reading only. */
  readonly readAddon?: Addon;
  readonly methods: readonly ('list' | 'get' | 'post' | 'patch' | 'delete')[];
  readonly style?: 'token' | 'offset' | 'none';
  readonly rows?: number | null;
  readonly filters?: readonly Filter[];
  /** POST answers a list of one. */
  readonly postsList?: true;
  /** GET by guid answers a list of one. */
  readonly getsList?: true;
  /** PATCH answers the object itself instead of a list. */
  readonly patchesOne?: true;
  readonly createdView?: string;
  readonly source?: (context: Context) => readonly Row[];
  /** May the row be read by its guid. */
  readonly visible?: (context: Context, row: Row) => boolean;
}

export function resourceRoutes(spec: ResourceSpec): Route[] {
  const collection = spec.collection ?? spec.route.slice('/v1/'.length);
  const addon = spec.addon ?? null;
  const readAddon = spec.readAddon ?? addon;
  const one = `${spec.route}/{guid}`;
  const routes: Record<ResourceSpec['methods'][number], () => Route> = {
    list: () =>
      listRoute({
        template: spec.route,
        collection,
        scopes: [`${spec.area}:read`],
        style: spec.style ?? 'offset',
        rows: spec.rows === undefined ? 20 : spec.rows,
        filters: spec.filters ?? [],
        ...(readAddon ? { addon: readAddon } : {}),
        ...(spec.source ? { source: spec.source } : {}),
      }),
    get: () => ({
      method: 'GET',
      template: one,
      scopes: [`${spec.area}:read`],
      addon: readAddon,
      handle: (context) => {
        const { row } = context.database.entry(collection, parameter(context, 'guid'));
        if (spec.visible && !spec.visible(context, row)) throw new Missing(collection);
        const answer = render(context.database, collection, row);
        const dated = context.fault === 'null-timestamp' && 'lastUpdatedDateTime' in answer ? { ...answer, lastUpdatedDateTime: null } : answer;
        return json(200, spec.getsList ? [dated] : dated);
      },
    }),
    post: () => ({
      method: 'POST',
      template: spec.route,
      scopes: [`${spec.area}:write`],
      addon,
      handle: (context) => {
        const row = create(context.database, collection, readBody(context.database, collection, context.body), context.now);
        const answer = render(context.database, collection, row, spec.createdView);
        return json(201, spec.postsList ? [answer] : answer);
      },
    }),
    patch: () => ({
      method: 'PATCH',
      template: one,
      scopes: [`${spec.area}:write`],
      addon,
      handle: (context) => {
        const { database, now } = context;
        const { row } = database.entry(collection, parameter(context, 'guid'));
        if (spec.visible && !spec.visible(context, row)) throw new Missing(collection);
        const changes = readPatch(database, collection, row, context.body);
        const after = Object.keys(changes).length === 0 ? row : change(database, collection, row.guid, changes, now);
        const answer = render(database, collection, after);
        return json(200, spec.patchesOne ? answer : [answer]);
      },
    }),
    delete: () => ({
      method: 'DELETE',
      template: one,
      scopes: [`${spec.area}:delete`],
      addon,
      handle: (context) => {
        discard(context.database, collection, parameter(context, 'guid'), context.now);
        return empty(204);
      },
    }),
  };
  return spec.methods.map((method) => routes[method]());
}
