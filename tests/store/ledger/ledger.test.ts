// Links that end in favour of others: every pointer stays flat.
import { describe, expect, test } from 'vitest';
import { endLink, makeLedger, standing, type Turn } from '../../../src/store/ledger/ledger.ts';
import type { LinkRow } from '../../../src/store/ledger/rows.ts';

const link = (id: string, change: Partial<LinkRow> = {}): LinkRow => ({ id, entity: 'account', stage: 'active', matchedBy: null, into: null, partOf: null, targets: null, ...change });

function turnWith(...links: readonly LinkRow[]): Turn {
  const ledger = makeLedger();
  links.forEach((row) => ledger.links.load(row));
  return { ledger, now: 0, number: 1, newId: () => 'id' };
}

describe('a link that ends', () => {
  test('takes along whoever pointed to it', () => {
    const turn = turnWith(link('first', { stage: 'ended', into: 'second' }), link('second'), link('third'), link('part', { partOf: 'second' }));
    endLink(turn, turn.ledger.links.get('second') as LinkRow, 'third');
    const { links } = turn.ledger;
    expect(['first', 'second', 'part'].map((id) => links.get(id))).toMatchObject([{ into: 'third' }, { stage: 'ended', into: 'third' }, { into: null, partOf: 'third' }]);
    expect(['first', 'second', 'third'].map((id) => standing(turn.ledger, id)?.id)).toEqual(['third', 'third', 'third']);
  });

  test('in favour of one of its parts leaves that to stand for itself, with the other parts', () => {
    const turn = turnWith(link('whole'), link('one', { partOf: 'whole' }), link('two', { partOf: 'whole' }));
    endLink(turn, turn.ledger.links.get('whole') as LinkRow, 'one');
    expect(['one', 'two'].map((id) => turn.ledger.links.get(id)?.partOf)).toEqual([null, 'one']);
  });

  test('and one in whose favour nobody ended stand for nothing', () => {
    const turn = turnWith(link('over', { stage: 'ended' }), link('early', { stage: 'ended', into: 'over' }));
    expect(['over', 'early', 'nobody'].map((id) => standing(turn.ledger, id))).toEqual([null, null, null]);
  });
});
