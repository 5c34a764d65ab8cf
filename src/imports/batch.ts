// One batch of rows as what is to be written: rows of one record come together, and each row that cannot be imported says why. Nothing is
// written here. Invariant: a row is imported with all that it holds or not at all.
import { MOST_OF_ONE_DOMAIN } from '../core/match-doubt.ts';
import { keysOf } from '../core/match-key.ts';
import { pick } from '../core/plan.ts';
import { idsIn, keysFor } from '../engine/keys.ts';
import type { EntityName, FieldName, Fields } from '../core/vocabulary.ts';
import { entityOf } from '../engine/context.ts';
import type { EngineContext } from '../engine/context.ts';
import { restrictedAmong, showsRestricted } from '../engine/restricted.ts';
import { shownAnew } from '../entities/person-keys.ts';
import type { LinkState } from '../store/store.ts';
import { objection } from '../lib/objection.ts';
import type { Existing } from './changes.ts';
import { changesBy } from './changes.ts';
import { IMPORTED } from './fields.ts';
import { tell } from './identity.ts';
import type { Alike, Candidate, Identity } from './identity.ts';
import type { MadeByFile } from './made.ts';
import type { Fault, ReadRow } from './reading.ts';
import { refusalOf } from './refusals.ts';
import type { Refusal } from './refusals.ts';

export interface Meaning {
  readonly existing: Existing;
  readonly alike: Alike;
  /** Whether processing of anybody's data is restricted at all. */
  readonly anyRestricted: () => Promise<boolean>;
}

/** A record that rows of the batch are about. */
export interface Pending {
  readonly entity: EntityName;
  readonly linkId: string;
  /** Null: it is yet to be made. */
  readonly seenVersion: number | null;
  /** Of our record. */
  readonly before: Fields;
  /** What the rows add. */
  fields: Fields;
  /** Rows before this batch were about it too. */
  readonly isAgain: boolean;
  /** What it would have shown of somebody who must stay forgotten: that is noted, and nothing is written. Null: nobody. */
  forgotten: Fields | null;
  /** With what each says of it, in the order of the file. */
  readonly rows: Map<ReadRow, Fields>;
}

export interface Batch {
  /** In the order in which they must be written. */
  readonly pending: readonly Pending[];
  readonly refused: readonly Refusal[];
}

const REF: FieldName = 'account';

export async function batchOf(context: EngineContext, rows: readonly ReadRow[], made: MadeByFile, meaning: Meaning): Promise<Batch> {
  const refused = new Map<ReadRow, Refusal>();
  const pending = new Map<string, Pending>();
  const known = new Map<string, LinkState>();
  const refuse = (row: ReadRow, entity: EntityName | null, faults: readonly Fault[], repeats = true): void => {
    refused.set(row, { row: row.row, entity, faults, repeats });
    for (const one of pending.values()) {
      if (!one.rows.delete(row)) continue;
      // What a row that is refused says counts for nothing.
      one.fields = fieldsOf(context, one, meaning.existing);
      if (one.rows.size > 0 || one.isAgain) made.add(one.linkId, toldBy(context, one, known.get(one.linkId)), false);
      else made.drop(one.linkId);
    }
  };
  for (const row of rows) if (row.faults.length > 0) refuse(row, null, row.faults);
  const accounts = new Map<ReadRow, string>();
  for (const entity of IMPORTED) {
    const meant = rows.flatMap((row) => {
      const fields = row.parts.get(entity);
      const account = accounts.get(row);
      const isOfAccount = entity !== 'account' && account !== undefined && entityOf(context, entity).fields.has(REF);
      return fields === undefined || refused.has(row) ? [] : [{ row, fields: isOfAccount ? { ...fields, [REF]: account } : fields }];
    });
    if (meant.length === 0) continue;
    const look = await lookUp(context, entity, meant.map(({ fields }) => fields), made);
    for (const [linkId, link] of look.links) known.set(linkId, link);
    for (const { row, fields } of meant) {
      const told = tell(entityOf(context, entity).matching, identityOf(context, entity, fields), look.candidatesWith, meaning.alike);
      if (told.kind === 'unsure') {
        refuse(row, entity, [refusalOf(told.code)]);
        continue;
      }
      const one = told.kind === 'new' ? pendingNew(context, entity) : (pending.get(told.linkId) ?? pendingOf(entity, told.linkId, look.links.get(told.linkId), made));
      const fault = one === null ? 'not-kept' : look.restricted.has(one.linkId) ? 'not-allowed-here' : null;
      if (one === null || fault !== null) {
        refuse(row, entity, [refusalOf(fault ?? 'not-kept')], fault !== 'not-allowed-here');
        continue;
      }
      const empty = one.seenVersion === null && !one.isAgain ? neededBy(context, entity).filter((field) => !(field in { ...one.before, ...one.fields, ...fields })) : [];
      if (empty.length > 0) {
        refuse(row, entity, empty.map((field) => emptyFault(context, entity, field)));
        continue;
      }
      one.rows.set(row, fields);
      one.fields = fieldsOf(context, one, meaning.existing);
      pending.set(one.linkId, one);
      made.add(one.linkId, toldBy(context, one, known.get(one.linkId)), one.seenVersion === null && !made.isTold(one.linkId));
      if (entity === 'account') accounts.set(row, one.linkId);
    }
  }
  await keepForgotten(context, pending, refuse);
  if (await meaning.anyRestricted()) await keepRestricted(context, pending, refuse);
  return { pending: [...pending.values()].filter(({ rows: left, forgotten }) => left.size > 0 || forgotten !== null), refused: [...refused.values()] };
}

