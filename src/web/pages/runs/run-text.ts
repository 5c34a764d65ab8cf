// What runs come to in the words of the reader. Invariant: what has no word here (a new kind of record) is called as the server calls it.
import { useMemo } from 'react';
import type { CONTRACTS } from '../../../api/contract.ts';
import { useText, type Text } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';

export type RunItem = ReturnType<typeof CONTRACTS.runs.answer.parse>['items'][number];
export type RunDetail = ReturnType<typeof CONTRACTS.run.answer.parse>;
type BySide = RunItem['created'];

export const SIDES = ['psa', 'crm', 'local'] as const;
/** Of records, not of the rows that only flow in. */
export const ENTITIES = ['account', 'contact', 'salesCase', 'activity'] as const;
const MIRRORS = ['users', 'projects', 'statusHistory', 'phases', 'proposals', 'proposalRows', 'invoices', 'invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates', 'touches'] as const;
const NAMES: readonly string[] = [...ENTITIES, ...MIRRORS];
export const STATE_COLOURS = { waiting: 'gray', running: 'spruce', done: 'green', halted: 'yellow', failed: 'red' } as const;

export function sumOf({ psa, crm, local }: BySide): number {
  return psa + crm + local;
}

/** Several of a kind: "sales cases". */
export function entityText(t: Text, name: string): string {
  return NAMES.includes(name) ? t(`runs:entity.${name as (typeof ENTITIES)[number]}`) : name;
}

export interface RunText {
  /** What it wrote, or would have. */
  readonly came: (run: RunItem) => string;
  readonly attention: (run: Pick<RunItem, 'conflicts' | 'matches' | 'held'>) => string;
  /** Null while it has not ended. */
  readonly took: (run: Pick<RunItem, 'startedAt' | 'finishedAt'>) => string | null;
  /** "Severa 2", "HubSpot 3"; none where nothing was. */
  readonly bySide: (counts: BySide) => readonly string[];
}

export function useRunText(): RunText {
  const { t } = useText();
  const { list, number } = useFormat();
  return useMemo(() => {
    const some = (parts: readonly (string | null)[]): readonly string[] => parts.filter((part) => part !== null);
    return {
      came: (run) => {
        if (run.state === 'waiting' || run.state === 'running') return '';
        const written = some((['created', 'updated', 'archived'] as const).map((name) => (sumOf(run[name]) > 0 ? t(`runs:came.${name}`, { count: sumOf(run[name]) }) : null)));
        const what = written.length > 0 ? list(written) : t('runs:came.nothing');
        const would = written.length > 0 && (run.kind === 'dry-run' || run.state === 'halted');
        const rest = some([run.failed > 0 ? t('runs:came.failed', { count: run.failed }) : null, run.rows.changed > 0 ? t('runs:came.rows', { count: run.rows.changed }) : null]);
        return [would ? t('runs:came.would', { what }) : what, ...rest].join('; ');
      },
      attention: ({ conflicts, matches, held }) => list(some([conflicts > 0 ? t('runs:attention.conflicts', { count: conflicts }) : null, matches > 0 ? t('runs:attention.matches', { count: matches }) : null, held > 0 ? t('runs:attention.held', { count: held }) : null])),
      took: ({ startedAt, finishedAt }) => {
        if (finishedAt === null) return null;
        const seconds = Math.max(0, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000));
        if (seconds < 60) return t('runs:took.seconds', { count: seconds });
        const minutes = Math.floor(seconds / 60);
        return minutes < 60 ? t('runs:took.minutes', { minutes, seconds: seconds % 60 }) : t('runs:took.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
      },
      bySide: (counts) => SIDES.flatMap((side) => (counts[side] > 0 ? [t('runs:report.in', { system: t(`runs:system.${side}`), figure: number(counts[side]) })] : [])),
    };
  }, [t, list, number]);
}
