// The contract about forgetting: one transaction after which nothing of a person is left, nothing that was planned before can be done,
// and nobody else has lost a byte.
import { beforeEach, describe, expect, test } from 'vitest';
import { StaleError } from '../../../src/lib/errors.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';
import { agreed, at, created, MINUTE, outcome, type Bench, type OpenBench } from './bench.ts';
import { approvedRequest, EINO, firm, forgetAino, known, linkBy, orderFor, set, show, subjectOf } from './people.ts';

const AROUND = [{ side: 'psa', entity: 'account', id: 'c1' }] as const;

export function describeForgetting(open: OpenBench): void {
  // In a part of its own: what it prepares is dear.
  describe('forgetting', () => {
    let bench: Bench;
    let store: Store;
    let people: Awaited<ReturnType<typeof firm>>;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
      people = await firm(store);
    });

    const everything = async (): Promise<string> =>
      JSON.stringify([
        ...(await Promise.all(['contact', 'account', 'salesCase'].map((entity) => store.links({ entity, limit: 1000 })))), await store.inbox({ limit: 1000 }),
        await store.hints({ entity: 'contact', side: 'crm', limit: 100 }), await store.erasedHints(100), await store.consents(people.aino.id), await store.images({ runId: 'run-1', limit: 100 }),
      ]);

    describe('arming', () => {
      test('ends the links of the person with all that hangs on them, and nobody finds them again', async () => {
        await store.saveHints('crm', [{ entity: 'contact', id: '101', kind: 'erased' }, { entity: 'contact', id: '101', kind: 'changed' }, { entity: 'contact', id: '102', kind: 'changed' }]);
        expect(await forgetAino(store, [people.aino.id])).toBe(true);
        expect(await store.request('r1')).toMatchObject({ state: 'armed', armedAt: at(1), version: 2 });
        expect(await store.links({ entity: 'contact', ids: [people.aino.id], limit: 1 })).toEqual([{ id: people.aino.id, entity: 'contact', stage: 'ended', matchedBy: null, partOf: null, sides: {}, intents: [], resolutions: [], held: [] }]);
        expect(await store.byKeys('contact', ['email:aino.virtanen@kuura.example', 'person:aino virtanen|+358401234567'])).toEqual([]);
        expect(await store.linked('contact', [{ side: 'psa', id: 'p1' }, { side: 'crm', id: '101' }, { side: 'local', id: people.aino.id }])).toEqual([]);
        expect(await store.take({ entity: 'contact', ids: [people.aino.id], limit: 10, ttlMs: MINUTE })).toEqual([]);
        expect((await store.hints({ entity: 'contact', side: 'crm', limit: 10 })).map(({ id }) => id)).toEqual(['102']);
        expect(await store.erasedHints(10)).toEqual([]);
        expect(await everything()).not.toMatch(/aino|"p1"|"101"/iu);
      });

      test('ends the link that holds the records of the person now, whichever it was when they were looked for', async () => {
        expect(await forgetAino(store, ['a-link-that-was-joined-into-another'])).toBe(true);
        expect(await linkBy(store, 'contact', 'psa', 'p1')).toBeNull();
        expect(await everything()).not.toMatch(/aino|"p1"|"101"/iu);
      });

      test('leaves everybody else as they were, to the byte', async () => {
        const before = [people.eino, await known(store, 'contact', 'psa', 'p2')];
        await forgetAino(store, [people.aino.id]);
        expect(await known(store, 'contact', 'psa', 'p2')).toEqual(before[1]);
        expect((await known(store, 'contact', 'psa', 'p2')).sides.psa?.fields).toEqual({ ...EINO, account: 'c1' });
      });

      test('takes the person out of records that name them, and out of texts on every side and of what was agreed on', async () => {
        await withLocal(people.account);
        await forgetAino(store, [people.aino.id], { subject: subjectOf([people.aino.id], [...AROUND]) });
        const { sides } = await known(store, 'account', 'psa', 'c1');
        for (const state of [sides.psa, sides.local]) {
          expect([state?.fields['notes'], state?.base['notes']]).toEqual(['Soita: [poistettu], [poistettu]. Muuten Eino Virtanen.', 'Soita: [poistettu], [poistettu]. Muuten Eino Virtanen.']);
          expect(state?.fields['name']).toBe('Kuura Oy');
        }
        expect((await known(store, 'salesCase', 'crm', '900')).sides.crm?.fields).toEqual({ name: 'Koulutus', contacts: set('102') });
        expect(await store.byKeys('salesCase', ['ref.contact:crm:101'])).toEqual([]);
        expect((await store.byKeys('salesCase', ['ref.contact:crm:102'])).length).toBe(1);
      });

      test('takes an unsure word out only where a person has said so', async () => {
        await show(store, 'account', 'psa', 'c1', { name: 'Kuura Oy', notes: 'Terveisiä Ainolle.' }, { asOf: at(5) });
        await forgetAino(store, [people.aino.id], { redact: [] });
        expect((await known(store, 'account', 'psa', 'c1')).sides.psa?.fields['notes']).toBe('Terveisiä Ainolle.');
        const now = await store.request('r1');
        expect(await store.clear(orderFor(subjectOf([], [...AROUND]), { seenVersion: now?.version ?? 0, redact: [`${people.account.id}/notes`] }))).toBe(true);
        expect((await known(store, 'account', 'psa', 'c1')).sides.psa?.fields['notes']).toBe('Terveisiä [poistettu].');
      });

      test('makes every plan that was made before it stale', async () => {
        const [taken] = await store.take({ entity: 'contact', ids: [people.aino.id], limit: 1, ttlMs: MINUTE });
        const [beside] = await store.take({ entity: 'salesCase', ids: [people.deal.id], limit: 1, ttlMs: MINUTE });
        if (taken === undefined || beside === undefined) throw new Error('nothing to take');
        await forgetAino(store, [people.aino.id]);
        for (const { link, lease } of [taken, beside]) {
          await expect(store.announce([{ lease, linkId: link.id, side: 'crm', kind: 'update', at: at(2), sent: {} }], MINUTE)).rejects.toThrow(StaleError);
        }
        expect(await store.record([outcome(taken, { sides: [created('local', taken.link.id, taken.link.sides.psa?.fields ?? {})] }), outcome(beside, { sides: [agreed(beside.link, 'crm')] })])).toEqual([taken.link.id, beside.link.id]);
        expect(await everything()).not.toMatch(/aino|"p1"|"101"/iu);
      });

      test.each([['before anybody has seen it', false], ['after a pull has shown it as a stranger', true]])('knows the record that was being made for the person when it is told of, %s', async (_when, isSeen) => {
        const fields = { firstName: 'Unto', lastName: 'Tuntematon' };
        await show(store, 'contact', 'psa', 'p9', fields);
        const { id } = await known(store, 'contact', 'psa', 'p9');
        await store.decideMatches('contact', [{ kind: 'alone', linkId: id }]);
        const [taken] = await store.take({ entity: 'contact', ids: [id], limit: 1, ttlMs: MINUTE });
        if (taken === undefined) throw new Error('nothing to take');
        await store.announce([{ lease: taken.lease, linkId: id, side: 'crm', kind: 'create', at: at(2), sent: fields }], MINUTE);
        await approvedRequest(store);
        const subject = { names: [{ first: 'Unto', last: 'Tuntematon' }], emails: [], phones: [], refs: [{ side: 'psa', kind: 'contact', id: 'p9' }], linkIds: [id], around: [] } as const;
        expect(await store.arm(orderFor(subject))).toBe(true);
        if (isSeen) await show(store, 'contact', 'crm', '909', fields);
        expect(await store.record([outcome(taken, { sides: [created('crm', '909', fields)] })])).toEqual([id]);
        expect(await everything()).not.toMatch(/unto|"909"/iu);
        const ref = { side: 'crm', kind: 'contact', id: '909' } as const;
        expect(await store.frozen([ref])).toEqual(new Set(['id:crm:contact:909']));
        expect(await show(store, 'contact', 'crm', '909', fields)).toMatchObject({ suppressed: 1 });
        expect((await store.sightings('r1')).map(({ side, entity, refId }) => [side, entity, refId === null])).toEqual([['crm', 'contact', false]]);
        // Somebody else of the name is somebody else.
        expect(await show(store, 'contact', 'crm', '910', fields)).toMatchObject({ created: 1 });
      });

      test('closes what waited for the person, and what asked about them', async () => {
        const taken = (await store.take({ entity: 'salesCase', ids: [people.deal.id], limit: 1, ttlMs: MINUTE }))[0];
        if (taken === undefined) throw new Error('nothing to take');
        const held = [{ side: 'psa', field: 'contacts', reason: 'unlinked-contact', waitsFor: { kind: 'link', linkId: people.aino.id }, elements: [people.aino.id] } as const];
        const conflicts = [{ field: 'contacts', base: {}, values: { crm: set('101', '102'), local: set(people.aino.id) }, authors: {}, suggestion: null }];
        const images = [{ runId: 'run-1', side: 'crm', refId: '900', kind: 'update', sealed: 'x' } as const];
        await store.record([outcome(taken, { sides: [agreed(taken.link, 'crm')], held, conflicts, images })]);
        await show(store, 'contact', 'crm', '777', { firstName: 'Aino', lastName: 'Virtanen' });
        const other = await known(store, 'contact', 'crm', '777');
        await store.decideMatches('contact', [{ kind: 'propose', links: [people.eino.id, other.id], by: 'fullName', reason: 'several' }]);
        const subject = { ...subjectOf([people.aino.id, other.id]), refs: [...subjectOf([]).refs, { side: 'crm', kind: 'contact', id: '777' } as const] };
        await forgetAino(store, [], { subject });
        const inbox = await store.inbox({ limit: 100 });
        expect([inbox.held, inbox.matches]).toEqual([[], []]);
        expect(inbox.conflicts.map(({ values }) => values)).toEqual([{ crm: set('102'), local: [] }]);
        expect(await store.images({ runId: 'run-1', limit: 10 })).toEqual([]);
        expect((await known(store, 'contact', 'psa', 'p2')).sides.psa?.fields).toEqual({ ...EINO, account: 'c1' });
      });

      test('is not done for a request that has moved on or was not approved, and then changes nothing', async () => {
        const before = await everything();
        await approvedRequest(store);
        expect(await store.arm(orderFor(subjectOf([people.aino.id]), { seenVersion: 7 }))).toBe(false);
        await store.addRequest({ ...(await approvedRequest(bench.workspace('other'))), id: 'r2', state: 'review', subjectHash: 'another' });
        expect(await store.arm(orderFor(subjectOf([people.aino.id]), { requestId: 'r2' }))).toBe(false);
        expect(await store.clear(orderFor(subjectOf([people.aino.id])))).toBe(false);
        expect(await everything()).toBe(before);
        expect(await store.suppressions({ limit: 10 })).toEqual([]);
      });
    });

    describe('looking for a person', () => {
      test('finds whose keys these are, also with a tag or another spelling of the number', async () => {
        await show(store, 'contact', 'crm', '555', { firstName: 'A.', lastName: 'V.', emails: set('Aino.Virtanen+uutiset@kuura.example'), phones: [] });
        const tagged = await known(store, 'contact', 'crm', '555');
        expect(await store.whose(['email:aino.virtanen@kuura.example'])).toEqual([people.aino.id, tagged.id].toSorted());
        expect(await store.whose(['id:crm:contact:101'])).toEqual([people.aino.id]);
        expect(await store.whose(['person:eino virtanen|+358401234567'])).toEqual([people.eino.id]);
        expect(await store.whose(['email:nobody@kuura.example', 'phone:+358401234567'])).toEqual([]);
        expect(await store.whose(['number:+358401234567'])).toEqual([people.aino.id, people.eino.id].toSorted());
        expect(await store.whose(['name:eino virtanen'])).toEqual([people.eino.id]);
        expect(await store.whose(['name:virtanen', 'number:+358409999999'])).toEqual([]);
        expect(await bench.workspace('other').whose(['id:crm:contact:101', 'number:+358401234567', 'name:eino virtanen'])).toEqual([]);
      });

      test('tells what others show too', async () => {
        expect(await store.othersWith({ emails: ['aino.virtanen@kuura.example'], phones: ['040 123 4567', '09 1234'] }, [people.aino.id])).toEqual({ emails: [], phones: ['040 123 4567'] });
      });

      test('tells what the person is tied to', async () => {
        expect(await store.around([people.aino.id])).toEqual([{ side: 'psa', entity: 'account', id: 'c1' }, { side: 'crm', entity: 'salesCase', id: '900' }]);
        expect(await store.around([people.eino.id])).toEqual([{ side: 'psa', entity: 'account', id: 'c1' }]);
      });

      test('tells of a record of others that bears an address of the person, which arming takes out', async () => {
        await show(store, 'account', 'psa', 'c1', { name: 'Kuura Oy', email: 'Aino.Virtanen@kuura.example' }, { asOf: at(5) });
        const pointers = async (): Promise<readonly unknown[]> => (await store.localTraces(subjectOf([people.aino.id]))).flatMap(({ kind, what, count }) => (kind === 'pointer' ? [[what, count]] : []));
        expect(await pointers()).toEqual([['account.email', 1], ['salesCase.contacts', 1]]);
        await forgetAino(store, [people.aino.id]);
        expect(await pointers()).toEqual([]);
      });

      test('tells of records, of what points to them and of texts, and of nobody else', async () => {
        const traces = await store.localTraces(subjectOf([people.aino.id], [...AROUND]));
        expect(traces.map(({ kind, what, linkId, count }) => [kind, what, linkId, count])).toEqual([
          ['record', 'contact', people.aino.id, 2],
          ['pointer', 'salesCase.contacts', null, 1],
          ['text', 'account.notes', people.account.id, 1],
        ]);
        expect(traces[0]?.content).toMatchObject({ 'psa.firstName': 'Aino', 'crm.emails': 'aino.virtanen@kuura.example' });
        expect(traces[2]).toMatchObject({ place: `${people.account.id}/notes`, text: 'Soita: Aino Virtanen, aino.virtanen@kuura.example. Muuten Eino Virtanen.' });
        expect((await store.localTraces({ ...subjectOf([]), refs: [], names: [], phones: [], emails: ['nobody@kuura.example'] })).filter(({ kind }) => kind !== 'text')).toEqual([]);
      });
    });

    async function withLocal(link: LinkState): Promise<void> {
      const [taken] = await store.take({ entity: link.entity, ids: [link.id], limit: 1, ttlMs: MINUTE });
      if (taken === undefined) throw new Error('nothing to take');
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'psa'), created('local', link.id, taken.link.sides.psa?.fields ?? {})] })]);
      expect((await linkBy(store, link.entity, 'psa', taken.link.sides.psa?.id ?? ''))?.sides.local?.fields).toEqual(taken.link.sides.psa?.fields);
    }
  });
}
