// The first page: what matters today to somebody with these rights. Invariant: each part is there for those who may open the pages it
// leads to; whoever may open none is told what to do.
import { Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { EmptyNotice } from '../components/notices.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { useText } from '../i18n/language.ts';
import { may } from '../rights.ts';
import { useSession } from '../session.ts';
import { CustomerPart } from './overview/customer-part.tsx';
import { FunnelPart } from './overview/funnel-part.tsx';
import { InboxPart } from './overview/inbox-part.tsx';
import { MoneyPart } from './overview/money-part.tsx';
import { PipelinePart } from './overview/pipeline-part.tsx';
import { SyncPart } from './overview/sync-part.tsx';
import { TodayPart } from './overview/today-part.tsx';
import { TrailPart } from './overview/trail-part.tsx';

const PARTS = [
  { right: 'runs', Part: SyncPart },
  { right: 'inboxes', Part: InboxPart },
  { right: 'billableFlow', Part: MoneyPart },
  { right: 'salesCases', Part: PipelinePart },
  { right: 'funnel', Part: FunnelPart },
  { right: 'consents', Part: CustomerPart },
  { right: 'accounts', Part: TodayPart },
  { right: 'audit', Part: TrailPart },
] as const;

export default function Home(): ReactElement {
  const { t } = useText();
  const session = useSession();
  const parts = PARTS.filter(({ right }) => may(session, { reads: [right] }));
  const roles = session.roles.length;
  return (
    <>
      <PageHeader title={t('start:home.hello', { name: session.user.name })} text={t('start:home.where', { workspace: session.workspace.label })} />
      {roles === 0 && <EmptyNotice title={t('start:home.none.title')} text={t('start:home.none.text')} />}
      <Stack gap="xl">{parts.map(({ right, Part }) => <Part key={right} />)}</Stack>
    </>
  );
}
