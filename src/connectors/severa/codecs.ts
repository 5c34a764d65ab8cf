// Home of value conversions between a row of Severa and a canonical value, one codec per kind. Each knows what it sends, what
// a read would show afterwards, and why it cannot hold a value; pure, given the registries as they were loaded.
import { Big } from 'big.js';
import { isMoney } from '../../core/value.ts';
import type { Value } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { countryItem } from './country.ts';
import type { Lookup, RegistryName } from './registries.ts';

export interface Context {
  readonly registry: (name: RegistryName) => Lookup | null;
  /** ISO 4217 code of the organisation. */
  readonly currency: string;
}

export type Held =
  /** `value` is what a read would show, `sent` what is written. */
  | { readonly value: Value; readonly sent: unknown }
  /** A stable reason that a person is told. */
  | { readonly cannot: string };

export type Hold = (value: Value, context: Context) => Held;

export function isHeld(held: Held): held is Extract<Held, { readonly value: Value }> {
  return 'value' in held;
}

export const readOnly: Hold = () => ({ cannot: 'read-only' });

/** Trimmed; white space alone is empty. `max` in characters. */
export function holdText(options: { readonly required?: true; readonly max?: number } = {}): Hold {
  return (value) => {
    if (typeof value !== 'string' && value !== null) return { cannot: 'wrong-kind' };
    const text = shownText(value);
    if (text === null && options.required) return { cannot: 'required' };
    if (text !== null && options.max !== undefined && text.length > options.max) return { cannot: 'too-long' };
    return { value: text, sent: text };
  };
}

/** The id of another record of Severa. */
export const holdRecord: Hold = (value) => {
  if (value === null) return { cannot: 'required' };
  return typeof value === 'string' && value !== '' ? { value, sent: { guid: value } } : { cannot: 'wrong-kind' };
};

/** A calendar date, `YYYY-MM-DD`. */
export const holdDate: Hold = (value) => {
  if (value === null) return { value, sent: null };
  return typeof value === 'string' && isCalendarDate(value) ? { value, sent: value } : { cannot: 'wrong-kind' };
};

/** Whole seconds: more is not known to be kept. */
export const holdInstant: Hold = (value) => {
  if (value === null) return { value, sent: null };
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) return { cannot: 'wrong-kind' };
  const instant = toInstant(Math.floor(ms / 1_000) * 1_000);
  return { value: instant, sent: instant };
};

function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** Whole percent from 0 to 100; fractions are rounded. */
export const holdPercent: Hold = (value) => {
  if (value === null) return { value, sent: null };
  if (typeof value !== 'number' || !Number.isFinite(value)) return { cannot: 'wrong-kind' };
  const percent = Math.round(value);
  return percent < 0 || percent > 100 ? { cannot: 'out-of-range' } : { value: percent, sent: percent };
};

/** Money in any currency that Severa keeps. Amounts travel as doubles: what a double cannot keep exactly is out of range. */
export const holdMoney: Hold = (value, { registry }) => {
  if (value === null) return { value, sent: null };
  if (!isMoney(value) || !/^-?\d+(?:\.\d+)?$/.test(value.amount)) return { cannot: 'wrong-kind' };
  const currencies = registry('currencies');
  if (currencies !== null && !currencies.byCode.has(value.currency.toLowerCase())) return { cannot: 'other-currency' };
  const exact = new Big(value.amount);
  const amount = exact.toNumber();
  return exact.eq(amount) ? { value: { amount: exact.toFixed(), currency: value.currency }, sent: { amount, currencyCode: value.currency } } : { cannot: 'out-of-range' };
};

/** A reference that must not be emptied. */
export function required(hold: Hold): Hold {
  return (value, context) => (value === null || value === '' ? { cannot: 'required' } : hold(value, context));
}

