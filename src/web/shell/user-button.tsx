// One's own button in the header, with one's initials.
import { Avatar, Group, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ComponentPropsWithRef, ReactElement } from 'react';
import { DownIcon } from '../components/icons.tsx';
import { useText } from '../i18n/language.ts';
import { useSession } from '../session.ts';

export function UserButton(props: ComponentPropsWithRef<'button'>): ReactElement {
  const { t } = useText();
  const { user } = useSession();
  return (
    <UnstyledButton {...props}>
      <Group gap={6} wrap="nowrap">
        <Avatar size={34} radius="xl" color="spruce" variant="filled" aria-hidden="true">{initials(user.name)}</Avatar>
        <VisuallyHidden>{t('shell:user.menu', { name: user.name })}</VisuallyHidden>
        <DownIcon size={16} />
      </Group>
    </UnstyledButton>
  );
}

/** Of the first and the last name. */
function initials(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 0x20).trim()).join('').toUpperCase();
}
