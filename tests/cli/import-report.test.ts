// What an import tells at its end.
import { expect, it } from 'vitest';
import { importText } from '../../src/cli/import-report.ts';
import type { ImportReport } from '../../src/cli/import-report.ts';

const report = (created: number): ImportReport => ({
  file: 'fair.csv', isPreview: false, refused: [], refusedFile: null,
  table: { kind: 'csv', told: { encoding: 'utf-8', delimiter: ';' }, columns: ['Yritys'], rows: () => { throw new RangeError('nothing is read any more'); } },
  columns: { map: new Map([[0, { entity: 'account', field: 'name' }]]), leftOut: [] },
  imported: {
    run: { id: 'run-1', kind: 'import', approved: true, state: 'done', startedAt: '2026-03-02T08:00:00.000Z', finishedAt: '2026-03-02T08:00:01.000Z', report: {} },
    rows: 1, counts: new Map([['account', { created, completed: 0, unchanged: 1 - created, repeated: 0 }]]), refused: new Map(), more: false,
  },
});

it('says how to take it back where something was written, and that nothing was where nothing was', () => {
  expect(importText(report(1))).toContain('npx sauma import --undo run-1');
  expect(importText(report(0))).not.toContain('--undo');
  expect(importText(report(0))).toMatch(/Nothing was written\.\n$/u);
});
