// Joining links and asking whether to: decisions of the matcher and a person's answers. Invariant: a link never gets two
// records of one side, a pair that a person rejected stays apart, and a part is a part of a link that is none.
import type { EntityName, RemoteSide, Side } from '../../core/vocabulary.ts';
import { RejectedError } from '../../lib/errors.ts';
import { toInstant } from '../../lib/clock.ts';
import type { MatchDecision } from '../store.ts';
import { endLink, isWorkedOn, markDirty, partGroup, replaceHeld, sideKey, sideOf, standing, type Ledger, type Turn } from './ledger.ts';
import type { LinkRow, ProposalRow, SideRow } from './rows.ts';

export function decideMatches(turn: Turn, entity: EntityName, decisions: readonly MatchDecision[]): void {
  for (const decision of decisions) {
    const links = linksOf(decision).map((id) => turn.ledger.links.get(id));
    if (!links.every((link) => link !== null && link.entity === entity)) continue;
    decide(turn, decision, links as readonly LinkRow[]);
  }
}

/** The links a decision is about, to be loaded before it is made. */
export function linksOf(decision: MatchDecision): readonly string[] {
  if (decision.kind === 'join') return [decision.into, decision.from];
  if (decision.kind === 'part' || decision.kind === 'apart') return [decision.linkId, decision.of];
  return decision.kind === 'propose' ? decision.links : [decision.linkId];
}

function decide(turn: Turn, decision: MatchDecision, links: readonly LinkRow[]): void {
  const { ledger, now, newId } = turn;
  if (decision.kind === 'alone') return links.filter(isNew).forEach((link) => activate(turn, link));
  if (decision.kind === 'hold') return links.filter(isNew).forEach((link) => hold(turn, link, decision.reason));
  if (decision.kind === 'part') return becomePart(turn, ...(links as [LinkRow, LinkRow]));
  if (decision.kind === 'apart') return leaveMain(turn, ...(links as [LinkRow, LinkRow]));
  // The matcher's picture may be old: whatever has moved on or is in somebody's hands makes the decision void.
  if (new Set(links).size < 2 || links.some((link) => isWorkedOn(turn, link.id) && !isOwnCreate(turn, decision, link))) return;
  // Two records of one side can never be one; asking about them is worth it only beside a pair that stands.
  if (!areDisjoint(ledger, links) && (decision.kind === 'join' || !links.some((link) => isPair(ledger, link)))) return;
  if (isRejected(ledger, links)) return links.filter(isNew).forEach((link) => activate(turn, link));
  if (decision.kind === 'join') {
    const [into, from] = links as [LinkRow, LinkRow];
    if (from.stage !== 'new' || into.stage === 'ended') return;
    // What is certain by now need not be asked about any more.
    if (into.stage === 'proposed') for (const proposal of openProposals(ledger, into)) withdraw(turn, proposal, [into, from]);
    join(turn, into, from, decision.by);
    return;
  }
  const asked = openProposals(ledger, links[0] as LinkRow).some((proposal) => isAbout(proposal, links));
  if (asked || links.some((link) => link.stage === 'ended') || !links.some((link) => link.stage === 'new' || link.stage === 'proposed')) return;
  const { by, reason } = decision;
  const since = toInstant(now);
  const entity = (links[0] as LinkRow).entity;
  ledger.proposals.put({ id: newId(), entity, links: links.map(({ id }) => id), by, reason, since, state: 'open', decidedBy: null, decidedAt: null });
  // A pair that stands goes on as it is while a person looks at what came after it.
  for (const link of links) if (!isPair(ledger, link)) leaveNew(turn, link, { ...link, stage: 'proposed' });
}

/**
 * Where a create was sent longer ago than any call takes, whoever sent it is dead or has yet to record it: what it made may be
 * given to the link meanwhile, before somebody makes another thing of it.
 */
function isOwnCreate({ ledger, now }: Turn, decision: MatchDecision, link: LinkRow): boolean {
  if (decision.kind !== 'join' || decision.by !== 'own-create' || link.id !== decision.into) return false;
  const creates = [...ledger.intents.in(link.id)].filter(({ kind }) => kind === 'create');
  return creates.length > 0 && creates.every(({ at }) => now - Date.parse(at) > LONGEST_CALL_MS);
}

/** It stays new, so that it is looked at again in every pass; meanwhile people are told why it goes nowhere. */
function hold(turn: Turn, link: LinkRow, reason: string): void {
  const missing = REMOTE.filter((side) => sideOf(turn.ledger, link.id, side) === null);
  const since = toInstant(turn.now);
  replaceHeld(turn, link.id, missing.map((side) => ({ linkId: link.id, entity: link.entity, side, field: null, reason, since, waitsFor: null, elements: null })));
}

/** What held it back while it was new is over. */
function leaveNew(turn: Turn, link: LinkRow, next: LinkRow): void {
  if (isNew(link)) replaceHeld(turn, link.id, []);
  turn.ledger.links.put(next);
}

/** `of` may have been joined into another, or be a part itself: then it is a part of that. */
function becomePart(turn: Turn, link: LinkRow, of: LinkRow): void {
  const { ledger } = turn;
  const target = standing(ledger, of.id);
  const whole = target?.partOf ?? target?.id ?? link.id;
  if (link.stage !== 'new' || whole === link.id) return;
  if (isRejected(ledger, [link, of])) return activate(turn, link);
  for (const part of ledger.links.in(partGroup(link.id))) ledger.links.put({ ...part, partOf: whole });
  activate(turn, { ...link, partOf: whole });
}