function pendingNew(context: EngineContext, entity: EntityName): Pending {
  return { entity, linkId: context.newId(), seenVersion: null, before: {}, fields: {}, isAgain: false, forgotten: null, rows: new Map() };
}

/** Null: we keep no record of our own of it. */
function pendingOf(entity: EntityName, linkId: string, link: LinkState | undefined, made: MadeByFile): Pending | null {
  const isAgain = made.isTold(linkId);
  // Of a dry run: a row before would have made it.
  if (link === undefined) return made.isMade(linkId) ? { entity, linkId, seenVersion: null, before: made.shown(linkId) ?? {}, fields: {}, isAgain, forgotten: null, rows: new Map() } : null;
  const local = link.sides.local;
  if (local === undefined || local.gone !== null) return null;
  return { entity, linkId, seenVersion: local.version, before: { ...local.fields, ...made.shown(linkId) }, fields: {}, isAgain, forgotten: null, rows: new Map() };
}

/** What the rows make of it, one after the other. */
function fieldsOf(context: EngineContext, { entity, seenVersion, isAgain, before, rows }: Pending, existing: Existing): Fields {
  let fields: Fields = {};
  for (const given of rows.values()) {
    const isFirst = seenVersion === null && !isAgain && Object.keys(fields).length === 0;
    fields = { ...fields, ...changesBy(entityOf(context, entity), { ...before, ...fields }, given, isFirst ? 'fill' : existing) };
  }
  return fields;
}

interface Look {
  readonly links: ReadonlyMap<string, LinkState>;
  readonly restricted: ReadonlySet<string>;
  readonly candidatesWith: (key: string) => readonly Candidate[];
}

async function lookUp(context: EngineContext, entity: EntityName, all: readonly Fields[], made: MadeByFile): Promise<Look> {
  const { matching } = entityOf(context, entity);
  const keys = new Set(all.flatMap((fields) => keysOf(matching, fields, context.freeMailDomains)));
  const hits = Map.groupBy(await context.store.byKeys(entity, [...keys]), ({ key }) => key);
  // What too many have tells nobody apart: there is nothing to look at.
  for (const [key, found] of hits) if (key.startsWith('domain:') && new Set(found.map(({ linkId }) => linkId)).size > MOST_OF_ONE_DOMAIN) hits.delete(key);
  const told = [...keys].flatMap((key) => made.with(key).flatMap(({ linkId }) => (made.isMade(linkId) ? [] : [linkId])));
  const ids = [...new Set([...told, ...[...hits.values()].flat().map(({ linkId }) => linkId)])];
  const links = new Map((ids.length === 0 ? [] : await context.store.links({ entity, ids, limit: ids.length })).map((link) => [link.id, link]));
  return {
    links,
    restricted: await restrictedAmong(context, entity, ids),
    candidatesWith: (key) => {
      const known = [...new Set((hits.get(key) ?? []).map(({ linkId }) => linkId))].flatMap((linkId) => {
        const link = links.get(linkId);
        return link === undefined || made.shown(linkId) !== null ? [] : [{ linkId, ...identityOfLink(context, link), isOfThisFile: made.isTold(linkId) }];
      });
      return [...made.with(key), ...known];
    },
  };
}

