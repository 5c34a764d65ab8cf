// Reconcile, branch by branch: what every field becomes, and who answers for what was overwritten.
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../src/core/reconcile.ts';
import { agree, conflict, decisionOf, flow, ruleOf, steady, viewsOf } from './support.ts';
import { EVERY_WAY } from './arbitraries.ts';

const old = ['a', 'a'] as const;

function at(psa: string, crm: string) {
  const local = '2026-01-01T00:00:00Z';
  return decisionOf({ psa: { is: ['a', 'p'], at: psa }, crm: { is: ['a', 'c'], at: crm }, local: { is: ['a', 'l'], at: local } }, ruleOf({ onConflict: 'newest' }));
}

describe('sides that have met', () => {
  it('rest when nothing changed, and agree when all changed alike', () => {
    expect(decisionOf({ psa: old, crm: old, local: old })).toEqual(steady);
    expect(decisionOf({ psa: ['a', 'b'], crm: ['a', 'b'], local: ['a', 'b'] })).toEqual(agree);
  });

  it('rest while they differ only as they did when they agreed', () => {
    expect(decisionOf({ psa: ['Aino Oy', 'Aino Oy'], crm: ['aino', 'aino'], local: ['Aino Oy', 'Aino Oy'] })).toEqual(steady);
  });

  it('take the one edit, and a clear is one', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: old, local: old })).toEqual(flow('one-side-changed', { crm: 'b', local: 'b' }));
    expect(decisionOf({ psa: old, crm: ['a', null], local: old })).toEqual(flow('one-side-changed', { psa: null, local: null }));
    expect(decisionOf({ psa: old, crm: ['a', ' '], local: old })).toEqual(flow('one-side-changed', { psa: ' ', local: ' ' }));
  });

  it('take two like edits for one', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: ['a', 'b '], local: old })).toEqual(flow('one-side-changed', { local: 'b' }));
  });

  it('do not hear of a field that a side does not show', () => {
    const views = viewsOf({ psa: ['a', 'b'], crm: old }).map((view) => (view.side === 'crm' ? { ...view, fields: {} } : view));
    expect(reconcile(views, [ruleOf()]).get('name')).toEqual(agree);
    expect(reconcile([], [ruleOf()]).size).toBe(0);
  });

  it('are one edit to a change of spelling that means nothing', () => {
    expect(decisionOf({ psa: ['Aino Oy', ' Aino  Oy'], crm: ['Aino Oy', 'Aino Oy'] })).toEqual(steady);
  });
});

describe('two edits of one field', () => {
  const clash = { psa: ['a', 'p'], crm: ['a', 'c'], local: old } as const;
  it('follow the order of sides, and the loser is named', () => {
    expect(decisionOf(clash)).toEqual(flow('order', { psa: 'c', local: 'c' }, ['psa']));
    expect(decisionOf(clash, ruleOf({ onConflict: ['local', 'psa', 'crm'] }))).toEqual(flow('order', { crm: 'p', local: 'p' }, ['crm']));
    expect(decisionOf(clash, ruleOf({ onConflict: ['local'] }))).toEqual(conflict(null));
  });

  it('wait for a person under ask, the newer offered', () => {
    const ask = ruleOf({ onConflict: 'ask' });
    expect(decisionOf(clash, ask)).toEqual(conflict(null));
    const dated = { psa: { is: ['a', 'p'], at: '2026-03-02T10:00:00Z' }, crm: { is: ['a', 'c'], at: '2026-03-01T10:00:00Z' } } as const;
    expect(decisionOf(dated, ask)).toEqual(conflict('psa'));
  });

  it('go to the newest, however its time is written, and to a person when nobody can tell', () => {
    expect(at('2026-03-02T10:00:00Z', '2026-03-01T10:00:00Z')).toEqual(flow('newest', { crm: 'p', local: 'p' }, ['crm', 'local']));
    expect(at('2026-03-02T10:00:00+02:00', '2026-03-02T09:00:00Z')).toEqual(flow('newest', { psa: 'c', local: 'c' }, ['psa', 'local']));
    expect(at('2026-03-02T10:00:00Z', '2026-03-02T10:00:00.000Z')).toEqual(conflict(null));
    expect(at('yesterday', '2026-03-02T10:00:00Z')).toEqual(conflict(null));
  });

  it('are no tie when the two newest say the same', () => {
    const noon = '2026-03-02T12:00:00Z';
    const sides = { psa: { is: ['a', 'b'], at: noon }, crm: { is: ['a', 'b'], at: noon }, local: { is: ['a', 'c'], at: '2026-03-01T10:00:00Z' } } as const;
    expect(decisionOf(sides, ruleOf({ onConflict: 'newest' }))).toEqual(flow('newest', { local: 'b' }, ['local']));
  });

  it('under fill-blank let the filled one win over the cleared one only', () => {
    const rule = ruleOf({ onConflict: 'fill-blank' });
    expect(decisionOf({ psa: ['a', '  '], crm: ['a', 'c'] }, rule)).toEqual(flow('fill-blank', { psa: 'c' }, ['psa']));
    expect(decisionOf(clash, rule)).toEqual(conflict(null));
  });
});

