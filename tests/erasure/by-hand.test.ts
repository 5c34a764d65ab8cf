// What a person does by hand in a system: their word is not the proof. Invariants: after it the systems are looked through again before the
// request is over; where no look can tell, the receipt and the status say that a person has said so, and nothing more.
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/connectors/privacy.ts';
import { confirmManual } from '../../src/erasure/again.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { parsedBody, receiptOf } from '../../src/erasure/receipt.ts';
import { statusOf } from '../../src/erasure/status.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { DAY_MS, erasureBench, OFFICER, trace } from './bench.ts';
import type { Bench } from './bench.ts';
import { erased, monthLater } from './journey.ts';

const by = OFFICER;
const LOCKED = trace('workhours:3', { kind: 'hour', treatment: 'manual', reason: 'locked', texts: { description: 'Aino soitti aino.maki@koivu.example' } });
const FILE = trace('files:2', { kind: 'file', treatment: 'manual', reason: 'files-by-hand' });

/** Armed and looked at once. `left` shows no files: no system looks for those. */
async function armed(bench: Bench, traces: readonly Trace[]): Promise<string> {
  bench.psa.traces = traces;
  Object.assign(bench.connectors.get('psa')?.privacy ?? {}, { left: () => Promise.resolve(bench.psa.traces.filter(({ kind }) => kind !== 'file')) });
  return erased(bench);
}

const manualOf = async (bench: Bench, id: string): Promise<string> => (await bench.requests.steps(id)).find(({ state }) => state === 'manual')?.id ?? '';
const standing = async (bench: Bench, id: string) => (await bench.requests.steps(id)).map(({ kind, state, problem }) => [kind, state, problem]);
const checksOf = async (bench: Bench, id: string) => (await bench.requests.request(id))?.checks.map(({ check, found }) => [check, found]) ?? [];

describe('what was done by hand', () => {
  it('after the look of the month is looked for once more before the request is over', async () => {
    const bench = erasureBench();
    const id = await armed(bench, [LOCKED]);
    await monthLater(bench);
    expect(await checksOf(bench, id)).toEqual([['now', 0], ['hour', 0], ['day', 0], ['month', 0]]);
    bench.psa.traces = [];
    await confirmManual(bench, id, await manualOf(bench, id), { by });
    await proceed(bench, id);
    expect(await checksOf(bench, id)).toEqual([['now', 0], ['hour', 0], ['day', 0], ['month', 0], ['month', 0]]);
    expect(await standing(bench, id)).toEqual([['hour', 'gone', null]]);
    expect((await statusOf(bench, id)).state).toBe('completed');
  });

  it('counts against the deadline until it is done, though the machine has done its part long ago', async () => {
    const bench = erasureBench();
    const id = await armed(bench, [LOCKED]);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', doneAt: null, alarm: 'none' });
    await monthLater(bench);
    expect(await statusOf(bench, id)).toMatchObject({ alarm: 'late' });
    expect(bench.logged.filter((line) => line.startsWith('the deadline of a request to be forgotten has passed'))).toHaveLength(1);
    bench.psa.traces = [];
    await confirmManual(bench, id, await manualOf(bench, id), { by });
    expect(await statusOf(bench, id)).toMatchObject({ alarm: 'none' });
  });

  it('but is still there goes back to the person, and the request is not over', async () => {
    const bench = erasureBench();
    const id = await armed(bench, [LOCKED]);
    await monthLater(bench);
    await confirmManual(bench, id, await manualOf(bench, id), { by });
    await proceed(bench, id);
    expect(await standing(bench, id)).toEqual([['hour', 'manual', 'still-there']]);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', next: 'byHand', waitsFor: 'officer', doneAt: null, verifiedAt: null });
    bench.psa.traces = [];
    await confirmManual(bench, id, await manualOf(bench, id), { by });
    await proceed(bench, id);
    expect(await standing(bench, id)).toEqual([['hour', 'gone', null]]);
    expect((await statusOf(bench, id)).state).toBe('completed');
  });

  it('waits for a system that does not answer, and is not over by the word alone', async () => {
    const bench = erasureBench();
    const id = await armed(bench, [LOCKED]);
    await monthLater(bench);
    const privacy = bench.connectors.get('psa')?.privacy;
    const answering = { ...privacy };
    Object.assign(privacy ?? {}, { left: () => Promise.reject(new RetryableError('unreachable', 'Severa does not answer.')) });
    bench.psa.traces = [];
    await confirmManual(bench, id, await manualOf(bench, id), { by });
    await proceed(bench, id);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', verifiedAt: null });
    Object.assign(privacy ?? {}, answering);
    bench.advance(DAY_MS);
    await proceedDue(bench);
    expect((await statusOf(bench, id)).state).toBe('completed');
  });

  it('where no look can tell is never said to be gone: status and receipt name it as the word of a person', async () => {
    const bench = erasureBench();
    const id = await armed(bench, [FILE, LOCKED]);
    bench.psa.traces = [FILE];
    for (let times = 0; times < 2; times += 1) await confirmManual(bench, id, await manualOf(bench, id), { by });
    await monthLater(bench);
    expect(await standing(bench, id)).toEqual([['file', 'done', 'confirmed-by-person'], ['hour', 'gone', null]]);
    const told = await statusOf(bench, id);
    expect(told).toMatchObject({ state: 'completed', doneAt: expect.any(String) });
    expect(told.systems.find(({ system }) => system === 'severa')).toMatchObject({ done: 2, confirmed: 1, byHand: 0 });
    const body = parsedBody((await receiptOf(bench, id))?.body ?? '');
    expect(body.systems.find(({ system }) => system === 'severa')).toMatchObject({ byHand: 2, confirmed: 1, deleted: 0, open: 0 });
  });
});
