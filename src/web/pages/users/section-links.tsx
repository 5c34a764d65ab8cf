// The three pages about who may do what, each a click from the others. Invariant: they are links, so each has its own address.
import { Tabs } from '@mantine/core';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '../../i18n/language.ts';

const SECTIONS = ['/users', '/users/roles', '/users/tokens'] as const;

export function SectionLinks({ at }: { readonly at: (typeof SECTIONS)[number] }): ReactElement {
  const { t } = useText();
  const navigate = useNavigate();
  const titles = { '/users': t('users:people.short'), '/users/roles': t('users:roles.title'), '/users/tokens': t('users:tokens.title') };
  return (
    <Tabs value={at} onChange={(to) => { if (to !== null) void navigate(to); }} mb="md" activateTabWithKeyboard={false}>
      <Tabs.List aria-label={t('users:sections')}>{SECTIONS.map((path) => <Tabs.Tab key={path} value={path}>{titles[path]}</Tabs.Tab>)}</Tabs.List>
    </Tabs>
  );
}
