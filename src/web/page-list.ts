// The pages of the app. A new page is one entry here.
import { HomeIcon, KeyIcon } from './components/icons.tsx';
import type { Page } from './pages.ts';

export const PAGES: readonly Page[] = [
  { path: '/', title: 'start:home.title', need: {}, group: 'start', icon: HomeIcon, load: () => import('./pages/home.tsx') },
  { path: '/own-access', title: 'start:own.title', need: {}, group: null, parent: '/', icon: KeyIcon, load: () => import('./pages/own-access.tsx') },
];
