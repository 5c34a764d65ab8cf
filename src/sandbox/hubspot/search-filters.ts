// Home of the search operators. Invariant: how a value compares is decided by its property's type: numbers and dates by
// size, enumerations exactly, other text without regard to case (but IN and NOT_IN want lower case).
import type { PropertyDefinition } from './property.ts';
import { instantOf } from './values.ts';
import { invalid } from './wire.ts';

export interface Filter {
  readonly property: string;
  readonly operator: string;
  readonly value: string | null;
  readonly highValue: string | null;
  readonly values: readonly string[] | null;
}

type ValueTest = (value: string | null) => boolean;

/** `negationMatchesEmpty`: whether the negative operators hold for a record without a value. */
export function compileFilter(definition: PropertyDefinition, filter: Filter, negationMatchesEmpty: boolean): ValueTest {
  const negative = (test: (value: string) => boolean): ValueTest => (value) => (isPresent(value) ? !test(value) : negationMatchesEmpty);
  const comparing = (test: (order: number) => boolean): ValueTest => {
    const wanted = comparable(definition, needed(filter, filter.value, 'value'));
    return positive((value) => test(compare(comparable(definition, value), wanted)));
  };
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return isPresent;
    case 'NOT_HAS_PROPERTY':
      return (value) => !isPresent(value);
    case 'EQ':
      return comparing((order) => order === 0);
    case 'NEQ': {
      const wanted = comparable(definition, needed(filter, filter.value, 'value'));
      return negative((value) => compare(comparable(definition, value), wanted) === 0);
    }
    case 'LT':
      return comparing((order) => order < 0);
    case 'LTE':
      return comparing((order) => order <= 0);
    case 'GT':
      return comparing((order) => order > 0);
    case 'GTE':
      return comparing((order) => order >= 0);
    case 'BETWEEN': {
      const low = comparable(definition, needed(filter, filter.value, 'value'));
      const high = comparable(definition, needed(filter, filter.highValue, 'highValue'));
      return positive((value) => compare(comparable(definition, value), low) >= 0 && compare(comparable(definition, value), high) <= 0);
    }
    case 'IN':
      return positive(memberOf(definition, filter));
    case 'NOT_IN':
      return negative(memberOf(definition, filter));
    case 'CONTAINS_TOKEN':
      return positive(tokenTest(needed(filter, filter.value, 'value')));
    case 'NOT_CONTAINS_TOKEN':
      return negative(tokenTest(needed(filter, filter.value, 'value')));
    default:
      throw invalid(`Invalid input JSON on line 1, column 1: unknown operator ${filter.operator}`);
  }
}

function needed(filter: Filter, value: string | null, key: string): string {
  if (value === null) throw invalid(`Filter on ${filter.property} with operator ${filter.operator} needs ${key}`);
  return value;
}

function comparable(definition: PropertyDefinition, value: string): string | number {
  if (definition.type === 'number') return Number(value);
  if (definition.type === 'date' || definition.type === 'datetime') {
    return instantOf(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value) ?? Number.NaN;
  }
  return definition.type === 'enumeration' ? value : value.toLowerCase();
}

function compare(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : Number.NaN;
}

function memberOf(definition: PropertyDefinition, filter: Filter): (value: string) => boolean {
  if (filter.values === null) throw invalid(`Filter on ${filter.property} with operator ${filter.operator} needs values`);
  const isText = definition.type === 'string' || definition.type === 'phone_number';
  // Text is held in lower case in the index and the values are taken as they come.
  const wanted = new Set<string | number>(filter.values.map((value) => (isText ? value : comparable(definition, value))));
  return (value) => {
    if (definition.fieldType === 'checkbox') return value.split(';').some((part) => wanted.has(part));
    return wanted.has(comparable(definition, value));
  };
}

/** `*` stands for any characters at either end of a word. */
function tokenTest(sought: string): (value: string) => boolean {
  const words = sought.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const patterns = words.map((word) => new RegExp(`^${word.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'u'));
  return (value) => {
    const lower = value.toLowerCase();
    // Of a list each value is a token too.
    const tokens = [lower, ...lower.split(/[^\p{L}\p{N}]+/u), ...lower.split(/[\s;]+/)];
    return patterns.every((pattern) => tokens.some((token) => pattern.test(token)));
  };
}

function isPresent(value: string | null): value is string {
  return value !== null && value !== '';
}

function positive(test: (value: string) => boolean): ValueTest {
  return (value) => isPresent(value) && test(value);
}