describe('an opt-out under restrictive', () => {
  const rule = ruleOf({ onConflict: 'restrictive' }, { kind: 'bool', compare: 'exact' });
  it('tightens by itself, also against a loosening', () => {
    expect(decisionOf({ psa: [false, true], crm: [false, false] }, rule)).toEqual(flow('one-side-changed', { crm: true }));
    expect(decisionOf({ psa: [null, true], crm: [true, false], local: [true, true] }, rule)).toEqual(flow('restrictive', { crm: true }, ['crm']));
  });

  it('is loosened by a person only, the strict side offered', () => {
    expect(decisionOf({ psa: [true, false], crm: [true, true], local: [true, true] }, rule)).toEqual(conflict('local'));
    expect(decisionOf({ psa: [true, null], crm: [true, true] }, rule)).toEqual(conflict('crm'));
    expect(decisionOf({ psa: [true, false], crm: [true, true] }, rule, false)).toEqual(flow('person', { crm: false }));
  });

  it('stays strict at the first meeting, whatever the order of sides', () => {
    expect(decisionOf({ psa: [false], crm: [true], local: [null] }, rule)).toEqual(flow('restrictive', { psa: true, local: true }, ['psa']));
  });
});

describe('a first meeting', () => {
  it('agrees where values are equal and fills where one side is blank', () => {
    expect(decisionOf({ psa: ['a'], crm: ['a '] })).toEqual(agree);
    expect(decisionOf({ psa: [null], crm: [''] })).toEqual(agree);
    expect(decisionOf({ psa: [null], crm: ['c'], local: [' '] })).toEqual(flow('fill', { psa: 'c', local: 'c' }));
  });

  it('takes white space for a blank', () => {
    expect(decisionOf({ psa: ['  '], crm: ['c'] })).toEqual(flow('fill', { psa: 'c' }));
  });

  it('follows onFirst and names whose value was overwritten', () => {
    expect(decisionOf({ psa: ['p'], crm: ['c'] })).toEqual(flow('first-meeting', { crm: 'p' }, ['crm']));
    expect(decisionOf({ psa: ['p'], crm: ['c'] }, ruleOf({ onFirst: ['local', 'crm', 'psa'] }))).toEqual(flow('first-meeting', { psa: 'c' }, ['psa']));
  });

  it('asks under ask and when the order names none of them', () => {
    expect(decisionOf({ psa: ['p'], crm: ['c'] }, ruleOf({ onFirst: 'ask' }))).toEqual(conflict(null));
    expect(decisionOf({ psa: ['p'], crm: ['c'] }, ruleOf({ onFirst: ['local'] }))).toEqual(conflict(null));
  });
});

describe('a newcomer among sides that have met', () => {
  const ask = ruleOf({ onFirst: 'ask' });
  it('is filled, and does not turn an edit made meanwhile into a question', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: [null], local: old }, ask)).toEqual(flow('one-side-changed', { crm: 'b', local: 'b' }));
    expect(decisionOf({ psa: old, crm: [null], local: old }, ask)).toEqual(flow('fill', { crm: 'a' }));
  });

  it('that shows what all last agreed on takes the edit', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: ['a'], local: old }, ask)).toEqual(flow('one-side-changed', { crm: 'b', local: 'b' }));
    expect(decisionOf({ psa: ['a', null], crm: ['a'], local: old }, ask)).toEqual(flow('one-side-changed', { crm: null, local: null }));
  });

  it('meets the others as one voice: a shortened form never replaces the whole', () => {
    const met = { psa: ['Berit', 'Berit'], local: ['Berit Oy', 'Berit Oy'] } as const;
    expect(decisionOf({ ...met, crm: [null] })).toEqual(flow('fill', { crm: 'Berit Oy' }));
    expect(decisionOf({ ...met, crm: ['Cilla'] })).toEqual(flow('first-meeting', { crm: 'Berit Oy' }, ['crm']));
  });

  it('with a value of its own follows onFirst against what the others agree on', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: ['c'], local: old })).toEqual(flow('first-meeting', { crm: 'b', local: 'b' }, ['crm']));
    expect(decisionOf({ psa: ['a', 'b'], crm: ['c'], local: old }, ruleOf({ onFirst: ['crm', 'psa'] }))).toEqual(flow('first-meeting', { psa: 'c', local: 'c' }, ['psa']));
    expect(decisionOf({ psa: old, crm: ['c'], local: old }, ask)).toEqual(conflict(null));
  });

  it('fills what the others cleared, and the clear is named as lost', () => {
    expect(decisionOf({ psa: ['a', null], crm: ['c'], local: old })).toEqual(flow('fill', { psa: 'c', local: 'c' }, ['psa']));
  });

  it('waits while the others are in conflict', () => {
    expect(decisionOf({ psa: ['a', 'p'], local: ['a', 'l'], crm: ['c'] }, ruleOf({ onConflict: 'ask' }))).toEqual(conflict(null));
  });
});

