// From a person to what they have asked for: a request to be forgotten, an export of what is known of them. Invariant: who it is goes along
// in the memory of the browser's history, not in an address.
import { Button, Group } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link, useLocation } from 'react-router';
import { useText } from '../../i18n/language.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Picked } from './contact-picker.tsx';

export function PersonDeeds({ person }: { readonly person: Picked }): ReactElement {
  const { t } = useText();
  const session = useSession();
  return (
    <Group gap="xs">
      {may(session, { changes: ['subjectExports'] }) && <Button component={Link} variant="default" to="/privacy/subject-access" state={person}>{t('privacy:access.make')}</Button>}
      {may(session, { changes: ['erasures'] }) && <Button component={Link} variant="default" to="/privacy/requests/new" state={person}>{t('privacy:add.of')}</Button>}
    </Group>
  );
}

/** Whom one came here for; null: nobody yet. */
export function usePickedBefore(): Picked | null {
  const state = useLocation().state as Partial<Picked> | null;
  return typeof state?.link === 'string' && typeof state.name === 'string' ? { link: state.link, name: state.name } : null;
}
