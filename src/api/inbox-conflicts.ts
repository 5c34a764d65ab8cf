// Conflicts as the API tells them: names for ids, each side with who changed it and when. Invariant: what is told of one conflict is the
// same in the list, by its id and in a file.
import type { z } from 'zod';
import { WHOLE_RECORD } from '../core/plan.ts';
import { same } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { Value } from '../core/vocabulary.ts';
import { namesIn } from '../engine/called.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';
import { mayDecideAlways } from '../engine/resolve.ts';
import type { ConflictView } from '../store/views/inbox.ts';
import type { conflict } from './contract/inbox.ts';
import type { ApiWorkspace, Caller } from './route.ts';
import { noteRecordsSeen } from './seen.ts';
import type { FileColumn } from './sheet-file.ts';
import { cellText, tellerOf } from './told-value.ts';
import type { ShownValue } from './told-value.ts';

export type ToldConflict = z.output<typeof conflict>;

export async function toldConflicts(workspace: Pick<ApiWorkspace, 'engine' | 'accessLog'>, caller: Caller, items: readonly ConflictView[]): Promise<readonly ToldConflict[]> {
  const { engine } = workspace;
  await noteRecordsSeen(workspace, caller, 'inbox', items);
  const links = await linksOf(engine.store, items);
  const values = items.flatMap(({ entity, field, values: shown, base }) => [...Object.values(shown), ...Object.values(base)].map((value) => ({ entity, side: null, fields: { [field]: value } })));
  const { told, label } = tellerOf(engine, caller, await namesIn(engine, values));
  return items.map((item) => {
    const { id, linkId, entity, field, since, state, suggestion, decision, authors } = item;
    const whole = field === WHOLE_RECORD;
    const shown = (value: Value): ShownValue => (whole ? { kind: 'presence', gone: value === 'gone' } : told(entity, null, field, value));
    const agreed = whole ? null : agreedOf(item);
    const sides = SIDES.flatMap((side) => {
      const value = item.values[side];
      if (value === undefined) return [];
      const { by = null, at = null } = authors[side] ?? {};
      return [{ side, shown: shown(value), changed: whole ? value === 'gone' : !same(value, item.base[side] ?? null), by, at }];
    });
    return {
      id, record: { entity, id: linkId, name: nameOf(links, linkId) }, field: label(entity, field), since, state, sides, suggestion, decision, whole,
      base: agreed === null ? null : shown(agreed), always: mayDecideAlways(engine, entity, field),
    };
  });
}

/** What a side has not been asked to agree on is empty in its base. */
function agreedOf({ base }: ConflictView): Value {
  return SIDES.map((side) => base[side] ?? null).find((value) => value !== null) ?? null;
}

const shownOn = (side: 'psa' | 'crm' | 'local') => ({ sides }: ToldConflict, locale: 'fi' | 'en'): string | null => cellText(sides.find((one) => one.side === side)?.shown ?? null, locale);

export const CONFLICT_COLUMNS: readonly FileColumn<ToldConflict>[] = [
  { kind: 'text', label: { fi: 'Tietue', en: 'Record' }, of: ({ record }) => record.name },
  { kind: 'text', label: { fi: 'Kenttä', en: 'Field' }, of: ({ field }, locale) => field.label[locale] },
  { kind: 'text', label: { fi: 'Viimeksi sama', en: 'Last the same' }, of: ({ base }, locale) => cellText(base, locale) },
  { kind: 'text', label: { fi: 'Severa', en: 'Severa' }, of: shownOn('psa') },
  { kind: 'text', label: { fi: 'HubSpot', en: 'HubSpot' }, of: shownOn('crm') },
  { kind: 'text', label: { fi: 'Sauma', en: 'Sauma' }, of: shownOn('local') },
  { kind: 'instant', label: { fi: 'Odottanut alkaen', en: 'Waiting since' }, of: ({ since }) => since },
  { kind: 'text', label: { fi: 'Tietueen laji', en: 'Entity' }, of: ({ record }) => record.entity },
  { kind: 'text', label: { fi: 'Tietueen tunniste', en: 'Record id' }, of: ({ record }) => record.id },
];
