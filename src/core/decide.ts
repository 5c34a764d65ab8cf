// Decide one value: what each side should hold, given what it shows and what it showed when all last agreed. Sides that have
// met speak first and with one voice, which newcomers then meet; so an edit never depends on who joined at the same time.
// A side has changed when it differs from its own base; a difference without a change is lawful (a side that rounds) and stays.
import { comparable } from './normalise/comparable.ts';
import type { FieldRule } from './rule.ts';
import { isEmpty, isSet } from './value.ts';
import type { Side, Value } from './vocabulary.ts';

export type Decision =
  /** Nothing to write; `agree` also makes the present values the bases. */
  | { readonly kind: 'agree' | 'steady' }
  /** Each listed side shall hold this value. `overwritten`: sides whose own value lost, to be journalled with the rule. */
  | { readonly kind: 'flow'; readonly to: Readonly<Partial<Record<Side, Value>>>; readonly overwritten: readonly Side[]; readonly by: string }
  /** A person decides. `suggestion` is the side offered as the default. */
  | { readonly kind: 'conflict'; readonly suggestion: Side | null };

/** One side's say about one value. `base` undefined: this side has never agreed on it. */
export interface Part {
  readonly side: Side;
  readonly now: Value;
  readonly base: Value | undefined;
  readonly text: string;
  readonly baseText: string | undefined;
  readonly changed: boolean;
  readonly modifiedAt: string | null;
  /** The last write to this side did not get through. */
  readonly owed: boolean;
  /** Of an owed set: the elements it is about; null: all. */
  readonly owedElements?: ReadonlySet<string> | null;
}

const EMPTY = comparable('exact', null);

export function makePart(rule: FieldRule, part: Pick<Part, 'side' | 'now' | 'base' | 'modifiedAt' | 'owed' | 'owedElements'>): Part {
  const text = comparable(rule.compare, part.now);
  const baseText = part.base === undefined ? undefined : comparable(rule.compare, part.base);
  return { ...part, text, baseText, changed: baseText !== undefined && baseText !== text };
}

/** @param parts in the order of their sides, whichever these are: sides are told apart by name only. */
export function decide(parts: readonly Part[], rule: FieldRule): Decision {
  if (isOneText(parts)) return atRest(parts);
  const met = parts.filter((part) => part.base !== undefined);
  // What a side without a way out shows is nobody's word: whoever else shows that value brings it.
  const known = new Set([EMPTY, ...met.filter((part) => hasWayOut(part, parts, rule)).flatMap((part) => [part.baseText, part.text])]);
  const strangers = parts.filter((part) => part.base === undefined && !known.has(part.text));
  const newcomers = strangers.filter((part) => hasWayOut(part, parts, rule));
  const news = newsOf(met, parts, rule);
  if (news.length === 0 && newcomers.length === 0) return bringUp(parts, strangers, rule);
  const winner = news.length === 0 ? holderOf(met.filter((part) => hasWayOut(part, parts, rule)), rule) : winnerOf(news, parts, rule);
  if (news.length > 0 && winner === null) return { kind: 'conflict', suggestion: suggestionOf(news, parts, rule) };
  if (newcomers.length > 0) return meet(newcomers, { met, news, voice: winner }, parts, strangers, rule);
  const by = isOneText(news) ? 'one-side-changed' : nameOf(rule.rule.onConflict);
  return flowFrom(winner as Part, parts, [...news, ...strangers], rule, by);
}

/** A person's value goes wherever this field may be written at all. */
export function follow(chosen: Value, parts: readonly Part[], rule: FieldRule): Decision {
  const text = comparable(rule.compare, chosen);
  const losers = parts.filter((part) => part.text !== text && parts.some((other) => other.side !== part.side && mayFlow(other, part, rule)));
  if (losers.length === 0) return { kind: 'agree' };
  return { kind: 'flow', to: Object.fromEntries(losers.map((part) => [part.side, chosen])), overwritten: [], by: 'person' };
}

