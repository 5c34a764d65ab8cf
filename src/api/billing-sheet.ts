// The lines of the billable flow as a table for a file, in Finnish and in English. Invariant: without the right to see amounts the
// table has no column for one.
import type { CellKind, Sheet } from '../lib/sheet.ts';
import type { Views } from '../store/views.ts';

export const SHEET_LOCALES = ['fi', 'en'] as const;
export type SheetLocale = (typeof SHEET_LOCALES)[number];

type Batches = ReturnType<Views['export']>;
type Line = Batches extends AsyncIterable<readonly (infer One)[]> ? One : never;

interface Column {
  readonly of: keyof Line;
  readonly kind: CellKind;
  readonly label: Readonly<Record<SheetLocale, string>>;
  readonly amount?: true;
}

const column = (of: keyof Line, kind: CellKind, fi: string, en: string): Column => ({ of, kind, label: { fi, en } });
const amountColumn = (of: keyof Line, fi: string, en: string): Column => ({ ...column(of, 'decimal', fi, en), amount: true });

const COLUMNS: readonly Column[] = [
  column('customerName', 'text', 'Asiakas', 'Account'),
  column('billingCustomerName', 'text', 'Maksaja', 'Paid by'),
  column('projectName', 'text', 'Projekti', 'Project'),
  column('ownerName', 'text', 'Projektin vastuuhenkilö', 'Project owner'),
  column('state', 'text', 'Tila', 'State'),
  column('since', 'date', 'Alkaen', 'Since'),
  column('ageDays', 'decimal', 'Ikä päivinä', 'Age in days'),
  column('kind', 'text', 'Laji', 'Kind'),
  column('date', 'date', 'Päivä', 'Date'),
  column('hours', 'decimal', 'Tunnit', 'Hours'),
  amountColumn('amount', 'Summa', 'Amount'),
  column('currency', 'text', 'Valuutta', 'Currency'),
  amountColumn('organisationAmount', 'Summa omassa valuutassa', "Amount in the organisation's currency"),
  column('invoiceNumber', 'text', 'Laskun numero', 'Invoice number'),
  column('invoice', 'text', 'Laskun tunniste', 'Invoice id'),
  column('id', 'text', 'Rivin tunniste', 'Line id'),
  column('customer', 'text', 'Asiakkaan tunniste', 'Account id'),
  column('project', 'text', 'Projektin tunniste', 'Project id'),
];

export const STATES: Readonly<Record<Line['state'], string>> = {
  notBillable: 'ei laskutettava', removed: 'poistettu laskulta', unapproved: 'hyväksymättä', approved: 'laskuttamatta', draft: 'laskuluonnos', invoiced: 'laskutettu', overdue: 'erääntynyt', paid: 'maksettu', credited: 'hyvitetty',
};
export const KINDS: Readonly<Record<Line['kind'], string>> = {
  workHour: 'tunti', projectFee: 'kulu', travelExpense: 'matkakulu', flatRate: 'kiinteä hinta', invoiceRow: 'laskurivi', rounding: 'pyöristys',
};

/** Headings and words in the language; in English the words are those of the API. */
export function billingSheet(batches: Batches, locale: SheetLocale, withAmounts: boolean): Sheet {
  const columns = COLUMNS.filter(({ amount }) => withAmounts || !amount);
  const cell = (line: Line, of: keyof Line): string | null => {
    if (locale === 'fi' && of === 'state') return STATES[line.state];
    if (locale === 'fi' && of === 'kind') return KINDS[line.kind];
    const value = line[of];
    return typeof value === 'number' ? String(value) : (value ?? null);
  };
  const rows = async function* (): AsyncGenerator<readonly (string | null)[]> {
    for await (const batch of batches) for (const line of batch) yield columns.map(({ of }) => cell(line, of));
  };
  return { name: locale === 'fi' ? 'Laskutus' : 'Billing', columns: columns.map(({ kind, label }) => ({ kind, label: label[locale] })), rows: rows() };
}
