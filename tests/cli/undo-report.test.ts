// What a person and a script are told of a run that was taken back.
import { describe, expect, it } from 'vitest';
import { undoExit, undoJson, undoText } from '../../src/cli/undo-report.ts';
import type { Undone } from '../../src/engine/undo.ts';
import { AccessError } from '../../src/lib/errors.ts';
import type { LinkState, SideState } from '../../src/store/store.ts';

const none = { psa: 0, crm: 0, local: 0 };
const run = { id: 'r2', kind: 'undo', state: 'done', startedAt: '2026-03-01T10:00:00.000Z', finishedAt: null, approved: true, report: null } as const;
const undone: Undone = { run, restored: { account: { psa: 2, crm: 1, local: 2 } }, archived: { account: { ...none, crm: 3 } }, left: [], failed: 0, errors: new Map() };
const left = { entity: 'account', linkId: 'one', side: 'crm', fields: ['phone'], reason: 'touched' } as const;
const links = new Map([['one', { id: 'one', sides: { local: { fields: { name: 'Koivu Oy' } } as unknown as SideState } } as unknown as LinkState]]);

describe('a run that was taken back', () => {
  it('is told in figures, with the run that did it', () => {
    expect(undoText(undone, links)).toBe('account: Severa 2, HubSpot 1, Sauma 2 written back; Severa 0, HubSpot 3, Sauma 0 taken out of use\nThis was run r2.\n');
    expect(undoExit(undone)).toBe(0);
  });

  it('says so when nothing was left to take back', () => {
    expect(undoText({ ...undone, restored: { account: none }, archived: { account: none } }, links)).toBe('account: nothing to take back\nThis was run r2.\n');
  });

  it('says what it would do as long as it only looks', () => {
    expect(undoText({ ...undone, run: null }, links)).toContain('would be written back');
  });

  it('names what is left as it is, and why', () => {
    const text = undoText({ ...undone, left: [left, { ...left, linkId: 'two', fields: [], reason: 'archived' }] }, links);
    expect(text).toContain('  left as it is: Koivu Oy  HubSpot phone: somebody has changed it since\n');
    expect(text).toContain('  left as it is: two  HubSpot: it was taken out of use, and only the system itself can bring it back\n');
    expect(undoExit({ ...undone, left: [left] })).toBe(3);
  });

  it('counts what is too much to list', () => {
    const text = undoText({ ...undone, left: Array.from({ length: 60 }, () => left) }, links);
    expect(text.match(/left as it is/g)).toHaveLength(50);
    expect(text).toContain('and 10 more; --json lists all');
  });

  it('fails when something did not get through or a system refused', () => {
    const errors = new Map([['crm' as const, new AccessError('token-refused', 'HubSpot refuses the token')]]);
    expect(undoText({ ...undone, failed: 2, errors }, links)).toMatch(/2 records did not get through[^]*HubSpot: HubSpot refuses the token/);
    expect([undoExit({ ...undone, failed: 2 }), undoExit({ ...undone, errors })]).toEqual([1, 1]);
    expect(undoJson({ ...undone, errors })).toMatchObject({ errors: [{ system: 'HubSpot', code: 'token-refused' }], restored: { account: { psa: 2 } } });
  });
});
