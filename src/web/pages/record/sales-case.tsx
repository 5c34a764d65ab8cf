// One sales case: where it stands, what was agreed, done and invoiced, and what happened. Whoever follows invoices to their sales case
// comes here too, without the right to the record itself: they see what was agreed and what became of it.
import { Anchor, Grid, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { generatePath, Link, useParams } from 'react-router';
import { KeyFigure } from '../../components/key-figure.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { stateWord } from './case-list.tsx';
import { EditButton } from './edit-drawer.tsx';
import { FieldList } from './field-list.tsx';
import classes from './record.module.css';
import { SidesLine } from './sides-line.tsx';
import { Timeline } from './timeline.tsx';
import { TraceCard, useTrace } from './trace-card.tsx';
import { useRecord, type RecordData, type RecordField } from './use-record.ts';
import { isMoney, useValueText } from './value-text.ts';

/** They stand in the head of the page. */
const IN_HEAD = ['name', 'account'];

export default function SalesCase(): ReactElement {
  const { id = '' } = useParams();
  const { t } = useText();
  const session = useSession();
  const [readsCase, readsHistory] = [may(session, { reads: ['salesCases'] }), may(session, { reads: ['purchaseHistory'] })];
  const record = useRecord('salesCase', id, readsCase);
  const trace = useTrace(id, readsHistory);
  const wanted = readsCase ? record : trace;
  if (wanted.isPending) return <PageSkeleton />;
  if (wanted.isError) return <><PageHeader title={t('record:salesCase.title')} /><ErrorNotice error={wanted.error} onRetry={() => void wanted.refetch()} /></>;
  const { data } = record;
  const name = data?.name ?? trace.data?.name ?? t('record:salesCase.unnamed');
  const account = accountOf(data, trace.data?.account ?? null);
  return (
    <>
      <PageHeader
        title={name}
        text={<Stack gap={6} mt={4}>{account !== null && <Text span><Anchor component={Link} to={generatePath('/accounts/:id', { id: account.id })}>{account.label ?? t('record:account.title')}</Anchor></Text>}{data && <SidesLine record={data} />}</Stack>}
        actions={data && <EditButton record={data} name={name} />}
      />
      <Stack gap="md">
        {data && <CaseFigures record={data} />}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <div className={classes['side']}>
              {readsHistory && <TraceCard trace={trace} />}
              {readsHistory && account !== null && <Timeline account={account.id} deal={id} />}
              {!readsHistory && data && <FieldList record={data} without={IN_HEAD} />}
            </div>
          </Grid.Col>
          {readsHistory && data && <Grid.Col span={{ base: 12, lg: 5 }}><FieldList record={data} without={IN_HEAD} /></Grid.Col>}
        </Grid>
      </Stack>
    </>
  );
}

function accountOf(record: RecordData | undefined, traced: string | null): { readonly id: string; readonly label: string | null } | null {
  const field = record?.fields.find(({ name }) => name === 'account');
  if (record?.kept && typeof field?.now === 'string' && field.now !== '') return { id: field.now, label: field.called[0]?.label ?? null };
  return traced === null ? null : { id: traced, label: field?.called[0]?.label ?? null };
}

function CaseFigures({ record }: { readonly record: RecordData }): ReactElement {
  const { t } = useText();
  const { money, number, date } = useFormat();
  const valueText = useValueText();
  const field = (name: string): RecordField | undefined => record.fields.find((one) => one.name === name);
  const textOf = (name: string): string => { const one = field(name); return (one === undefined ? null : valueText(one, one.now)) ?? t('record:figures.none'); };
  const stage = textOf('stage');
  const [value, probability, expected, state] = ['value', 'probability', 'expectedOrderDate', 'state'].map((name) => field(name)?.now ?? null);
  const outcome = typeof state === 'string' ? stateWord(state, t) : null;
  return (
    <div className={classes['figures']}>
      {field('value') !== undefined && <KeyFigure label={t('record:deal.value')} value={value !== null && value !== undefined && isMoney(value) ? money(value) : t('record:figures.none')} />}
      <KeyFigure label={t('record:deal.stage')} value={stage} {...(outcome !== null && outcome.toLowerCase() !== stage.toLowerCase() && { detail: outcome })} />
      <KeyFigure label={t('record:deal.probability')} value={typeof probability === 'number' ? number(probability / 100, { style: 'percent', maximumFractionDigits: 1 }) : t('record:figures.none')} />
      <KeyFigure label={t('record:deal.expected')} value={typeof expected === 'string' ? date(expected) : t('record:figures.none')} />
      <KeyFigure label={t('record:deal.owner')} value={textOf('owner')} />
    </div>
  );
}
