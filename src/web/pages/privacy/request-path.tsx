// How far a request has come: its places in order, and beside them the three things that must not be taken for one another: accepted,
// done and verified.
import { Text, VisuallyHidden } from '@mantine/core';
import type { ReactElement } from 'react';
import { CheckIcon, ClockIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import classes from './privacy.module.css';
import type { Request } from './use-request.ts';

const PLACES = ['received', 'identity', 'discovery', 'review', 'erasing', 'verifying', 'completed'] as const;
type Place = (typeof PLACES)[number];

/** Where each state stands. */
const PLACE_OF: Readonly<Record<Request['state'], Place>> = {
  received: 'identity', identityPending: 'identity', verified: 'discovery', discovering: 'discovery', review: 'review', approved: 'erasing', armed: 'erasing', erasing: 'erasing', verifying: 'verifying',
  completed: 'completed', retentionDue: 'erasing', refused: 'identity', cancelled: 'identity',
};

export function RequestPath({ request: { state } }: { readonly request: Request }): ReactElement | null {
  const { t } = useText();
  if (state === 'refused' || state === 'cancelled') return null;
  const here = PLACES.indexOf(PLACE_OF[state]);
  return (
    <ol className={classes['path']} aria-label={t('privacy:one.path')}>
      {PLACES.map((place, at) => {
        const isPast = at < here || state === 'completed';
        return (
          <li key={place} className={classes['place']} data-at={isPast ? 'past' : at === here ? 'here' : 'later'} {...(at === here && { 'aria-current': 'step' as const })}>
            {t(`privacy:path.${place}`)}
            {at === here && <VisuallyHidden> ({t('privacy:one.here')})</VisuallyHidden>}
          </li>
        );
      })}
    </ol>
  );
}

export function ThreeMarks({ request: { acceptedAt, doneAt, verifiedAt, approvedBy } }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const marks = [
    { name: 'accepted', at: acceptedAt, text: t('privacy:one.marks.acceptedText', { by: approvedBy ?? '' }) },
    { name: 'done', at: doneAt, text: t('privacy:one.marks.doneText') },
    { name: 'verified', at: verifiedAt, text: t('privacy:one.marks.verifiedText') },
  ] as const;
  return (
    <dl className={classes['marks']} aria-label={t('privacy:one.marks.title')}>
      {marks.map(({ name, at, text }) => (
        <div key={name} className={classes['mark']} data-is={at === null ? 'no' : 'yes'}>
          <dt>{at === null ? <ClockIcon size={16} /> : <CheckIcon size={16} />}{t(`privacy:one.marks.${name}`)}</dt>
          <dd>{at === null ? <Text span size="sm" c="dimmed">{t('privacy:one.marks.notYet')}</Text> : <>{instant(at)} <Text span size="xs" c="dimmed" display="block">{text}</Text></>}</dd>
        </div>
      ))}
    </dl>
  );
}
