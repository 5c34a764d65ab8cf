// One thing that was found: where, what it holds, what is done with it, and the words in which the person stands, marked by more than
// colour. Invariant: it is shown as text and never as anything else.
import { Badge, Button, Group, Radio, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { lifecycleWord } from '../../../api/contract/lifecycle-words.ts';
import { useText } from '../../i18n/language.ts';
import { useNamed } from '../../i18n/named.ts';
import { useFormat } from '../../outside.ts';
import classes from './privacy.module.css';
import { useCalled } from './request-words.ts';
import type { ReviewItem } from './use-request.ts';

export type Decision = 'treat' | 'leave';

interface ReviewRowProps {
  readonly item: ReviewItem;
  /** Null: not decided yet. */
  readonly decision: Decision | null;
  /** Null: nothing can be decided any more, or not by this person. */
  readonly onDecide: ((decision: Decision) => void) | null;
}

export function ReviewRow({ item, decision, onDecide }: ReviewRowProps): ReactElement {
  const { t, language } = useText();
  const called = useCalled();
  const { kind, what, count, treatment, sure, others, needsDecision, reason, content, texts } = item;
  const named = useNamed();
  const ground = called.ground(item);
  const fields = content.filter(({ label }) => !texts.some(({ field }) => field === label));
  return (
    <Stack gap="xs">
      <Group gap="xs" justify="space-between">
        <Group gap={8}>
          <Text fw={600}>{called.kind(kind)}</Text>
          {what !== kind && <Text size="sm" c="dimmed">{item.called?.[language] ?? named(`privacy:place.${what.replaceAll('.', '_')}`, what)}</Text>}
          {count > 1 && <Text size="sm" c="dimmed">{t('privacy:review.rows', { count })}</Text>}
          {!sure && <Badge color="yellow">{t('privacy:review.unsure')}</Badge>}
        </Group>
        <Badge color={treatment === 'retain' || treatment === 'manual' ? 'gray' : 'spruce'} title={t(`privacy:treatmentText.${treatment}`)}>{t(`privacy:treatment.${treatment}`)}</Badge>
      </Group>
      {ground !== null && <Text size="sm">{ground}</Text>}
      {reason !== null && <Text size="sm">{called.problem(reason)}</Text>}
      {fields.length > 0 && <Holds fields={fields} />}
      {texts.map((text) => <Words key={text.field} text={text} decision={needsDecision ? (decision ?? 'leave') : 'treat'} />)}
      {others > 0 && <Text size="sm" c="dimmed">{t('privacy:review.others', { count: others })}</Text>}
      {needsDecision && (
        <Radio.Group label={<>{t('privacy:review.unsureText')}<VisuallyHidden> {t('privacy:review.decision', { what: called.kind(kind) })}</VisuallyHidden></>} value={decision ?? ''} onChange={(value) => onDecide?.(value as Decision)}>
          <Group gap="lg" mt={4}>
            <Radio value="treat" label={t(`privacy:review.treat.${treatment}`)} disabled={onDecide === null} />
            <Radio value="leave" label={t('privacy:review.leave')} disabled={onDecide === null} />
          </Group>
        </Radio.Group>
      )}
    </Stack>
  );
}

/** Those by which a person is known stand first; the rest is a click away. */
function Holds({ fields }: { readonly fields: ReviewItem['content'] }): ReactElement {
  const { t, language } = useText();
  const named = useNamed();
  const shown = useShownValue();
  const [all, setAll] = useState(false);
  const sorted = fields.toSorted((a, b) => rankOf(a.label) - rankOf(b.label));
  return (
    <div>
      <dl className={classes['holds']} aria-label={t('privacy:review.content')}>
        {sorted.slice(0, all ? sorted.length : SHOWN).map(({ label, called, value }, at) => <div key={`${at} ${label}`} className={classes['hold']}><dt>{called?.[language] ?? named(`privacy:field.${label}`, label)}</dt><dd>{STAGES.has(label) ? lifecycleWord(value, language) : shown(value)}</dd></div>)}
      </dl>
      {sorted.length > SHOWN && <Button size="compact-sm" variant="subtle" ml={-8} mt={2} onClick={() => setAll(!all)}>{all ? t('privacy:review.less') : t('privacy:review.more', { count: sorted.length - SHOWN })}</Button>}
    </div>
  );
}

const SHOWN = 6;
/** A stage as we call it, and as HubSpot does. */
const STAGES: ReadonlySet<string> = new Set(['lifecycle', 'lifecyclestage']);
const FIRST = ['firstname', 'lastname', 'name', 'subject', 'email', 'emails', 'value', 'phone', 'phones', 'mobilephone', 'jobtitle', 'title', 'account', 'customer', 'project', 'activity'];

function rankOf(label: string): number {
  const at = FIRST.indexOf(label.toLowerCase());
  return at < 0 ? FIRST.length : at;
}

/** Instants and days as people write them; everything else as it stands. */
function useShownValue(): (value: string) => string {
  const { t } = useText();
  const { instant, date } = useFormat();
  return (value) => {
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/u.test(value)) return instant(value);
    if (/^\d{4}-\d{2}-\d{2}$/u.test(value)) return date(value);
    return value === 'true' ? t('privacy:filter.yes') : value === 'false' ? t('privacy:filter.no') : value;
  };
}

function Words({ text: { field, called, before, after }, decision }: { readonly text: ReviewItem['texts'][number]; readonly decision: Decision }): ReactElement {
  const { t, language } = useText();
  const named = useNamed();
  return (
    <div className={classes['pair']}>
      <div>
        <Text size="xs" fw={600} c="dimmed">{called?.[language] ?? named(`privacy:field.${field}`, field)} · {t('privacy:review.before')}</Text>
        <p className={classes['quote']} tabIndex={0}>{before.map(({ text, hit }, at) => (hit === 'none' ? <span key={at}>{text}</span> : <mark key={at} className={classes['hit']} data-sure={hit === 'sure' ? 'yes' : 'no'}>{text}<VisuallyHidden> ({t(hit === 'sure' ? 'privacy:review.sureHit' : 'privacy:review.unsureHit')})</VisuallyHidden></mark>))}</p>
      </div>
      {after[decision] !== before.map(({ text }) => text).join('') && (
        <div>
          <Text size="xs" fw={600} c="dimmed">{t('privacy:review.after')}</Text>
          <p className={classes['quote']} tabIndex={0}>{after[decision]}</p>
        </div>
      )}
    </div>
  );
}
