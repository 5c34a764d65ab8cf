// The table behind both stores: groups, changes of a turn, and undoing it.
import { describe, expect, test } from 'vitest';
import { Table } from '../../../src/store/ledger/table.ts';

interface Row {
  readonly id: string;
  readonly group: string;
}

const make = (...rows: readonly Row[]): Table<Row> => {
  const table = new Table<Row>((row) => row.id, (row) => [row.group]);
  rows.forEach((row) => table.load(row));
  return table;
};

describe('a table', () => {
  test('moves a row from group to group', () => {
    const table = make({ id: 'a', group: 'x' }, { id: 'b', group: 'x' });
    table.put({ id: 'a', group: 'y' });
    expect([table.in('x'), table.in('y')]).toEqual([[{ id: 'b', group: 'x' }], [{ id: 'a', group: 'y' }]]);
    table.delete('a');
    expect([table.in('y'), table.get('a')]).toEqual([[], null]);
  });

  test('knows what changed since the turn began, and nothing of what came and went', () => {
    const table = make({ id: 'a', group: 'x' }, { id: 'b', group: 'x' });
    table.put({ id: 'a', group: 'y' });
    table.put({ id: 'a', group: 'z' });
    table.delete('b');
    table.put({ id: 'c', group: 'x' });
    table.put({ id: 'd', group: 'x' });
    table.delete('d');
    expect(table.changes()).toEqual([
      { before: { id: 'a', group: 'x' }, after: { id: 'a', group: 'z' } },
      { before: { id: 'b', group: 'x' }, after: null },
      { before: null, after: { id: 'c', group: 'x' } },
    ]);
    table.commit();
    expect(table.changes()).toEqual([]);
  });

  test('undoes a turn whole', () => {
    const table = make({ id: 'a', group: 'x' }, { id: 'b', group: 'x' });
    table.put({ id: 'a', group: 'y' });
    table.delete('b');
    table.put({ id: 'c', group: 'x' });
    table.rollback();
    expect(table.all().toArray().toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([{ id: 'a', group: 'x' }, { id: 'b', group: 'x' }]);
    expect(table.in('x')).toHaveLength(2);
    expect(table.in('y')).toEqual([]);
  });

  test('keeps rows from being changed in place', () => {
    const table = make();
    const row = { id: 'a', group: 'x' };
    table.put(row);
    expect(() => (row.group = 'y')).toThrow(TypeError);
  });
});
