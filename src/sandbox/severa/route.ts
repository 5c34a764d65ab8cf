// What a route is: method and template, what the caller must be allowed, and what it does. The tables of routes are data;
// matching prefers a literal segment over a parameter, since a guid is never called `customvalues`. A guid means the same in
// capitals: wherever one comes in (path, query, body) it is read in lower case, as it is kept.
import type { SandboxResponse } from '../contract.ts';
import type { ModelFault } from '../faults.ts';
import type { Database } from './database.ts';
import type { Query } from './query.ts';

export interface Context {
  readonly database: Database;
  readonly query: Query;
  /** Parsed JSON; undefined when there was no body. */
  readonly body: unknown;
  readonly parameters: Readonly<Record<string, string>>;
  readonly now: number;
  readonly template: string;
  readonly pageMax: number;
  /** What the model is to do wrong in this request. */
  readonly fault: ModelFault | null;
}

export type Addon = 'customFieldsAddon' | 'proposalsAddon';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly template: string;
  readonly scopes: readonly string[];
  readonly addon: Addon | null;
  handle(context: Context): SandboxResponse;
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

export function empty(status: number): SandboxResponse {
  return { status, headers: {}, body: null };
}

/** The guid of the path, in lower case; every template that uses it has it. */
export function parameter(context: Context, name: string): string {
  return (context.parameters[name] ?? '').toLowerCase();
}

export interface Matched {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | null;
  readonly routes: Map<string, { readonly route: Route; readonly names: readonly string[] }>;
}

const newNode = (): Node => ({ literals: new Map(), parameter: null, routes: new Map() });

/** Finds the route of a method and path; null when there is none. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Matched | null {
  const root = newNode();
  for (const route of routes) {
    let node = root;
    const names: string[] = [];
    for (const segment of route.template.split('/').slice(1)) {
      if (segment.startsWith('{')) {
        names.push(segment.slice(1, -1));
        node = node.parameter ??= newNode();
      } else {
        let next = node.literals.get(segment);
        if (!next) node.literals.set(segment, (next = newNode()));
        node = next;
      }
    }
    if (node.routes.has(route.method)) throw new Error(`two routes for ${route.method} ${route.template}`);
    node.routes.set(route.method, { route, names });
  }
  const find = (node: Node, segments: readonly string[], method: string, values: readonly string[]): Matched | null => {
    const [segment, ...rest] = segments;
    if (segment === undefined) {
      const found = node.routes.get(method);
      return found ? { route: found.route, parameters: Object.fromEntries(found.names.map((name, at) => [name, values[at] ?? ''])) } : null;
    }
    const literal = node.literals.get(segment);
    const straight = literal ? find(literal, rest, method, values) : null;
    return straight ?? (node.parameter ? find(node.parameter, rest, method, [...values, segment]) : null);
  };
  return (method, path) => find(root, path.split('/').slice(1), method, []);
}
