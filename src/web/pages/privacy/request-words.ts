// How requests and what is done with them are called and coloured. Invariant: a kind, ground or problem that has no words yet is shown by
// its own name.
import { useMemo } from 'react';
import { useText, type Text } from '../../i18n/language.ts';
import { useNamed } from '../../i18n/named.ts';
import { useFormat } from '../../outside.ts';
import type { RequestItem, Step } from './use-request.ts';

export const STATE_COLOURS = {
  received: 'yellow', identityPending: 'yellow', verified: 'spruce', discovering: 'spruce', review: 'yellow', approved: 'spruce', armed: 'spruce', erasing: 'spruce', verifying: 'spruce',
  completed: 'green', retentionDue: 'yellow', refused: 'gray', cancelled: 'gray',
} as const;
export const STEP_COLOURS = { found: 'gray', sent: 'spruce', done: 'green', retained: 'gray', manual: 'yellow', failed: 'red', gone: 'green' } as const;
export const ALARM_COLOURS = { none: 'gray', soon: 'yellow', near: 'yellow', late: 'red' } as const;
export const OVER: readonly string[] = ['completed', 'refused', 'cancelled'];

const SHORT = 8;
/** Before the code of a step that the system will not have done so. */
const REFUSED = 'refused:';
export const isRefused = ({ state, problem }: Pick<Step, 'state' | 'problem'>): boolean => state === 'failed' && problem?.startsWith(REFUSED) === true;

/** "in 12 days", "3 days late". */
export function daysText(t: Text, daysLeft: number): string {
  if (daysLeft === 0) return t('privacy:requests.today');
  return daysLeft < 0 ? t('privacy:requests.overdue', { count: -daysLeft }) : t('privacy:requests.left', { count: daysLeft });
}

export function nameOfRequest(t: Text, { about, id }: Pick<RequestItem, 'about' | 'id'>): string {
  return about ?? t('privacy:requests.anonymous', { id: id.slice(0, SHORT) });
}

interface Called {
  readonly system: (name: string) => string;
  readonly kind: (name: string) => string;
  readonly ground: (step: Pick<Step, 'ground' | 'until'>) => string | null;
  readonly problem: (code: string) => string;
  readonly identity: (how: string) => string;
  /** Who did something: one of us, or a system. */
  readonly by: (name: string) => string;
}

export function useCalled(): Called {
  const named = useNamed();
  const { t } = useText();
  const { date } = useFormat();
  return useMemo(() => ({
    system: (name) => named(`privacy:system.${name}`, name),
    kind: (name) => named(`privacy:kind.${name}`, name),
    problem: (code) => {
      const plain = code.startsWith(REFUSED) ? code.slice(REFUSED.length) : code;
      const text = named(`privacy:reason.${plain}`, plain);
      return plain === code ? text : t('privacy:refusedBy', { problem: text });
    },
    by: (name) => (name === 'crm' || name === 'psa' ? t(`privacy:origin.${name}`) : name),
    identity: (how) => named(`privacy:identity.way.${how}`, how),
    ground: ({ ground, until }) => {
      if (ground === null) return null;
      const called = named(`privacy:ground.${ground}`, ground);
      return until === null ? called : `${called}, ${t('privacy:ground.until', { date: date(until) })}`;
    },
  }), [named, t, date]);
}
