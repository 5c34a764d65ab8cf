// One conflict: what all last agreed on, what each side shows now, and the decision. Invariant: what is decided is what is on the screen;
// when somebody was there first, or the values have changed, that is said and nothing is sent again.
import { Alert, Button, Card, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { problemOf } from '../../problem.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { AlwaysChoice } from './always-choice.tsx';
import { ChoiceCards } from './choice-cards.tsx';
import { choicesOf, suggestedIn, type Conflict, type Side } from './conflict-choices.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { useEntityWords } from './entity-words.ts';
import type { Beside } from './triage.tsx';
import { useTriageKeys } from './use-triage-keys.ts';
import { WholeChoice } from './whole-choice.tsx';
import classes from './triage.module.css';

interface ConflictBesideProps extends Beside {
  readonly id: string;
  /** As the list has it; null: the list does not show it. */
  readonly listed: Conflict | null;
}

export function ConflictBeside({ id, listed, onOver, onOpen }: ConflictBesideProps): ReactElement {
  const api = useApi();
  const [late, setLate] = useState(false);
  const asked = useQuery({ queryKey: ['inbox', 'conflict', id], queryFn: ({ signal }) => api.ask(CONTRACTS.conflict, { params: { id }, signal }), enabled: listed === null || late });
  const conflict = (late || listed === null ? asked.data : undefined) ?? listed;
  if (asked.isError && conflict === null) return <ErrorNotice error={asked.error} onRetry={() => void asked.refetch()} />;
  if (conflict === null) return <TableSkeleton columns={1} />;
  return (
    <Card component="section" aria-labelledby="conflict-record" className={classes['one'] ?? ''}>
      <Head conflict={conflict} />
      {conflict.state === 'open'
        ? <Decision conflict={conflict} onOver={onOver} onLate={() => { setLate(true); void asked.refetch(); }} />
        : <Over conflict={conflict} newer={asked.data?.open ?? null} onOver={onOver} onOpen={onOpen} />}
    </Card>
  );
}

function Head({ conflict: { record, field, since, whole } }: { readonly conflict: Conflict }): ReactElement {
  const { t, language } = useText();
  const { ago, instant } = useFormat();
  const now = useNow();
  const { wordOf } = useEntityWords();
  return (
    <Stack gap={2} mb="md">
      <Text size="sm" c="dimmed">{wordOf(record.entity)}</Text>
      <Title order={2} id="conflict-record"><RecordLink to={record.entity} id={record.id}>{record.name}</RecordLink></Title>
      <Group gap="sm" justify="space-between">
        <Text fw={600}>{whole ? '' : field.label[language]}</Text>
        <Text size="sm" c="dimmed" title={instant(since)}>{t('inbox:waiting', { ago: ago(since, now) })}</Text>
      </Group>
    </Stack>
  );
}

function Decision({ conflict, onOver, onLate }: { readonly conflict: Conflict; readonly onOver: () => void; readonly onLate: () => void }): ReactElement {
  const { t } = useText();
  const [api, notify, session] = [useApi(), useNotify(), useSession()];
  const choices = choicesOf(conflict);
  const [chosen, setChosen] = useState<Side | null>(() => suggestedIn(conflict, choices));
  const [always, setAlways] = useState(false);
  const mayDecide = may(session, { changes: ['conflicts'] });
  const system = chosen === null ? '' : t(`inbox:side.${chosen}`);
  const decide = useMutation({
    mutationFn: (side: Side) => api.act(CONTRACTS.resolveConflict, { params: { id: conflict.id }, body: { side, always } }),
    onSuccess: () => {
      notify.done(always ? t('inbox:conflicts.alwaysDone', { system }) : t(doneKey(conflict, chosen), { record: conflict.record.name, system: conflict.whole ? goneIn(conflict, t) : system }));
      onOver();
    },
    onError: (error) => {
      if (problemOf(error).kind === 'changed') onLate();
      else notify.failed(error);
    },
  });
  const act = (): void => {
    if (chosen !== null && mayDecide && !decide.isPending) decide.mutate(chosen);
  };
  const pick = (index: number) => (mayDecide && choices[index] ? () => setChosen(choices[index]?.side ?? null) : undefined);
  useTriageKeys({ 1: pick(0), 2: pick(1), 3: pick(2), Enter: mayDecide ? act : undefined, a: mayDecide && conflict.always ? () => setAlways(!always) : undefined });
  const onChoose = mayDecide ? setChosen : null;
  return (
    <Stack gap="md">
      {conflict.whole ? <WholeChoice {...{ conflict, choices, chosen, onChoose }} /> : <ChoiceCards {...{ conflict, choices, chosen, onChoose }} />}
      {!conflict.whole && conflict.base === null && <Text size="sm" c="dimmed">{t('inbox:conflicts.never')}</Text>}
      {mayDecide && !conflict.whole && <AlwaysChoice conflict={conflict} system={system} always={always} onAlways={setAlways} />}
      {mayDecide
        ? (
            <Group className={classes['deeds'] ?? ''}>
              <Button onClick={act} disabled={chosen === null} loading={decide.isPending} rightSection={<Kbd size="xs" visibleFrom="sm">Enter</Kbd>}>{buttonText()}</Button>
            </Group>
          )
        : <Text size="sm" c="dimmed">{t('inbox:notYours')}</Text>}
    </Stack>
  );

  function buttonText(): string {
    if (chosen === null) return t('inbox:keys.decide');
    if (conflict.whole) return t(conflict.sides.find(({ side }) => side === chosen)?.changed ? 'inbox:conflicts.whole.archive' : 'inbox:conflicts.whole.unlink');
    return t('inbox:conflicts.decide', { system });
  }
}

function doneKey({ whole, sides }: Conflict, chosen: Side | null): 'inbox:conflicts.done' | 'inbox:conflicts.whole.archiveDone' | 'inbox:conflicts.whole.unlinkDone' {
  if (!whole) return 'inbox:conflicts.done';
  return sides.find(({ side }) => side === chosen)?.changed ? 'inbox:conflicts.whole.archiveDone' : 'inbox:conflicts.whole.unlinkDone';
}

/** Of a record as a whole, a side that has changed is one that has lost it. */
function goneIn({ sides }: Conflict, t: ReturnType<typeof useText>['t']): string {
  const gone = sides.find(({ changed }) => changed);
  return gone === undefined ? '' : t(`inbox:side.${gone.side}`);
}

function Over({ conflict: { state, decision }, newer, onOver, onOpen }: { readonly conflict: Conflict; readonly newer: string | null } & Beside): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  useTriageKeys({ Enter: newer === null ? onOver : () => onOpen(newer) });
  const said = decision !== null ? t('inbox:conflicts.over.decided', { by: decision.by, at: instant(decision.at), system: t(`inbox:side.${decision.side}`) }) : t(newer === null ? 'inbox:conflicts.over.dissolved' : 'inbox:conflicts.over.changed');
  return (
    <Alert variant="light" color={newer === null ? 'spruce' : 'yellow'} role="status">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{said} {state === 'resolved' && t('inbox:conflicts.over.resolved')}</Text>
        {newer === null ? <Button size="xs" variant="default" onClick={onOver}>{t('inbox:list.next')}</Button> : <Button size="xs" onClick={() => onOpen(newer)}>{t('inbox:conflicts.over.see')}</Button>}
      </Stack>
    </Alert>
  );
}
