// What a record of Severa truly shows, read from the sandbox's own rows by a map of our own. Invariant: values are canonical,
// references are Severa's own ids, and rows that did not change give the very same fields again.
import { hostOf } from '../../../src/core/normalise/url.ts';
import { makeSet } from '../../../src/core/value.ts';
import type { Fields, Value } from '../../../src/core/vocabulary.ts';
import type { SeveraModel } from '../../../src/sandbox/severa/model.ts';
import type { Registers } from '../registers.ts';
import { Remembered } from './remembered.ts';
import type { Kind } from './kinds.ts';

type Row = { readonly guid: string } & Readonly<Record<string, unknown>>;

export const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const guidOf = (value: unknown): string => (value as { readonly guid?: string } | null | undefined)?.guid ?? '';
const grouped = (rows: readonly Row[], field: string): ReadonlyMap<string, readonly Row[]> => Map.groupBy(rows, (row) => guidOf(row[field]));
const setOf = (keys: readonly (string | null)[]): Value => makeSet(keys.flatMap((key) => (key === null ? [] : [{ key }])));

export class PsaRecords {
  readonly #model: SeveraModel;
  readonly #registers: Registers;
  readonly #remembered = new Remembered();

  constructor(model: SeveraModel, registers: Registers) {
    this.#model = model;
    this.#registers = registers;
  }

  /** Every record that is there, by id. */
  all(kind: Kind): ReadonlyMap<string, Fields> {
    const list = (collection: string): readonly Row[] => this.#model.state.list(collection);
    const fields = (row: Row, below: readonly Row[], work: () => Fields): [string, Fields] => [row.guid, this.#remembered.of(`${kind} ${row.guid}`, [row, ...below], work)];
    if (kind === 'account') {
      const [addresses, segments] = [grouped(list('addresses'), 'customer'), grouped(list('customermarketsegments'), 'customer')];
      return new Map(list('customers').map((row) => {
        const [own, linked] = [addresses.get(row.guid) ?? [], segments.get(row.guid) ?? []];
        return fields(row, [...own, ...linked], () => accountFields(this.#registers, row, own, linked));
      }));
    }
    if (kind === 'contact') {
      const points = grouped(list('contactcommunications'), 'contact');
      // A deleted contact stays as a row without its person.
      return new Map(list('contactpersons').filter((row) => row['isDeleted'] !== true).map((row) => {
        const own = points.get(row.guid) ?? [];
        return fields(row, own, () => contactFields(this.#registers, row, own));
      }));
    }
    return new Map(list('projects').map((row) => fields(row, [], () => caseFields(this.#registers, row))));
  }
}

function accountFields(registers: Registers, row: Row, addresses: readonly Row[], segments: readonly Row[]): Fields {
  const main = addresses.find((address) => address.guid === guidOf(row['headquarterAddress'])) ?? addresses[0];
  const website = text(row['website']);
  return {
    name: text(row['name']),
    businessId: text(row['vatNumber']),
    number: row['number'] as number,
    active: row['isActive'] as boolean,
    website,
    domain: website === null ? null : hostOf(website),
    email: text(row['email']),
    owner: registers.psaOwners.get(guidOf(row['owner'])) ?? null,
    industry: guidOf(row['industry']) || null,
    employees: (row['numberOfEmployees'] as number | null | undefined) ?? null,
    annualRevenue: typeof row['annualRevenue'] === 'number' ? { amount: String(row['annualRevenue']), currency: 'EUR' } : null,
    notes: text(row['notes']),
    paymentTerm: (row['paymentTerm'] as number | null | undefined) ?? null,
    phone: text(main?.['phone']),
    street: text(main?.['addressline']),
    postalCode: text(main?.['postalCode']),
    city: text(main?.['city']),
    country: registers.countries.get(guidOf(main?.['country'])) ?? null,
    segments: setOf(segments.map((link) => guidOf(link['marketSegment']))),
  };
}

function contactFields(registers: Registers, row: Row, points: readonly Row[]): Fields {
  const typeOf = (point: Row): string => registers.pointTypes.get(guidOf(point['communicationType'])) ?? '';
  const emails = points.filter((point) => typeOf(point) === 'EmailAddress');
  const phones = points.filter((point) => typeOf(point) === 'Phone' || typeOf(point) === 'MobilePhone');
  const address = (point: Row): string | null => text(point['value'])?.toLowerCase() ?? null;
  return {
    firstName: text(row['firstName']),
    lastName: text(row['lastName']),
    jobTitle: text(row['jobTitle']),
    role: guidOf(row['role']) || null,
    language: registers.languages.get(guidOf(row['language'])) ?? null,
    active: row['isActive'] as boolean,
    notes: text(row['description']),
    emails: setOf(emails.map(address)),
    phones: setOf(phones.map((point) => phoneOf(text(point['value'])))),
    optOuts: setOf(emails.filter((point) => point['isForbiddenToUse'] === true).map(address)),
    account: guidOf(row['customer']) || null,
  };
}

function caseFields(registers: Registers, row: Row): Fields {
  const stage = (row['salesStatus'] as { readonly salesStatusTypeGuid?: string } | null | undefined)?.salesStatusTypeGuid ?? null;
  const value = row['expectedValue'] as { readonly amount: number; readonly currencyCode: string } | null | undefined;
  const contact = guidOf(row['customerContact']);
  return {
    name: text(row['name']),
    number: row['number'] as number,
    stage,
    state: stage === null ? null : (registers.statuses.find((status) => status.guid === stage)?.state ?? null),
    value: value ? { amount: String(value.amount), currency: value.currencyCode } : null,
    probability: (row['probability'] as number | null | undefined) ?? null,
    expectedOrderDate: text(row['expectedOrderDate']),
    owner: registers.psaOwners.get(guidOf(row['salesPerson']) || guidOf(row['projectOwner'])) ?? null,
    leadSource: guidOf(row['leadSource']) || null,
    startDate: text(row['startDate']),
    deadline: text(row['deadline']),
    internal: row['isInternal'] === true,
    closed: row['isClosed'] === true,
    notes: text(row['description']),
    account: guidOf(row['customer']) || null,
    contacts: setOf(contact === '' ? [] : [contact]),
  };
}

/** People of this world write Finnish numbers; anything else is a text. */
export function phoneOf(written: string | null): string | null {
  if (written === null || !/^\+?[\d -]+$/u.test(written)) return written;
  const digits = written.replace(/[ -]/gu, '');
  return digits.startsWith('0') ? `+358${digits.slice(1)}` : digits;
}
