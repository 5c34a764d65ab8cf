// The app put together: providers around one router. Invariant: its pages are given, so the stories of the tests run in the very
// same frame as the product.
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createBrowserRouter, RouterProvider, type RouteObject } from 'react-router';
import { ConfirmProvider } from './components/confirm.tsx';
import { allWords, useText } from './i18n/language.ts';
import { OutsideProvider, type Outside } from './outside.ts';
import type { Page } from './pages.ts';
import { PreferencesProvider, type Preferences } from './preferences.ts';
import { problemOf } from './problem.ts';
import { SessionProvider, type Session } from './session.ts';
import { NotFound } from './shell/not-found.tsx';
import { Crashed, PageFrame } from './shell/page-frame.tsx';
import { PageSkeleton } from './shell/page-skeleton.tsx';
import { Shell } from './shell/shell.tsx';
import { theme, variables } from './theme/theme.ts';

export interface AppProps {
  readonly pages: readonly Page[];
  readonly session: Session;
  readonly outside: Outside;
  readonly preferences: Preferences;
  readonly language: i18n;
  /** Of this page load; the content security policy lets no style element through without it. */
  readonly styleNonce: string;
}

const colorSchemeManager = localStorageColorSchemeManager({ key: 'sauma-color-scheme' });

export function App({ pages, session, outside, preferences, language, styleNonce }: AppProps): ReactElement {
  const [queries] = useState(createQueries);
  const router = useMemo(() => createBrowserRouter(routesOf(pages)), [pages]);
  return (
    <I18nextProvider i18n={language}>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" colorSchemeManager={colorSchemeManager} getStyleNonce={() => styleNonce}>
        <PreferencesProvider value={preferences}>
          <OutsideProvider value={outside}>
            <SessionProvider value={session}>
              <QueryClientProvider client={queries}>
                <Localised>
                  <ConfirmProvider><RouterProvider router={router} /></ConfirmProvider>
                </Localised>
              </QueryClientProvider>
            </SessionProvider>
          </OutsideProvider>
        </PreferencesProvider>
      </MantineProvider>
    </I18nextProvider>
  );
}

/** What follows from the language outside of our own words: the page's language, calendars. */
function Localised({ children }: { readonly children: ReactNode }): ReactElement {
  const { language } = useText();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <DatesProvider settings={{ locale: language === 'en' ? 'en-gb' : 'fi', firstDayOfWeek: 1 }}>
      {children}
      <Notifications position="bottom-right" />
    </DatesProvider>
  );
}

function routesOf(pages: readonly Page[]): RouteObject[] {
  const routes = pages.map((page): RouteObject => ({
    element: <PageFrame page={page} pages={pages} />,
    errorElement: <Crashed />,
    children: [{ path: page.path, lazy: async () => ({ Component: (await Promise.all([page.load(), page.path === '/' ? null : allWords()]))[0].default }) }],
  }));
  const top: RouteObject = { element: <Shell pages={pages} />, errorElement: <Crashed />, hydrateFallbackElement: <PageSkeleton />, children: [...routes, { path: '*', element: <NotFound /> }] };
  return [top];
}

function createQueries(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: worthAgain, staleTime: 15_000, refetchOnWindowFocus: true }, mutations: { retry: false } } });
}

/** What cannot get better by itself is not asked again. */
function worthAgain(failures: number, error: unknown): boolean {
  return failures < 2 && ['offline', 'not-now'].includes(problemOf(error).kind);
}
