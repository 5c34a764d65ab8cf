// Home of what a kind of activity is in Severa: an organisation names its own activity types, each in one of five categories.
// Invariant: personal entries, absences and types that are left out mean no kind, and are shown to nobody.
import type { ActivityKind } from '../../entities/activity.ts';
import type { Context, Held } from './codecs.ts';
import { shownText } from './codecs.ts';
import type { ActivityRow } from './rows.ts';

/** An activity type, by name or guid, that means another kind than its category suggests; none: it is left out. */
export interface ActivityTypePair {
  readonly type: string;
  readonly kind: ActivityKind | 'none';
}

const byCategory: ReadonlyMap<string, ActivityKind> = new Map([['Task', 'task'], ['CalendarEntry', 'meeting'], ['SalesEvent', 'call']]);

interface ActivityType {
  readonly id: string;
  readonly name: string;
  readonly category: string;
}

function pairOf({ id, name }: ActivityType, pairs: readonly ActivityTypePair[]): ActivityTypePair | undefined {
  return pairs.find(({ type }) => type === id || type.toLowerCase() === name.toLowerCase());
}

function kindOfType(type: ActivityType, pairs: readonly ActivityTypePair[]): ActivityKind | null {
  const kind = pairOf(type, pairs)?.kind ?? byCategory.get(type.category) ?? 'none';
  return kind === 'none' ? null : kind;
}

/** null: not an activity of ours to know. */
export function kindOf({ activityType }: ActivityRow, pairs: readonly ActivityTypePair[]): ActivityKind | null {
  return kindOfType({ id: activityType?.guid ?? '', name: shownText(activityType?.name) ?? '', category: activityType?.category ?? '' }, pairs);
}

/** The type that a new activity of a kind gets: one that was paired with it, else the default one of its category. */
export function typeFor(kind: string, { registry }: Context, pairs: readonly ActivityTypePair[]): Held {
  const fitting = (registry('activityTypes')?.items ?? []).flatMap(({ id, label, active, code }) => {
    const [category = '', standing] = (code ?? '').split(':');
    const type = { id, name: label, category };
    if (!active || kindOfType(type, pairs) !== kind) return [];
    return [{ ...type, rank: pairOf(type, pairs) ? 0 : standing === 'default' ? 1 : 2 }];
  });
  const [best] = fitting.toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  return best === undefined ? { cannot: 'unmapped-choice' } : { value: kind, sent: { guid: best.id } };
}
