// What all data routes share: how a question is put and what every answer carries. Invariants: an answer says of which day it is and
// how fresh its rows are; a property that tells an amount is optional, and is absent for whoever lacks the right "amounts".
import { z } from 'zod';

// A page of ours may not make code out of text, and a schema tries to as soon as it is made, unless it is told not to.
if ('document' in globalThis) z.config({ jitless: true });

/** Rights of config/roles.json that data routes ask for. */
export type DataRight =
  | 'configuration' | 'runs' | 'inboxes' | 'audit' | 'accounts' | 'contacts' | 'consents' | 'salesCases' | 'activities' | 'touches' | 'funnel'
  | 'purchaseHistory' | 'billableFlow' | 'invoices' | 'amounts' | 'erasures' | 'subjectExports' | 'retention' | 'recordOfProcessing' | 'accessLog';
export type DeedRight =
  | 'connections' | 'schedules' | 'fieldRules' | 'roles' | 'pause' | 'runs' | 'settings' | 'accounts' | 'contacts' | 'salesCases' | 'conflicts' | 'matches' | 'held'
  | 'lifecycle' | 'billingRemarks' | 'leadHandOver' | 'erasures' | 'subjectExports' | 'retention' | 'restrictions';

export interface DataContract<Query extends z.ZodObject, Answer extends z.ZodType, Body extends z.ZodType | null> {
  /** What changes something is no GET. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, with `:name` for what varies. */
  readonly path: string;
  readonly title: string;
  /** All of them are needed; none: any caller will do. */
  readonly reads: readonly DataRight[];
  /** All of them are needed, too; never none of what is no GET. */
  readonly changes: readonly DeedRight[];
  /** What varies in the path, each with what it is. */
  readonly params: Readonly<Record<string, string>>;
  /** Strict: a name that is not in it is refused. A list takes its name several times. */
  readonly query: Query;
  /** Strict, too; null: the route takes no body. */
  readonly body: Body;
  readonly answer: Answer;
  /** True: `format=csv` and `format=xlsx` answer the whole table as a file. */
  readonly files: boolean;
  /** True: events are answered as they happen, each with data of the shape of the answer. */
  readonly live: boolean;
}

export type AnyContract = DataContract<z.ZodObject, z.ZodType, z.ZodType | null>;

type Given<Query extends z.ZodObject, Answer extends z.ZodType> = Pick<DataContract<Query, Answer, null>, 'path' | 'title' | 'answer'> & Partial<Pick<DataContract<Query, Answer, null>, 'reads' | 'params' | 'files' | 'live'>>;

/** A question. */
export function contract<Query extends z.ZodObject, Answer extends z.ZodType>(given: Given<Query, Answer> & { readonly query: Query }): DataContract<Query, Answer, null> {
  return { method: 'GET', reads: [], changes: [], params: {}, body: null, files: false, live: false, ...given };
}

/** Something that is done: who may, and what is sent. */
export function deed<Body extends z.ZodType, Answer extends z.ZodType>(
  given: Given<typeof NO_QUERY, Answer> & { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly changes: readonly [DeedRight, ...DeedRight[]]; readonly body: Body },
): DataContract<typeof NO_QUERY, Answer, Body> {
  return { reads: [], params: {}, query: NO_QUERY, files: false, live: false, ...given };
}

const NO_QUERY = z.strictObject({});

/** Whatever names something: no control characters, which no id has and no database takes. */
// eslint-disable-next-line no-control-regex -- these are just what is refused
export const text = z.string().min(1).max(200).regex(/^[^\u0000-\u001f\u007f]*$/, 'has a character that cannot be');
export const day = z.iso.date('must be a day like 2026-03-31');
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-03');
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code like EUR');
export const list = <Item extends z.ZodType>(item: Item): z.ZodReadonly<z.ZodArray<Item>> => z.array(item).readonly();
/** In a question: the name may stand several times. */
export const several = <Item extends z.ZodType>(item: Item): z.ZodOptional<z.ZodArray<Item>> => z.array(item).min(1).max(100).optional();

export const wholeNumber = (least: number, most: number, usual: number) => z.coerce.number().int().min(least).max(most).default(usual);

export const asOf = { asOf: day.optional().describe('Plain date, as the flow was then; today unless given.') };
export const paging = {
  limit: wholeNumber(1, 500, 50).describe('Items of one page.'),
  cursor: text.optional().describe('`next` of the page before, with the same question.'),
};

/** What a list may be sorted by: `name`, and `-name` for downwards. */
export const bothWays = <Name extends string>(names: readonly Name[]): z.ZodEnum<{ [Key in Name | `-${Name}`]: Key }> =>
  z.enum([...names, ...names.map((name) => `-${name}` as const)] as (Name | `-${Name}`)[]) as unknown as z.ZodEnum<{ [Key in Name | `-${Name}`]: Key }>;

/** A list that is also answered whole, as a file. */
export const asFile = {
  format: z.enum(['json', 'csv', 'xlsx']).default('json').describe('csv and xlsx answer the whole list as a file.'),
  locale: z.enum(['fi', 'en']).default('fi').describe('Of a file: its headings; of CSV also how it is separated and its decimals.'),
};

export const told = {
  asOf: day,
  freshness: z.record(z.string(), z.string()).describe('When each feed was last read to its end (UTC), by its name.'),
  currency: currencyCode.describe("The organisation's currency."),
};
export const page = {
  next: z.string().nullable().describe('The cursor of the next page; null: this is the last one.'),
  total: z.int().min(0).describe('Of all pages.'),
};

export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const ONLY = 'Only with the right "amounts".';
export const amount = decimal.optional().describe(ONLY);
export const amountOrNull = decimal.nullable().optional().describe(ONLY);
export const textOrNull = z.string().nullable();
export const dayOrNull = day.nullable();
export const decimalOrNull = decimal.nullable();
export const count = z.int().min(0);
