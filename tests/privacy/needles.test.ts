// The search that all promises about leftovers rest on: it finds what is there, and nothing else.
import { expect, it } from 'vitest';
import { Needles } from './needles.ts';

it('finds each needle once per text, wherever it stands, also those that begin alike', () => {
  const needles = new Needles();
  for (const needle of ['aino.virtanen@koivu.example', 'aino.virtanen', 'QWlubyBWaXJ0YW5lbg']) needles.add(needle);
  const found = needles.in('x aino.virtanen@koivu.example aino.virtanen@ QWlubyBWaXJ0YW5lbg==', 'remark.words');
  expect(found.map(({ needle }) => needle)).toEqual(['aino.virtanen@koivu.example', 'aino.virtanen', 'QWlubyBWaXJ0YW5lbg']);
  expect(found[2]).toMatchObject({ where: 'remark.words' });
});

it('finds nothing where there is nothing, and at the very end of a text', () => {
  const needles = new Needles();
  needles.add('+358401234567');
  expect(needles.in('+35840123456 and 358401234567', 'a')).toEqual([]);
  expect(needles.in('call +358401234567', 'b')).toHaveLength(1);
  expect(() => needles.add('Aino')).toThrow(RangeError);
});

it('tells a name from a longer one of somebody else, and still finds it beside that one', () => {
  const needles = new Needles();
  needles.add('saara haukkala');
  needles.spare('saara haukkalampi');
  expect(needles.in('fullName:saara haukkalampi', 'a')).toEqual([]);
  expect(needles.in('saara haukkalampi, saara haukkala', 'b')).toHaveLength(1);
  expect(needles.in('saara haukkalaa', 'c')).toHaveLength(1);
  needles.add('aino kalliovuori');
  needles.spare('vaino kalliovuori');
  expect(needles.in('vaino kalliovuori', 'd')).toEqual([]);
  expect(needles.in('kaino kalliovuori', 'e')).toHaveLength(1);
});
