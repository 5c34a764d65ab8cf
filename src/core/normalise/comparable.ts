// One text per value such that two values are the same to a person exactly when their texts are equal.
import type { Comparison } from '../rule.ts';
import { canonical, isEmpty } from '../value.ts';
import type { Value } from '../vocabulary.ts';
import { normaliseBusinessId } from './business-id.ts';
import { normalisePhone } from './phone.ts';
import { normaliseText } from './text.ts';
import { normaliseUrl } from './url.ts';

export function comparable(comparison: Comparison, value: Value): string {
  if (typeof value !== 'string' || isEmpty(value)) return canonical(value);
  switch (comparison) {
    case 'exact':
      return canonical(value);
    case 'text':
      return canonical(normaliseText(value));
    case 'businessId':
      return canonical(normaliseBusinessId(value) ?? normaliseText(value).toUpperCase());
    case 'url':
      return canonical(normaliseUrl(value));
    case 'phone':
      return canonical(normalisePhone(value));
    case 'email':
    case 'country':
      return canonical(normaliseText(value).toLowerCase());
    default:
      return comparison satisfies never;
  }
}
