// A run as events, for whoever follows it from another process.
import { describe, expect, it } from 'vitest';
import { runEvents } from '../../src/api/run-events.ts';
import type { RunViews } from '../../src/store/views/runs.ts';

type Look = Awaited<ReturnType<RunViews['runProgress']>>;

const counts = { created: 0, updated: 0, archived: 0, failed: 0 };
const waiting: Look = { state: 'waiting', report: null, progress: null };
const at = (step: number, done: number): Look => ({ state: 'running', report: null, progress: { step, phase: 'read psa account', done, total: null, counts } });
const sides = { psa: 0, crm: 0, local: 0 };
const over = (state: 'done' | 'halted' | 'failed'): Look => ({ state, report: { account: { read: 7, created: { ...sides, crm: 2 }, updated: sides, archived: sides, failed: 1 }, invoices: { read: 50, created: { ...sides, local: 50 }, updated: sides, archived: sides, failed: 0 } }, progress: null });

async function followed(looks: readonly Look[], after: string | null = null, gone = new AbortController()) {
  const left = [...looks];
  const views = { runProgress: () => Promise.resolve(left.shift() ?? null) };
  // The last look, and then whoever asked is gone.
  const clock = { now: () => 0, sleep: () => { if (left.length === 0) gone.abort(); return Promise.resolve(); } };
  const told = [];
  for await (const { id, data } of runEvents({ views, clock, id: 'run', after, gone: gone.signal })) told.push([id, data as { state: string; message: string; done: number; counts: object }] as const);
  return told;
}

describe('the events of a run', () => {
  it('tell from its waiting to its end, each word once', async () => {
    const told = await followed([waiting, waiting, at(0, 0), at(4, 100), at(4, 100), at(9, 300), over('done')]);
    expect(told.map(([id, { state, message, done }]) => [id, state, message, done])).toEqual([
      ['0', 'running', 'wait', 0], ['1', 'running', 'read psa account', 0], ['5', 'running', 'read psa account', 100], ['10', 'running', 'read psa account', 300], ['1000000000', 'done', 'done', 7],
    ]);
    expect(told.at(-1)?.[1].counts).toEqual({ created: 2, updated: 0, archived: 0, failed: 1 });
  });

  it('go on where the line broke', async () => {
    expect((await followed([at(4, 100), at(9, 300), over('failed')], '5')).map(([id, { state }]) => [id, state])).toEqual([['10', 'running'], ['1000000000', 'failed']]);
  });

  it('tell a run that has ended at once how it ended', async () => {
    expect((await followed([over('halted')])).map(([, { state, message }]) => [state, message])).toEqual([['done', 'halted']]);
  });

  it('end when nobody listens any more, and when there is no such run', async () => {
    expect(await followed([at(1, 1), at(2, 2)])).toHaveLength(2);
    expect(await followed([null])).toEqual([]);
  });
});
