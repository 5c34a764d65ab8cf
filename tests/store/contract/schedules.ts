// What a workspace keeps of its schedules: changes on top of each other, and where each one stands.
import { describe, expect, it } from 'vitest';
import { at, MINUTE, type OpenBench } from './bench.ts';

export function describeSchedules(open: OpenBench): void {
  describe('schedules', () => {
    it('knows nothing of a schedule before somebody changes it or it fires', async () => {
      const store = (await open()).workspace('main');
      expect(await store.schedules()).toEqual([]);
      await store.recordTick('sweep', at(0));
      await store.changeSchedule('cycle', { paused: true }, 'Aino');
      await store.recordScheduleRun('deep', 'run-1');
      expect(await store.schedules()).toEqual([
        { name: 'cycle', change: { cron: null, jitterSeconds: null, paused: true, by: 'Aino', at: at(0) }, plannedAt: null, runId: null },
        { name: 'deep', change: null, plannedAt: null, runId: 'run-1' },
        { name: 'sweep', change: null, plannedAt: at(0), runId: null },
      ]);
    });

    it('builds each change on the one before, and shows who made the last one and when', async () => {
      const bench = await open();
      const store = bench.workspace('main');
      await store.changeSchedule('cycle', { cron: '*/5 * * * *', jitterSeconds: 20 }, 'Aino');
      bench.clock.advance(MINUTE);
      await store.changeSchedule('cycle', { paused: true }, 'Eero');
      expect(await store.schedules()).toMatchObject([{ change: { cron: '*/5 * * * *', jitterSeconds: 20, paused: true, by: 'Eero', at: at(1) } }]);
      await store.changeSchedule('cycle', { cron: null, paused: false }, 'Eero');
      expect(await store.schedules()).toMatchObject([{ change: { cron: null, jitterSeconds: 20, paused: false } }]);
    });

    it('loses none of two changes that are made at once', async () => {
      const bench = await open();
      const [one, other] = [bench.workspace('main'), bench.workspace('main')];
      await Promise.all([one.changeSchedule('cycle', { cron: '*/5 * * * *' }, 'Aino'), other.changeSchedule('cycle', { paused: true }, 'Eero')]);
      expect(await one.schedules()).toMatchObject([{ change: { cron: '*/5 * * * *', paused: true } }]);
    });

    it('never goes back to an earlier tick, and keeps the run apart from it', async () => {
      const store = (await open()).workspace('main');
      await store.recordTick('cycle', at(2));
      await store.recordScheduleRun('cycle', 'run-1');
      await store.recordTick('cycle', at(1));
      expect(await store.schedules()).toMatchObject([{ plannedAt: at(2), runId: 'run-1' }]);
      await store.recordTick('cycle', at(3));
      expect(await store.schedules()).toMatchObject([{ plannedAt: at(3), runId: 'run-1' }]);
    });

    it('belongs to its workspace', async () => {
      const bench = await open();
      await bench.workspace('main').changeSchedule('cycle', { paused: true }, 'Aino');
      await bench.workspace('main').recordTick('cycle', at(0));
      expect(await bench.workspace('other').schedules()).toEqual([]);
    });
  });
}
