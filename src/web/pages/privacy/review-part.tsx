// Everything that was found of the person, by system, with what is done with it; what a program cannot be sure of is decided here. Invariants:
// a request is approved only as it was shown; approving is asked about with a word to be typed, for it cannot be taken back.
import { Button, Card, Checkbox, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import classes from './privacy.module.css';
import { useCalled } from './request-words.ts';
import { ReviewRow, type Decision } from './review-item.tsx';
import { useDeed, useReview, useSimpleDeed, type Request, type Review, type ReviewItem } from './use-request.ts';

export function ReviewPart({ request }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const review = useReview(request);
  return (
    <section aria-labelledby="review">
      <Title order={2} id="review" mb={4}>{t('privacy:review.title')}</Title>
      <Text size="sm" c="dimmed" mb="sm" maw={720}>{t('privacy:review.text')}</Text>
      {review.isPending && <Skeleton height={180} />}
      {review.isError && <ErrorNotice error={review.error} onRetry={() => void review.refetch()} />}
      {review.data && <Items key={review.data.version} request={request} review={review.data} />}
    </section>
  );
}

function Items({ request: { id, deeds }, review }: { readonly request: Request; readonly review: Review }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const called = useCalled();
  const mayAct = may(useSession(), { changes: ['erasures'] });
  const [chosen, setChosen] = useState<ReadonlyMap<string, Decision>>(new Map());
  const [only, setOnly] = useState(false);
  const decisionOf = (item: ReviewItem): Decision | null => chosen.get(item.id) ?? item.decision;
  const unsure = review.items.filter(({ needsDecision }) => needsDecision);
  const undecided = unsure.filter((item) => decisionOf(item) === null).length;
  const changed = unsure.flatMap((item) => { const choice = chosen.get(item.id); return choice === undefined || choice === item.decision ? [] : [{ item: item.id, choice }]; });
  const save = useDeed<typeof changed>(id, (decisions) => api.act(CONTRACTS.decideErasure, { params: { id }, body: { decisions } }), t('privacy:review.saved'));
  const again = useSimpleDeed(id, CONTRACTS.discoverSubject, t('privacy:discover.started'));
  const mayDecide = mayAct && deeds.includes('decide');
  const shown = only ? unsure : review.items;
  const all = (choice: Decision): void => setChosen(new Map(unsure.map((item) => [item.id, choice])));
  return (
    <Stack>
      {review.shared.length > 0 && <Text size="sm">{t('privacy:review.shared', { list: review.shared.map(({ value }) => value).join(', ') })}</Text>}
      {review.items.length === 0 && <Text>{t('privacy:review.nothing')}</Text>}
      {unsure.length > 0 && (
        <Group gap="lg">
          <Checkbox label={t('privacy:review.onlyUndecided')} checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />
          {mayDecide && unsure.length > 1 && (
            <Group gap={6}>
              <Text size="sm" c="dimmed">{t('privacy:review.allUnsure')}</Text>
              <Button size="compact-sm" variant="default" onClick={() => all('treat')}>{t('privacy:review.treatAll')}</Button>
              <Button size="compact-sm" variant="default" onClick={() => all('leave')}>{t('privacy:review.leaveAll')}</Button>
            </Group>
          )}
        </Group>
      )}
      {[...Map.groupBy(shown, ({ system }) => system)].map(([system, items]) => (
        <Card key={system} component="section" aria-label={called.system(system)}>
          <Title order={3} mb="xs">{t('privacy:review.group', { system: called.system(system), count: items.length })}</Title>
          {items.map((item) => <div key={item.id} className={classes['item']}><ReviewRow item={item} decision={decisionOf(item)} onDecide={mayDecide ? (choice) => setChosen(new Map([...chosen, [item.id, choice]])) : null} /></div>)}
        </Card>
      ))}
      {mayAct && (
        <Group>
          {changed.length > 0 && <Button loading={save.isPending} onClick={() => save.mutate(changed)}>{t('privacy:review.save')}</Button>}
          {deeds.includes('approve') && <Approve id={id} version={review.version} count={review.items.filter(isTreated).length} blocked={undecided > 0 || changed.length > 0} />}
          {deeds.includes('discover') && <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>{t('privacy:discover.again')}</Button>}
          {undecided > 0 && <Text size="sm" c="dimmed">{t('privacy:review.undecided', { count: undecided })}</Text>}
        </Group>
      )}
    </Stack>
  );
}

/** What a person leaves goes as far as it is sure. */
function isTreated({ treatment, decision, texts }: ReviewItem): boolean {
  if (treatment === 'retain') return false;
  return decision !== 'leave' || texts.some(({ before, after }) => after.leave !== before.map(({ text }) => text).join(''));
}

function Approve({ id, version, count, blocked }: { readonly id: string; readonly version: number; readonly count: number; readonly blocked: boolean }): ReactElement {
  const { t } = useText();
  const [api, confirm] = [useApi(), useConfirm()];
  const approve = useDeed(id, () => api.act(CONTRACTS.approveErasure, { params: { id }, body: { version } }), t('privacy:review.approved'));
  const ask = async (): Promise<void> => {
    const text = <Stack gap="xs"><Text size="sm">{t('privacy:review.approveText')}</Text><Text size="sm" fw={600}>{t('privacy:review.approveCount', { count })}</Text></Stack>;
    if (await confirm({ title: t('privacy:review.approveAsk'), text, yes: t('privacy:review.approve'), dangerous: true, word: t('privacy:review.word') })) approve.mutate();
  };
  return <Button color="red.9" disabled={blocked} loading={approve.isPending} onClick={() => void ask()}>{t('privacy:review.approve')}</Button>;
}
