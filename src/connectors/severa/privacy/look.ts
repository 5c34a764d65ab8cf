// Home of what all looks of one search have in common: what the credential may do, and what could not be looked at. Invariant: what
// may not be read is never taken for nothing: it becomes a trace that a person sees to.
import { AccessError } from '../../../lib/errors.ts';
import type { Trace } from '../../privacy.ts';
import type { Sources } from '../sources.ts';

export type LookSources = Pick<Sources, 'http' | 'lists'>;

export interface Look extends LookSources {
  /** True unless the system says that the credential lacks the scope. */
  may(scope: string): boolean;
  /** The look's answer, or `none` when the credential may not: then a trace says so. */
  tried<T>(area: string, kind: string, look: () => Promise<T>, none: T): Promise<T>;
  /** What could not be looked at. */
  readonly unseen: ReadonlyMap<string, Trace>;
}

/** @param scopes null: the system does not say */
export function createLook(sources: LookSources, scopes: readonly string[] | null): Look {
  const unseen = new Map<string, Trace>();
  return {
    ...sources,
    unseen,
    may: (scope) => scopes === null || scopes.includes(scope),
    tried: async (area, kind, look, none) => {
      try {
        return await look();
      } catch (error) {
        if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
        // The scope is there: it is an add-on that is not, and nothing can have been kept without it.
        if (scopes?.includes(`${area}:read`)) return none;
        const id = `scopes:${area}`;
        unseen.set(id, { id, kind, treatment: 'manual', reason: 'scope-missing', sure: true, others: 0, texts: {}, content: { scope: `${area}:read` } });
        return none;
      }
    },
  };
}

export async function everything<Row>(pages: AsyncIterable<{ readonly rows: readonly Row[] }>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const page of pages) all.push(...page.rows);
  return all;
}

/** Label → value, without the empty ones. */
export function filledIn(values: Readonly<Record<string, string | number | boolean | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([label, value]) => (value === null || value === undefined || value === '' ? [] : [[label, String(value)]])));
}
