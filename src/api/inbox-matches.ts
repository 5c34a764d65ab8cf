// Possible matches as the API tells them: the two records field by field. Invariant: two spellings that count as one value are told to be
// the same, as the sync would see it.
import type { z } from 'zod';
import { comparable } from '../core/normalise/comparable.ts';
import { isEmpty } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { FieldName, Fields } from '../core/vocabulary.ts';
import type { Entity } from '../entities/entity.ts';
import { isRollUp } from '../entities/roll-ups.ts';
import { namesIn } from '../engine/called.ts';
import { nameIn } from '../engine/record-names.ts';
import type { LinkState, SideState } from '../store/store.ts';
import type { MatchView } from '../store/views/inbox.ts';
import { FOUND_BY, MATCH_REASONS } from './contract/reasons.ts';
import type { match } from './contract/inbox.ts';
import type { ApiWorkspace, Caller } from './route.ts';
import { noteRecordsSeen } from './seen.ts';
import type { FileColumn } from './sheet-file.ts';
import { cellText, tellerOf } from './told-value.ts';

export type ToldMatch = z.output<typeof match>;

export async function toldMatches(workspace: Pick<ApiWorkspace, 'engine' | 'accessLog'>, caller: Caller, items: readonly MatchView[]): Promise<readonly ToldMatch[]> {
  const { engine } = workspace;
  await noteRecordsSeen(workspace, caller, 'inbox', items.flatMap(({ entity, links }) => links.map(({ id }) => ({ entity, linkId: id }))));
  const shown = items.flatMap(({ entity, links }) => links.map((link) => ({ entity, side: comparedSide(link)?.side ?? null, fields: comparedSide(link)?.fields ?? {} })));
  const { told, label } = tellerOf(engine, caller, await namesIn(engine, shown));
  return items.map(({ id, entity, by, reason, since, state, links, decidedBy, decidedAt }) => {
    const compared = links.map(comparedSide);
    const declared = engine.entities.get(entity);
    return {
      id, entity, by, reason, since, state,
      links: links.map((link, at) => ({
        id: link.id, name: nameOf(link), side: compared[at]?.side ?? null,
        records: SIDES.flatMap((side) => (link.sides[side] === undefined || side === 'local' ? [] : [{ side, id: link.sides[side].id, gone: link.sides[side].gone !== null }])),
      })),
      fields: fieldsIn(declared, compared.map((one) => one?.fields ?? {})).map((name) => ({
        field: label(entity, name),
        same: isSame(declared, name, compared.map((one) => one?.fields ?? {})),
        shown: compared.map((one) => (one?.fields[name] === undefined ? null : told(entity, one.side, name, one.fields[name]))),
      })),
      decision: decidedAt === null ? null : { by: decidedBy ?? '', at: decidedAt },
    };
  });
}

/** What is there, before what is gone; the PSA's before the CRM's, before ours. */
function comparedSide({ sides }: LinkState): SideState | null {
  const known = SIDES.flatMap((side) => sides[side] ?? []);
  return known.find(({ gone }) => gone === null) ?? known[0] ?? null;
}

function nameOf(link: LinkState): string {
  return SIDES.map((side) => nameIn(link.sides[side]?.fields ?? {})).find((name) => name !== '') ?? link.id;
}

/** In the order of the declaration, without figures of ours and what is empty everywhere. */
function fieldsIn(entity: Entity | undefined, of: readonly Fields[]): readonly FieldName[] {
  if (entity === undefined) return [];
  return [...entity.fields.keys()].filter((name) => !isRollUp(entity.name, name) && of.some((fields) => !isEmpty(fields[name] ?? null)));
}

/** What points to another record is called differently on each side, so only its name could tell: it is left to the person. */
function isSame(entity: Entity | undefined, name: FieldName, of: readonly Fields[]): boolean {
  const definition = entity?.fields.get(name);
  if (definition === undefined || definition.target !== null) return false;
  return new Set(of.map((fields) => comparable(definition.compare, fields[name] ?? null))).size === 1;
}

const place = (at: 0 | 1) => ({ links }: ToldMatch): string => links[at]?.name ?? '';
const idsOf = (at: 0 | 1) => ({ links }: ToldMatch): string => (links[at]?.records ?? []).map(({ side, id }) => `${side}:${id}`).join(' ');
const differing = ({ fields }: ToldMatch, locale: 'fi' | 'en'): string =>
  fields.filter(({ same }) => !same).map(({ field, shown }) => `${field.label[locale]}: ${shown.map((value) => cellText(value, locale) || '–').join(' / ')}`).join('; ');

export const MATCH_COLUMNS: readonly FileColumn<ToldMatch>[] = [
  { kind: 'text', label: { fi: 'Ensimmäinen', en: 'First' }, of: place(0) },
  { kind: 'text', label: { fi: 'Toinen', en: 'Second' }, of: place(1) },
  { kind: 'text', label: { fi: 'Löytyi', en: 'Found by' }, of: ({ by }, locale) => FOUND_BY[by]?.[locale] ?? by },
  { kind: 'text', label: { fi: 'Miksi kysytään', en: 'Why it is asked' }, of: ({ reason }, locale) => MATCH_REASONS[reason]?.[locale] ?? reason },
  { kind: 'text', label: { fi: 'Erot', en: 'Differences' }, of: differing },
  { kind: 'instant', label: { fi: 'Odottanut alkaen', en: 'Waiting since' }, of: ({ since }) => since },
  { kind: 'text', label: { fi: 'Tietueen laji', en: 'Entity' }, of: ({ entity }) => entity },
  { kind: 'text', label: { fi: 'Ensimmäisen tunnisteet', en: 'Ids of the first' }, of: idsOf(0) },
  { kind: 'text', label: { fi: 'Toisen tunnisteet', en: 'Ids of the second' }, of: idsOf(1) },
];
