// Runs that a person asked for, from the moment they are written down to their end at a worker.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLook } from '../../src/cli/look.ts';
import { askForRun } from '../../src/engine/asked.ts';
import type { Asked } from '../../src/engine/asked.ts';
import { openDifference } from '../../src/engine/differences.ts';
import type { JobPayload } from '../../src/jobs/jobs.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { announcePresence } from '../../src/store/postgres/presence.ts';
import { createRunNotes, endRunsOfTheDead } from '../../src/store/postgres/run-notes.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { createRunViews } from '../../src/store/postgres/views/runs.ts';
import { freshDatabase } from '../support/database.ts';
import { companiesNamed, settle } from '../scenarios/outcome.ts';
import { openStage, type Stage } from '../scenarios/stage.ts';
import { KEYS } from '../support/keys.ts';

const ASKED: JobPayload = { schedule: 'asked', job: 'cycle', entity: 'account', side: 'both' };

async function openWorkplace() {
  const database = await freshDatabase<Tables>();
  const stage: Stage = await openStage({ store: (parts) => Promise.resolve(createPostgresStore({ ...KEYS, ...parts, database, workspace: 'main' })) });
  onTestFinished(() => stage.close());
  await stage.cycle();
  const notes = createRunNotes({ database, workspace: 'main', clock: stage.clock, newId: () => 'unused' });
  const engine = { ...stage.engine, notes };
  const sent: JobPayload[] = [];
  const queue = { send: (payload: JobPayload) => Promise.resolve(sent.push(payload) > 0) } as unknown as Queue;
  const look = createLook({ workspace: 'main', database, store: stage.store, engine, log: engine.log }, queue, { stderr: { write: () => true }, clock: systemClock }, new AbortController().signal);
  const ask = async (asked: Partial<Asked> & Pick<Asked, 'kind'>, job: JobPayload = ASKED): Promise<JobPayload & { readonly run: string }> => ({ ...job, run: await askForRun(engine, { by: 'anni@firm.example', entities: ['account'], ...asked }) });
  return { database, stage, engine, notes, look, ask, sent, views: createRunViews({ database, workspace: 'main' }) };
}

/** A customer that the next look at what changed shows. */
function bornAtSevera(stage: Stage): void {
  stage.severa.state.put('customers', { name: 'Kuura Oy' }, stage.clock.now());
  stage.clock.advance(360_000);
}

describe('a run that was asked for', () => {
  it('waits under its id, is done under it, and says who asked', async () => {
    const { stage, look, ask, views } = await openWorkplace();
    bornAtSevera(stage);
    const job = await ask({ kind: 'cycle' });
    expect(await views.run(job.run)).toMatchObject({ state: 'waiting', kind: 'cycle', by: 'anni@firm.example', report: null });
    await look(job);
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(1);
    expect(await views.run(job.run)).toMatchObject({ state: 'done', by: 'anni@firm.example', images: true });
    expect((await views.runProgress(job.run))?.progress).toBeNull();
  });

  it('is done once, however often its job comes', async () => {
    const { stage, look, ask } = await openWorkplace();
    const job = await ask({ kind: 'sweep' });
    await look(job);
    const before = await stage.store.runs({ limit: 100 });
    await look(job);
    expect(await stage.store.runs({ limit: 100 })).toEqual(before);
  });

  it('and is dry keeps what it would do, sealed, and writes nothing', async () => {
    const { stage, engine, look, ask, views } = await openWorkplace();
    bornAtSevera(stage);
    const job = await ask({ kind: 'dry-run' });
    await look(job);
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(0);
    const { items } = await views.runDifferences({ run: job.run, sides: ['crm'], after: null, limit: 10 });
    expect(items).toHaveLength(1);
    const [difference] = items;
    expect(difference).toMatchObject({ entity: 'account', side: 'crm', kind: 'create' });
    expect(difference?.sealed).not.toContain('Kuura');
    expect(openDifference(engine, job.run, difference!).after).toMatchObject({ name: 'Kuura Oy' });
    expect(await views.run(job.run)).toMatchObject({ kind: 'dry-run', state: 'done', differences: true, images: false });
    // It is old enough one day.
    await engine.notes.forget({ differences: '2999-01-01T00:00:00Z', requests: '2000-01-01T00:00:00Z' });
    expect(await views.run(job.run)).toMatchObject({ differences: false, by: 'anni@firm.example' });
  });

  it('takes another one back, and both say so', async () => {
    const { stage, look, ask, views } = await openWorkplace();
    bornAtSevera(stage);
    const wrote = await ask({ kind: 'cycle' });
    await look(wrote);
    const undo = await ask({ kind: 'undo', undoes: wrote.run, approved: true });
    await look(undo);
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(0);
    expect(await views.run(undo.run)).toMatchObject({ kind: 'undo', state: 'done', undoes: wrote.run });
    expect(await views.run(wrote.run)).toMatchObject({ undoneBy: undo.run });
    // There is nothing left to take back of a run that wrote nothing.
    const vain = await ask({ kind: 'undo', undoes: 'no such run', approved: true });
    await look(vain);
    expect(await views.run(vain.run)).toMatchObject({ kind: 'undo', state: 'failed' });
  });

  it('does what its schedule does, and counts as its last run', async () => {
    const { stage, look, ask, sent } = await openWorkplace();
    bornAtSevera(stage);
    const job = await ask({ kind: 'cycle', schedule: 'hubspot' }, { ...ASKED, schedule: 'hubspot', side: 'crm' });
    await look(job);
    // Severa was not read.
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(0);
    expect(await stage.store.schedules()).toMatchObject([{ name: 'hubspot', runId: job.run }]);
    await settle(stage, () => stage.cycle(), 2);
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(1);
    expect(sent).toEqual([]);
  });
});

describe('the run of a process that died', () => {
  it('has failed, and that of a living one goes on', async () => {
    const { database, stage, views } = await openWorkplace();
    const [dead, alive] = [await announcePresence(database), await announcePresence(database)];
    onTestFinished(() => alive.release());
    for (const [id, { holder }] of [['of the dead', dead], ['of the living', alive]] as const) {
      await stage.store.saveRun({ id, kind: 'cycle', state: 'running', startedAt: '2026-01-01T00:00:00.000Z', finishedAt: null, approved: false, report: null });
      const notes = createRunNotes({ database, workspace: 'main', clock: stage.clock, newId: () => 'unused', holder });
      await notes.saveProgress(id, { step: 1, phase: 'read psa account', done: 5, total: null, counts: { created: 0, updated: 0, archived: 0, failed: 0 } });
    }
    await dead.release();
    await expect.poll(async () => { await endRunsOfTheDead(database, 'main', Date.parse('2026-01-01T00:01:00Z')); return (await views.runProgress('of the dead'))?.state; }).toBe('failed');
    expect(await views.run('of the dead')).toMatchObject({ state: 'failed', finishedAt: '2026-01-01T00:01:00.000Z' });
    expect(await views.runProgress('of the living')).toMatchObject({ state: 'running', progress: { step: 1, done: 5 } });
  });
});
