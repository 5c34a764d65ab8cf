// Which bases move when a plan has ended.
import { describe, expect, it } from 'vitest';
import { agreedBase } from '../../src/core/agree.ts';
import type { Decision } from '../../src/core/reconcile.ts';
import type { Value } from '../../src/core/vocabulary.ts';

const flow: Decision = { kind: 'flow', to: { crm: 'new' }, overwritten: [], by: 'one-side-changed' };
const conflict: Decision = { kind: 'conflict', suggestion: null };

function baseAfter(decision: Decision | undefined, stored: boolean, shown: Value = 'shown'): unknown {
  const decisions = new Map(decision ? [['name', decision]] : []);
  return agreedBase({ name: shown }, { name: 'old', other: 'kept' }, new Set(stored ? ['name'] : []), decisions)['name'];
}

describe('a base', () => {
  it('becomes what the side shows when the sides agree or a value flows', () => {
    expect([baseAfter({ kind: 'agree' }, false), baseAfter(flow, false), baseAfter(flow, true)]).toEqual(['shown', 'shown', 'shown']);
  });

  it('stays while people disagree, nothing happened or nobody decided on the field', () => {
    expect([baseAfter(conflict, false), baseAfter({ kind: 'steady' }, false), baseAfter(undefined, false)]).toEqual(['old', 'old', 'old']);
  });

  it('becomes what a side answered, whatever else was decided', () => {
    expect(baseAfter(conflict, true, 'answered')).toBe('answered');
    expect(baseAfter(undefined, true, 'answered')).toBe('answered');
  });

  it('takes a clear for a value', () => {
    expect(baseAfter(flow, true, null)).toBeNull();
  });

  it('moves also for a set that did not reach every side, so that a later removal is seen', () => {
    const decisions = new Map<string, Decision>([['tags', { kind: 'flow', to: { crm: [{ key: 'a' }] }, overwritten: [], by: 'set' }]]);
    expect(agreedBase({ tags: [{ key: 'a' }] }, { tags: [] }, new Set(), decisions)).toEqual({ tags: [{ key: 'a' }] });
  });

  it('of a field that nobody looked at stays', () => {
    expect(agreedBase({}, { name: 'old' }, new Set(), new Map([['name', flow]]))).toEqual({ name: 'old' });
  });
});
