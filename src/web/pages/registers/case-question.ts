// Which sales cases the address asks for, as the figures and the board ask the server. Invariant: the same names as the list sends.
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../session.ts';
import { may } from '../../rights.ts';

export type CaseState = 'open' | 'won' | 'lost';

interface CaseQuestion {
  readonly q?: string;
  readonly owner?: string;
  readonly account?: string;
  readonly expectedFrom?: string;
  readonly expectedUntil?: string;
  readonly state?: CaseState[];
}

const NAMES = ['q', 'owner', 'account', 'expectedFrom', 'expectedUntil'] as const;

/** Without the stage. @param state null: any */
export function useCaseQuestion(state: CaseState | null): CaseQuestion {
  const [params] = useSearchParams();
  return useMemo(() => {
    const given = NAMES.flatMap((name) => { const value = params.get(name); return value === null || value === '' ? [] : [[name, value] as const]; });
    return { ...Object.fromEntries(given), ...(state !== null && { state: [state] }) };
  }, [params, state]);
}

/** Whoever sells sees what they sell for; so does whoever sees amounts. */
export function useSeesValues(): boolean {
  const session = useSession();
  return may(session, { reads: ['amounts'] }) || may(session, { changes: ['salesCases'] });
}
