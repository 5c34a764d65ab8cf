// What our own records say of one person, for a review and an access export. Invariant: an answer names each place by link and field,
// so that what a person decides about a text holds for every side that shows it.
import type { Value } from '../../core/vocabulary.ts';
import { isMoney, isSet } from '../../core/value.ts';
import { personIn } from '../../entities/person-keys.ts';
import { entities } from '../../entities/index.ts';
import type { LocalTrace } from '../forgetting.ts';
import { idsIn } from './around.ts';
import type { SideRow } from './rows.ts';
import { isFreeText, placeOf, type Scrub } from './scrub.ts';

/** One per link of the person: what its records hold, ours first. */
export function ownTraces(rows: readonly SideRow[]): readonly LocalTrace[] {
  const links = [...Map.groupBy(rows, ({ linkId }) => linkId)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return links.map(([linkId, of]) => {
    const content = of.toSorted((a, b) => order(a.side) - order(b.side)).flatMap(({ side, fields }) => Object.entries(fields).flatMap(([name, value]) => shown(side, name, value)));
    return { place: linkId, kind: 'record', what: of[0]?.entity ?? '', linkId, copyOf: null, count: of.length, text: null, content: Object.fromEntries(content) };
  });
}

/** Records of others that name the person's ids; one trace per entity and field. */
export function pointerTraces(rows: readonly SideRow[], scrub: Scrub): readonly LocalTrace[] {
  const found = rows.flatMap(({ entity, side, linkId, fields }) =>
    [...(entities.get(entity)?.fields.values() ?? [])].flatMap((field) => {
      const kind = personIn(field);
      const names = kind === null ? idsIn(fields[field.name]).some((text) => scrub.isTheirAddress(text)) && field.category === 'contact' : idsIn(fields[field.name]).some((id) => scrub.isTheirs(kind, side, id));
      return names ? [{ what: `${entity}.${field.name}`, linkId }] : [];
    }),
  );
  return [...Map.groupBy(found, ({ what }) => what)].map(([what, of]) => pointer(what, new Set(of.map(({ linkId }) => linkId)).size)).toSorted((a, b) => (a.what < b.what ? -1 : 1));
}

/** @param isNear whether a link is one that the person is tied to: in all others only what is sure is told */
export function textTraces(rows: readonly SideRow[], scrub: Scrub, isNear: (linkId: string) => boolean): readonly LocalTrace[] {
  const texts = rows.toSorted((a, b) => (a.linkId < b.linkId ? -1 : a.linkId > b.linkId ? 1 : order(a.side) - order(b.side))).flatMap(({ entity, linkId, fields }) =>
    Object.entries(fields).flatMap(([field, value]) => {
      if (typeof value !== 'string' || !isFreeText(entity, field) || !names(scrub, value, isNear(linkId))) return [];
      return [{ place: placeOf({ linkId, field }), what: `${entity}.${field}`, linkId, text: value }];
    }),
  );
  const byPlace = Map.groupBy(texts, ({ place }) => place);
  return [...byPlace].flatMap(([place, of]) => {
    const distinct = [...new Map(of.map((one) => [one.text, one])).values()];
    return distinct.map((one, index) => textTrace({ ...one, place: index === 0 ? place : `${place}/${index + 1}` }));
  });
}

export function names(scrub: Scrub, text: string, isNear: boolean): boolean {
  return isNear ? scrub.hits(text).length > 0 : scrub.isSure(text);
}

export const pointer = (what: string, count: number): LocalTrace => ({ place: what, kind: 'pointer', what, linkId: null, copyOf: null, count, text: null, content: {} });

export const textTrace = ({ place, what, text, linkId = null, copyOf = null }: Pick<LocalTrace, 'place' | 'what' | 'text'> & Partial<Pick<LocalTrace, 'linkId' | 'copyOf'>>): LocalTrace => ({ place, kind: 'text', what, linkId, copyOf, count: 1, text, content: {} });

const order = (side: SideRow['side']): number => ['local', 'psa', 'crm'].indexOf(side);

function shown(side: SideRow['side'], name: string, value: Value): readonly (readonly [string, string])[] {
  const text = isSet(value) ? value.map(({ key }) => key).join(', ') : isMoney(value) ? `${value.amount} ${value.currency}` : value === null ? '' : String(value);
  return text === '' ? [] : [[`${side}.${name}`, text]];
}
