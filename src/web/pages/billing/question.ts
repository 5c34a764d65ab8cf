// What the pages of the billable flow ask alike: of which day, in which language a file is written, and whether there are amounts.
// Invariant: the day stands in the address, so a link shows the same to everybody; without one it is today.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useText } from '../../i18n/language.ts';
import { useSession } from '../../session.ts';

const DAY_MS = 86_400_000;

interface FlowQuestion {
  /** Null: today. */
  readonly asOf: string | null;
  readonly setAsOf: (day: string | null) => void;
  readonly withAmounts: boolean;
  /** For a list: what its own state does not say. */
  readonly also: { readonly asOf: string | null; readonly locale: 'fi' | 'en' };
}

export function useFlowQuestion(): FlowQuestion {
  const [params, setParams] = useSearchParams();
  const { language } = useText();
  const { reads } = useSession();
  const given = params.get('asOf');
  const asOf = given !== null && /^\d{4}-\d{2}-\d{2}$/u.test(given) ? given : null;
  const also = useMemo(() => ({ asOf, locale: language }), [asOf, language]);
  return { asOf, setAsOf: (day) => setParams((kept) => withParameters(kept, { asOf: day }), { replace: true }), withAmounts: reads.includes('amounts'), also };
}

/** The address with these parameters, from the list's first page: a cursor belongs to its question. Null takes one away. */
export function withParameters(kept: URLSearchParams, change: Readonly<Record<string, string | null>>): URLSearchParams {
  const params = new URLSearchParams(kept);
  for (const [name, value] of Object.entries({ ...change, cursor: null, page: null })) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params;
}

/** A plain date so many days earlier. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one plain date to another. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
