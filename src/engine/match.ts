// Match: find the counterpart of every link that has none, once both sides have been read completely. A record that turns
// out to be our own create of unknown outcome joins the link that made it.
import { keysOf } from '../core/match-key.ts';
import { UNLINKED } from '../core/plan.ts';
import { findMatches } from '../core/match.ts';
import type { Candidate } from '../core/candidate.ts';
import type { Finding } from '../core/match.ts';
import type { EntityName, FieldName, RemoteSide, Side } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import { adapterOf, entityOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { likenessOf, madeAnother, shownOn } from './adopt.ts';
import { ownKeysOf, takeApart } from './apart.ts';
import { dirtyLinks } from './dirty.ts';
import { idsIn, refFields } from './keys.ts';
import { isFullyRead } from './pull.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

const BATCH = 500;
/** A counterpart's own neighbours may fit it better; five steps reach everything real registers hold. */
const HOPS = 5;

export interface MatchCount {
  readonly joined: number;
  readonly proposed: number;
  readonly alone: number;
}

/** @param isBlind what these records point to could not all be read: nobody is found to be without a counterpart */
export async function match(context: EngineContext, entity: EntityName, { isBlind }: { readonly isBlind: boolean }): Promise<MatchCount> {
  const count = { joined: 0, proposed: 0, alone: 0 };
  for (const [side, connector] of context.connectors) {
    if (connector.entities.has(entity) && !(await isFullyRead(context, side, entity))) return count;
  }
  const apart = await takeApart(context, entity);
  let after = '';
  let unanswered: ReadonlySet<Side> | null = null;
  for (;;) {
    const fresh = await context.store.links({ entity, stage: 'new', after, limit: BATCH });
    if (fresh.length === 0 || isStopping(context)) return count;
    after = fresh.at(-1)?.id ?? after;
    const { known, whole } = await withNeighbours(context, entity, fresh);
    const around = await surroundingsOf(context, entity, known);
    const { own, waiting } = ownCreates(context, entity, known, around);
    const taken = new Set([...apart, ...waiting, ...own.flatMap((finding) => [finding.into, finding.from])]);
    const open = (unanswered ??= await sidesOfOpenCreates(context, entity));
    // Whoever belongs to a batch only through a neighbour is decided with it when all who matter are known: the outcome must
    // not depend on where one batch ends.
    const decidable = whole ? known.filter((link) => link.stage === 'new') : fresh;
    const strangers = new Set(decidable.filter((link) => Object.values(link.sides).some(({ side }) => open.has(side))).map((link) => link.id));
    const byId = new Map(known.map((link) => [link.id, link]));
    const batch = new Set(decidable.map((link) => link.id));
    const candidates = known.filter((link) => !taken.has(link.id) && link.partOf === null).map((link) => candidateOf(context, entity, link, around));
    const undecided = await withUndecidedTarget(context, entity, candidates.filter(({ linkId }) => batch.has(linkId)));
    const found = findMatches(entityOf(context, entity).matching, candidates).filter((finding) => finding.kind !== 'alone' || (!isBlind && batch.has(finding.linkId) && !strangers.has(finding.linkId)));
    const all = [...own, ...found];
    const elsewhere = await madeAnother(context, entity, all.filter((finding) => finding.kind === 'join'), byId, around);
    const standing = all.filter((finding) => finding.kind !== 'join' || !elsewhere.has(finding.into));
    const findings = standing.map((finding): Finding => (finding.kind === 'alone' && undecided.has(finding.linkId) ? { kind: 'hold', linkId: finding.linkId, reason: undecided.get(finding.linkId) as string } : finding));
    await context.store.decideMatches(entity, findings);
    count.joined += findings.filter((finding) => finding.kind === 'join').length;
    count.proposed += findings.filter((finding) => finding.kind === 'propose').length;
    count.alone += findings.filter((finding) => finding.kind === 'alone').length;
    context.progress(`match ${entity}`, count.joined + count.proposed + count.alone, null);
  }
}

/**
 * Candidates that point to a record whose own counterpart is still an open question, with the reason they wait for: their
 * counterpart may be found within it, once it is known.
 */
async function withUndecidedTarget(context: EngineContext, entity: EntityName, candidates: readonly Candidate[]): Promise<ReadonlyMap<string, string>> {
  const undecided = new Map<string, string>();
  for (const { name, target } of refFields(context, entity)) {
    const pointing = candidates.flatMap(({ linkId, scopes }) => (scopes?.[name] === undefined ? [] : [{ linkId, to: scopes[name] }]));
    const ids = [...new Set(pointing.map(({ to }) => to))];
    const links = ids.length === 0 ? [] : await context.store.links({ entity: target, ids, limit: ids.length });
    const open = new Set(links.filter(({ stage }) => stage === 'new' || stage === 'proposed').map(({ id }) => id));
    for (const { linkId, to } of pointing) if (open.has(to)) undecided.set(linkId, `${UNLINKED}${target}`);
  }
  return undecided;
}

/**
 * Where some create has no recorded outcome a stranger may be what it made, under whatever name a person has given it since:
 * it waits until the create has been looked for.
 */
async function sidesOfOpenCreates(context: EngineContext, entity: EntityName): Promise<ReadonlySet<Side>> {
  const sides = new Set<Side>();
  for await (const batch of dirtyLinks(context, entity)) {
    for (const link of batch) for (const { kind, side } of link.intents) if (kind === 'create' && !(side in link.sides)) sides.add(side);
  }
  return sides;
}

async function withNeighbours(context: EngineContext, entity: EntityName, fresh: readonly LinkState[]): Promise<{ known: readonly LinkState[]; whole: boolean }> {
  const known = new Map(fresh.map((link) => [link.id, link]));
  let frontier: readonly LinkState[] = fresh;
  for (let hop = 0; hop < HOPS && frontier.length > 0; hop++) {
    const keys = [...new Set(frontier.flatMap((link) => keysAcross(context, entity, link, true)))];
    const hits = await context.store.byKeys(entity, keys);
    const ids = [...new Set(hits.map((hit) => hit.linkId))].filter((id) => !known.has(id));
    frontier = ids.length === 0 ? [] : await context.store.links({ entity, ids, limit: ids.length });
    for (const link of frontier) known.set(link.id, link);
  }
  return { known: [...known.values()].filter((link) => link.stage !== 'ended'), whole: frontier.length === 0 };
}

/** @param evenGone also under which a record was known that is gone by now */
function keysAcross(context: EngineContext, entity: EntityName, link: LinkState, evenGone = false): readonly string[] {
  const rules = entityOf(context, entity).matching;
  const states = Object.values(link.sides).filter((state) => evenGone || state.gone === null);
  return [...new Set(states.flatMap((state) => keysOf(rules, state.fields, context.freeMailDomains)))];
}

/** Where its references point to, each as a link; two records may be one only within the same account. */
function scopesOf(context: EngineContext, entity: EntityName, link: LinkState, around: Surroundings): Readonly<Record<FieldName, string>> {
  const scopes: Record<FieldName, string> = {};
  for (const { name, kind } of refFields(context, entity)) {
    if (kind !== 'ref') continue;
    for (const state of Object.values(link.sides).filter(({ gone }) => gone === null)) {
      const [id] = idsIn(around.toCommon(state.side, state.fields)[name]);
      if (id !== undefined && !id.startsWith('?')) scopes[name] ??= id;
    }
  }
  return scopes;
}

function candidateOf(context: EngineContext, entity: EntityName, link: LinkState, around: Surroundings): Candidate {
  const states = Object.values(link.sides).filter((state) => state.gone === null);
  const ownKeys = ownKeysOf(context, link);
  return {
    linkId: link.id,
    ...(ownKeys ? { ownKeys } : {}),
    order: states.map((state) => `${state.side} ${state.id}`).toSorted()[0] ?? link.id,
    sides: states.map((state) => state.side).filter((side): side is RemoteSide => side !== 'local'),
    keys: keysAcross(context, entity, link),
    scopes: scopesOf(context, entity, link, around),
    fresh: link.stage === 'new',
  };
}

type OwnCreate = Extract<Finding, { readonly kind: 'join' }>;

/**
 * A fresh record on the very side where one link has an open create, under a key of that link and like it, is that create; also
 * when somebody has taken it away since. Where several fit, all of them wait until the create has been looked for.
 */
function ownCreates(context: EngineContext, entity: EntityName, links: readonly LinkState[], around: Surroundings): { readonly own: readonly OwnCreate[]; readonly waiting: readonly string[] } {
  const own: OwnCreate[] = [];
  const waiting: string[] = [];
  for (const link of links) {
    const open = link.intents.find((intent) => intent.kind === 'create' && !(intent.side in link.sides));
    if (!open || link.stage !== 'active') continue;
    const adapter = open.side === 'local' ? null : adapterOf(context, open.side, entity);
    if (adapter === null) continue;
    const wanted = shownOn(adapter, open.side as RemoteSide, link, around);
    const keys = new Set([...keysAcross(context, entity, link), ...keysOf(entityOf(context, entity).matching, wanted, context.freeMailDomains)]);
    // Of what is gone nobody can look any closer: the name alone is not enough.
    const isLike = (state: SideState | undefined): boolean => likenessOf(context, entity, wanted, state?.fields ?? {}) >= (state?.gone === null ? 0 : 1);
    const fits = links.filter(
      (other) => other.stage === 'new' && open.side in other.sides && Object.keys(other.sides).length === 1 && sharesKeys(context, entity, keys, keysAcross(context, entity, other, true)) && isLike(other.sides[open.side]),
    );
    if (fits.length === 1) own.push({ kind: 'join', into: link.id, from: (fits[0] as LinkState).id, by: 'own-create' });
    else waiting.push(...fits.map((one) => one.id));
  }
  return { own, waiting };
}

/** One key at least, and of each kind that proves something, where both have it, the same one. */
function sharesKeys(context: EngineContext, entity: EntityName, mine: ReadonlySet<string>, theirs: readonly string[]): boolean {
  const agrees = entityOf(context, entity).matching.every(({ kind, certain }) => {
    const named = theirs.filter((key) => key.startsWith(`${kind}:`));
    return !certain || named.length === 0 || named.some((key) => mine.has(key)) || ![...mine].some((key) => key.startsWith(`${kind}:`));
  });
  return agrees && theirs.some((key) => mine.has(key));
}