function identityOf(context: EngineContext, entity: EntityName, fields: Fields): Identity {
  const { matching } = entityOf(context, entity);
  return { keys: keysOf(matching, fields, context.freeMailDomains), scopes: scopesIn(context, entity, fields) };
}

function scopesIn(context: EngineContext, entity: EntityName, fields: Fields): Identity['scopes'] {
  const names = entityOf(context, entity).matching.flatMap(({ within }) => within ?? []);
  return Object.fromEntries(names.flatMap((name) => idsIn(fields[name]).slice(0, 1).map((id) => [name, id])));
}

/** What a record is told by once the rows so far are written. */
function toldBy(context: EngineContext, { entity, before, fields }: Pending, link: LinkState | undefined): Identity & { readonly shown: Fields } {
  const { matching } = entityOf(context, entity);
  const now = { ...before, ...fields };
  const shown = pick(now, [...new Set(matching.flatMap((rule) => [...rule.fields, ...(rule.within === undefined ? [] : [rule.within])]))]);
  const others = Object.values(link?.sides ?? {}).flatMap((state) => (state.side === 'local' || state.gone !== null ? [] : keysOf(matching, state.fields, context.freeMailDomains)));
  const { keys, scopes } = identityOf(context, entity, now);
  return { keys: [...new Set([...keys, ...others])], scopes, shown };
}

/** What any of its records says; what it points to, ours says. */
function identityOfLink(context: EngineContext, { entity, sides }: LinkState): Identity {
  const states = Object.values(sides).filter(({ gone }) => gone === null);
  const { matching } = entityOf(context, entity);
  return { keys: [...new Set(states.flatMap(({ fields }) => keysOf(matching, fields, context.freeMailDomains)))], scopes: scopesIn(context, entity, sides.local?.fields ?? {}) };
}

/** What no system can do without. */
function neededBy(context: EngineContext, entity: EntityName): readonly FieldName[] {
  const [first = [], ...others] = Object.values(entityOf(context, entity).requiredToCreate);
  return first.filter((field) => others.every((needed) => needed.includes(field)));
}

function emptyFault(context: EngineContext, entity: EntityName, field: FieldName): Fault {
  const { code, message } = objection('empty');
  return { column: entityOf(context, entity).fields.get(field)?.label.en ?? field, code, message };
}

type Refuse = (row: ReadRow, entity: EntityName, faults: readonly Fault[], repeats: boolean) => void;

async function keepForgotten(context: EngineContext, pending: ReadonlyMap<string, Pending>, refuse: Refuse): Promise<void> {
  const shown = new Map([...pending.values()].map((one) => [one, shownAnew(entityOf(context, one.entity), one.before, { ...one.before, ...one.fields })]));
  const kept = await context.store.suppressed([...new Set([...shown.values()].flat())]);
  for (const [one, keys] of shown) {
    if (!keys.some((key) => kept.has(key))) continue;
    one.forgotten = one.fields;
    for (const row of one.rows.keys()) refuse(row, one.entity, [refusalOf('not-allowed-here')], false);
  }
}

async function keepRestricted(context: EngineContext, pending: ReadonlyMap<string, Pending>, refuse: Refuse): Promise<void> {
  const shown = [...pending.values()].filter(({ entity, rows }) => rows.size > 0 && entityOf(context, entity).person !== null);
  const theirs = shown.length === 0 ? [] : await context.store.whose([...new Set(shown.flatMap((one) => shownAnew(entityOf(context, one.entity), one.before, { ...one.before, ...one.fields })))]);
  if ((await restrictedAmong(context, 'contact', theirs)).size === 0) return;
  for (const one of shown) {
    if (!(await showsRestricted(context, one.entity, one.before, { ...one.before, ...one.fields }))) continue;
    for (const row of one.rows.keys()) refuse(row, one.entity, [refusalOf('not-allowed-here')], false);
  }
}

/** Of a new record, what our side shows of it; of another, what it has then. */
export function keysThen(context: EngineContext, { entity, before, fields }: Pending): readonly string[] {
  return keysFor(context, entity, 'local', { ...before, ...fields });
}
