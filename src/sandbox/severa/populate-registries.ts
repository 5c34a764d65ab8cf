// The lists the seeded organisation keeps, put into the sandbox: statuses, types, segments, rates and the like.
// Invariant: an entry the model already has (a country, a currency) is used and not doubled.

import { toInstant } from '../../lib/clock.ts';
import { seededGuid } from '../seed/guid.ts';
import { countries } from '../seed/places.ts';
import {
  communicationTypes, contactRoles, currencies, industries, invoiceStatuses, languages, leadSources, marketSegments, products,
  projectStatuses, proposalStatuses, stages, travelExpenseTypes, vatRates, vendorFirm, workTypes,
} from '../seed/registries.ts';
import type { World } from '../seed/world.ts';
import type { SeveraState } from './state.ts';

/** Gives the guid of an entry by its list and key, e.g. ('salesstatustypes', 'won'). Throws when there is none. */
export type RegistryGuids = (collection: string, key: string) => string;

type Fields = Readonly<Record<string, unknown>>;

const yearMs = 365 * 86_400_000;

export function populateRegistries(state: Pick<SeveraState, 'put' | 'list'>, world: World): RegistryGuids {
  const guids = new Map<string, string>();
  const madeAt = world.now - 8 * yearMs;
  const guidOf: RegistryGuids = (collection, key) => {
    const guid = guids.get(`${collection}/${key}`);
    if (guid === undefined) throw new RangeError(`no ${key} in ${collection}`);
    return guid;
  };
  /** `by` names the field that tells whether the model has the entry already. */
  const add = (collection: string, key: string, row: Fields, by: string | null = null): void => {
    const known = by === null ? undefined : state.list(collection).find((other) => other[by] === row[by]);
    const stored = known ?? state.put(collection, { guid: seededGuid(world.seed, `${collection}/${key}`), createdDateTime: toInstant(madeAt), lastUpdatedDateTime: null, isActive: true, ...row }, madeAt);
    guids.set(`${collection}/${key}`, stored.guid);
  };

  for (const { code, name, symbol, rate } of currencies) add('currencies', code, { code, name, symbol, rate, isOrganizationCurrency: code === 'EUR' }, 'code');
  for (const { code, name, englishName } of languages) add('localization/languages', code, { code, name, englishName, isInvoiceLanguage: true }, 'code');
  for (const { code, nativeName, name } of Object.values(countries)) {
    add('localization/countries', code, { code2: code, name: nativeName, englishName: name, isInEU: true, hasRegions: 'NoRegion', currency: { guid: guidOf('currencies', code === 'SE' ? 'SEK' : 'EUR') } }, 'code2');
  }
  add('businessunits', 'main', { name: vendorFirm.name }, 'name');
  for (const { percentage, code, isDefault } of vatRates) add('vatrates', code, { percentage, code, isDefault, countryGuid: guidOf('localization/countries', 'FI') }, 'percentage');
  for (const { key, name, code } of industries) add('industries', key, { name, code }, 'name');
  for (const { key, name, parentKey, isActive } of marketSegments) {
    add('marketsegments', key, { name, isActive, parentMarketSegment: parentKey === null ? null : { guid: guidOf('marketsegments', parentKey) } }, 'name');
  }
  for (const { key, name } of leadSources) add('leadsources', key, { name }, 'name');
  for (const { key, name, state: salesState, probability } of stages) {
    add('salesstatustypes', key, { name, salesState, defaultProbability: probability, isProposalDefault: false }, 'name');
  }
  for (const [index, { key, name }] of projectStatuses.entries()) add('projectstatustypes', key, { name, sortOrder: index }, 'name');
  for (const [index, { key, ...flags }] of invoiceStatuses.entries()) add('invoicestatuses', key, { ...flags, isReadOnly: false, sortOrder: index }, 'name');
  for (const [index, { key, ...flags }] of proposalStatuses.entries()) add('proposalstatuses', key, { ...flags, sortOrder: index }, 'name');
  for (const { key, name, code, isProductive } of workTypes) {
    add('worktypes', key, { name, code, isProductive, isDefault: key === 'consulting', hourCost: euros(45) }, 'name');
  }
  for (const { key, name, code, type, price, unit } of products) {
    add('products', key, { name, code, type, measurementUnit: unit, vatRate: 25.5, unitPrice: euros(price), unitCost: euros(price * 0.6) }, 'code');
  }
  for (const { key, name, code, isMileage, isDailyAllowance, expenseClass, cost, unit } of travelExpenseTypes) {
    const row = { name, code, isMileage, isDailyAllowance, expenseClass, includeTime: isDailyAllowance, measurementUnit: unit, vatRate: 25.5, purchaseVatRate: 0 };
    add('travelexpensetypes', key, { ...row, unitCost: euros(cost) }, 'name');
  }
  for (const { key, name } of communicationTypes) add('communicationtypes', key, { name, type: key }, 'type');
  for (const { key, name } of contactRoles) add('contactroles', key, { name }, 'name');
  add('customers/customproperties', 'contractNumber', { name: 'Sopimusnumero', type: 'String', parameters: null });
  return guidOf;
}

function euros(amount: number): Fields {
  return { amount, currencyCode: 'EUR' };
}
