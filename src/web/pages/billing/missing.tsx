// Work that nobody will bill unless somebody looks: three lists. Invariant: what puts a project on a list is said above it.
import { Anchor, Stack, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { pathOf, queryText } from '../../api.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { AsOfNotice, AsOfPicker } from './as-of.tsx';
import { useFlowQuestion, withParameters } from './question.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { ViewChoice } from './view-choice.tsx';

type Item = z.output<typeof CONTRACTS.missing.answer>['items'][number];

const LISTS = ['unplanned', 'wonWithoutWork', 'workWithoutDeal'] as const;
type List = (typeof LISTS)[number];
const WAITED = ['0', '7', '14', '30', '60', '90', '180'] as const;

const idOf = ({ project, deal, currency }: Item): string => [project ?? '', deal ?? '', currency ?? ''].join(' ');

export default function Missing(): ReactElement {
  const { t } = useText();
  const { asOf, setAsOf } = useFlowQuestion();
  const [params, setParams] = useSearchParams();
  const list = LISTS.find((one) => one === params.get('list')) ?? 'unplanned';
  const setList = (value: string): void => setParams((kept) => withParameters(kept, { list: value, olderThanDays: null }), { replace: true });
  return (
    <>
      <PageHeader text={t('billing:missing.text')} actions={<AsOfPicker asOf={asOf} setAsOf={setAsOf} />} />
      <AsOfNotice asOf={asOf} />
      <Stack gap="md">
        <div><ViewChoice label={t('billing:missing.lists')} value={list} onChange={setList} data={LISTS.map((value) => ({ value, label: t(`billing:missing.list.${value}`) }))} /></div>
        <Text c="dimmed">{t(`billing:missing.about.${list}`)}</Text>
        <MissingList key={list} list={list} />
      </Stack>
    </>
  );
}

function MissingList({ list }: { readonly list: List }): ReactElement {
  const { t } = useText();
  const { date, hours, money, number } = useFormat();
  const { withAmounts, also } = useFlowQuestion();
  const filters = useMemo<readonly Filter[]>(() => (list === 'unplanned'
    ? [{ id: 'olderThanDays', kind: 'choice', label: t('billing:missing.olderThan'), options: WAITED.map((value) => ({ value, label: t('billing:days', { count: Number(value) }) })) }]
    : []), [list, t]);
  const columns = useMemo<readonly Column<Item>[]>(() => [
    { id: 'project', title: t('billing:column.project'), long: true, width: 240, render: (item) => <ProjectLink {...item} /> },
    { id: 'account', title: t('billing:column.account'), long: true, width: 220, render: ({ account, customerName, customer }) => <RecordLink to="account" id={account}>{customerName ?? customer}</RecordLink> },
    { id: 'deal', title: t('billing:column.deal'), long: true, width: 180, render: ({ deal, name }) => deal !== null && <RecordLink to="salesCase" id={deal}>{name ?? deal}</RecordLink> },
    { id: 'owner', title: t('billing:column.owner'), long: true, width: 160, render: ({ ownerName }) => ownerName },
    ...(list === 'wonWithoutWork' ? [] : [
      { id: 'count', title: t('billing:column.count'), numeric: true, width: 80, render: ({ count }: Item) => number(count) },
      { id: 'hours', title: t('billing:column.hours'), numeric: true, width: 100, render: (item: Item) => item.hours !== null && hours(item.hours) },
    ]),
    { id: 'date', title: t(`billing:missing.date.${list}`), width: 130, render: (item) => item.date !== null && date(item.date) },
    ...(withAmounts ? [{ id: 'amount', title: t('billing:column.amount'), numeric: true, width: 140, render: ({ amount, currency }: Item) => typeof amount === 'string' && currency !== null && money({ amount, currency }) }] : []),
  ], [t, list, number, hours, date, money, withAmounts]);
  return (
    <DataTable<Item>
      name={`billing-missing-${list}`} label={t(`billing:missing.list.${list}`)} path={pathOf(CONTRACTS.missing.path, { list })} schema={CONTRACTS.missing.answer} also={also} columns={columns} filters={filters}
      idOf={idOf} nameOf={({ name, project }) => name ?? project ?? t('billing:missing.noProject')} empty={{ title: t('billing:missing.empty.title'), text: t('billing:missing.empty.text') }}
    />
  );
}

/** To the rows of the project. */
function ProjectLink({ project, name, number }: Item): ReactElement {
  const { t } = useText();
  const text = [number, name ?? project ?? t('billing:missing.noProject')].filter((part) => part !== null).join(' ');
  return project === null ? <>{text}</> : <Anchor component={Link} size="sm" to={`/billing/lines${queryText({ project })}`}>{text}</Anchor>;
}
