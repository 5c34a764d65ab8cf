// What a page of the app is, and what follows from the list of them: the navigation of a person and the way back up.
// Invariant: everything a page needs (address, right, place in the navigation, code) is one entry of one list.
import type { ComponentType, ReactElement } from 'react';
import { may, type Need, type Rights } from './rights.ts';
import type { TextKey } from './i18n/text-key.ts';

/** Groups of the navigation, in their order. */
export const GROUPS = ['start', 'customers', 'sales', 'money', 'inboxes', 'privacy', 'system'] as const;
export type Group = (typeof GROUPS)[number];

export interface Page {
  /** As in the address bar, with `:name` for what varies: `/accounts/:id`. */
  readonly path: string;
  readonly title: TextKey;
  readonly need: Need;
  /** Null: reached from other pages only. */
  readonly group: Group | null;
  readonly icon?: (props: { readonly size?: number }) => ReactElement;
  /** How much of this waits for people is shown beside its name. */
  readonly waiting?: 'conflicts' | 'matches' | 'held';
  /** The page one level up, by its path. */
  readonly parent?: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export interface NavigationGroup {
  readonly group: Group;
  readonly pages: readonly Page[];
}

/** The navigation of somebody with these rights: groups in order, empty ones left out. */
export function navigationFor(pages: readonly Page[], rights: Rights): readonly NavigationGroup[] {
  return GROUPS.map((group) => ({ group, pages: pages.filter((page) => page.group === group && may(rights, page.need)) })).filter((each) => each.pages.length > 0);
}

/** The pages above this one, topmost first. */
export function pagesAbove(pages: readonly Page[], page: Page): readonly Page[] {
  const above: Page[] = [];
  let at = page.parent;
  while (at !== undefined) {
    const parent = pages.find((each) => each.path === at);
    if (!parent || above.includes(parent)) break;
    above.unshift(parent);
    at = parent.parent;
  }
  return above;
}
