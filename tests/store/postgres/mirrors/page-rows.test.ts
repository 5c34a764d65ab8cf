// The rows of a page, brought together.
import { expect, test } from 'vitest';
import { groupRows } from '../../../../src/store/postgres/mirrors/page-rows.ts';
import { row } from './rows.ts';

test('rows that looked at the same columns go together, in whatever order they name them', () => {
  const groups = groupRows([row('a', { name: 'x', code: '1' }), row('b', { code: '2', name: 'y' }), row('c', { code: '3' })]);
  expect(groups.map(({ columns, rows }) => [columns, rows.map(({ id }) => id)])).toEqual([[['code', 'name'], ['a', 'b']], [['code'], ['c']]]);
});

test('an id that comes twice is one row of all that was shown, the newest look last', () => {
  const [newer, older] = [row('a', { name: 'new' }, 2), row('a', { name: 'old', code: '1' }, 1)];
  expect(groupRows([newer, older])).toEqual([{ columns: ['code', 'name'], rows: [{ ...newer, values: { name: 'new', code: '1' } }] }]);
});
