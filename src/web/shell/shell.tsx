// The frame around every page: header, navigation, content. Invariants: what a person may not open is not offered; the keyboard
// gets past the navigation with one key; a page change moves focus and scroll to the top of the new page.
import { AppShell, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef, type ReactElement } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { useText } from '../i18n/language.ts';
import type { Page } from '../pages.ts';
import { Mark } from '../theme/mark.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { SessionOver } from './session-over.tsx';
import { UserMenu } from './user-menu.tsx';
import { WorkspaceName } from './workspace-name.tsx';
import classes from './shell.module.css';

export function Shell({ pages }: { readonly pages: readonly Page[] }): ReactElement {
  const { t } = useText();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useTopOfPage(pathname);
  useEffect(close, [pathname, close]);

  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !opened } }} padding={{ base: 'md', md: 'xl' }} withBorder={false}>
      <a className={classes['skip']} href="#main">{t('shell:skip')}</a>
      <AppShell.Header className={classes['header']}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-expanded={opened} aria-label={t(opened ? 'shell:closeNavigation' : 'shell:openNavigation')} />
            <Link to="/" className={classes['brand']}><Mark /><Text span fw={680} fz="lg">Sauma</Text></Link>
            <WorkspaceName />
          </Group>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes['navbar']} aria-label={t('shell:navigation')}>
        <Navigation pages={pages} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes['main']}>
        <OfflineNotice />
        <div className={classes['page']}>
          <Suspense fallback={<PageSkeleton />}><Outlet /></Suspense>
        </div>
      </AppShell.Main>
      <SessionOver />
    </AppShell>
  );
}

/** After a click that leads to another page, a screen reader would otherwise stay where the link was. */
function useTopOfPage(pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    document.getElementById('main')?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [pathname]);
}
