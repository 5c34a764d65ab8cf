// The pages of the stories: a product of its own, with every part of the app at work.
import { ChartIcon, ClockIcon, SeamIcon, TableIcon, KeyIcon, CheckIcon, ColumnsIcon, HomeIcon } from '../../../src/web/components/icons.tsx';
import type { Page } from '../../../src/web/pages.ts';

export const PAGES: readonly Page[] = [
  { path: '/', title: 'start:home.title', need: {}, group: 'start', icon: HomeIcon, load: () => import('./home.tsx') },
  { path: '/own-access', title: 'start:own.title', need: {}, group: null, parent: '/', icon: KeyIcon, load: () => import('../../../src/web/pages/own-access.tsx') },
  { path: '/accounts', title: 'start:right.accounts', need: { reads: ['accounts'] }, group: 'customers', icon: ColumnsIcon, load: () => import('./empty-list.tsx') },
  { path: '/accounts/:id', title: 'start:right.purchaseHistory', need: { reads: ['purchaseHistory'] }, group: null, parent: '/accounts', load: () => import('./account.tsx') },
  { path: '/contact', title: 'start:right.contacts', need: { reads: ['contacts'] }, group: 'customers', icon: CheckIcon, load: () => import('./contact.tsx') },
  { path: '/invoices', title: 'start:right.invoices', need: {}, group: 'money', icon: TableIcon, load: () => import('./invoices.tsx') },
  { path: '/reports', title: 'start:right.funnel', need: {}, group: 'money', icon: ChartIcon, load: () => import('./reports.tsx') },
  { path: '/conflicts', title: 'start:right.conflicts', need: { reads: ['inboxes'] }, group: 'inboxes', icon: SeamIcon, load: () => import('./conflict.tsx') },
  { path: '/runs', title: 'start:right.runs', need: {}, group: 'system', icon: ClockIcon, load: () => import('./runs.tsx') },
  { path: '/audit', title: 'start:right.audit', need: { reads: ['audit'] }, group: 'system', icon: KeyIcon, load: () => import('./runs.tsx') },
  { path: '/broken', title: 'start:right.accessLog', need: {}, group: null, load: () => import('./broken.tsx') },
  { path: '/crash', title: 'start:right.accessLog', need: {}, group: null, load: () => import('./crash.tsx') },
];
