// A state of the billable flow, as the pages show it everywhere: the word, and a colour beside it.
import { Badge } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';

/** In the order of the flow. */
export const STATES = ['unapproved', 'approved', 'draft', 'invoiced', 'overdue', 'paid', 'credited', 'notBillable', 'removed'] as const;
export type BillingState = (typeof STATES)[number];

/** What is neither paid nor credited, and may be billed. */
export const OPEN_STATES: readonly BillingState[] = ['unapproved', 'approved', 'draft', 'invoiced', 'overdue'];
/** All of the flow. */
export const FLOW_STATES: readonly BillingState[] = [...OPEN_STATES, 'paid', 'credited'];

/** Mantine's names of colours. */
export const STATE_COLOURS: Readonly<Record<BillingState, string>> = {
  unapproved: 'yellow', approved: 'spruce', draft: 'thread', invoiced: 'spruce', overdue: 'red', paid: 'green', credited: 'gray', notBillable: 'gray', removed: 'gray',
};

export function StateBadge({ state }: { readonly state: BillingState }): ReactElement {
  const { t } = useText();
  return <Badge color={STATE_COLOURS[state]}>{t(`billing:short.${state}`)}</Badge>;
}
