// Home of one call as the routes see it: the portal, the time, the parts of the path, the reader's rights. Invariant: a
// handler takes everything it needs from here and changes nothing but the portal.
import type { SandboxRequest, SandboxResponse } from '../contract.ts';
import { objectType } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { Source } from './record.ts';
import { asObject, jsonBody } from './wire.ts';
import type { Json } from './wire.ts';

export interface Call {
  readonly portal: Portal;
  readonly now: number;
  readonly request: SandboxRequest;
  /** True on `2026-09` paths, false on v1-v4 ones. */
  readonly dated: boolean;
  readonly query: URLSearchParams;
  readonly source: Source;
  readonly scopes: ReadonlySet<string>;
  param(name: string): string;
  type(parameter?: string): ObjectType;
  body(): Json;
  /** This call's URL with these query parameters changed, as paging links show it. */
  link(changes: Readonly<Record<string, string>>): string;
}

export type Handler = (call: Call) => SandboxResponse;

interface CallParts {
  readonly portal: Portal;
  readonly now: number;
  readonly request: SandboxRequest;
  readonly dated: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly source: Source;
  readonly scopes: ReadonlySet<string>;
}

export function newCall(parts: CallParts): Call {
  const { request, parameters } = parts;
  const query = new URLSearchParams(request.query);
  const param = (name: string): string => parameters[name] ?? '';
  return {
    portal: parts.portal,
    now: parts.now,
    request,
    dated: parts.dated,
    query,
    source: parts.source,
    scopes: parts.scopes,
    param,
    type: (parameter = 'objectType') => objectType(param(parameter)),
    body: () => asObject(jsonBody(request), 'the body'),
    link: (changes) => {
      const changed = new URLSearchParams(query);
      for (const [name, value] of Object.entries(changes)) changed.set(name, value);
      return `${originOf(request)}${request.path}?${changed.toString()}`;
    },
  };
}

/** The address the caller called: links lead back to where they were read, so that following one never leaves the sandbox. */
export function originOf(request: SandboxRequest): string {
  const host = request.headers['host'];
  return host === undefined ? 'https://api.hubapi.com' : `http://${host}`;
}
