// Which record a worker looked at when, by id or by a list of what changed: what it may not claim to have missed afterwards.
import type { RemoteSide } from '../../../src/core/vocabulary.ts';
import type { Served } from '../network.ts';

export class Looks {
  readonly #at = new Map<string, number[]>();
  #pulledUntil = 0;

  /** @param served every answer of a vendor */
  note(served: Served): void {
    const { worker, side, kind, servedAt, response, fault } = served;
    if (kind !== 'read' || response.cut !== undefined || response.status >= 300 || (fault !== null && fault !== 'null-timestamp')) return;
    if (side === 'psa') this.#notePsa(served);
    else if (!served.request.path.endsWith('/search')) for (const id of companiesIn(response.body)) this.#add(`${worker} ${side} ${id}`, servedAt);
  }

  /** The last look before `time`; 0 when there was none. */
  before(worker: string, side: RemoteSide, id: string, time: number): number {
    const all = [`${worker} ${side} ${id}`, `${worker} ${side} changes`].flatMap((key) => this.#at.get(key) ?? []);
    return Math.max(0, ...all.filter((at) => at <= time));
  }

  /** All changes of Severa's customers and addresses before `since` are in the store. */
  pulled(since: number): void {
    this.#pulledUntil = since;
  }

  get pulledUntil(): number {
    return this.#pulledUntil;
  }

  #notePsa({ worker, side, request, response, servedAt }: Served): void {
    const path = request.path.replace('/rest-api', '');
    const single = /^\/v1\/customers\/([^/]+)$/.exec(path)?.[1];
    if (single !== undefined) this.#add(`${worker} ${side} ${single}`, servedAt);
    // A list of changes that came whole in one page tells of every customer that it did not change.
    const isWhole = !('NextPageToken' in response.headers) && !request.query.includes('pageToken');
    if (path === '/v1/customers' && request.query.includes('changedSince') && isWhole) this.#add(`${worker} ${side} changes`, servedAt);
  }

  #add(key: string, at: number): void {
    const list = this.#at.get(key);
    if (list) list.push(at);
    else this.#at.set(key, [at]);
  }
}

function companiesIn(body: unknown): readonly string[] {
  const found = body as { readonly results?: readonly { readonly id?: string }[]; readonly id?: string } | null;
  return [...(found?.results ?? []).map((row) => row.id), found?.id].filter((id) => id !== undefined);
}
