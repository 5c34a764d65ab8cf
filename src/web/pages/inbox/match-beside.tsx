// One possible match: both records field by field, what differs first and marked, what is the same quiet below; why it is asked, and the
// answer. Invariant: when somebody was there first, that is said and nothing is sent again.
import { Alert, Badge, Button, Card, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type * as z from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { lifecycleWord } from '../../../api/contract/lifecycle-words.ts';
import { FOUND_BY, MATCH_REASONS } from '../../../api/contract/reasons.ts';
import { MarkedText } from '../../components/marked-text.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useShownText } from '../../components/shown-value.ts';
import { diffTexts } from '../../components/text-diff.ts';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { problemOf } from '../../problem.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { useEntityWords } from './entity-words.ts';
import type { Beside } from './triage.tsx';
import { useTriageKeys } from './use-triage-keys.ts';
import classes from './triage.module.css';

export type Match = z.infer<(typeof CONTRACTS)['matches']['answer']>['items'][number];
type Field = Match['fields'][number];

interface MatchBesideProps extends Beside {
  readonly id: string;
  /** As the list has it; null: the list does not show it. */
  readonly listed: Match | null;
}

export function MatchBeside({ id, listed, onOver }: MatchBesideProps): ReactElement {
  const { t, language } = useText();
  const { ago, instant } = useFormat();
  const [api, now] = [useApi(), useNow()];
  const { wordOf } = useEntityWords();
  const [late, setLate] = useState(false);
  const asked = useQuery({ queryKey: ['inbox', 'match', id], queryFn: ({ signal }) => api.ask(CONTRACTS.match, { params: { id }, signal }), enabled: listed === null || late });
  const match = (late || listed === null ? asked.data : undefined) ?? listed;
  if (asked.isError && match === null) return <ErrorNotice error={asked.error} onRetry={() => void asked.refetch()} />;
  if (match === null) return <TableSkeleton columns={1} />;
  const reason = MATCH_REASONS[match.reason]?.[language] ?? match.reason;
  return (
    <Card component="section" aria-labelledby="match-names" className={classes['one'] ?? ''}>
      <Stack gap={2} mb="sm">
        <Group justify="space-between" gap="sm"><Text size="sm" c="dimmed">{wordOf(match.entity)}</Text><Text size="sm" c="dimmed" title={instant(match.since)}>{t('inbox:waiting', { ago: ago(match.since, now) })}</Text></Group>
        <Title order={2} id="match-names">{namesOf(match)}</Title>
        <Text size="sm">{t('inbox:matches.because', { by: FOUND_BY[match.by]?.[language] ?? match.by, reason })}</Text>
      </Stack>
      <Compare match={match} />
      {match.state === 'open' ? <Answer match={match} onOver={onOver} onLate={() => { setLate(true); void asked.refetch(); }} /> : <Over match={match} onOver={onOver} />}
    </Card>
  );
}

/** Both names; one when they are the same. */
export function namesOf({ links }: Pick<Match, 'links'>): string {
  return [...new Set(links.map(({ name }) => name))].join(' – ');
}

const isBoth = ({ shown }: Field): boolean => shown.slice(0, 2).every((value) => value !== null && value.kind !== 'empty');

function Compare({ match: { entity, links, fields } }: { readonly match: Match }): ReactElement {
  const { t } = useText();
  const equal = fields.filter(({ same }) => same);
  const unlike = fields.filter(({ same }) => !same);
  const differing = [...unlike.filter(isBoth), ...unlike.filter((field) => !isBoth(field))];
  return (
    <div className={classes['compare']}>
      <span className={classes['of']} />
      {links.slice(0, 2).map(({ id, name, records }) => (
        <div key={id} className={classes['compareHead']}>
          <RecordLink to={entity} id={id}>{name}</RecordLink>
          {records.map(({ side, id: ref, gone }) => (
            <Text key={`${side} ${ref}`} size="xs" c="dimmed">{t(`inbox:side.${side}`)}{gone && `, ${t('inbox:matches.gone')}`} · {t('inbox:matches.id', { id: ref })}</Text>
          ))}
        </div>
      ))}
      {differing.map((field) => <FieldRow key={field.field.name} field={field} />)}
      {equal.length > 0 && <Text size="sm" c="dimmed" pt="md" className={classes['wide'] ?? ''}>{t('inbox:matches.equal', { count: equal.length })}</Text>}
      {equal.map((field) => <FieldRow key={field.field.name} field={field} />)}
    </div>
  );
}

function FieldRow({ field: { field, same, shown } }: { readonly field: Field }): ReactElement {
  const { t, language } = useText();
  const textOf = useShownText();
  const texts = [0, 1].map((at) => {
    const value = shown[at] ?? null;
    if (value === null) return null;
    return field.name === 'lifecycle' && value.kind === 'text' ? lifecycleWord(value.text, language) : textOf(value);
  });
  const [left = null, right = null] = texts;
  const pieces = left !== null && right !== null && !same ? diffTexts(left, right) : null;
  return (
    <>
      <Text size="sm" c="dimmed" className={classes['of'] ?? ''}>{field.label[language]}</Text>
      {([[left, right, pieces?.left], [right, left, pieces?.right]] as const).map(([own, other, parts], at) => (
        <div key={at} data-same={same} className={classes['value']}>
          {own === null ? <Text size="sm" fs="italic" c="dimmed">{t('inbox:matches.notShown')}</Text> : <MarkedText pieces={parts ?? [{ text: own, same: true }]} />}
          {own !== null && other === null && <Badge size="xs" color="gray" ml={6}>{t('inbox:matches.onlyHere')}</Badge>}
        </div>
      ))}
    </>
  );
}

function Answer({ match, onOver, onLate }: { readonly match: Match; readonly onOver: () => void; readonly onLate: () => void }): ReactElement {
  const { t } = useText();
  const [api, notify, session] = [useApi(), useNotify(), useSession()];
  const [sameSide, setSameSide] = useState(false);
  const mayDecide = may(session, { changes: ['matches'] });
  const [first = '', second = ''] = match.links.map(({ name }) => name);
  const decide = useMutation({
    mutationFn: (accept: boolean) => api.act(CONTRACTS.decideMatch, { params: { id: match.id }, body: { accept } }),
    onSuccess: (_told, accept) => {
      notify.done(t(accept ? 'inbox:matches.accepted' : 'inbox:matches.rejected', { first, second }));
      onOver();
    },
    onError: (error) => {
      const { kind, code } = problemOf(error);
      if (code === 'match-same-side') setSameSide(true);
      else if (kind === 'changed') onLate();
      else notify.failed(error);
    },
  });
  const answer = (accept: boolean) => (mayDecide && !decide.isPending ? () => decide.mutate(accept) : undefined);
  useTriageKeys({ a: answer(true), r: answer(false) });
  if (!mayDecide) return <Text size="sm" c="dimmed" mt="md">{t('inbox:notYours')}</Text>;
  return (
    <Stack gap="sm" className={classes['deeds'] ?? ''}>
      {sameSide && <Alert variant="light" color="yellow" role="alert">{t('inbox:matches.refused.sameSide')}</Alert>}
      <Group gap="xs">
        <Button onClick={answer(true)} loading={decide.isPending && decide.variables} rightSection={<Kbd size="xs" visibleFrom="sm">a</Kbd>}>{t('inbox:matches.accept')}</Button>
        <Button variant="default" onClick={answer(false)} loading={decide.isPending && !decide.variables} rightSection={<Kbd size="xs" visibleFrom="sm">r</Kbd>}>{t('inbox:matches.reject')}</Button>
      </Group>
    </Stack>
  );
}

function Over({ match: { state, decision }, onOver }: { readonly match: Match; readonly onOver: () => void }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  useTriageKeys({ Enter: onOver });
  const said = decision !== null && (state === 'accepted' || state === 'rejected') ? t(`inbox:matches.over.${state}`, { by: decision.by, at: instant(decision.at) }) : t('inbox:matches.over.dissolved');
  return (
    <Alert variant="light" color="spruce" role="status" mt="md">
      <Stack gap="sm" align="flex-start"><Text size="sm">{said}</Text><Button size="xs" variant="default" onClick={onOver}>{t('inbox:list.next')}</Button></Stack>
    </Alert>
  );
}
