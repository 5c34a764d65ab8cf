// What a record of HubSpot truly shows, read from the sandbox's own records by a map of our own. Invariant: values are
// canonical, references are HubSpot's own ids, and records that did not change give the very same fields again.
import { makeSet } from '../../../src/core/value.ts';
import type { FieldName, Fields, Value } from '../../../src/core/vocabulary.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { HubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import { COUNTRIES } from '../registers.ts';
import type { Registers } from '../registers.ts';
import { PROPERTIES, TYPES } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { phoneOf, text } from './psa.ts';
import { Remembered } from './remembered.ts';

type Properties = Readonly<Record<string, string>>;

/** Association type that marks the primary company. */
const PRIMARY: Readonly<Partial<Record<Kind, number>>> = { contact: 1, salesCase: 5 };
const NUMBERS: ReadonlySet<FieldName> = new Set(['number', 'employees', 'paymentTerm']);
const FLAGS: ReadonlySet<FieldName> = new Set(['active', 'internal', 'closed']);

export class CrmRecords {
  readonly #model: HubspotModel;
  readonly #registers: Registers;
  readonly #remembered = new Remembered();

  constructor(model: HubspotModel, registers: Registers) {
    this.#model = model;
    this.#registers = registers;
  }

  /** Every record that is not archived, by id. */
  all(kind: Kind): ReadonlyMap<string, Fields> {
    const companies = kind === 'account' ? new Map<string, never>() : Map.groupBy(this.#model.state.links(TYPES[kind], 'companies'), (link) => link.from);
    const contacts = kind === 'salesCase' ? Map.groupBy(this.#model.state.links('deals', 'contacts'), (link) => link.from) : new Map<string, never>();
    return new Map(this.#model.state.list(TYPES[kind]).map(({ id, properties }) => {
      const [ofCompanies, ofContacts] = [companies.get(id) ?? [], contacts.get(id) ?? []];
      const linked = [...ofCompanies, ...ofContacts].map(({ to, types }) => `${to} ${types.join(' ')}`).join();
      return [id, this.#remembered.of(`${kind} ${id}`, [properties, linked], () => {
        const primary = ofCompanies.find(({ types }) => types.includes(PRIMARY[kind] ?? 0))?.to ?? null;
        const others = ofCompanies.flatMap(({ to }) => (to === primary ? [] : [to]));
        return this.#fields(kind, properties, { primary, others, contacts: ofContacts.map(({ to }) => to) });
      })];
    }));
  }

  #fields(kind: Kind, properties: Properties, linked: { readonly primary: string | null; readonly others: readonly string[]; readonly contacts: readonly string[] }): Fields {
    const plain = Object.fromEntries(Object.entries(PROPERTIES[kind]).flatMap(([field, property]) => (property === null ? [] : [[field, this.#value(field, properties[property] ?? '')]])));
    if (kind === 'account') return plain;
    if (kind === 'contact') return { ...plain, ...reach(properties), account: linked.primary, otherAccounts: setOf(linked.others) };
    const stage = this.#registers.stages.get(properties['dealstage'] ?? '') ?? null;
    const status = this.#registers.statuses.find(({ guid }) => guid === stage);
    const amount = text(properties['amount']);
    return {
      ...plain,
      stage,
      state: status?.state ?? null,
      value: amount === null ? null : { amount: String(Number(amount)), currency: properties['deal_currency_code'] ?? 'EUR' },
      probability: probabilityOf(properties['hs_deal_stage_probability'] ?? ''),
      expectedOrderDate: dayOf(properties['closedate'] ?? ''),
      account: linked.primary,
      contacts: setOf(linked.contacts),
    };
  }

  #value(field: FieldName, raw: string): Value {
    if (field === 'segments') return setOf(raw.split(';').filter(Boolean));
    const value = raw.trim();
    if (value === '') return null;
    if (NUMBERS.has(field)) return Number(value);
    if (FLAGS.has(field)) return value === 'true';
    if (field === 'annualRevenue') return { amount: String(Number(value)), currency: 'EUR' };
    if (field === 'owner') return this.#registers.crmOwners.get(value) ?? null;
    if (field === 'country') return COUNTRIES.find(({ code, local, english }) => [code, local, english].some((name) => name === value))?.code ?? value;
    return value;
  }
}

/** The opt-out of the main address is the only one HubSpot shows. */
function reach(properties: Properties): Fields {
  const main = text(properties['email'])?.toLowerCase() ?? null;
  const more = (properties['hs_additional_emails'] ?? '').split(';').flatMap((one) => text(one)?.toLowerCase() ?? []);
  const phones = [properties['phone'], properties['mobilephone']].flatMap((one) => phoneOf(text(one)) ?? []);
  return {
    emails: setOf([...(main === null ? [] : [main]), ...more]),
    phones: setOf(phones),
    optOuts: setOf(main !== null && properties['hs_email_optout'] === 'true' ? [main] : []),
  };
}

function setOf(keys: readonly string[]): Value {
  return makeSet(keys.map((key) => ({ key })));
}

function probabilityOf(raw: string): Value {
  return raw === '' ? null : Math.round(Number(raw) * 100);
}

/** The account's time zone is UTC. */
function dayOf(raw: string): Value {
  if (raw === '') return null;
  const at = /^\d+$/u.test(raw) ? Number(raw) : Date.parse(raw);
  return toInstant(at).slice(0, 10);
}
