// Home of taking a write apart: which fields go to the customer, its main address, its segment links and custom values, and
// what Severa cannot hold at all. The same judgement serves `represent`, so that a plan and its write never disagree.
import { hostOf } from '../../core/normalise/url.ts';
import { isSet, makeSet } from '../../core/value.ts';
import type { FieldName, Fields, SetElement, Value } from '../../core/vocabulary.ts';
import type { Representation } from '../connector.ts';
import { addressFields, customerFields } from './account-map.ts';
import type { Context, Held } from './codecs.ts';
import { isHeld } from './codecs.ts';
import { holdCustom, knownCustomFields } from './custom.ts';
import type { CustomField } from './custom.ts';
import type { CustomFieldMap } from '../options.ts';
import type { Changes } from './routes.ts';

export interface Split {
  /** Vendor property → value to send. */
  readonly customer: Changes;
  readonly customerNames: readonly FieldName[];
  readonly address: Changes;
  readonly addressNames: readonly FieldName[];
  /** The whole set as it shall be; null when the write does not touch it. */
  readonly segments: readonly SetElement[] | null;
  readonly custom: readonly { readonly field: CustomField; readonly sent: unknown; readonly value: Value }[];
  readonly shown: Fields;
  readonly cannot: Readonly<Record<FieldName, string>>;
}

export function splitFields(fields: Fields, maps: readonly CustomFieldMap[], context: Context): Split {
  const customer: Record<string, unknown> = {};
  const address: Record<string, unknown> = {};
  const names: { readonly customer: FieldName[]; readonly address: FieldName[] } = { customer: [], address: [] };
  const custom: { field: CustomField; sent: unknown; value: Value }[] = [];
  const shown: Record<FieldName, Value> = {};
  const cannot: Record<FieldName, string> = {};
  let segments: readonly SetElement[] | null = null;
  const known = new Map(knownCustomFields(maps, context).map((field) => [field.map.field.name, field]));

  const take = (name: FieldName, held: Held, keep: (sent: unknown, value: Value) => void): void => {
    if (!isHeld(held)) {
      cannot[name] = held.cannot;
      return;
    }
    shown[name] = held.value;
    keep(held.sent, held.value);
  };
  for (const [name, value] of Object.entries(fields)) {
    const ofCustomer = customerFields[name];
    const ofAddress = addressFields[name];
    const ofCustom = known.get(name);
    if (ofCustomer) {
      take(name, ofCustomer.hold(value, context), (sent) => {
        customer[ofCustomer.property ?? name] = sent;
        names.customer.push(name);
      });
    } else if (ofAddress) {
      take(name, ofAddress.hold(value, context), (sent) => {
        address[ofAddress.property ?? name] = sent;
        names.address.push(name);
      });
    } else if (name === 'segments') {
      take(name, holdSegments(value, context), (_sent, held) => {
        segments = isSet(held) ? held : [];
      });
    } else if (ofCustom) {
      take(name, holdCustom(ofCustom.map.field.kind)(value, context), (sent, held) => void custom.push({ field: ofCustom, sent, value: held }));
    } else cannot[name] = 'unknown-field';
  }
  return { customer, customerNames: names.customer, address, addressNames: names.address, segments, custom, shown, cannot };
}

export function represent(fields: Fields, maps: readonly CustomFieldMap[], context: Context): Representation {
  const { shown, cannot } = splitFields(fields, maps, context);
  const { website } = shown;
  // The domain is what the website says.
  return { fields: website === undefined ? shown : { ...shown, domain: typeof website === 'string' ? hostOf(website) : null }, cannot };
}

/** Links hold keys only; one unknown key makes the whole set unholdable, so that none is dropped silently. */
function holdSegments(value: Value, { registry }: Context): Held {
  if (value === null) return { value: [], sent: null };
  if (!isSet(value)) return { cannot: 'wrong-kind' };
  const lookup = registry('segments');
  if (lookup !== null && value.some((element) => !lookup.byId.has(element.key))) return { cannot: 'unmapped-choice' };
  return { value: makeSet(value.map(({ key }) => ({ key }))), sent: null };
}
