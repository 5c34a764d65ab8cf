// One request to be forgotten, from its arrival to its last check. Invariants: what it waits for stands first; accepted, done and verified are
// shown as three different things; what was found is shown only while it is decided on.
import { Badge, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useParams } from 'react-router';
import listed from '../../components/facts.module.css';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { LettersPart } from './letters-part.tsx';
import { ReceiptPart } from './receipt-part.tsx';
import { RequestChecks } from './request-checks.tsx';
import { RequestDeeds } from './request-deeds.tsx';
import { RequestNext } from './request-next.tsx';
import { RequestPath, ThreeMarks } from './request-path.tsx';
import { RequestSteps } from './request-steps.tsx';
import { RequestSystems } from './request-systems.tsx';
import { ALARM_COLOURS, daysText, OVER, STATE_COLOURS, useCalled } from './request-words.ts';
import { ReviewPart } from './review-part.tsx';
import { useRequest, type Request } from './use-request.ts';

const ARMED: readonly string[] = ['armed', 'erasing', 'verifying', 'completed', 'retentionDue'];
const UNKNOWN: readonly string[] = ['received', 'identityPending'];

export default function RequestPage(): ReactElement {
  const { t } = useText();
  const { id = '' } = useParams();
  const request = useRequest(id);
  if (request.isPending) return <PageSkeleton />;
  if (request.isError) return <><PageHeader title={t('start:page.request')} /><ErrorNotice error={request.error} onRetry={() => void request.refetch()} /></>;
  const one = request.data;
  const isArmed = ARMED.includes(one.state);
  const isStopped = one.state === 'refused' || one.state === 'cancelled';
  return (
    <>
      <PageHeader
        title={one.about ?? t('privacy:requests.anonymous', { id: one.id.slice(0, 8) })}
        text={<Group gap={8} mt={4}><Badge color={STATE_COLOURS[one.state]}>{t(`privacy:state.${one.state}`)}</Badge>{!OVER.includes(one.state) && one.doneAt === null && <Badge color={ALARM_COLOURS[one.alarm]}>{daysText(t, one.daysLeft)}</Badge>}</Group>}
        actions={<RequestDeeds request={one} />}
      />
      <Stack gap="lg">
        <RequestPath request={one} />
        <RequestNext request={one} />
        <Facts request={one} />
        {isArmed && <ThreeMarks request={one} />}
        {!UNKNOWN.includes(one.state) && !isStopped && <RequestSystems request={one} />}
        {one.state === 'review' && one.next !== 'person' && <ReviewPart request={one} />}
        {isArmed && <RequestSteps request={one} />}
        {isArmed && <RequestChecks request={one} />}
        {one.hasReceipt && <ReceiptPart request={one} />}
        <LettersPart request={one} />
      </Stack>
    </>
  );
}

function Facts({ request }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const { date, instant, instantDate } = useFormat();
  const called = useCalled();
  const { id, dueOn, extended, receivedAt, origin, requestedBy, identity, retainedUntil, refused, cancelled, lifted } = request;
  const facts: readonly (readonly [name: string, value: ReactElement | string | null])[] = [
    [t('privacy:one.due'), <>{date(dueOn)}{extended !== null && <Text span size="sm" c="dimmed" display="block">{t('privacy:one.extended', { at: instantDate(extended.at), by: extended.by, reason: extended.reason })}</Text>}</>],
    [t('privacy:one.received'), instantDate(receivedAt)],
    [t('privacy:one.origin'), t(`privacy:origin.${origin}`)],
    [t('privacy:one.by'), called.by(requestedBy)],
    [t('privacy:one.identity'), identity && t('privacy:one.identityBy', { how: called.identity(identity.how), by: called.by(identity.by), at: instant(identity.at) })],
    [t('privacy:one.kept'), retainedUntil && date(retainedUntil)],
    [t('privacy:state.refused'), refused && <>{t('privacy:one.over', { at: instant(refused.at), by: refused.by })}<Text span size="sm" c="dimmed" display="block">{refused.reason}</Text></>],
    [t('privacy:state.cancelled'), cancelled && t('privacy:one.over', { at: instant(cancelled.at), by: cancelled.by })],
    [t('privacy:one.lifted'), lifted && t('privacy:one.over', { at: instant(lifted.at), by: lifted.by })],
    [t('privacy:one.id'), <Text key="id" span size="sm" ff="monospace">{id}</Text>],
  ];
  return <dl className={listed['facts']} aria-label={t('privacy:one.facts')}>{facts.map(([name, value]) => (value === null ? null : <div key={name}><dt>{name}</dt><dd>{value}</dd></div>))}</dl>;
}
