// The billing board: how much billable work stands in each state, per currency, and what has moved since yesterday. Invariant: each
// figure leads to the rows that it is made of, of the same day.
import { Alert, Card, Stack, Text } from '@mantine/core';
import type { CSSProperties, ReactElement } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { CONTRACTS } from '../../../api/contract.ts';
import { queryText } from '../../api.ts';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { sumOf } from '../../format/sum.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { AsOfNotice, AsOfPicker, FlowFreshness } from './as-of.tsx';
import classes from './board.module.css';
import { MovedSince } from './moved-since.tsx';
import { daysBetween, useFlowQuestion } from './question.ts';
import { FLOW_STATES, STATE_COLOURS, type BillingState } from './state-badge.tsx';
import { useBoard } from './use-board.ts';

type Board = z.output<typeof CONTRACTS.board.answer>;
type Cell = Board['cells'][number];

export default function BillingBoard(): ReactElement {
  const { t } = useText();
  const { asOf, setAsOf, withAmounts } = useFlowQuestion();
  const board = useBoard(asOf);
  return (
    <>
      <PageHeader text={<>{t('billing:board.text')} {board.data && <FlowFreshness freshness={board.data.freshness} />}</>} actions={<AsOfPicker asOf={asOf} setAsOf={setAsOf} />} />
      <AsOfNotice asOf={asOf} />
      {board.isError && <ErrorNotice error={board.error} onRetry={() => void board.refetch()} />}
      {board.isPending && <PageSkeleton />}
      {board.data && (
        <Stack gap="lg">
          {!withAmounts && <Alert variant="light" color="gray">{t('billing:board.amountsHidden')}</Alert>}
          {board.data.cells.length === 0
            ? <EmptyNotice title={t('billing:board.empty.title')} text={t('billing:board.empty.text')} />
            : <Flow board={board.data} asOf={asOf} />}
          <MovedSince asOf={board.data.asOf} />
        </Stack>
      )}
    </>
  );
}

function Flow({ board, asOf }: { readonly board: Board; readonly asOf: string | null }): ReactElement {
  const { t } = useText();
  const card = (state: BillingState): ReactElement => <StateCard state={state} cells={board.cells.filter((cell) => cell.state === state)} board={board} asOf={asOf} />;
  return (
    <ul className={classes['flow']} aria-label={t('billing:board.step')}>
      {FLOW_STATES.map((state) => <li key={state}>{card(state)}</li>)}
    </ul>
  );
}

interface StateCardProps {
  readonly state: BillingState;
  readonly cells: readonly Cell[];
  readonly board: Board;
  readonly asOf: string | null;
}

const ON_INVOICE: ReadonlySet<BillingState> = new Set(['draft', 'invoiced', 'overdue', 'paid', 'credited']);
/** Where it matters how long something has stood. */
const AGES: ReadonlySet<BillingState> = new Set(['unapproved', 'approved', 'draft', 'overdue']);

function StateCard({ state, cells, board, asOf }: StateCardProps): ReactElement {
  const { t } = useText();
  const { hours } = useFormat();
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  const worked = sumOf(cells.flatMap((cell) => (cell.hours === null ? [] : [cell.hours])));
  const [oldest] = cells.flatMap((cell) => (cell.oldest === null ? [] : [cell.oldest])).toSorted();
  const colour = STATE_COLOURS[state];
  return (
    <Card padding="sm" className={classes['state'] ?? ''} style={{ '--state': `var(--mantine-color-${colour}-5)` } as CSSProperties}>
      <Link className={classes['name']} to={`/billing/lines${queryText({ state, asOf })}`}>{t(`billing:state.${state}`)}</Link>
      <Amounts cells={cells} currency={board.currency} />
      <Text size="sm" c="dimmed">{t(ON_INVOICE.has(state) ? 'billing:invoices' : 'billing:pieces', { count })}</Text>
      {Number(worked) !== 0 && <Text size="sm" c="dimmed">{hours(worked)}</Text>}
      {oldest !== undefined && AGES.has(state) && <Text size="sm" c="dimmed">{t('billing:oldest', { count: Math.max(0, daysBetween(oldest, board.asOf)) })}</Text>}
    </Card>
  );
}

/** One currency by itself; of several what they come to in the organisation's own, and each below. */
function Amounts({ cells, currency }: { readonly cells: readonly Cell[]; readonly currency: string }): ReactElement {
  const { t } = useText();
  const { money } = useFormat();
  const own = cells.flatMap((cell) => (cell.amount === undefined ? [] : [{ amount: cell.amount, currency: cell.currency }]));
  const worths = cells.flatMap(({ organisationAmount }) => (typeof organisationAmount === 'string' ? [organisationAmount] : []));
  const without = cells.reduce((sum, { unconverted }) => sum + unconverted, 0);
  const [first] = own;
  const head = own.length > 1 && worths.length > 0 ? { amount: sumOf(worths), currency } : first;
  return (
    <>
      {head && <Text className={classes['amount'] ?? ''}>{money(head)}</Text>}
      {own.length > 1 && <Text size="xs" c="dimmed">{t('billing:board.ofWhich', { currency })}</Text>}
      {own.length > 1 && own.map((one) => <Text key={one.currency} size="sm" className={classes['part'] ?? ''}>{money(one)}</Text>)}
      {own.length > 1 && without > 0 && <Text size="xs" c="dimmed">{t('billing:unconverted', { count: without })}</Text>}
    </>
  );
}