/** Both have work to do: one is somebody new, the other has a record less. */
function leaveMain(turn: Turn, link: LinkRow, of: LinkRow): void {
  if (link.partOf !== of.id || isWorkedOn(turn, link.id)) return;
  turn.ledger.links.put({ ...link, stage: 'new', partOf: null });
  for (const one of [link, of]) markDirty(turn, one, 'poll');
}

/**
 * A person's answer to an open proposal.
 * @throws RejectedError when two of its records are on one side, so that they can never be one
 */
export function answerMatch(turn: Turn, proposal: ProposalRow, accept: boolean, by: string): void {
  const { ledger, now } = turn;
  const links = proposal.links.map((id) => ledger.links.get(id)).filter((link) => link !== null);
  if (accept && !areDisjoint(ledger, links)) {
    throw new RejectedError('match-same-side', 'Two of these records are in the same system, so they cannot be joined here: merge them there, or reject the match.');
  }
  ledger.proposals.put({ ...proposal, state: accept ? 'accepted' : 'rejected', decidedBy: by, decidedAt: toInstant(now) });
  if (!accept) {
    for (const link of links) if (openProposals(ledger, link).length === 0) activate(turn, link, 'person');
    return;
  }
  const into = links.find((link) => ledger.sides.in(link.id).some((row) => row.side === 'psa')) ?? (links[0] as LinkRow);
  for (const link of links) {
    for (const other of openProposals(ledger, link)) withdraw(turn, other, links);
    if (link !== into) join(turn, ledger.links.get(into.id) as LinkRow, link, proposal.by);
  }
  markDirty(turn, into, 'person');
}

/** Ends the open questions about a link that went another way; whoever else waited for them is matched afresh. */
export function withdrawProposals(turn: Turn, link: LinkRow): void {
  for (const proposal of openProposals(turn.ledger, link)) withdraw(turn, proposal, [link]);
}

function withdraw(turn: Turn, proposal: ProposalRow, leaving: readonly LinkRow[]): void {
  const { ledger } = turn;
  ledger.proposals.put({ ...proposal, state: 'void', decidedAt: toInstant(turn.now) });
  for (const id of proposal.links) {
    const link = ledger.links.get(id);
    if (link === null || leaving.some((one) => one.id === id) || link.stage !== 'proposed' || openProposals(ledger, link).length > 0) continue;
    ledger.links.put({ ...link, stage: 'new' });
    markDirty(turn, link, 'poll');
  }
}

function join(turn: Turn, into: LinkRow, from: LinkRow, by: string): void {
  const { ledger } = turn;
  for (const row of ledger.sides.in(into.id)) if (row.gone !== null && isPresent(ledger, from, row.side)) forget(ledger, row);
  for (const row of ledger.sides.in(from.id)) {
    if (sideOf(ledger, into.id, row.side) !== null) {
      forget(ledger, row);
      continue;
    }
    ledger.sides.delete(sideKey(row.side, row.entity, row.id));
    ledger.sides.put({ ...row, linkId: into.id, id: row.side === 'local' ? into.id : row.id });
  }
  const [mine, theirs] = [ledger.dirty.get(into.id), ledger.dirty.get(from.id)];
  // What its records are owed goes with them.
  const owed = [...ledger.held.in(from.id)].filter(({ field }) => field !== null).map((row) => ({ ...row, linkId: into.id }));
  leaveNew(turn, into, { ...into, stage: 'active', matchedBy: by, partOf: null });
  if (owed.length > 0) replaceHeld(turn, into.id, [...ledger.held.in(into.id), ...owed]);
  if (theirs !== null) markDirty(turn, into, theirs.reason);
  else markDirty(turn, into, mine?.reason ?? 'poll');
  endLink(turn, from, into.id);
}

/** A grave that a living record takes the place of. */
function forget(ledger: Ledger, row: SideRow): void {
  ledger.sides.delete(sideKey(row.side, row.entity, row.id));
}

function isPresent(ledger: Ledger, link: LinkRow, side: Side): boolean {
  const row = sideOf(ledger, link.id, side);
  return row !== null && row.gone === null;
}

function activate(turn: Turn, link: LinkRow, reason?: 'person'): void {
  leaveNew(turn, link, { ...link, stage: 'active' });
  markDirty(turn, link, reason ?? turn.ledger.dirty.get(link.id)?.reason ?? 'poll');
}

/** No call is waited for longer. */
const LONGEST_CALL_MS = 60_000;
const REMOTE: readonly RemoteSide[] = ['psa', 'crm'];
const isNew = (link: LinkRow): boolean => link.stage === 'new';

/** Records that are gone do not count: whoever has taken one's place may join its link. */
function areDisjoint(ledger: Ledger, links: readonly LinkRow[]): boolean {
  const sides = links.flatMap((link) => ledger.sides.in(link.id).flatMap((row) => (row.gone === null ? [row.side] : [])));
  return new Set(sides).size === sides.length;
}

function isPair(ledger: Ledger, link: LinkRow): boolean {
  return link.stage === 'active' && isPresent(ledger, link, 'psa') && isPresent(ledger, link, 'crm');
}

function openProposals(ledger: Ledger, link: LinkRow): readonly ProposalRow[] {
  return ledger.proposals.in(link.id).filter((proposal) => proposal.state === 'open');
}

function isAbout(proposal: ProposalRow, links: readonly LinkRow[]): boolean {
  return proposal.links.length === links.length && links.every((link) => proposal.links.includes(link.id));
}

function isRejected(ledger: Ledger, links: readonly LinkRow[]): boolean {
  const rejected = links.flatMap((link) => ledger.proposals.in(link.id)).filter((proposal) => proposal.state === 'rejected');
  return rejected.some((proposal) => links.filter((link) => proposal.links.includes(link.id)).length > 1);
}
