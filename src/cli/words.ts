// Words for people: what the data calls by a short name, as a reader of the terminal knows it. `--json` keeps the short names.
import { FOUND_BY, HELD_REASONS, MATCH_REASONS } from '../api/contract/reasons.ts';
import { isMoney, isSet } from '../core/value.ts';
import type { EntityName, Side, Value } from '../core/vocabulary.ts';

export const SIDE_NAME: Readonly<Record<Side, string>> = { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' };

const FACT: Readonly<Record<string, (value: string) => string>> = {
  organization: (value) => `organisation ${value}`,
  addons: (value) => `add-ons in use: ${value.replaceAll(',', ', ')}`,
  pageMax: (value) => `at most ${value} records a page`,
  statusMovesChangedSince: (value) => (value === 'yes' ? 'a change of sales status shows as a change' : 'a change of sales status does not show as a change'),
  invoicingMovesItems: (value) => (value === 'yes' ? 'invoicing shows as a change of the work' : 'invoicing does not show as a change of the work'),
  portalId: (value) => `account ${value}`,
  companyCurrency: (value) => `currency ${value}`,
  timeZone: (value) => `time zone ${value}`,
  callsPerWindow: (value) => `${value} calls allowed in a window`,
  windowMs: (value) => `of ${Number(value) / 1000} s`,
};

/** What is known of a connection, as it stands in a sentence; a fact without words yet goes by its own name. */
export function factText(name: string, value: string): string {
  return FACT[name]?.(value) ?? `${name} ${value}`;
}

const ENTITY_NAME: Readonly<Record<EntityName, string>> = { salesCase: 'sales case' };

/** As it stands in a sentence, one of them. */
export function entityName(entity: EntityName): string {
  return ENTITY_NAME[entity] ?? entity;
}

const MANY: Readonly<Record<EntityName, string>> = { activity: 'activities' };

/** As it stands in a sentence, several of them. */
export function entityNames(entity: EntityName): string {
  return MANY[entity] ?? `${entityName(entity)}s`;
}

const ROWS: Readonly<Record<string, string>> = {
  proposalRows: 'proposal rows', statusHistory: 'changes of status', invoiceRows: 'invoice rows', workHours: 'work hours', projectFees: 'project fees', travelExpenses: 'travel expenses', flatRates: 'flat rates',
};

/** The rows of a mirror, as they stand in a sentence. */
export function mirrorName(mirror: string): string {
  return ROWS[mirror] ?? mirror;
}

/** An instant as a clock on the wall shows it, in a time zone: `2026-03-09 16:00:50`. */
export function whenText(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(Date.parse(instant));
}

export function foundBy(rule: string): string {
  return FOUND_BY[rule]?.en ?? rule;
}

export function heldReason(reason: string): string {
  const [kind = '', ...code] = reason.split(':');
  const text = HELD_REASONS[kind]?.en.why;
  if (text === undefined) return reason;
  return code.length > 0 ? `${text} (${code.join(':')})` : text;
}

export function matchReason(reason: string): string {
  return MATCH_REASONS[reason]?.en ?? reason;
}

export function valueText(value: Value): string {
  if (value === null) return '(empty)';
  if (isMoney(value)) return `${value.amount} ${value.currency}`;
  if (isSet(value)) return value.length === 0 ? '(empty)' : value.map(elementText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The key, and what is said of it: `newsletter (until 2027)`. */
function elementText({ key, ...attributes }: { readonly key: string; readonly [attribute: string]: string | boolean | null }): string {
  const said = Object.entries(attributes).flatMap(([name, value]) => (value === null || value === false ? [] : [value === true ? name : `${name} ${value}`]));
  return said.length === 0 ? key : `${key} (${said.join(', ')})`;
}

/** Why undo leaves something as it is. */
const LEFT: Readonly<Record<string, string>> = {
  touched: 'somebody has changed it since',
  restrictive: 'it is only ever tightened by itself; loosen it where it belongs',
  met: 'it has met a record there that the import did not make',
  referred: 'another record belongs to it',
  gone: 'the record is not there any more',
  archived: 'it was taken out of use, and only the system itself can bring it back',
};

export function leftReason(reason: string): string {
  return LEFT[reason] ?? heldReason(reason);
}