describe('a field that flows one way', () => {
  const oneWay = ruleOf({ flow: ['psa>crm', 'psa>local'], onConflict: 'ask', onFirst: 'ask' });
  it('is put back where it was edited without a voice, never a conflict, and only there', () => {
    expect(decisionOf({ psa: old, crm: ['a', 'c'], local: ['A', 'A'] }, oneWay)).toEqual(flow('one-way', { crm: 'a' }, ['crm']));
    expect(decisionOf({ psa: ['a', null], crm: ['a', 'c'], local: old }, oneWay)).toEqual(flow('one-side-changed', { crm: null, local: null }, ['crm']));
  });

  it('names the voiceless edit that a real one overwrote', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: ['a', 'c'], local: old }, oneWay)).toEqual(flow('one-side-changed', { crm: 'b', local: 'b' }, ['crm']));
  });

  it('does not fill its source', () => {
    expect(decisionOf({ psa: [null], crm: ['c'] }, oneWay)).toEqual(agree);
    expect(decisionOf({ psa: ['p'], crm: ['c'] }, oneWay)).toEqual(flow('fill', { crm: 'p' }, ['crm']));
  });

  it('overwrites a newly mapped side without a voice', () => {
    expect(decisionOf({ psa: old, local: old, crm: ['c'] }, oneWay)).toEqual(flow('one-way', { crm: 'a' }, ['crm']));
  });

  it('passes an edit on through any side that shows it', () => {
    const chain = ruleOf({ flow: ['psa>crm', 'crm>local'] });
    expect(decisionOf({ psa: [null, 'a'], crm: [null, 'a'], local: [null, null] }, chain)).toEqual(flow('one-side-changed', { local: 'a' }));
  });

  it('between no sides at all rests', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: old }, ruleOf({ flow: [] }))).toEqual(agree);
  });
});

describe('a write that is owed', () => {
  it('is tried again from the side that keeps what it is given', () => {
    expect(decisionOf({ psa: ['Berit', 'Berit'], local: ['Berit Oy', 'Berit Oy'], crm: { is: old, owed: true } })).toEqual(flow('owed', { crm: 'Berit Oy' }));
    expect(decisionOf({ psa: { is: ['b', 'b'], owed: true }, crm: old, local: old })).toEqual(flow('owed', { psa: 'a' }));
  });

  it('is tried again from a side that listens, not from one that only speaks and may have lost long ago', () => {
    const notToPsa = ruleOf({ flow: EVERY_WAY.filter((pair) => !pair.endsWith('>psa')) });
    expect(decisionOf({ psa: ['lost', 'lost'], crm: ['won', 'won'], local: { is: ['old', 'old'], owed: true } }, notToPsa)).toEqual(flow('owed', { local: 'won' }));
  });

  it('is over when the side shows the value', () => {
    expect(decisionOf({ psa: ['b', 'b'], crm: { is: ['a', 'b'], owed: true } })).toEqual(agree);
  });

  it('clashes with an edit by somebody who had not seen it', () => {
    const sides = { psa: ['b', 'b'], crm: { is: ['a', 'c'], owed: true }, local: ['b', 'b'] } as const;
    expect(decisionOf(sides, ruleOf({ onConflict: 'ask' }))).toEqual(conflict(null));
    expect(decisionOf(sides)).toEqual(flow('order', { psa: 'c', local: 'c' }, ['local']));
    expect(decisionOf(sides, ruleOf({ onConflict: ['psa', 'local', 'crm'] }))).toEqual(flow('order', { crm: 'b' }, ['crm']));
  });

  it('gives way to an edit by somebody who had', () => {
    expect(decisionOf({ psa: ['b', 'b'], crm: { is: old, owed: true }, local: ['b', 'c'] })).toEqual(flow('one-side-changed', { psa: 'c', crm: 'c' }));
  });
});

describe('a person\'s choice', () => {
  it('wins over every rule and goes wherever the field may be written', () => {
    expect(decisionOf({ psa: ['a', 'p'], crm: ['a', 'c'] }, ruleOf({ onConflict: 'ask' }), 'x')).toEqual(flow('person', { psa: 'x', crm: 'x' }));
    expect(decisionOf({ psa: ['a', 'p'], crm: ['a', 'c'] }, ruleOf(), null)).toEqual(flow('person', { psa: null, crm: null }));
  });

  it('never reaches a side that may not be written', () => {
    expect(decisionOf({ psa: ['a', 'p'], crm: ['a', 'c'], local: old }, ruleOf({ flow: ['psa>crm', 'psa>local', 'crm>local', 'local>crm'] }), 'c')).toEqual(flow('person', { local: 'c' }));
  });

  it('that all show already is agreed on', () => {
    expect(decisionOf({ psa: ['a', 'b'], crm: ['a', 'b'] }, ruleOf(), 'b')).toEqual(agree);
  });
});
