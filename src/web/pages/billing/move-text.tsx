// A move in words: what went from where to where. What was not there before is new; what is there no more is gone.
import { Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { StateBadge, type BillingState } from './state-badge.tsx';

interface MoveTextProps {
  readonly from: BillingState | null;
  readonly to: BillingState | null;
}

export function MoveText({ from, to }: MoveTextProps): ReactElement {
  const { t } = useText();
  return (
    <Group gap={6} component="span">
      {from === null ? <Text span size="sm" c="dimmed">{t('billing:moves.appeared')}</Text> : <StateBadge state={from} />}
      <span aria-hidden="true">→</span>
      {to === null ? <Text span size="sm" c="dimmed">{t('billing:moves.gone')}</Text> : <StateBadge state={to} />}
    </Group>
  );
}

const KINDS = ['workHour', 'projectFee', 'travelExpense', 'flatRate', 'invoiceRow', 'rounding', 'invoice'] as const;

/** The kind of a piece of work in words; one that we have no word for is shown as it is called. */
export function useKindText(): (kind: string) => string {
  const { t } = useText();
  return (kind) => {
    const known = KINDS.find((one) => one === kind);
    return known === undefined ? kind : t(`billing:kind.${known}`);
  };
}
