// Held writes as the API tells them: of which record, which field, where to, and why. Invariant: the reason is told as its kind and the
// system's own code apart, so that words for it can be found.
import type { z } from 'zod';
import { waitsByItself } from '../core/plan.ts';
import type { Side } from '../core/vocabulary.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';
import type { HeldView } from '../store/views/inbox.ts';
import type { held } from './contract/inbox.ts';
import { HELD_REASONS } from './contract/reasons.ts';
import type { ApiWorkspace, Caller } from './route.ts';
import { noteRecordsSeen } from './seen.ts';
import type { FileColumn } from './sheet-file.ts';
import { tellerOf } from './told-value.ts';

export type ToldHeld = z.output<typeof held>;

export async function toldHeld(workspace: Pick<ApiWorkspace, 'engine' | 'accessLog'>, caller: Caller, items: readonly HeldView[]): Promise<readonly ToldHeld[]> {
  const { engine } = workspace;
  const waitedFor = await waitedForBy(engine, items);
  await noteRecordsSeen(workspace, caller, 'inbox', [...items, ...waitedFor.values()]);
  const links = await linksOf(engine.store, [...items, ...waitedFor.values()]);
  const { label } = tellerOf(engine, caller, (_entity, _side, _field, id) => id);
  return items.map((item) => {
    const { id, linkId, entity, side, field, reason, since } = item;
    const [kind = '', ...code] = reason.split(':');
    const other = waitedFor.get(id);
    return {
      id, record: { entity, id: linkId, name: nameOf(links, linkId) }, field: field === null ? null : label(entity, field), side, kind, code: code.length === 0 ? null : code.join(':'),
      alone: waitsByItself(reason), since, waitsFor: other === undefined ? null : { entity: other.entity, id: other.linkId, name: nameOf(links, other.linkId) },
    };
  });
}

/** The links behind what they wait for, by the held write; what nobody has seen yet is none. */
async function waitedForBy({ store, entities }: ApiWorkspace['engine'], items: readonly HeldView[]): Promise<ReadonlyMap<string, { readonly entity: string; readonly linkId: string }>> {
  const asked = items.flatMap(({ id, entity, field, waitsFor }) => {
    if (waitsFor?.kind === 'record') return [{ id, entity: waitsFor.entity, ref: { side: waitsFor.side, id: waitsFor.id } }];
    const target = waitsFor?.kind === 'link' ? entities.get(entity)?.fields.get(field ?? '')?.target : null;
    return waitsFor?.kind === 'link' && target ? [{ id, entity: target, ref: { side: 'local' as Side, id: waitsFor.linkId } }] : [];
  });
  const found = new Map<string, { readonly entity: string; readonly linkId: string }>();
  for (const [entity, ofEntity] of Map.groupBy(asked, (one) => one.entity)) {
    const hits = new Map((await store.linked(entity, ofEntity.map(({ ref }) => ref))).map((hit) => [`${hit.side} ${hit.id}`, hit.linkId]));
    for (const { id, ref } of ofEntity) {
      const linkId = hits.get(`${ref.side} ${ref.id}`);
      if (linkId !== undefined) found.set(id, { entity, linkId });
    }
  }
  return found;
}

const SYSTEM: Readonly<Record<Side, string>> = { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' };

export const HELD_COLUMNS: readonly FileColumn<ToldHeld>[] = [
  { kind: 'text', label: { fi: 'Tietue', en: 'Record' }, of: ({ record }) => record.name },
  { kind: 'text', label: { fi: 'Kenttä', en: 'Field' }, of: ({ field }, locale) => field?.label[locale] ?? '' },
  { kind: 'text', label: { fi: 'Minne', en: 'Where to' }, of: ({ side }) => SYSTEM[side] },
  { kind: 'text', label: { fi: 'Miksi odottaa', en: 'Why it waits' }, of: ({ kind }, locale) => HELD_REASONS[kind]?.[locale].why ?? kind },
  { kind: 'text', label: { fi: 'Järjestelmän koodi', en: "System's code" }, of: ({ code }) => code },
  { kind: 'text', label: { fi: 'Mitä tehdä', en: 'What to do' }, of: ({ kind }, locale) => HELD_REASONS[kind]?.[locale].todo ?? '' },
  { kind: 'text', label: { fi: 'Odottaa tietuetta', en: 'Waits for' }, of: ({ waitsFor }) => waitsFor?.name ?? null },
  { kind: 'instant', label: { fi: 'Odottanut alkaen', en: 'Waiting since' }, of: ({ since }) => since },
  { kind: 'text', label: { fi: 'Tietueen laji', en: 'Entity' }, of: ({ record }) => record.entity },
  { kind: 'text', label: { fi: 'Tietueen tunniste', en: 'Record id' }, of: ({ record }) => record.id },
];
