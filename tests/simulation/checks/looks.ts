// Which record a worker looked at when, by id or by a list of what changed: what it may not claim to have missed afterwards.
import type { RemoteSide } from '../../../src/core/vocabulary.ts';
import { subjectOf } from '../calls.ts';
import type { Served } from '../network.ts';
import { keyOf } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';

/** Faults of a page: what it shows is as true as ever. */
const SHOWN_ANYWAY: readonly string[] = ['null-timestamp', 'short-page', 'empty-page-with-token', 'repeat-token'];

export class Looks {
  readonly #at = new Map<string, number[]>();
  readonly #pulledUntil = new Map<string, number>();

  /** @param served every answer of a vendor */
  note(served: Served): void {
    const { worker, side, kind: call, servedAt, response, fault, request } = served;
    if (call !== 'read' || response.cut !== undefined || response.status >= 300 || (fault !== null && !SHOWN_ANYWAY.includes(fault))) return;
    const kind = subjectOf(side, request.path);
    // The search index lags, and associations are looked at apart.
    if (kind === null || request.path.endsWith('/search') || request.path.includes('/associations/')) return;
    for (const id of idsIn(response.body)) this.#add(`${worker} ${keyOf({ side, kind, id })}`, servedAt);
    if (side === 'psa' && (fault === null || fault === 'null-timestamp')) this.#noteList(served, kind);
  }

  /** The last look before `time`; 0 when there was none. */
  before(worker: string, ref: Ref, time: number): number {
    const all = [`${worker} ${keyOf(ref)}`, `${worker} ${ref.side}:${ref.kind} changes`].flatMap((key) => this.#at.get(key) ?? []);
    return Math.max(0, ...all.filter((at) => at <= time));
  }

  /** All changes of these records are in the store, those of what hangs below them included. */
  pulled(side: RemoteSide, kind: Kind, since: number): void {
    this.#pulledUntil.set(`${side}:${kind}`, since);
  }

  pulledUntil(side: RemoteSide, kind: Kind): number {
    return this.#pulledUntil.get(`${side}:${kind}`) ?? 0;
  }

  /** A list of changes that came whole in one page tells of every record that it did not change. */
  #noteList({ worker, request, response, servedAt }: Served, kind: Kind): void {
    const isList = /\/v1\/(?:customers|contactpersons|projects)$/u.test(request.path);
    const isWhole = !('NextPageToken' in response.headers) && !request.query.includes('pageToken') && !/firstRow=[1-9]/u.test(request.query);
    // A change of a project's status moves a time of its own, so one list of projects does not tell of all.
    if (isList && kind !== 'salesCase' && isWhole && request.query.includes('changedSince')) this.#add(`${worker} psa:${kind} changes`, servedAt);
  }

  #add(key: string, at: number): void {
    const list = this.#at.get(key);
    if (list) list.push(at);
    else this.#at.set(key, [at]);
  }
}

interface Shown {
  readonly id?: string;
  readonly guid?: string;
}

function idsIn(body: unknown): readonly string[] {
  if (body === null || typeof body !== 'object') return [];
  const found = body as Shown & { readonly results?: readonly Shown[] };
  const rows = Array.isArray(body) ? (body as readonly Shown[]) : [...(found.results ?? []), found];
  return rows.map(({ id, guid }) => id ?? guid).filter((id) => id !== undefined);
}
