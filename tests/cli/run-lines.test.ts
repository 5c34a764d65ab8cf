import { describe, expect, it } from 'vitest';
import { heldLines, runLine, runLines, tallyLine } from '../../src/cli/run-lines.ts';
import type { HeldItem, Run } from '../../src/store/store.ts';

const ZONE = 'Europe/Helsinki';
const none = { psa: 0, crm: 0, local: 0 };

function run(id: string, minute: number, change: Partial<Run> = {}, updated = 0): Run {
  const report = { account: { read: 5, created: none, updated: { ...none, crm: updated }, archived: none }, salesCase: { read: 1, created: none, updated: none, archived: none } };
  return { id, kind: 'cycle', state: 'done', startedAt: `2026-03-01T10:0${minute}:00.000Z`, finishedAt: null, approved: false, report, ...change };
}

function item(linkId: string, change: Partial<HeldItem>): HeldItem {
  return { entity: 'contact', side: 'psa', field: null, since: '2026-03-01T10:00:00.000Z', linkId, reason: 'gate', ...change };
}

describe('runs in words', () => {
  it('count quiet cycles that follow each other, and never hide one that did something', () => {
    const lines = runLines([run('r5', 5), run('r4', 4), run('r3', 3, {}, 2), run('r2', 2), run('r1', 1, { kind: 'backfill' })], ZONE);
    expect(lines).toEqual([
      '    2026-03-01 12:04:00  2 quiet cycles until 2026-03-01 12:05:00\n',
      'r3  2026-03-01 12:03:00  cycle    done    account: 5 read, 0 created, 2 updated; sales case: 1 read, 0 created, 0 updated\n',
      'r2  2026-03-01 12:02:00  cycle    done    nothing to write\n',
      'r1  2026-03-01 12:01:00  backfill done    account: 5 read, 0 created, 0 updated; sales case: 1 read, 0 created, 0 updated\n',
    ]);
  });

  it('say of a run that wrote nothing what it would have written, and of one that failed no more than that', () => {
    expect(runLine(run('r1', 1, { kind: 'dry-run' }, 3), ZONE)).toContain('account: 5 read, would create 0 and update 3');
    expect(runLine(run('r1', 1, { state: 'failed', report: null }), ZONE)).toMatch(/cycle {4}failed$/m);
  });

  it('tell of rows that only flow in as one, and call a cycle quiet that brought nothing else', () => {
    const rows = { workHours: { read: 7, created: none, updated: { ...none, local: 2 } }, invoices: { read: 1, created: none, updated: none } };
    const { report } = run('r1', 1, {}, 1);
    expect(runLine(run('r1', 1, { kind: 'sweep', report: { ...(report as object), ...rows } }), ZONE)).toContain('sales case: 1 read, 0 created, 0 updated; work and invoices: 8 rows read, 2 new or changed\n');
    expect(runLine(run('r1', 1, { report: rows }), ZONE)).toContain('nothing to write');
  });

  it('tell how many records came to what', () => {
    expect(tallyLine({ entity: 'salesCase', side: 'psa', action: 'update', outcome: 'done', records: 3 })).toBe('  3 sales cases in Severa: updated\n');
    expect(tallyLine({ entity: 'activity', side: 'crm', action: 'create', outcome: 'rejected', records: 1 })).toBe('  1 activity in HubSpot: create rejected\n');
  });

  it('count what is held by its reason, and list only what needs somebody', () => {
    const owner = { field: 'owner', reason: 'owner-without-counterpart' };
    const text = heldLines([item('a', owner), item('b', {}), item('c', owner)], new Map(), 1);
    expect(text).toContain('     2 × contact  Severa owner: nobody there has the e-mail address of the owner\n');
    expect(text).toContain('  contact a  Severa owner');
    expect(text).not.toContain('  contact c  Severa owner');
    expect(text).toMatch(/needs nobody:\n {5}1 × contact {2}Severa: it is created there once the condition in the settings is met\n$/);
    expect(heldLines([], new Map(), 10)).toBe('');
  });
});
