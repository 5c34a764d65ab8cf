// The record of processing activities (GDPR article 30), with what an impact assessment begins with: made of the live declarations, so it
// can say no more and no less than what the program does. Invariant: every field, column and table that may tell of a person is in it, with
// who sees it, where it goes, how long it is kept and how it is forgotten.
import type { SystemName } from '../core/vocabulary.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { DataCategory, Entity } from '../entities/entity.ts';
import type { Mirror } from '../entities/mirrors/mirror.ts';
import type { EngineContext, RetentionDays } from '../engine/context.ts';
import type { Reach, TableDeclaration } from '../store/declarations.ts';
import { CATEGORY_WORDS, MEASURES, OWN_DATA, PURPOSES } from './processing-words.ts';
import type { OwnData, PurposeWords, Words } from './processing-words.ts';

/** Rights by which a kind of data is seen; one of them is enough. */
const SEEN_BY: Readonly<Record<string, readonly string[]>> = {
  account: ['accounts'], contact: ['contacts', 'accessLog'], salesCase: ['salesCases'], activity: ['activities'], touches: ['touches'], users: ['billableFlow', 'purchaseHistory'],
  projects: ['billableFlow', 'purchaseHistory'], phases: ['billableFlow'], proposals: ['purchaseHistory'], proposalRows: ['purchaseHistory'], statusHistory: ['salesCases'], invoices: ['invoices', 'purchaseHistory'], invoiceRows: ['invoices', 'purchaseHistory'],
  workHours: ['billableFlow'], projectFees: ['billableFlow'], travelExpenses: ['billableFlow'], flatRates: ['billableFlow'],
  legalBases: ['contacts', 'accessLog'], restrictions: ['accessLog'], accessLog: ['accessLog'], erasures: ['erasures'], suppressions: [], beforeImages: [], conflicts: ['inboxes'], journal: ['runs'], remarks: ['billableFlow'],
  people: ['configuration'], audit: ['audit'], copies: ['accounts', 'contacts', 'salesCases', 'runs'], changes: ['configuration', 'runs'],
};

const SAUMA: SystemName = 'sauma';

export interface PersonalField {
  readonly name: string;
  readonly label: Words;
  readonly category: Exclude<DataCategory, 'none'>;
}

export interface ProcessedData extends PurposeWords {
  readonly name: string;
  /** entity: kept the same in several systems. mirror: only read. own: Sauma's. */
  readonly kind: 'entity' | 'mirror' | 'own';
  readonly label: Words;
  readonly fields: readonly PersonalField[];
  readonly systems: readonly { readonly system: SystemName; readonly reads: boolean; readonly writes: boolean; readonly forgets: string }[];
  readonly roles: readonly { readonly role: string; readonly label: Words }[];
}

export interface Recipient {
  readonly system: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly connected: boolean;
  readonly mode: 'read-only' | 'read-write' | null;
}

export interface ProcessingRecord {
  /** UTC instant. */
  readonly at: string;
  readonly workspace: string;
  readonly controller: string;
  readonly data: readonly ProcessedData[];
  readonly recipients: readonly Recipient[];
  readonly categories: Readonly<Record<string, Words>>;
  readonly measures: readonly Words[];
  readonly figures: { readonly contacts: number; readonly withoutBasis: number; readonly restricted: number; readonly basisRequired: boolean; readonly retentionRules: number };
}

export interface ProcessingInput extends Pick<EngineContext, 'entities' | 'connectors' | 'modes' | 'workspace'> {
  readonly at: string;
  readonly controller: string;
  readonly mirrors: ReadonlyMap<string, Mirror>;
  /** What the tables of ours are declared to hold. */
  readonly tables: Readonly<Record<string, TableDeclaration>>;
  /** Of the manifest. */
  readonly systems: readonly { readonly id: string; readonly name: string; readonly side: RemoteSide; readonly hosts: readonly string[] }[];
  readonly roles: Readonly<Record<string, { readonly label: Words; readonly reads: readonly string[] }>>;
  readonly retention: RetentionDays;
  readonly figures: ProcessingRecord['figures'];
}

