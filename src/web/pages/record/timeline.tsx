// What happened with an account, or with one of its sales cases, page after page, all of it or some kinds. Invariants: which kinds are
// shown stands in the address, so that a link shows the same; only kinds that the person may see can be chosen.
import { Chip, Group, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { TimelineList, type TimelineEvent } from '../../components/timeline-list.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may, type Need } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { StateBadge, STATES } from '../billing/state-badge.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { stateWord } from './case-list.tsx';
import { SectionCard } from './section-card.tsx';

type Item = z.output<typeof CONTRACTS.timeline.answer>['items'][number];
const KINDS = ['deal', 'dealWon', 'dealLost', 'proposal', 'project', 'projectClosed', 'invoice', 'creditNote', 'activity', 'touch'] as const;
/** Of these kinds a right of their own is needed. */
const NEEDS: Readonly<Partial<Record<Item['kind'], Need>>> = { activity: { reads: ['activities'] }, touch: { reads: ['touches'] } };
const PAGE = 25;
/** Of one sales case little is on each page. */
const WIDE_PAGE = 200;

interface TimelineProps {
  readonly account: string;
  /** Only what belongs to this sales case. */
  readonly deal?: string;
}

export function Timeline({ account, deal }: TimelineProps): ReactElement {
  const { t } = useText();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const session = useSession();
  const offered = KINDS.filter((kind) => may(session, NEEDS[kind] ?? {}));
  const kinds = offered.filter((kind) => params.getAll('kind').includes(kind));
  const events = useEvents();
  const pages = useInfiniteQuery({
    queryKey: ['timeline', account, kinds, deal === undefined],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.ask(CONTRACTS.timeline, { params: { id: account }, query: { limit: deal === undefined ? PAGE : WIDE_PAGE, ...(kinds.length > 0 && { kind: [...kinds] }), ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    getNextPageParam: ({ next }) => next,
  });
  const show = (chosen: readonly string[]): void => setParams((before) => { before.delete('kind'); for (const kind of chosen) before.append('kind', kind); return before; }, { replace: true, preventScrollReset: true });
  const items = (pages.data?.pages ?? []).flatMap((page) => page.items).filter((item) => deal === undefined || item.deal === deal || item.id === deal);
  return (
    <SectionCard title={t('record:timeline.title')}>
      {deal === undefined && (
        <Chip.Group multiple value={[...kinds]} onChange={show}>
          <Group gap={6} mb="md" role="group" aria-label={t('record:timeline.filter')}>{offered.map((kind) => <Chip key={kind} value={kind} size="xs">{t(`record:timeline.${kind}`)}</Chip>)}</Group>
        </Chip.Group>
      )}
      {pages.isPending && <Skeleton height={160} />}
      {pages.isError && <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.data && items.length === 0 && kinds.length > 0 && <Text size="sm" c="dimmed">{t('record:timeline.none')}</Text>}
      {pages.data && !(items.length === 0 && kinds.length > 0) && (
        <TimelineList events={events(items)} {...(pages.hasNextPage && { onMore: () => void pages.fetchNextPage() })} loadingMore={pages.isFetchingNextPage} />
      )}
    </SectionCard>
  );
}

function useEvents(): (items: readonly Item[]) => readonly TimelineEvent[] {
  const { t } = useText();
  const { money } = useFormat();
  const titleOf = ({ kind, title, number }: Item): string => title ?? (number !== null ? t('record:timeline.number', { number }) : t(kind === 'invoice' || kind === 'creditNote' ? 'record:timeline.unnumbered' : 'record:timeline.untitled'));
  return (items) =>
    items.map((item) => {
      const { id, kind, at, on, deal, amount, currency } = item;
      const text = <Details item={item} />;
      return {
        id: `${kind} ${id}`, at: on ?? at, kind: t(`record:timeline.${kind}`), text,
        title: deal === null ? <Text span size="sm" fw={550}>{titleOf(item)}</Text> : <Text span size="sm"><RecordLink to="salesCase" id={deal}>{titleOf(item)}</RecordLink></Text>,
        ...(amount !== undefined && amount !== null && currency !== null && { figure: money({ amount, currency }) }),
      };
    });
}

const WHAT = ['task', 'meeting', 'call', 'email'] as const;

function Details({ item: { kind, title, number, state, what } }: { readonly item: Item }): ReactElement {
  const { t } = useText();
  const flow = kind === 'invoice' || kind === 'creditNote' ? STATES.find((one) => one === state) : undefined;
  const known = WHAT.find((one) => one === what);
  const words = [
    ...(known === undefined ? (what === null ? [] : [what]) : [t(`record:what.${known}`)]),
    ...(title !== null && number !== null ? [t('record:timeline.number', { number })] : []),
    ...(flow === undefined && state !== null && !kind.startsWith('dealW') && !kind.startsWith('dealL') ? [stateWord(state, t)] : []),
  ];
  return <Group gap={8} component="span">{words.length > 0 && <span>{words.join(' · ')}</span>}{flow !== undefined && <StateBadge state={flow} />}</Group>;
}
