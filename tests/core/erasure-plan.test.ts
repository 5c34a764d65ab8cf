// The plan of an erasure: others lose nothing, what is not sure waits, what the law keeps is kept and no more of it.
import { describe, expect, it } from 'vitest';
import { keptUntil, placesToRedact, planOf, textsAfter, toBeDone } from '../../src/core/erasure-plan.ts';
import type { FoundHere, FoundThere, PlanQuestion } from '../../src/core/erasure-plan.ts';
import { REDACTED } from '../../src/core/sensitive-text.ts';
import { NOBODY } from '../../src/core/subject.ts';

const AINO = { ...NOBODY, names: [{ first: 'Aino', last: 'Virtanen' }], emails: ['aino@acme.example'] };
const trace = (of: Partial<FoundThere>): FoundThere => ({ id: 'notes:1', kind: 'note', treatment: 'delete', sure: true, others: 0, texts: {}, ...of });
const here = (of: Partial<FoundHere>): FoundHere => ({ place: 'link-1/notes', kind: 'text', what: 'salesCase.notes', count: 1, text: null, ...of });
const plan = (traces: readonly FoundThere[], more: Partial<PlanQuestion> = {}) =>
  planOf({ subject: AINO, found: [{ system: 'severa', traces }], local: [], decisions: {}, today: '2026-11-22', financialYearEnd: '12-31', ...more });

describe('a record that says something of others too', () => {
  it('is not deleted: the person is taken out of its text', () => {
    const [item] = plan([trace({ others: 2, texts: { body: 'Aino Virtanen ja Matti Korhonen' } })]);
    expect(item).toMatchObject({ treatment: 'redact', others: 2, needsDecision: false });
    expect(textsAfter(item as never)).toEqual({ body: `${REDACTED} ja Matti Korhonen` });
  });

  it('is only let go of when its text does not name the person', () => {
    expect(plan([trace({ others: 1, texts: { body: 'Palaveri siirtyi' } })])[0]).toMatchObject({ treatment: 'detach' });
  });

  it('and of the person alone is deleted', () => {
    expect(plan([trace({ texts: { body: 'Soitettu' } })])[0]).toMatchObject({ treatment: 'delete', needsDecision: false });
  });
});

describe('what a machine is not sure of', () => {
  const byName = trace({ id: 'contacts:9', kind: 'contact', sure: false, texts: { description: 'aino@acme.example' } });

  const decided = (decision: 'treat' | 'leave') => plan([byName], { decisions: { 'severa:contacts:9': decision } });

  it('waits for a person', () => {
    expect(plan([byName])[0]).toMatchObject({ treatment: 'delete', sure: false, needsDecision: true });
  });

  it('is done when a person says so, and no step at all when they leave it, whatever its texts say', () => {
    expect(toBeDone(decided('treat')).map(({ id }) => id)).toEqual(['severa:contacts:9']);
    expect(decided('leave')[0]).toMatchObject({ needsDecision: false });
    expect(toBeDone(decided('leave'))).toEqual([]);
  });

  it('in a text goes by a word only, while what is sure goes without one', () => {
    const text = trace({ kind: 'text', treatment: 'redact', texts: { notes: 'Ainolle kopio: aino@acme.example' } });
    const after = (decisions: PlanQuestion['decisions']) => toBeDone(plan([text], { decisions })).map(textsAfter);
    expect(plan([text])[0]).toMatchObject({ sure: false, needsDecision: true });
    expect(after({ 'severa:notes:1': 'treat' })).toEqual([{ notes: `${REDACTED} kopio: ${REDACTED}` }]);
    expect(after({ 'severa:notes:1': 'leave' })).toEqual([{ notes: `Ainolle kopio: ${REDACTED}` }]);
  });

  it('is left out when the text does not say anything of the person after all', () => {
    expect(plan([trace({ treatment: 'redact', sure: false, texts: { notes: 'Sovittu hinnasta' } })])).toEqual([]);
  });
});

