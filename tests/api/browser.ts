// A browser without a screen: it calls the routes as the server does, keeps the cookies it is given, and goes where it is sent.
import type { ApiContext, Method, TextReply } from '../../src/api/route.ts';
import { callRoute } from '../../src/api/access.ts';
import { routeTable } from '../../src/api/server.ts';

export interface Call {
  readonly method?: Method;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  /** The last `set-cookie` of each cookie, whole. */
  readonly told: Map<string, string>;
  /** @param target path and query */
  readonly call: (target: string, call?: Call) => Promise<TextReply>;
  /** Of the session it is in. */
  readonly csrfToken: () => Promise<string>;
}

export const HOST = '127.0.0.1:7300';

export function openBrowser(api: ApiContext, host = HOST): Browser {
  const cookies = new Map<string, string>();
  const told = new Map<string, string>();
  const routes = routeTable(api);
  const call: Browser['call'] = async (target, { method = 'GET', body, headers = {} } = {}) => {
    const [path = '', query = ''] = target.split('?');
    const route = routes.find((one) => one.method === method && new RegExp(`^${one.path.replaceAll(/:\w+/g, '[^/]+')}$`, 'u').test(path));
    if (!route) throw new RangeError(`no route ${method} ${path}`);
    const params = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`, 'u').exec(path)?.groups ?? {};
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { host, ...(cookie === '' ? {} : { cookie }), ...headers };
    const reply = await callRoute(api, route, {
      target, params, query: new URLSearchParams(query), headers: sent, body: Buffer.from(body === undefined ? '' : JSON.stringify(body)), requestId: api.newId(), gone: new AbortController().signal,
    });
    const set = reply.headers['set-cookie'];
    if (set !== undefined) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      told.set(name, set);
      if (set.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    return reply as TextReply;
  };
  return { cookies, told, call, csrfToken: async () => (JSON.parse((await call('/api/v1/session')).body) as { csrfToken: string }).csrfToken };
}
