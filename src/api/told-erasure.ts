// Erasure requests as the API tells them: how one stands, and the review of what was found. Invariant: a text goes out in pieces, so that
// whoever shows it marks the hits without searching for them again.
import type { z } from 'zod';
import { redacted } from '../core/sensitive-text.ts';
import type { Hit } from '../core/sensitive-text.ts';
import type { RequestStatus } from '../erasure/status.ts';
import type { Review, ReviewItem } from '../erasure/review.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { Side } from '../core/vocabulary.ts';
import type { CallId, Shown } from '../engine/called.ts';
import type { Entity } from '../entities/entity.ts';
import type { CONTRACTS } from './contract.ts';

export type ToldRequest = z.output<typeof CONTRACTS.erasure.answer>;
export type ToldItem = z.output<typeof CONTRACTS.erasures.answer>['items'][number];
type ToldReview = z.output<typeof CONTRACTS.erasureReview.answer>;

export function toldItem({ id, state, next, waitsFor, dueOn, daysLeft, alarm, isExtended, acceptedAt, doneAt, verifiedAt, origin, requestedBy, receivedAt, about, systems, reappearedAt }: RequestStatus): ToldItem {
  return { id, state, next, waitsFor, dueOn, daysLeft, alarm, isExtended, acceptedAt, doneAt, verifiedAt, origin, requestedBy, receivedAt, about, systems, reappearedAt };
}

/** @param candidates people who have what it was asked by */
export function toldRequest(status: RequestStatus, candidates: ToldRequest['candidates']): ToldRequest {
  const { version, extended, identity, approvedBy, refused, cancelled, lifted, nextAt, retainedUntil, checks, steps, deeds, hasReceipt } = status;
  return { ...toldItem(status), version, extended, identity, approvedBy, refused, cancelled, lifted, nextAt, retainedUntil, checks, steps, deeds, hasReceipt, candidates };
}

type Entities = ReadonlyMap<string, Entity>;

/** Whose ids are looked up, so that a review tells what they are called. */
export function shownIn({ items }: Review, entities: Entities): readonly Shown[] {
  return items.flatMap(({ system, what, content }) => (system === 'sauma' && entities.has(what) ? Object.entries(content).map(([label, value]) => { const { side, field } = placeOf(label); return { entity: what, side, fields: { [field]: value } }; }) : []));
}

type ToldThing = ToldReview['items'][number];

export function toldReview({ request, items, undecided, shared }: Review, entities: Entities, call: CallId): ToldReview {
  return { version: request.version, undecided, shared, items: items.map((item) => toldThing(item, entities, call)) };
}

function toldThing({ id, system, kind, what, count, treatment, ground, until, sure, others, decision, needsDecision, reason, keeps, content, texts }: ReviewItem, entities: Entities, call: CallId): ToldThing {
  const isOurs = system === 'sauma';
  const own = isOurs ? (entities.get(what) ?? null) : null;
  return {
    id, system, kind, what, count, treatment, ground, until, sure, others, decision, reason, keeps,
    called: isOurs ? calledIn(entities, what) : null,
    needsDecision: needsDecision || decision !== null,
    content: own === null ? Object.entries(content).map(([label, value]) => ({ label, called: null, value })) : ownContent(content, own, call),
    texts: texts.map(({ field, before, hits }) => ({ field, called: isOurs ? calledIn(entities, field) : null, before: piecesOf(before, hits), after: { treat: redacted(before, hits, 'all'), leave: redacted(before, hits, 'sure') } })),
  };
}

/** Of our record, what its sides say of a field is told once where they say the same. */
function ownContent(content: ReviewItem['content'], { name, fields }: Entity, call: CallId): ToldThing['content'] {
  const told = Object.entries(content).map(([label, value]) => {
    const { side, field } = placeOf(label);
    return { label: field, called: fields.get(field)?.label ?? null, value: call(name, side, field, value) };
  });
  return told.filter(({ label, value }, index) => told.findIndex((one) => one.label === label && one.value === value) === index);
}

/** `psa.jobTitle` */
function placeOf(label: string): { readonly side: Side | null; readonly field: string } {
  const at = label.indexOf('.');
  return { side: SIDES.find((side) => side === label.slice(0, at)) ?? null, field: label.slice(at + 1) };
}

/** `salesCase` or `salesCase.notes`; null for what is no record of ours. */
function calledIn(entities: Entities, what: string): ToldThing['called'] {
  const [name = '', field] = what.split('.');
  const entity = entities.get(name);
  if (!entity) return null;
  const of = field === undefined ? null : (entity.fields.get(field)?.label ?? { fi: field, en: field });
  return of === null ? entity.label : { fi: `${entity.label.fi}: ${of.fi.toLowerCase()}`, en: `${entity.label.en}: ${of.en.toLowerCase()}` };
}

function piecesOf(text: string, hits: readonly Hit[]): ToldReview['items'][number]['texts'][number]['before'] {
  let at = 0;
  const pieces = hits.toSorted((a, b) => a.from - b.from).flatMap(({ from, to, sure }) => {
    const before = { text: text.slice(at, from), hit: 'none' as const };
    at = to;
    return [before, { text: text.slice(from, to), hit: sure ? ('sure' as const) : ('unsure' as const) }];
  });
  return [...pieces, { text: text.slice(at), hit: 'none' as const }].filter((piece) => piece.text !== '');
}
