// Fields that cost a call per record.
import { expect, it } from 'vitest';
import type { Connector, EntityAdapter } from '../../src/connectors/connector.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { readDeep } from '../../src/engine/deep.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { MINUTE, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

/** The PSA keeps its notes where only a call per record shows them. */
function deepNotes(bench: Bench, notes: (id: string) => string | null): string[] {
  const adapter = bench.psa.connector.entities.get('account') as EntityAdapter;
  const asked: string[] = [];
  const deep: EntityAdapter['deep'] = async function* (records) {
    for (const { id } of records) {
      asked.push(id);
      yield [{ id, fields: { notes: notes(id) }, handles: {}, asOf: toInstant(bench.clock.now()), modifiedAt: null, modifiedBy: null, formerIds: [] }];
    }
  };
  const entities = new Map([['account', { ...adapter, fields: { ...adapter.fields, notes: { write: true, deep: true } }, deep }]]);
  (bench.engine.connectors as Map<RemoteSide, Connector>).set('psa', { ...bench.psa.connector, entities });
  return asked;
}

it('reaches the other sides once they are read, and exactly once', async () => {
  const bench = openBench();
  const psaId = bench.psa.add({ name: 'Kuura Oy' });
  await bench.cycle();
  deepNotes(bench, () => 'seen by a deep read');
  await bench.cycle();
  expect(bench.crm.shown('crm-1')).toMatchObject({ notes: null });
  await bench.cycle({ deep: true });
  expect(bench.crm.shown('crm-1')).toMatchObject({ notes: 'seen by a deep read' });
  const written = bench.crm.written.length;
  await bench.cycle({ deep: true });
  expect(bench.crm.written).toHaveLength(written);
  expect((await bench.link(psaId)).sides.psa?.fields).toMatchObject({ name: 'Kuura Oy', notes: 'seen by a deep read' });
});

it('goes on after the last part that was saved', async () => {
  const bench = openBench();
  for (let index = 0; index < 250; index++) bench.psa.add({ name: `Kuura ${index}` });
  await bench.cycle();
  const asked = deepNotes(bench, () => {
    if (asked.length === 220) throw new RetryableError('unreachable', 'down');
    return null;
  });
  await expect(readDeep(bench.engine, 'account', 'psa')).rejects.toThrow(RetryableError);
  expect(await readDeep(bench.engine, 'account', 'psa')).toBe(50);
  expect(new Set(asked).size).toBe(250);
});

it('costs nothing where no field is deep, or while another worker is at it', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy' });
  await bench.cycle();
  expect(await readDeep(bench.engine, 'account', 'crm')).toBe(0);
  const asked = deepNotes(bench, () => null);
  await bench.store.takeLease('pull:psa:account:deep', MINUTE);
  expect(await readDeep(bench.engine, 'account', 'psa')).toBe(0);
  expect(asked).toEqual([]);
});
