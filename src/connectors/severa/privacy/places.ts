// Home of where Severa keeps free text that may name a person: one line per kind of row. Invariant: what stands here can be read by
// id, and every text of it be replaced by the property of its name.
import { z } from 'zod';
import { get, patch, remove } from '../routes.ts';
import { aroundRow, freeText } from './rows.ts';

export interface Place {
  /** As in the paths: `/v1/<name>/{guid}`. */
  readonly name: string;
  readonly kind: string;
  /** Properties that are looked through; `outer.inner` is one inside an object that is stored as a whole. */
  readonly texts: readonly string[];
  /** Those that hold an address or a number and nothing else: emptied as a whole. */
  readonly whole: readonly string[];
  /** Those that are stored inside an object. */
  readonly boxed: readonly string[];
  /** Those that a voucher keeps as it was sent. */
  readonly kept: readonly string[];
  readonly writing: string;
  /** The right to delete such a row for its text's sake; null: other things hang on it. */
  readonly deleting: string | null;
}

const place = (name: string, kind: string, area: string, texts: readonly string[], more: Partial<Pick<Place, 'whole' | 'boxed' | 'kept' | 'deleting'>> = {}): Place => ({
  name, kind, texts, whole: [], boxed: [], kept: [], writing: `${area}:write`, deleting: null, ...more,
});

/** What somebody said when the project was given its status: stored together with the status. */
const STATUS_TEXT = 'projectStatus.description';
/** Goes on the row of an invoice that is made of it; the row itself keeps what it was sent with. */
const toBeBilled = ['invoiceRowDescription', 'invoiceRowComment'];
const onVoucher = ['receiverCustomerName', 'receiverContactName', 'ourReference', 'yourReference', 'orderNumber', 'freeText1', 'freeText2'];

export const PLACES = {
  customers: place('customers', 'text', 'customers', ['notes', 'email', 'website'], { whole: ['email', 'website'] }),
  addresses: place('addresses', 'text', 'customers', ['addressline', 'phone', 'fax'], { whole: ['phone', 'fax'] }),
  customersalesnotes: place('customersalesnotes', 'salesNote', 'customers', ['note'], { deleting: 'customers:delete' }),
  projectsalesnotes: place('projectsalesnotes', 'salesNote', 'projects', ['note'], { deleting: 'projects:delete' }),
  projects: place('projects', 'text', 'projects', ['name', 'internalName', 'description', 'ourReference', 'yourReference', 'orderNumber', 'invoiceNotes', STATUS_TEXT]),
  phases: place('phases', 'text', 'projects', ['name', 'code']),
  activities: place('activities', 'activity', 'activities', ['name', 'notes', 'location'], { deleting: 'activities:delete' }),
  workhours: place('workhours', 'hour', 'hours', ['description', ...toBeBilled], { deleting: 'hours:delete' }),
  proposals: place('proposals', 'text', 'projects', ['name', 'freeText1', 'freeText2'], { boxed: ['freeText1', 'freeText2'] }),
  proposalworkrows: place('proposalworkrows', 'text', 'projects', ['name', 'description']),
  proposalfeerows: place('proposalfeerows', 'text', 'projects', ['name', 'description']),
  proposalsubtotals: place('proposalsubtotals', 'text', 'projects', ['name', 'description']),
  projectfees: place('projectfees', 'text', 'fees', ['name', 'description', ...toBeBilled]),
  projecttravelexpenses: place('projecttravelexpenses', 'text', 'travels', ['description', ...toBeBilled]),
  invoicerows: place('invoicerows', 'invoiceRow', 'invoices', ['description'], { kept: ['description'] }),
  invoices: place('invoices', 'invoice', 'invoices', ['notes', 'receiverContactEmail', ...onVoucher], { whole: ['receiverContactEmail'], boxed: ['freeText1', 'freeText2'], kept: onVoucher }),
} as const satisfies Record<string, Place>;
export type PlaceName = keyof typeof PLACES;

export type TextRow = z.infer<typeof aroundRow> & { readonly texts: Readonly<Record<string, string>> };

/** The row with its texts apart; blank ones are left out. */
export function rowOf({ texts }: Place): z.ZodType<TextRow> {
  const shape = Object.fromEntries(texts.filter((name) => !name.includes('.')).map((name) => [name, freeText]));
  return aroundRow.extend(shape).transform((row) => {
    const shown = texts.flatMap((name) => {
      const text = name.split('.').reduce<unknown>((of, part) => (of as Readonly<Record<string, unknown>> | null | undefined)?.[part], row);
      return typeof text === 'string' && text !== '' ? [[name, text] as const] : [];
    });
    return { ...aroundRow.parse(row), texts: Object.fromEntries(shown) };
  }) as unknown as z.ZodType<TextRow>;
}

const stored = z.object({ guid: z.string().nullish() });

export const rowCalls = {
  read: (of: Place, guid: string) => get(`/v1/${of.name}/{guid}`, guid, rowOf(of)),
  replace: (of: Place, guid: string, changes: Readonly<Record<string, unknown>>) => ({ ...patch(`/v1/${of.name}/{guid}`, guid, changes, stored), accept: [404] }),
  remove: (of: Pick<Place, 'name'>, guid: string) => remove(`/v1/${of.name}/{guid}`, guid),
};

/** `<name>:<guid>` and what may come after it. */
export function placeOf(traceId: string): { readonly place: Place; readonly guid: string } | null {
  const [name = '', guid = ''] = traceId.split(':');
  return Object.hasOwn(PLACES, name) && guid !== '' && !guid.includes('/') ? { place: PLACES[name as PlaceName], guid } : null;
}
