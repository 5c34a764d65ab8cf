import { describe, expect, it } from 'vitest';
import { carriedBy } from '../../src/cli/carried.ts';
import type { JournalEntry, LinkState, SideState, Store } from '../../src/store/store.ts';
import type { Side } from '../../src/core/vocabulary.ts';

const entry: JournalEntry = { runId: 'run', linkId: 'one', entity: 'account', side: 'psa', action: 'update', outcome: 'done', fields: ['phone'], reason: null, at: '2026-03-01T10:00:00.000Z' };

function linkNamed(id: string, name: string, sides: readonly Side[] = ['psa', 'crm', 'local']): LinkState {
  const state = { id, fields: { name } } as unknown as SideState;
  return { id, sides: Object.fromEntries(sides.map((side) => [side, state])) } as unknown as LinkState;
}

/** What `carriedBy` asks a store for; the journal comes newest first. */
function told(journal: readonly JournalEntry[], links: readonly LinkState[]): Promise<string> {
  const store: Pick<Store, 'journal' | 'links'> = {
    journal: ({ runId }) => Promise.resolve(journal.filter((one) => one.runId === runId)),
    links: ({ ids }) => Promise.resolve(links.filter(({ id }) => ids?.includes(id))),
  };
  return carriedBy(store as Store, 'run');
}

describe('what a run carried', () => {
  it('is a line per record: its name, the fields, and the way they went', async () => {
    const journal = [{ ...entry, side: 'local' as const, fields: ['phone', 'city'] }, { ...entry, fields: ['phone', 'city'] }];
    expect(await told(journal, [linkNamed('one', 'Tähti Elintarvike Oy')])).toBe('Tähti Elintarvike Oy: phone, city  HubSpot → Severa, Sauma\n');
  });

  it('calls a person by first and last name', async () => {
    const state = { id: 'one', fields: { firstName: 'Aino ', lastName: 'Virta' } } as unknown as SideState;
    const link = { id: 'one', sides: { psa: state, crm: state, local: { ...state, fields: { firstName: null } } } } as unknown as LinkState;
    expect(await told([{ ...entry, entity: 'contact', side: 'crm', fields: ['emails'] }], [link])).toBe('Aino Virta: emails  Severa, Sauma → HubSpot\n');
  });

  it('tells fields apart that went different ways', async () => {
    const journal: JournalEntry[] = [
      { ...entry, side: 'local', fields: ['phone', 'notes'] },
      { ...entry, side: 'psa', fields: ['phone'] },
      { ...entry, side: 'crm', fields: ['notes'] },
    ];
    expect(await told(journal, [linkNamed('one', 'Kuu Oy')])).toBe('Kuu Oy: phone  HubSpot → Severa, Sauma\nKuu Oy: notes  Severa → HubSpot, Sauma\n');
  });

  it('says where a new record came from', async () => {
    const journal: JournalEntry[] = [{ ...entry, side: 'local', action: 'create' }, { ...entry, side: 'psa', action: 'create' }];
    expect(await told(journal, [linkNamed('one', 'Uusi Oy')])).toBe('Uusi Oy: new  HubSpot → Severa, Sauma\n');
  });

  it('tells what a system refused, what it did not answer and what gave way', async () => {
    const journal: JournalEntry[] = [
      { ...entry, outcome: 'rejected', reason: 'rejected:InvalidParameter' },
      { ...entry, linkId: 'two', outcome: 'unknown' },
      { ...entry, linkId: 'three', side: 'crm', action: 'overwrite', fields: ['city'], reason: 'order' },
    ];
    const text = await told(journal, [linkNamed('one', 'A Oy'), linkNamed('two', 'B Oy'), linkNamed('three', 'C Oy')]);
    expect(text.split('\n').toSorted()).toEqual([
      '',
      'A Oy: Severa refused phone (rejected:InvalidParameter)',
      'B Oy: no answer from Severa; it is looked at again before anything is repeated',
      'C Oy: city of HubSpot gave way, as the rule says',
    ]);
  });

  it('lists a few records, in the order they were carried, and counts the rest', async () => {
    const ids = Array.from({ length: 23 }, (_, index) => `link ${index}`);
    const lines = (await told(ids.toReversed().map((linkId) => ({ ...entry, linkId })), ids.map((id) => linkNamed(id, id)))).trimEnd().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[0]).toBe('link 0: phone  HubSpot, Sauma → Severa');
    expect(lines[20]).toBe('and 3 more records: npx sauma runs show run');
  });

  it('is nothing when the run wrote nothing', async () => {
    expect(await told([], [])).toBe('');
  });
});
