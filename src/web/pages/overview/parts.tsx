// The parts of the first page that somebody with these rights has. Invariant: each is there for those who may open the pages it leads to.
import { Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { CustomerPart } from './customer-part.tsx';
import { ErasurePart } from './erasure-part.tsx';
import { FunnelPart } from './funnel-part.tsx';
import { InboxPart } from './inbox-part.tsx';
import { MoneyPart } from './money-part.tsx';
import { PipelinePart } from './pipeline-part.tsx';
import { SyncPart } from './sync-part.tsx';
import { TodayPart } from './today-part.tsx';
import { TrailPart } from './trail-part.tsx';

const PARTS = [
  { right: 'erasures', Part: ErasurePart },
  { right: 'runs', Part: SyncPart },
  { right: 'inboxes', Part: InboxPart },
  { right: 'billableFlow', Part: MoneyPart },
  { right: 'salesCases', Part: PipelinePart },
  { right: 'funnel', Part: FunnelPart },
  { right: 'consents', Part: CustomerPart },
  { right: 'accounts', Part: TodayPart },
  { right: 'audit', Part: TrailPart },
] as const;

export default function Parts(): ReactElement {
  const session = useSession();
  return <Stack gap="xl">{PARTS.filter(({ right }) => may(session, { reads: [right] })).map(({ right, Part }) => <Part key={right} />)}</Stack>;
}
