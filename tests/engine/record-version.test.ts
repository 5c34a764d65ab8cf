// The version of a record as a person sees it: it moves with the fields that people edit, and with nothing else.
import { expect, it } from 'vitest';
import { ANY_VERSION, changedSince, recordVersion } from '../../src/engine/record-version.ts';

const NAMES = ['name', 'city', 'phones'] as const;
const BEFORE = { name: 'Kuura Oy', city: null, phones: [{ key: '+358401112222' }], openProjects: 1 };

it('stays while only other fields move, however a value is spelt', () => {
  const version = recordVersion(NAMES, BEFORE);
  expect(recordVersion(NAMES, { ...BEFORE, openProjects: 2, city: '' })).toBe(version);
  expect(changedSince(version, NAMES, { ...BEFORE, openProjects: 2 })).toEqual([]);
});

it('tells which fields have moved', () => {
  const version = recordVersion(NAMES, BEFORE);
  expect(changedSince(version, NAMES, { ...BEFORE, city: 'Oulu', phones: [] })).toEqual(['city', 'phones']);
});

it('that is of other fields fits nothing, and the one that fits all fits', () => {
  expect(changedSince(recordVersion(['name'], BEFORE), NAMES, BEFORE)).toEqual(NAMES);
  expect(changedSince('', NAMES, BEFORE)).toEqual(NAMES);
  expect(changedSince(ANY_VERSION, NAMES, BEFORE)).toEqual([]);
});
