// The description of the API, for whoever writes a program against it. It is the same for everybody, and tells of nobody.
import packageJson from '../../../package.json' with { type: 'json' };
import { API_ROOT, CONTRACTS } from '../contract.ts';
import { openapiDocument } from '../openapi.ts';
import { json } from '../route.ts';
import type { Route } from '../route.ts';

export function openapiRoutes(): readonly Route[] {
  // Made when it is first asked for: it takes longer than everything else at the start.
  let document: ReturnType<typeof openapiDocument> | null = null;
  return [{ method: 'GET', path: `${API_ROOT}/openapi.json`, permission: 'public', body: null, handle: () => Promise.resolve(json(200, (document ??= openapiDocument(CONTRACTS, packageJson.version)))) }];
}
