// The languages, the namespaces and the type of a key. Invariant: `t` takes only keys that exist, written with their namespace
// (`table:search`), so that a test can find the ones that nobody uses.
import type { later } from './en-later.ts';
import type { words as first } from './en.ts';

type Words = typeof first & typeof later;

export const LANGUAGES = ['fi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const NAMESPACES = ['audit', 'billing', 'common', 'connections', 'errors', 'fields', 'inbox', 'overview', 'parts', 'privacy', 'record', 'registers', 'reports', 'rights', 'runs', 'schedules', 'settings', 'rules', 'welcome', 'shell', 'start', 'table', 'users'] as const satisfies readonly (keyof Words)[];

type Plain<T, Path extends string> = {
  [K in keyof T & string]: T[K] extends string ? (K extends `${string}_${'one' | 'other'}` ? never : T[K] extends `${string}{{${string}` ? never : `${Path}${K}`) : Plain<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** A key that needs no values: for tables of keys, as that of the pages. */
export type TextKey = { [N in keyof Words]: Plain<(Words)[N], `${N}:`> }[keyof Words];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Words;
  }
}
