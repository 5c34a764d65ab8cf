// Home of what a sales case's fields are called in Severa, where it is a project for life: one line per field.
// Bump `salesCaseMapVersion` when a line changes what a value means.
import { Big } from 'big.js';
import { isSet, makeSet } from '../../core/value.ts';
import type { Value } from '../../core/vocabulary.ts';
import { holdDate, holdFlag, holdMoney, holdOwner, holdPercent, holdRecord, holdReference, holdText, isHeld, readOnly, required, shownDate, shownOwner, shownText } from './codecs.ts';
import type { Context, Hold } from './codecs.ts';
import { field } from './field-map.ts';
import type { FieldMap } from './field-map.ts';
import type { ProjectRow } from './rows.ts';

export const salesCaseMapVersion = 'severa-sales-case-1';

export const salesCaseFields: FieldMap<ProjectRow> = {
  name: field('name', (row) => shownText(row.name), holdText({ required: true })),
  number: field(null, (row) => row.number ?? null, readOnly),
  // ProjectInputModelBase has the customer, and PATCH documents address the model that extends it.
  account: field('customer', (row) => row.customer?.guid ?? null, holdRecord),
  contacts: field('customerContact', (row) => makeSet(row.customerContact?.guid ? [{ key: row.customerContact.guid }] : []), holdContacts),
  stage: field('salesStatus', (row) => stageOf(row), holdStage),
  state: field(null, (row, context) => stateOf(stageOf(row), context), readOnly),
  value: field('expectedValue', shownValue, holdMoney),
  probability: field('probability', (row) => row.probability ?? null, holdPercent),
  expectedOrderDate: field('expectedOrderDate', (row) => shownDate(row.expectedOrderDate), holdDate),
  // Every project has an owner: without a salesperson of its own it is theirs.
  owner: field('salesPerson', (row, context) => shownOwner(row.salesPerson?.guid ?? row.projectOwner?.guid, context), required(holdOwner)),
  leadSource: field('leadSource', (row) => row.leadSource?.guid ?? null, holdReference('leadSources')),
  startDate: field('startDate', (row) => shownDate(row.startDate), holdDate),
  deadline: field('deadline', (row) => shownDate(row.deadline), holdDate),
  internal: field('isInternal', (row) => row.isInternal ?? false, holdFlag),
  closed: field('isClosed', (row) => row.isClosed ?? false, holdFlag),
  notes: field('description', (row) => shownText(row.description), holdText()),
};

export function stageOf(row: ProjectRow): string | null {
  return row.salesStatus?.salesStatusTypeGuid || null;
}

/** open, won or lost: it stands on the status, not on the project. undefined: the status is not known. */
export function stateOf(stage: string | null, { registry }: Context): Value | undefined {
  if (stage === null) return null;
  return registry('salesStatuses')?.byId.get(stage)?.code?.split(':')[0];
}

/** Currency of a case's money, fixed when it was made. */
export function currencyOf(row: ProjectRow, { currency }: Context): string {
  return row.expectedValue?.currencyCode || row.currency?.code || currency;
}

function shownValue(row: ProjectRow, context: Context): Value {
  const amount = row.expectedValue?.amount;
  return typeof amount === 'number' ? { amount: new Big(amount).toFixed(), currency: currencyOf(row, context) } : null;
}

function holdStage(value: Value, context: Context): ReturnType<Hold> {
  const held = required(holdReference('salesStatuses'))(value, context);
  // The status' own guid is an entry of its history: the type is what is set.
  return isHeld(held) ? { value: held.value, sent: { salesStatusTypeGuid: held.value } } : held;
}

/** A project has one contact: of several the first by key. */
function holdContacts(value: Value): ReturnType<Hold> {
  if (value !== null && !isSet(value)) return { cannot: 'wrong-kind' };
  const [first] = makeSet(value ?? []);
  return first === undefined ? { value: [], sent: null } : { value: [{ key: first.key }], sent: { guid: first.key } };
}