/** What has been said since the last agreement. A change made before the last write arrived has not seen that write. */
function newsOf(met: readonly Part[], parts: readonly Part[], rule: FieldRule): readonly Part[] {
  const changed = met.filter((part) => part.changed && hasWayOut(part, parts, rule));
  if (changed.length === 0 || changed.some((part) => !part.owed)) return changed;
  const unseen = met.filter((part) => !part.changed && !part.owed && changed.some((other) => part.text !== other.baseText && mayFlow(part, other, rule)));
  const holder = holderOf(unseen, rule);
  return holder === null ? changed : [...changed, holder];
}

/** First meeting: one value among blanks fills them; otherwise the rule's order, else a person. */
function meet(
  newcomers: readonly Part[],
  group: { readonly met: readonly Part[]; readonly news: readonly Part[]; readonly voice: Part | null },
  parts: readonly Part[],
  strangers: readonly Part[],
  rule: FieldRule,
): Decision {
  const voice = group.voice !== null && group.voice.text !== EMPTY ? group.voice : null;
  const voices = voice === null ? newcomers : [voice, ...newcomers];
  const heard = [...group.news, ...strangers];
  // Without news the sides that have met are at one already, however differently they spell it.
  const targets = group.news.length > 0 || voice === null ? parts : parts.filter((part) => part.base === undefined || part.changed || part.owed);
  if (isOneText(voices)) return flowFrom(voices[0] as Part, parts, heard, rule, 'fill');
  const tight = rule.rule.onConflict === 'restrictive' ? tightestOf(voices) : null;
  if (tight !== null) return flowFrom(tight, parts, heard, rule, 'restrictive');
  const { onFirst } = rule.rule;
  if (onFirst === 'ask') return { kind: 'conflict', suggestion: newestOf(voices)?.side ?? null };
  for (const side of onFirst) {
    const newcomer = newcomers.find((part) => part.side === side);
    if (newcomer) return flowFrom(newcomer, parts, voice === null ? heard : [...heard, voice], rule, 'first-meeting');
    if (voice !== null && group.met.some((part) => part.side === side)) return flowFrom(voice, parts, heard, rule, 'first-meeting', targets);
  }
  return { kind: 'conflict', suggestion: newestOf(voices)?.side ?? null };
}

/**
 * Nobody has anything new to say. Sides that changed without a voice, blanks that meet the others, and sides still owed a
 * write get what the rest hold.
 */
function bringUp(parts: readonly Part[], strangers: readonly Part[], rule: FieldRule): Decision {
  const behind = parts.filter((part) => part.changed || part.owed || strangers.includes(part) || (part.base === undefined && part.text === EMPTY));
  const to: Partial<Record<Side, Value>> = {};
  for (const part of behind) {
    const sources = parts.filter((other) => other !== part && mayFlow(other, part, rule));
    // Where every side is owed something, nobody can tell a value on its way in from one on its way out: it stays.
    const stays = part.text === EMPTY ? sources.filter((other) => other.text !== EMPTY && other.owed && !other.changed) : [];
    // Who also listens shows what was agreed; who only speaks may show what lost long ago.
    const settled = sources.filter((other) => !behind.includes(other));
    const listening = settled.filter((other) => parts.some((one) => one !== other && mayFlow(one, other, rule)));
    const source = holderOf(listening, rule) ?? holderOf(settled, rule) ?? holderOf(stays, rule);
    if (source !== null && source.text !== part.text) to[part.side] = source.now;
  }
  const overwritten = behind.filter((part) => part.side in to && (part.changed || strangers.includes(part))).map((part) => part.side);
  if (Object.keys(to).length === 0) return atRest(parts);
  const by = overwritten.length > 0 ? 'one-way' : behind.some((part) => part.owed && part.side in to) ? 'owed' : 'fill';
  return { kind: 'flow', to, overwritten, by };
}