describe('what bookkeeping rests on', () => {
  const invoice = trace({ id: 'invoices:7', kind: 'invoice', treatment: 'redact', on: '2025-03-01', texts: { receiverContactName: 'Aino Virtanen', receiverContactEmail: 'aino@acme.example', notes: 'Aino Virtanen tarkistaa' } });

  it('is kept with its ground and last day, and without the texts that the law does not ask for', () => {
    const items = plan([invoice]);
    expect(items.map(({ id, treatment, ground, until }) => ({ id, treatment, ground, until }))).toEqual([
      { id: 'severa:invoices:7', treatment: 'redact', ground: null, until: null },
      { id: 'severa:invoices:7#kept', treatment: 'retain', ground: 'accounting-act-2-10', until: '2031-12-31' },
    ]);
    expect(textsAfter(items[0] as never)).toEqual({ receiverContactEmail: REDACTED, notes: `${REDACTED} tarkistaa` });
    expect(keptUntil(items)).toBe('2031-12-31');
  });

  it('is kept whole when only the voucher itself names the person', () => {
    expect(plan([{ ...invoice, texts: { yourReference: 'Aino Virtanen' } }]).map(({ treatment }) => treatment)).toEqual(['retain']);
  });

  it('goes like everything else once its day has passed', () => {
    expect(plan([{ ...invoice, on: '2019-12-31' }]).map(({ treatment }) => treatment)).toEqual(['redact']);
    expect(plan([{ ...invoice, on: '2020-01-01' }]).at(-1)).toMatchObject({ treatment: 'retain', until: '2026-12-31' });
  });

  it('is kept as if of today when it has no date', () => {
    const { on: _on, ...undated } = invoice;
    expect(plan([undated], { financialYearEnd: '03-31' }).at(-1)).toMatchObject({ until: '2033-12-31' });
  });

  it('are the hours of one\'s own work, not those of others that name the person', () => {
    const hour = trace({ id: 'workhours:1', kind: 'hour', on: '2026-02-02', texts: { description: 'Palaveri, Aino Virtanen' } });
    expect(plan([hour]).map(({ treatment, until }) => [treatment, until])).toEqual([['retain', '2032-12-31']]);
    expect(plan([{ ...hour, treatment: 'redact' }]).map(({ treatment }) => treatment)).toEqual(['redact']);
    expect(plan([{ ...hour, treatment: 'manual', reason: 'locked' }])[0]).toMatchObject({ treatment: 'manual', reason: 'locked' });
  });
});

describe('what is ours', () => {
  it('goes when armed: records, ids elsewhere, texts', () => {
    const local = [here({ place: 'link-1', kind: 'record', what: 'contact' }), here({ place: 'touches', kind: 'pointer', what: 'touches.contacts', count: 4 }), here({ text: 'Aino Virtanen soitti' }), here({ place: 'link-2/notes', text: 'Muistio' })];
    expect(plan([], { local }).map(({ id, treatment, count }) => [id, treatment, count])).toEqual([
      ['sauma:link-1', 'delete', 1], ['sauma:touches', 'detach', 4], ['sauma:link-1/notes', 'redact', 1],
    ]);
  });

  it('names the places where a person has said that what is not sure goes too', () => {
    const local = [here({ place: 'a', text: 'Ainolle' }), here({ place: 'b', text: 'Ainolle' })];
    expect(placesToRedact(plan([], { local, decisions: { 'sauma:a': 'treat', 'sauma:b': 'leave' } }))).toEqual(['a']);
  });
});

describe('the order', () => {
  it('is that of the systems, with the persons themselves after what hangs on them', () => {
    const items = plan([trace({ id: 'contacts:1', kind: 'contact' }), trace({ id: 'notes:1' }), trace({ id: 'communications:1', kind: 'communication' })], { local: [here({ place: 'link-1', kind: 'record' })] });
    expect(items.map(({ id }) => id)).toEqual(['sauma:link-1', 'severa:notes:1', 'severa:communications:1', 'severa:contacts:1']);
  });
});
