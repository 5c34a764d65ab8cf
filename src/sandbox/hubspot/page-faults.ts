// Home of the faults that bend a right answer: short, empty and repeated pages, rows without their time. Invariant: only
// the answer is bent; what is stored stays right.
import type { FaultRule } from '../faults.ts';
import type { SandboxRequest, SandboxResponse } from '../contract.ts';
import type { Json } from './wire.ts';

export function bend(kind: FaultRule['kind'], request: SandboxRequest, response: SandboxResponse): SandboxResponse {
  const body = response.body as Json | null;
  const results = body?.['results'];
  if (response.status !== 200 || body === null || !Array.isArray(results)) return response;
  const after = nextAfter(body);
  switch (kind) {
    case 'short-page': {
      // What is cut off comes with the next page, as if the page had been smaller.
      const kept = results.slice(0, Math.ceil(results.length / 2)) as Json[];
      const next = results[kept.length] as Json | undefined;
      return next === undefined ? response : { ...response, body: { ...body, results: kept, paging: { next: { after: cursorAfter(request, kept.length, next) } } } };
    }
    case 'empty-page-with-token':
      return after === null ? response : { ...response, body: { ...body, results: [], paging: { next: { after: cursorOf(request, results[0] as Json) } } } };
    case 'repeat-token':
      return after === null ? response : { ...response, body: { ...body, paging: { next: { after: cursorOf(request, results[0] as Json) } } } };
    case 'null-timestamp':
      return { ...response, body: { ...body, results: (results as Json[]).map(withoutTime) } };
    default:
      return response;
  }
}

function nextAfter(body: Json): string | null {
  const next = (body['paging'] as Json | undefined)?.['next'] as Json | undefined;
  return typeof next?.['after'] === 'string' ? next['after'] : null;
}

/** The cursor that leads to this same page: an offset for a search, an id for a list. */
function cursorOf(request: SandboxRequest, first: Json | undefined): string {
  return cursorAfter(request, 0, first ?? {});
}

function cursorAfter(request: SandboxRequest, count: number, next: Json): string {
  if (request.method !== 'POST') return String(next['id']);
  const sent = (JSON.parse(request.body) as Json)['after'];
  return String(Number(sent ?? 0) + count);
}

function withoutTime(row: Json): Json {
  const properties = row['properties'] as Json | undefined;
  if (properties === undefined) return row;
  const emptied = Object.fromEntries(['lastmodifieddate', 'hs_lastmodifieddate'].filter((name) => name in properties).map((name) => [name, null]));
  return { ...row, properties: { ...properties, ...emptied } };
}
