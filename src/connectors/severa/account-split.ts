// Home of taking a write apart: which fields go to the customer, its main address, its segment links and custom values, and
// what Severa cannot hold at all. The same judgement serves `represent`, so that a plan and its write never disagree.
import { hostOf } from '../../core/normalise/url.ts';
import { isSet, makeSet } from '../../core/value.ts';
import type { FieldName, Fields, SetElement, Value } from '../../core/vocabulary.ts';
import type { Representation } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import { addressFields, customerFields } from './account-map.ts';
import type { Context, Held } from './codecs.ts';
import { holdCustom, knownCustomFields } from './custom.ts';
import type { CustomValue } from './custom.ts';
import { take } from './field-map.ts';
import type { Verdict } from './field-map.ts';
import type { Changes } from './routes.ts';

export interface Split extends Verdict {
  /** Vendor property → value to send. */
  readonly customer: Changes;
  readonly address: Changes;
  readonly addressNames: readonly FieldName[];
  /** The whole set as it shall be; null when the write does not touch it. */
  readonly segments: readonly SetElement[] | null;
  readonly custom: readonly CustomValue[];
}

export function splitFields(fields: Fields, maps: readonly CustomFieldMap[], context: Context): Split {
  const customer: Record<string, unknown> = {};
  const address: Record<string, unknown> = {};
  const addressNames: FieldName[] = [];
  const custom: CustomValue[] = [];
  const verdict: Verdict = { shown: {}, cannot: {} };
  let segments: readonly SetElement[] | null = null;
  const known = new Map(knownCustomFields('customers', maps, context).map((field) => [field.map.field.name, field]));

  for (const [name, value] of Object.entries(fields)) {
    const ofCustomer = customerFields[name];
    const ofAddress = addressFields[name];
    const ofCustom = known.get(name);
    if (ofCustomer) {
      take(verdict, name, ofCustomer.hold(value, context), (sent) => {
        customer[ofCustomer.property ?? name] = sent;
      });
    } else if (ofAddress) {
      take(verdict, name, ofAddress.hold(value, context), (sent) => {
        address[ofAddress.property ?? name] = sent;
        addressNames.push(name);
      });
    } else if (name === 'segments') {
      take(verdict, name, holdSegments(value, context), (_sent, held) => {
        segments = isSet(held) ? held : [];
      });
    } else if (ofCustom) {
      take(verdict, name, holdCustom(ofCustom.map.field.kind)(value, context), (sent, held) => void custom.push({ field: ofCustom, sent, value: held }));
    } else verdict.cannot[name] = 'unknown-field';
  }
  return { customer, address, addressNames, segments, custom, ...verdict };
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
