// Where a field lives and whether it has arrived there, in a few quiet words. Invariant: what is as it should be is said faintly, what is
// not is said with its reason.
import { Anchor, Badge, Group, Text, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { HELD_REASONS } from '../../../api/contract/reasons.ts';
import { useText } from '../../i18n/language.ts';
import type { Language } from '../../i18n/text-key.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import classes from './record.module.css';
import type { RecordField } from './use-record.ts';
import { useValueText } from './value-text.ts';

/** For a badge that may be longer than its line. */
export const WHOLE = { root: classes['reason'] ?? '', label: classes['reasonWords'] ?? '' };

/** A system's own code stays as it is. */
export function heldWords(reason: string, language: Language): string {
  const [kind = '', ...code] = reason.split(':');
  const words = HELD_REASONS[kind]?.[language].why;
  if (words === undefined) return reason;
  return code.length === 0 ? words : `${words} (${code.join(':')})`;
}

export function FieldPlace({ field }: { readonly field: RecordField }): ReactElement {
  const { t, language } = useText();
  const valueText = useValueText();
  const session = useSession();
  const there = field.places.filter(({ state }) => state === 'there').map(({ side }) => t(`record:system.${side}`));
  const quiet = [
    ...(there.length > 0 ? [t('record:place.there', { systems: there.join(' · ') })] : []),
    ...(field.fixed !== null && field.fixed !== 'figures' ? [t(`record:fixed.${field.fixed}`)] : []),
  ];
  return (
    <Group gap={6} component="span">
      {field.isConflict && (
        <Badge size="sm" color="red">
          {may(session, { reads: ['inboxes'] }) ? <Anchor component={Link} to="/conflicts" size="xs" c="inherit" underline="always">{t('record:place.conflict')}</Anchor> : t('record:place.conflict')}
        </Badge>
      )}
      {field.isIncoming && <Badge size="sm" color="spruce">{t('record:place.incoming')}</Badge>}
      {field.places.map(({ side, state, reason, shows }) => {
        if (state === 'there' || state === 'none') return null;
        const system = t(`record:system.${side}`);
        const words = state === 'coming' ? t('record:place.coming', { system }) : t('record:place.held', { system, reason: heldWords(reason ?? '', language) });
        const label = shows === undefined ? words : t('record:place.shows', { system, text: valueText(field, shows) ?? t('record:fields.empty') });
        return <Tooltip key={side} label={label} multiline maw={360}><Badge size="sm" color={state === 'coming' ? 'spruce' : 'yellow'} tabIndex={0} classNames={WHOLE}>{words}</Badge></Tooltip>;
      })}
      {quiet.length > 0 && <Text span size="xs" c="dimmed">{quiet.join(' · ')}</Text>}
    </Group>
  );
}
