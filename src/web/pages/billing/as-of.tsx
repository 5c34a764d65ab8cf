// Of which day the figures are, chosen and said. Invariant: of another day than today it is said what is known of it.
import { Alert, Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Freshness } from '../../components/freshness.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { dayIn } from '../../format/format.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat, useNow } from '../../outside.ts';

interface AsOfProps {
  /** Null: today. */
  readonly asOf: string | null;
  readonly setAsOf: (day: string | null) => void;
}

export function AsOfPicker({ asOf, setAsOf }: AsOfProps): ReactElement {
  const { t } = useText();
  const today = useToday();
  return (
    <Group gap="xs" align="flex-end">
      {asOf !== null && asOf !== today && <Button variant="subtle" onClick={() => setAsOf(null)}>{t('billing:toToday')}</Button>}
      <PlainDateInput label={t('billing:asOf')} value={asOf ?? today} onChange={(day) => setAsOf(day === today ? null : day)} />
    </Group>
  );
}

/** Says nothing of today. */
export function AsOfNotice({ asOf }: { readonly asOf: string | null }): ReactElement | null {
  const { t } = useText();
  const { date } = useFormat();
  const today = useToday();
  if (asOf === null || asOf === today) return null;
  return <Alert variant="light" color="yellow" mb="md">{t(asOf < today ? 'billing:asOfPast' : 'billing:asOfComing', { day: date(asOf) })}</Alert>;
}

/** When the feed that was read the longest ago was read. */
export function FlowFreshness({ freshness }: { readonly freshness: Readonly<Record<string, string>> }): ReactElement {
  const { t } = useText();
  const [oldest = null] = Object.entries(freshness).flatMap(([feed, at]) => (FEEDS.has(feed) ? [at] : [])).toSorted();
  return <Group gap={6} component="span"><Text span size="xs" c="dimmed">{t('billing:fresh')}</Text><Freshness asOf={oldest} /></Group>;
}

/** What the flow is made of. */
const FEEDS: ReadonlySet<string> = new Set(['workHours', 'projectFees', 'travelExpenses', 'flatRates', 'invoices', 'invoiceRows'].map((feed) => `psa:${feed}`));

function useToday(): string {
  const { timeZone } = useFormat();
  return dayIn(timeZone, new Date(useNow()).toISOString());
}