/** The side to take a value from when all of these agree on it. Ours keeps what it is given; others may have shortened it. */
export function holderOf(parts: readonly Part[], rule: FieldRule): Part | null {
  const order: readonly Side[] = ['local', ...(rule.rule.onFirst === 'ask' ? [] : rule.rule.onFirst)];
  return order.map((side) => parts.find((part) => part.side === side)).find((part) => part !== undefined) ?? parts[0] ?? null;
}

function winnerOf(news: readonly Part[], parts: readonly Part[], rule: FieldRule): Part | null {
  const { onConflict } = rule.rule;
  if (onConflict === 'restrictive') {
    const tight = tightestOf(news);
    if (tight !== null) return tight;
    // Loosening is never done by sync.
    if (parts.some((part) => isTight(part) && news.some((one) => mayFlow(one, part, rule)))) return null;
  }
  if (isOneText(news)) return news[0] ?? null;
  if (onConflict === 'newest') return newestOf(news);
  if (onConflict === 'fill-blank') {
    const filled = news.filter((part) => part.text !== EMPTY);
    return isOneText(filled) ? (filled[0] ?? null) : null;
  }
  if (typeof onConflict === 'string') return null;
  return onConflict.map((side) => news.find((part) => part.side === side)).find((part) => part !== undefined) ?? null;
}

function suggestionOf(news: readonly Part[], parts: readonly Part[], rule: FieldRule): Side | null {
  const tight = rule.rule.onConflict === 'restrictive' ? holderOf(parts.filter(isTight), rule) : null;
  return (tight ?? newestOf(news))?.side ?? null;
}

/** Null when different values are equally new or a side does not say: then nobody can tell. */
function newestOf(parts: readonly Part[]): Part | null {
  const times = parts.map((part) => Date.parse(part.modifiedAt ?? ''));
  if (times.some(Number.isNaN)) return null;
  const latest = Math.max(...times);
  const newest = parts.filter((_, index) => times[index] === latest);
  return isOneText(newest) ? (newest[0] ?? null) : null;
}

/**
 * Whoever shows the winner's value may pass it on.
 * @param heard sides that said something of their own; those with another value than the winner's are overwritten
 */
function flowFrom(winner: Part, parts: readonly Part[], heard: readonly Part[], rule: FieldRule, by: string, targets = parts): Decision {
  const bearers = parts.filter((part) => part.text === winner.text);
  const losers = targets.filter((part) => part.text !== winner.text && bearers.some((bearer) => mayFlow(bearer, part, rule)));
  const overwritten = parts.filter((part) => part.text !== winner.text && ((part.changed && losers.includes(part)) || heard.includes(part))).map(({ side }) => side);
  if (losers.length === 0 && overwritten.length === 0) return { kind: 'agree' };
  return { kind: 'flow', to: Object.fromEntries(losers.map((part) => [part.side, winner.now])), overwritten, by };
}

function atRest(parts: readonly Part[]): Decision {
  return { kind: parts.some((part) => part.changed || part.base === undefined) ? 'agree' : 'steady' };
}

function isOneText(parts: readonly Part[]): boolean {
  return new Set(parts.map((part) => part.text)).size === 1;
}

/** What keeps something from being done: a switch that is on, an element that is there. */
function isTight(part: Part): boolean {
  return part.now === true || (isSet(part.now) && !isEmpty(part.now));
}

/** A tightening never waits for a person: of several, which are equally tight, the newest, else the same one in every run. */
function tightestOf(parts: readonly Part[]): Part | null {
  const tight = parts.filter(isTight);
  return tight.length === 0 ? null : (newestOf(tight) ?? tight.reduce((a, b) => (b.text < a.text ? b : a)));
}

function nameOf(onConflict: FieldRule['rule']['onConflict']): string {
  return typeof onConflict === 'string' ? onConflict : 'order';
}

export function mayFlow(from: { readonly side: Side }, to: { readonly side: Side }, rule: FieldRule): boolean {
  return rule.rule.flow.includes(`${from.side}>${to.side}`);
}

function hasWayOut(part: Part, parts: readonly Part[], rule: FieldRule): boolean {
  return parts.some((other) => other.side !== part.side && mayFlow(part, other, rule));
}
