// The contract about matching: decisions of the matcher, and what a person answers.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Inbox, LinkState, MatchDecision, Store } from '../../../src/store/store.ts';
import { activeLink, allLinks, dirtyIds, goAlone, linkOf, outcome, save, settle, snapshot, take, takeOne, type OpenBench } from './bench.ts';

export function describeMatching(open: OpenBench): void {
  describe('matching', () => {
    let store: Store;
    beforeEach(async () => {
      store = (await open()).workspace('main');
    });

    const decide = (...decisions: readonly MatchDecision[]): Promise<void> => store.decideMatches('account', decisions);
    const propose = (...links: readonly LinkState[]): Promise<void> =>
      decide({ kind: 'propose', links: links.map(({ id }) => id), by: 'name', reason: 'only-name' });
    const inbox = (): Promise<Inbox> => store.inbox({ entity: 'account', limit: 10 });
    const heldBy = async (): Promise<unknown> => (await inbox()).held.map(({ linkId, side, field, reason }) => [linkId, side, field, reason]);
    const stages = async (): Promise<Record<string, string>> => Object.fromEntries((await allLinks(store)).map(({ id, stage }) => [id, stage]));

    /** New links, one record each: `psa c1` and so on. */
    async function fresh(...records: readonly (readonly ['psa' | 'crm', string])[]): Promise<LinkState[]> {
      const links: LinkState[] = [];
      for (const [side, id] of records) {
        await save(store, { side, records: [{ ...snapshot(id, { name: id }), keys: [`name:${id}`] }] });
        links.push(await linkOf(store, side, id));
      }
      return links;
    }

    test('new and proposed links are not given out, active ones are', async () => {
      const [a, b, c] = (await fresh(['psa', 'c1'], ['crm', 'd1'], ['psa', 'c2'])) as [LinkState, LinkState, LinkState];
      await propose(a, b);
      expect(await take(store)).toEqual([]);
      await goAlone(store, c);
      expect((await take(store)).map(({ link }) => [link.id, link.stage, link.matchedBy])).toEqual([[c.id, 'active', null]]);
    });

    test('a join moves the records, keeps the key, and ends the other link', async () => {
      const [into, from] = (await fresh(['psa', 'c1'], ['crm', 'd1'])) as [LinkState, LinkState];
      await decide({ kind: 'join', into: into.id, from: from.id, by: 'businessId' });
      const joined = await linkOf(store, 'crm', 'd1');
      expect(joined).toMatchObject({ id: into.id, stage: 'active', matchedBy: 'businessId', sides: { psa: { id: 'c1' }, crm: { id: 'd1' } } });
      expect(await stages()).toEqual({ [into.id]: 'active', [from.id]: 'ended' });
      expect(await dirtyIds(store)).toEqual([into.id]);
      expect(await store.byKeys('account', ['name:d1'])).toEqual([{ key: 'name:d1', linkId: into.id, side: 'crm' }]);
    });

    test('a join takes the more urgent reason of both', async () => {
      await save(store, { records: [snapshot('c1', {})], reason: 'backfill' });
      await save(store, { side: 'crm', records: [snapshot('d1', {})], reason: 'webhook' });
      const [into, from] = [await linkOf(store, 'psa', 'c1'), await linkOf(store, 'crm', 'd1')];
      await decide({ kind: 'join', into: into.id, from: from.id, by: 'name' });
      expect((await takeOne(store)).reason).toBe('webhook');
    });

    test('a new record joins a link that is active with its own side free', async () => {
      const alone = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await settle(store);
      const [from] = (await fresh(['crm', 'd1'])) as [LinkState];
      await decide({ kind: 'join', into: alone.id, from: from.id, by: 'businessId' });
      expect((await linkOf(store, 'crm', 'd1')).id).toBe(alone.id);
      expect(await dirtyIds(store)).toEqual([alone.id]);
    });

    test.each<readonly [string, (links: readonly LinkState[]) => MatchDecision]>([
      ['two records of one side', ([a, , c]) => ({ kind: 'join', into: (a as LinkState).id, from: (c as LinkState).id, by: 'name' })],
      ['a link with itself', ([a]) => ({ kind: 'join', into: (a as LinkState).id, from: (a as LinkState).id, by: 'name' })],
      ['a link that moved on', ([, b, , d]) => ({ kind: 'join', into: (b as LinkState).id, from: (d as LinkState).id, by: 'name' })],
      ['an unknown link', ([a]) => ({ kind: 'join', into: (a as LinkState).id, from: 'nobody', by: 'name' })],
      ['a proposal of one side', ([a, , c]) => ({ kind: 'propose', links: [(a as LinkState).id, (c as LinkState).id], by: 'name', reason: 'several' })],
      ['going alone after moving on', ([, , , d]) => ({ kind: 'alone', linkId: (d as LinkState).id })],
    ])('a decision about %s is void', async (_what, decision) => {
      const links = await fresh(['psa', 'c1'], ['crm', 'd1'], ['psa', 'c2'], ['psa', 'c3']);
      await goAlone(store, links[3] as LinkState);
      await settle(store);
      const before = await allLinks(store);
      await decide(decision(links));
      expect(await allLinks(store)).toEqual(before);
      expect((await inbox()).matches).toEqual([]);
      expect(await dirtyIds(store)).not.toContain(links[3]?.id);
    });

    test('a decision about another entity is void', async () => {
      const [a] = (await fresh(['psa', 'c1'])) as [LinkState];
      await store.decideMatches('contact', [{ kind: 'alone', linkId: a.id }]);
      expect(await stages()).toEqual({ [a.id]: 'new' });
    });

    test('a link in work is not joined under the hands of its worker', async () => {
      const busy = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      const [from] = (await fresh(['crm', 'd1'])) as [LinkState];
      const join: MatchDecision = { kind: 'join', into: busy.id, from: from.id, by: 'name' };
      await decide(join);
      expect((await stages())[from.id]).toBe('new');
      await store.record([outcome(taken)]);
      await decide(join);
      expect((await stages())[from.id]).toBe('ended');
    });

    test('an accepted proposal joins, first the psa side, at a person\'s priority', async () => {
      const [crm, psa] = (await fresh(['crm', 'd1'], ['psa', 'c1'])) as [LinkState, LinkState];
      await propose(crm, psa);
      const [match] = (await inbox()).matches;
      expect(match).toMatchObject({ entity: 'account', by: 'name', reason: 'only-name' });
      expect(match?.links.map(({ id, stage }) => [id, stage])).toEqual([[crm.id, 'proposed'], [psa.id, 'proposed']]);
      const answer = { kind: 'match', id: match?.id as string, accept: true, by: 'Aino' } as const;
      expect(await store.answer(answer)).toBe(true);
      expect(await store.answer(answer)).toBe(false);
      expect((await inbox()).matches).toEqual([]);
      const taken = await takeOne(store);
      expect(taken).toMatchObject({ reason: 'person', link: { id: psa.id, matchedBy: 'name', sides: { psa: { id: 'c1' }, crm: { id: 'd1' } } } });
    });

    test('a rejected pair goes on apart and is never asked about or joined again', async () => {
      const [psa, crm] = (await fresh(['psa', 'c1'], ['crm', 'd1'])) as [LinkState, LinkState];
      await propose(psa, crm);
      const [match] = (await inbox()).matches;
      expect(await store.answer({ kind: 'match', id: match?.id as string, accept: false, by: 'Aino' })).toBe(true);
      expect(await stages()).toEqual({ [psa.id]: 'active', [crm.id]: 'active' });
      expect((await take(store)).map(({ reason }) => reason)).toEqual(['person', 'person']);
      await propose(psa, crm);
      await decide({ kind: 'join', into: psa.id, from: crm.id, by: 'businessId' });
      expect((await inbox()).matches).toEqual([]);
      expect(await stages()).toEqual({ [psa.id]: 'active', [crm.id]: 'active' });
    });

    test('a link that cannot be decided stays new and is listed as held until it is', async () => {
      const [psa, crm, other] = (await fresh(['psa', 'c1'], ['crm', 'd1'], ['psa', 'c2'])) as [LinkState, LinkState, LinkState];
      await decide({ kind: 'hold', linkId: psa.id, reason: 'shared-email' }, { kind: 'hold', linkId: other.id, reason: 'shared-email' });
      await decide({ kind: 'hold', linkId: psa.id, reason: 'shared-phone' });
      expect(await stages()).toMatchObject({ [psa.id]: 'new' });
      expect(await heldBy()).toEqual([[psa.id, 'crm', null, 'shared-phone'], [other.id, 'crm', null, 'shared-email']]);
      expect(await store.counts('account')).toMatchObject({ held: 2 });
      await propose(psa, crm);
      await decide({ kind: 'alone', linkId: other.id }, { kind: 'hold', linkId: other.id, reason: 'shared-email' });
      expect(await heldBy()).toEqual([]);
    });

    test('one record may wait for several answers: a no leaves the others open, a yes closes them and frees whoever lost', async () => {
      const [psa, one, two, three] = (await fresh(['psa', 'c1'], ['crm', 'd1'], ['crm', 'd2'], ['crm', 'd3'])) as [LinkState, LinkState, LinkState, LinkState];
      await propose(psa, one);
      await propose(psa, two);
      await propose(psa, three);
      await propose(psa, two);
      const matches = (await inbox()).matches;
      expect(matches).toHaveLength(3);
      const about = (link: LinkState): string => matches.find(({ links }) => links.some(({ id }) => id === link.id))?.id as string;
      await store.answer({ kind: 'match', id: about(one), accept: false, by: 'Aino' });
      expect(await stages()).toEqual({ [psa.id]: 'proposed', [one.id]: 'active', [two.id]: 'proposed', [three.id]: 'proposed' });
      await store.answer({ kind: 'match', id: about(two), accept: true, by: 'Aino' });
      expect(await stages()).toEqual({ [psa.id]: 'active', [one.id]: 'active', [two.id]: 'ended', [three.id]: 'new' });
      expect((await inbox()).matches).toEqual([]);
      expect(await store.answer({ kind: 'match', id: about(three), accept: true, by: 'Aino' })).toBe(false);
    });

    test('a fresh link whose only counterpart was rejected goes on alone', async () => {
      const [psa, one, two] = (await fresh(['psa', 'c1'], ['crm', 'd1'], ['psa', 'c2'])) as [LinkState, LinkState, LinkState];
      await propose(psa, one);
      await propose(two, one);
      const [first, second] = (await inbox()).matches;
      await store.answer({ kind: 'match', id: first?.id as string, accept: false, by: 'Aino' });
      await store.answer({ kind: 'match', id: second?.id as string, accept: true, by: 'Aino' });
      expect(await stages()).toEqual({ [psa.id]: 'active', [one.id]: 'ended', [two.id]: 'active' });
    });

    test('an active link that is asked about waits, and is joined by a yes', async () => {
      const alone = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const [crm] = (await fresh(['crm', 'd1'])) as [LinkState];
      await propose(alone, crm);
      expect(await take(store)).toEqual([]);
      const [match] = (await inbox()).matches;
      expect(await store.answer({ kind: 'match', id: match?.id as string, accept: true, by: 'Aino' })).toBe(true);
      expect((await takeOne(store)).link.sides).toMatchObject({ psa: { id: 'c1' }, crm: { id: 'd1' } });
    });
  });
}