export function processingRecord(input: ProcessingInput): ProcessingRecord {
  const { at, workspace, controller, entities, mirrors, figures } = input;
  const data = [
    ...[...entities.values()].map((entity) => ofEntity(input, entity)),
    ...[...mirrors.values()].map((mirror) => ofMirror(input, mirror)),
    ...ownData(input.tables).map(({ name, label, purpose, basis, subjects, kept, forgets }): ProcessedData => ({
      name, kind: 'own', label, purpose, basis, subjects, kept: 'days' in kept ? daysOf(input.retention[kept.days]) : kept.words, fields: [], systems: [{ system: SAUMA, reads: true, writes: true, forgets }], roles: rolesFor(input, name),
    })),
  ].filter(({ kind, fields }) => kind === 'own' || fields.length > 0);
  return { at, workspace, controller, data, recipients: recipientsOf(input), categories: CATEGORY_WORDS, measures: MEASURES, figures };
}

function ofEntity(input: ProcessingInput, entity: Entity): ProcessedData {
  const fields = [...entity.fields.values()].flatMap(({ name, label, category }): PersonalField[] => (category === 'none' ? [] : [{ name, label, category }]));
  const systems = remote(input).flatMap(({ side, connector, system }) => {
    const adapter = connector.entities.get(entity.name);
    return adapter === undefined ? [] : [{ system, reads: true, writes: input.modes[side] === 'read-write', forgets: connector.privacy?.reaches[entity.name] ?? '' }];
  });
  return { name: entity.name, kind: 'entity', label: entity.label, fields, systems: [...systems, OURS], roles: rolesFor(input, entity.name), ...wordsFor(entity.name) };
}

function ofMirror(input: ProcessingInput, mirror: Mirror): ProcessedData {
  const fields = Object.entries(mirror.columns).flatMap(([name, { category }]): PersonalField[] => (category === 'none' ? [] : [{ name, label: { fi: name, en: name }, category }]));
  const systems = remote(input).flatMap(({ side, connector, system }) => (side === mirror.side ? [{ system, reads: true, writes: false, forgets: connector.privacy?.reaches[mirror.name] ?? '' }] : []));
  return { name: mirror.name, kind: 'mirror', label: mirror.label, fields, systems: [...systems, OURS], roles: rolesFor(input, mirror.name), ...wordsFor(mirror.name) };
}

/** How it goes: the first of these by which any of it is reached. */
const FORGETS: readonly (readonly [Reach, string])[] = [['link', 'deleted'], ['text', 'redacted'], ['pointer', 'redacted'], ['request', 'expires'], ['expiry', 'expires'], ['staff', 'deleted'], ['kept', 'retained']];

/** @throws RangeError for a table that may tell of a person and is in no kind of data, or in two */
function ownData(tables: ProcessingInput['tables']): readonly (OwnData & { readonly forgets: string })[] {
  for (const [table, columns] of Object.entries(tables)) {
    const kinds = OWN_DATA.filter(({ tables: own }) => own.includes(table)).length;
    const isPersonal = Object.values(columns).some((column) => 'reachedBy' in column);
    if (isPersonal && kinds !== 1 && !table.startsWith('mirror_')) throw new RangeError(`the record of processing has ${kinds === 0 ? 'no' : 'several'} words for the table ${table}`);
  }
  return OWN_DATA.filter(({ tables: own }) => own.some((table) => table in tables)).map((kind) => {
    const reached = new Set(kind.tables.flatMap((table) => Object.values(tables[table] ?? {}).flatMap((column) => ('reachedBy' in column ? column.reachedBy : []))));
    return { ...kind, forgets: FORGETS.find(([reach]) => reached.has(reach))?.[1] ?? 'expires' };
  });
}

const OURS = { system: SAUMA, reads: true, writes: true, forgets: 'deleted' } as const;

function wordsFor(name: string): PurposeWords {
  const words = PURPOSES[name];
  if (!words) throw new RangeError(`the record of processing has no words for ${name}`);
  return words;
}

function remote({ connectors }: ProcessingInput) {
  return [...connectors.values()].map((connector) => ({ side: connector.side, system: connector.system, connector }));
}

function rolesFor({ roles }: ProcessingInput, name: string): ProcessedData['roles'] {
  const rights = SEEN_BY[name] ?? [];
  return Object.entries(roles).flatMap(([role, { label, reads }]) => (rights.some((right) => reads.includes(right)) ? [{ role, label }] : []));
}

function recipientsOf({ systems, connectors, modes }: ProcessingInput): readonly Recipient[] {
  return systems.map(({ id, name, side, hosts }) => ({ system: id, name, hosts, connected: connectors.has(side), mode: connectors.has(side) ? modes[side] : null }));
}

function daysOf(days: number): Words {
  return { fi: `${days} päivää`, en: `${days} days` };
}
