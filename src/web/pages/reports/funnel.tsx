// The funnel: how many have reached each stage, in all and by where they came from. Invariant: whoever reached a stage counts in those
// before it, so a share is never above all.
import { Group, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { sourceWord } from '../../../api/contract/source-words.ts';
import { ChartCard } from '../../components/chart-card.tsx';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PlainDateInput } from '../../forms/plain-date-input.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { ExportMenu } from '../../table/table-toolbar.tsx';
import { withParameters } from '../billing/question.ts';
import { OwnerChoice } from './owner-choice.tsx';
import { DAY } from './use-report-filters.ts';

type Row = z.output<typeof CONTRACTS.funnel.answer>['all'];

const STAGES = ['prospect', 'mql', 'sql', 'opportunity', 'customer'] as const;

export default function Funnel(): ReactElement {
  const { t, language } = useText();
  const { number } = useFormat();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const of = params.get('of') === 'account' ? 'account' : 'contact';
  const day = (name: 'from' | 'to'): string | null => (of === 'contact' && DAY.test(params.get(name) ?? '') ? params.get(name) : null);
  const [from, to] = [day('from'), day('to')];
  const owner = params.get('owner');
  const query = { of, ...(owner === null ? {} : { owner }), ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) } as const;
  const funnel = useQuery({ queryKey: ['funnel', of, owner, from, to], queryFn: ({ signal }) => api.ask(CONTRACTS.funnel, { query, signal }) });
  const set = (change: Readonly<Record<string, string | null>>): void => setParams((kept) => withParameters(kept, change), { replace: true });
  return (
    <>
      <PageHeader
        text={t('reports:funnel.text')}
        actions={
          <Group align="flex-end" gap="sm">
            <SegmentedControl aria-label={t('reports:funnel.of')} value={of} onChange={(value) => set({ of: value === 'contact' ? null : value })} data={(['contact', 'account'] as const).map((value) => ({ value, label: t(`reports:funnel.${value}`) }))} />
            <OwnerChoice value={owner} onChange={(value) => set({ owner: value })} />
            {of === 'contact' && <PlainDateInput label={t('reports:from')} value={from} onChange={(value) => set({ from: value })} />}
            {of === 'contact' && <PlainDateInput label={t('reports:to')} value={to} onChange={(value) => set({ to: value })} />}
          </Group>
        }
      />
      {funnel.isError && <ErrorNotice error={funnel.error} onRetry={() => void funnel.refetch()} />}
      {funnel.isPending && <PageSkeleton />}
      {funnel.data?.all.reached.prospect === 0 && <EmptyNotice title={t('reports:funnel.empty.title')} text={[owner, from, to].every((each) => each === null) ? t('reports:funnel.empty.text') : t('reports:narrowed')} />}
      {funnel.data && funnel.data.all.reached.prospect > 0 && (
        <Stack gap="lg">
          <ChartCard
            title={t('reports:funnel.chart')} kind="bars" pointTitle={t('reports:funnel.stageTitle')} series={[{ name: 'reached', label: t('reports:funnel.reached') }]}
            points={STAGES.map((stage) => ({ label: t(`reports:stage.${stage}`), values: { reached: String(funnel.data.all.reached[stage]) } }))}
            write={(value) => number(value)} writeShort={(value) => number(value, { notation: 'compact' })}
          />
          <section aria-labelledby="funnel-sources">
            <Group justify="space-between" mb="sm"><Title order={2} id="funnel-sources">{t('reports:funnel.sources')}</Title><ExportMenu hrefOf={(format) => api.href(CONTRACTS.funnel.path, { ...query, format, locale: language })} /></Group>
            <Sources rows={[...funnel.data.sources, funnel.data.all]} />
          </section>
        </Stack>
      )}
    </>
  );
}

/** The last row is that of all of them. */
function Sources({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  const { t, language } = useText();
  const { number, percent } = useFormat();
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
      <Table aria-labelledby="funnel-sources">
        <Table.Thead><Table.Tr><Table.Th>{t('reports:funnel.source')}</Table.Th>{STAGES.map((stage) => <Table.Th key={stage} ta="right">{t(`reports:stage.${stage}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            <Table.Tr key={row.source ?? `none ${at}`}>
              <Table.Th scope="row" fw={at === rows.length - 1 ? 700 : 400}>{at === rows.length - 1 ? t('reports:funnel.all') : row.source === null ? t('reports:funnel.unknown') : sourceWord(row.source, language)}</Table.Th>
              {STAGES.map((stage) => {
                const share = stage === 'prospect' ? null : row.conversion[stage];
                return <Table.Td key={stage} ta="right">{number(row.reached[stage])}{share !== null && <Text size="xs" c="dimmed">{percent(Number(share) / 100)}</Text>}</Table.Td>;
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
