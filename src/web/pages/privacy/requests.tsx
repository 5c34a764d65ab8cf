// Requests to be forgotten: what each waits for and until when it must be answered. Invariant: what is late or waits for the one who looks is
// told in words.
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { Link, useNavigate } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { ALARM_COLOURS, daysText, nameOfRequest, OVER, STATE_COLOURS, useCalled } from './request-words.ts';
import type { RequestItem } from './use-request.ts';

const STATES = ['received', 'identityPending', 'verified', 'discovering', 'review', 'approved', 'armed', 'erasing', 'verifying', 'completed', 'retentionDue', 'refused', 'cancelled'] as const;
const WAITS = ['officer', 'system', 'machine', 'time', 'nobody'] as const;

export default function Requests(): ReactElement {
  const { t, language } = useText();
  const { date, instantDate } = useFormat();
  const navigate = useNavigate();
  const called = useCalled();
  const columns = useMemo<readonly Column<RequestItem>[]>(() => [
    { id: 'about', title: t('privacy:column.about'), render: (item) => <Anchor component={Link} inherit to={`/privacy/requests/${item.id}`}>{nameOfRequest(t, item)}</Anchor>, isLink: true, long: true, width: 200 },
    { id: 'state', title: t('privacy:column.state'), render: ({ state }) => <Badge color={STATE_COLOURS[state]}>{t(`privacy:state.${state}`)}</Badge>, width: 175 },
    { id: 'next', title: t('privacy:column.next'), render: (item) => <NextStep item={item} />, width: 232 },
    { id: 'waitsFor', title: t('privacy:column.waitsFor'), render: ({ waitsFor }) => t(`privacy:waitsFor.${waitsFor}`), width: 125, initiallyHidden: true },
    { id: 'dueOn', title: t('privacy:column.due'), sortable: true, render: (item) => <Due item={item} />, width: 235 },
    { id: 'receivedAt', title: t('privacy:column.received'), sortable: true, render: ({ receivedAt }) => instantDate(receivedAt), width: 115 },
    { id: 'systems', title: t('privacy:column.systems'), render: (item) => <Systems item={item} />, width: 170 },
    { id: 'origin', title: t('privacy:column.origin'), render: ({ origin }) => t(`privacy:origin.${origin}`), initiallyHidden: true },
    { id: 'by', title: t('privacy:column.by'), render: ({ requestedBy }) => called.by(requestedBy), long: true, initiallyHidden: true },
  ], [t, instantDate, called]);
  const filters = useMemo<readonly Filter[]>(() => [
    { id: 'state', kind: 'choices', label: t('privacy:column.state'), options: STATES.map((value) => ({ value, label: t(`privacy:state.${value}`) })) },
    { id: 'waitsFor', kind: 'choices', label: t('privacy:column.waitsFor'), options: WAITS.map((value) => ({ value, label: t(`privacy:waitsFor.${value}`) })) },
    { id: 'alarm', kind: 'choice', label: t('privacy:filter.alarm'), options: (['soon', 'near', 'late'] as const).map((value) => ({ value, label: t(`privacy:filter.${value}`) })) },
    { id: 'over', kind: 'choice', label: t('privacy:filter.over'), options: (['no', 'yes'] as const).map((value) => ({ value, label: t(`privacy:filter.${value}`) })) },
    { id: 'received', kind: 'date-range', label: t('privacy:column.received') },
  ], [t]);
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <>
      <PageHeader text={t('privacy:requests.text')} actions={<AddButton />} />
      <DataTable<RequestItem>
        name="erasures" label={t('privacy:requests.list')} path={CONTRACTS.erasures.path} schema={CONTRACTS.erasures.answer} columns={columns} filters={filters} also={also}
        idOf={({ id }) => id} nameOf={(item) => `${nameOfRequest(t, item)}, ${date(item.dueOn)}`} onOpen={({ id }) => void navigate(`/privacy/requests/${id}`)}
        empty={{ title: t('privacy:requests.empty'), text: t('privacy:requests.emptyText'), action: <AddButton /> }}
      />
    </>
  );
}

function AddButton(): ReactElement | null {
  const { t } = useText();
  const session = useSession();
  return may(session, { changes: ['erasures'] }) ? <Button component={Link} to="/privacy/requests/new">{t('privacy:requests.add')}</Button> : null;
}

/** What waits for whoever looks stands out. */
function NextStep({ item: { next, waitsFor } }: { readonly item: RequestItem }): ReactElement {
  const { t } = useText();
  return (
    <>
      <Text size="sm" {...(waitsFor === 'officer' && { fw: 600 })}>{t(`privacy:next.${next}`)}</Text>
      {waitsFor !== 'nobody' && <Text size="xs" c="dimmed">{t('privacy:requests.waits', { whom: t(`privacy:waitsFor.${waitsFor}`) })}</Text>}
    </>
  );
}

/** What is done has no deadline any more. */
function Due({ item: { dueOn, daysLeft, alarm, state, doneAt } }: { readonly item: RequestItem }): ReactElement {
  const { t } = useText();
  const { date } = useFormat();
  if (OVER.includes(state) || doneAt !== null) return <Text span size="sm" c="dimmed">{date(dueOn)}</Text>;
  return <Group gap="2px 8px" justify="inherit"><span>{date(dueOn)}</span><Badge miw="max-content" color={ALARM_COLOURS[alarm]}>{daysText(t, daysLeft)}</Badge></Group>;
}

function Systems({ item: { systems, acceptedAt } }: { readonly item: RequestItem }): ReactElement {
  const { t } = useText();
  const called = useCalled();
  return (
    <Stack gap={0}>
      {systems.filter(({ lookedAt, problem }) => acceptedAt !== null || lookedAt !== null || problem !== null).map(({ system, problem, failed, found, done, kept }) => (
        <Text key={system} span size="xs" c={problem !== null || failed > 0 ? 'red' : 'dimmed'}>
          {problem !== null ? t('privacy:requests.systemProblem', { system: called.system(system) })
            : failed > 0 ? t('privacy:requests.systemFailed', { system: called.system(system), count: failed })
              : acceptedAt === null ? t('privacy:requests.systemFound', { system: called.system(system), count: found }) : t('privacy:requests.systemLine', { system: called.system(system), done: done + kept, all: found })}
        </Text>
      ))}
    </Stack>
  );
}