/** Whole numbers within the vendor's int32 or a double's safe range; fractions are rounded. */
export function holdWhole(limit: number, options: { readonly required?: true } = {}): Hold {
  return (value) => {
    if (value === null) return options.required ? { cannot: 'required' } : { value, sent: null };
    if (typeof value !== 'number' || !Number.isFinite(value)) return { cannot: 'wrong-kind' };
    const whole = Math.round(value);
    return Math.abs(whole) > limit ? { cannot: 'out-of-range' } : { value: whole, sent: whole };
  };
}

export const holdNumber: Hold = (value) =>
  value === null || (typeof value === 'number' && Number.isFinite(value)) ? { value, sent: value } : { cannot: 'wrong-kind' };

export const holdFlag: Hold = (value) => {
  if (value === null) return { cannot: 'required' };
  return typeof value === 'boolean' ? { value, sent: value } : { cannot: 'wrong-kind' };
};

/** Whole units of the organisation's currency. */
export const holdWholeMoney: Hold = (value, { currency }) => {
  if (value === null) return { value, sent: null };
  if (!isMoney(value)) return { cannot: 'wrong-kind' };
  if (value.currency !== currency) return { cannot: 'other-currency' };
  const whole = new Big(value.amount).round(0, Big.roundHalfUp);
  if (whole.abs().gt(Number.MAX_SAFE_INTEGER)) return { cannot: 'out-of-range' };
  return { value: { amount: whole.toFixed(0), currency }, sent: whole.toNumber() };
};

/** A reference by the registry row's own id. An unknown registry cannot judge: the write will tell. */
export function holdReference(name: RegistryName): Hold {
  return (value, { registry }) => {
    if (value === null) return { value, sent: null };
    if (typeof value !== 'string') return { cannot: 'wrong-kind' };
    const lookup = registry(name);
    return lookup === null || lookup.byId.has(value) ? { value, sent: { guid: value } } : { cannot: 'unmapped-choice' };
  };
}

/** A reference by a code (ISO 639, ISO 4217); shown as the registry spells it. */
export function holdCode(name: RegistryName): Hold {
  return (value, { registry }) => {
    if (value === null) return { value, sent: null };
    if (typeof value !== 'string') return { cannot: 'wrong-kind' };
    const item = registry(name)?.byCode.get(value.toLowerCase());
    return item?.code ? { value: item.code, sent: { guid: item.id } } : { cannot: 'unmapped-choice' };
  };
}

export const holdOwner: Hold = (value, { registry }) => {
  if (value === null) return { value, sent: null };
  if (typeof value !== 'string') return { cannot: 'wrong-kind' };
  const item = registry('owners')?.byEmail.get(value.trim().toLowerCase());
  return item?.email ? { value: item.email, sent: { guid: item.id } } : { cannot: 'owner-without-counterpart' };
};

export const holdCountry: Hold = (value, { registry }) => {
  const text = typeof value === 'string' ? shownText(value) : value;
  if (text === null) return { value: null, sent: null };
  if (typeof text !== 'string') return { cannot: 'wrong-kind' };
  const countries = registry('countries');
  const item = countries && countryItem(countries, text);
  return item ? { value: item.code ?? item.label, sent: { guid: item.id } } : { cannot: 'unmapped-choice' };
};

export function shownText(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** The owner's e-mail; `#id` for one that the registry does not know; undefined when owners may not be read. */
export function shownOwner(guid: string | null | undefined, context: Context): Value | undefined {
  if (!guid) return null;
  const owners = context.registry('owners');
  return owners === null ? undefined : (owners.byId.get(guid)?.email ?? `#${guid}`);
}

export function shownDate(text: string | null | undefined): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? null;
}

/** The code as the row shows it, else as the registry does; undefined when neither is known. */
export function shownCode(shown: { readonly guid?: string | null | undefined; readonly code?: string | null | undefined } | null | undefined, name: RegistryName, context: Context): Value | undefined {
  if (!shown?.guid && !shown?.code) return null;
  const registered = shown.guid ? context.registry(name)?.byId.get(shown.guid)?.code : undefined;
  if (registered) return registered;
  const code = shownText(shown.code);
  return code === null ? undefined : name === 'currencies' ? code.toUpperCase() : code.toLowerCase();
}
