// The description of the API, for whoever writes a program against it. It is the same for everybody, and tells of nobody.
import packageJson from '../../../package.json' with { type: 'json' };
import { allContracts } from '../contract.ts';
import { API_ROOT } from '../contract.ts';
import { openapiDocument } from '../openapi.ts';
import { json } from '../route.ts';
import type { Route } from '../route.ts';

export function openapiRoutes(): readonly Route[] {
  const document = openapiDocument(allContracts, packageJson.version);
  return [{ method: 'GET', path: `${API_ROOT}/openapi.json`, permission: 'public', body: null, handle: () => Promise.resolve(json(200, document)) }];
}
