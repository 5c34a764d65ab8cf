// The contract about staying forgotten: whatever way a person comes back, nothing of them is taken in, and it is noted without a name.
import { beforeEach, describe, expect, test } from 'vitest';
import { createSealer } from '../../../src/lib/crypto.ts';
import { placeOfSuppression } from '../../../src/store/forgetting.ts';
import type { Store } from '../../../src/store/store.ts';
import { agreed, at, MINUTE, outcome, type Bench, type OpenBench } from './bench.ts';
import { AINO, approvedRequest, carriedOut, EINO, firm, forgetAino, known, linkBy, orderFor, set, show, subjectOf } from './people.ts';

const GUID = 'ef6c5bf0-b5f1-d586-7361-513faeb8cc35';

export function describeSuppression(open: OpenBench): void {
  // In a part of its own: what it prepares is dear.
  describe('staying forgotten', () => {
    let bench: Bench;
    let store: Store;
    let people: Awaited<ReturnType<typeof firm>>;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
      people = await firm(store);
      await forgetAino(store, [people.aino.id]);
    });

    const noPerson = async (): Promise<void> => {
      expect(JSON.stringify(await store.links({ entity: 'contact', limit: 100 }))).not.toMatch(/aino/iu);
    };

    describe('somebody who was forgotten', () => {
      test.each([
        ['under the id they had', '101', AINO],
        ['under another id, by the address', '102', { firstName: 'A', lastName: 'V', emails: set('aino.virtanen@kuura.example') }],
        ['with a tag on the address, in capitals', '103', { firstName: 'A', lastName: 'V', emails: set('Aino.Virtanen+uusi@KUURA.example') }],
        ['by name and number, however it is spelled', '104', { firstName: 'AINO', lastName: 'Virtanen', phones: set('040 1234567') }],
        ['by a number alone, without a name', '105', { phones: set('+358401234567') }],
        ['as who a record was before it was merged', '106', { firstName: 'X', lastName: 'Y' }],
      ])('is not taken in %s', async (_how, id, fields) => {
        await carriedOut(store);
        expect(await show(store, 'contact', 'crm', id, fields, id === '106' ? { formerIds: ['101'] } : {})).toEqual({ read: 1, created: 0, changed: 0, suppressed: 1 });
        expect(await linkBy(store, 'contact', 'crm', id)).toBeNull();
        await noPerson();
      });

      test('is not taken in by a first look that showed a name only: what it had made goes when the rest is shown', async () => {
        await show(store, 'contact', 'crm', '107', { firstName: 'Aino', lastName: 'Virtanen' });
        expect(await linkBy(store, 'contact', 'crm', '107')).not.toBeNull();
        expect(await show(store, 'contact', 'crm', '107', AINO, { asOf: at(7) })).toMatchObject({ suppressed: 1 });
        expect(await linkBy(store, 'contact', 'crm', '107')).toBeNull();
        await noPerson();
        // A look that showed that there is no address has shown somebody else, who got the address since.
        await show(store, 'contact', 'crm', '108', { firstName: 'Olavi', lastName: 'Laine', emails: [], phones: [] });
        expect(await show(store, 'contact', 'crm', '108', { firstName: 'Olavi', lastName: 'Laine', emails: AINO.emails, phones: [] }, { asOf: at(7) })).toMatchObject({ suppressed: 0 });
        expect((await known(store, 'contact', 'crm', '108')).sides.crm?.fields).toMatchObject({ firstName: 'Olavi', emails: [] });
      });

      test('is noted once when shown again, with the place sealed; not while the request is still being carried out', async () => {
        await show(store, 'contact', 'crm', '101', AINO);
        expect(await store.sightings()).toEqual([]);
        await carriedOut(store);
        for (let times = 0; times < 2; times++) await show(store, 'contact', 'crm', '102', AINO);
        const sightings = await store.sightings('r1');
        expect(sightings.map(({ requestId, side, entity }) => [requestId, side, entity])).toEqual([['r1', 'crm', 'contact']]);
        expect(JSON.stringify(sightings)).not.toContain('102"');
        await show(store, 'contact', 'crm', '101', { firstName: 'Deleted', lastName: 'Contact', emails: [], phones: [] });
        expect((await store.sightings()).length).toBe(1);
        await store.dropSightings('r1');
        expect(await store.sightings()).toEqual([]);
      });

      test('is taken out of what others show: their address, and who a record points to', async () => {
        await carriedOut(store);
        await show(store, 'contact', 'psa', 'p2', { ...EINO, account: 'c1', emails: set('eino.virtanen@kuura.example', 'aino.virtanen@kuura.example') }, { asOf: at(5), handles: { 'email:aino.virtanen@kuura.example': 'h1', 'email:eino.virtanen@kuura.example': 'h2' } });
        const eino = await known(store, 'contact', 'psa', 'p2');
        expect(eino.sides.psa).toMatchObject({ fields: { ...EINO, account: 'c1' }, handles: { 'email:eino.virtanen@kuura.example': 'h2' } });
        expect(await store.byKeys('contact', ['email:aino.virtanen@kuura.example'])).toEqual([]);
        await show(store, 'salesCase', 'crm', '901', { name: 'Toinen', contacts: set('101', '102') });
        expect((await known(store, 'salesCase', 'crm', '901')).sides.crm?.fields).toEqual({ name: 'Toinen', contacts: set('102') });
        await show(store, 'account', 'psa', 'c2', { name: 'Aamu Oy', email: 'aino.virtanen@kuura.example' });
        expect((await known(store, 'account', 'psa', 'c2')).sides.psa?.fields).toEqual({ name: 'Aamu Oy' });
        await noPerson();
      });

      test('is taken out of what a worker has worked out and read meanwhile: who a record points to, and who a write waits for', async () => {
        await store.markDirty('salesCase', [people.deal.id], 'poll');
        const [taken] = await store.take({ entity: 'salesCase', ids: [people.deal.id], limit: 1, ttlMs: MINUTE });
        if (taken === undefined) throw new Error('nothing to take');
        const fields = { name: 'Koulutus', contacts: set('101', '102') };
        const held = [{ side: 'psa', field: 'contacts', reason: 'unlinked-contact', waitsFor: { kind: 'record', entity: 'contact', side: 'crm', id: '101' } } as const];
        const conflicts = [{ field: 'contacts', base: {}, values: { crm: set('101', '102') }, authors: {}, suggestion: null }];
        expect(await store.record([outcome(taken, { sides: [agreed(taken.link, 'crm', { fields, base: fields })], held, conflicts })])).toEqual([]);
        const deal = await known(store, 'salesCase', 'crm', '900');
        expect(deal.sides.crm).toMatchObject({ fields: { name: 'Koulutus', contacts: set('102') }, base: { name: 'Koulutus', contacts: set('102') } });
        expect(deal.held).toEqual([]);
        expect((await store.inbox({ limit: 10 })).conflicts.map(({ values }) => values)).toEqual([{ crm: set('102') }]);
      });

      test('does not keep others out who share a name or a number', async () => {
        await show(store, 'contact', 'crm', '201', { firstName: 'Aino', lastName: 'Virtanen', emails: set('aino@toinen.example'), phones: set('+358501112222') });
        await show(store, 'contact', 'crm', '202', { firstName: 'Olavi', lastName: 'Laine', phones: set('+358401234567') });
        expect([await linkBy(store, 'contact', 'crm', '201'), await linkBy(store, 'contact', 'crm', '202')].every((link) => link !== null)).toBe(true);
      });

      test('cannot be put in by hand, neither as a record nor into one', async () => {
        expect(await store.addLocal('contact', { fields: AINO, keys: [], by: 'a@sauma.example' })).toBeNull();
        const id = (await store.addLocal('contact', { fields: EINO, keys: [], by: 'a@sauma.example' })) ?? '';
        const edit = { linkId: id, seenVersion: 1, fields: { emails: set('eino.virtanen@kuura.example', 'aino.virtanen@kuura.example') }, keys: [], decided: [], consents: [], by: 'a@sauma.example' };
        expect(await store.edit('contact', edit)).toBe('suppressed');
        expect(await store.edit('contact', { ...edit, fields: { jobTitle: 'Johtaja' } })).toBe('done');
        await noPerson();
      });

      test('is nowhere to look: events about them are not kept', async () => {
        await carriedOut(store);
        await store.saveHints('crm', [{ entity: 'contact', id: '101', kind: 'changed' }, { entity: 'contact', id: '999', kind: 'changed' }]);
        expect((await store.hints({ entity: 'contact', side: 'crm', limit: 10 })).map(({ id }) => id)).toEqual(['999']);
        expect(await store.sightings()).toEqual([]);
        await store.saveHints('crm', [{ entity: 'contact', id: '101', kind: 'restored' }]);
        expect((await store.sightings()).map(({ entity }) => entity)).toEqual(['contact']);
      });

      test('may come back once that was lifted', async () => {
        expect(await store.suppressed(['email:aino.virtanen@kuura.example', 'email:eino.virtanen@kuura.example'])).toEqual(new Set(['email:aino.virtanen@kuura.example']));
        expect(await store.lift('r1')).toBe((orderFor(subjectOf([])).keys).length);
        await show(store, 'contact', 'crm', '101', AINO);
        expect(await linkBy(store, 'contact', 'crm', '101')).not.toBeNull();
      });

      test('is frozen from arming until the request is over', async () => {
        const refs = subjectOf([]).refs;
        expect(await store.frozen([...refs, { side: 'psa', kind: 'contact', id: 'p2' }])).toEqual(new Set(['id:psa:contact:p1', 'id:crm:contact:101']));
        await carriedOut(store);
        const now = await store.request('r1');
        if (now === null) throw new Error('there is no request');
        await store.saveRequest({ ...now, state: 'completed', completedAt: at(9) }, now.version);
        expect(await store.frozen(refs)).toEqual(new Set());
      });
    });

    describe('suppressions', () => {
      test('are hashes of one workspace, read page by page', async () => {
        const all = await store.suppressions({ limit: 100 });
        expect(all.length).toBe(orderFor(subjectOf([])).keys.length);
        for (const one of all) expect(one).toEqual({ workspace: one.workspace, requestId: 'r1', hash: expect.stringMatching(/^1\.[\w-]{43}$/u) as string, at: at(1) });
        const first = await store.suppressions({ limit: 2 });
        expect([...first, ...(await store.suppressions({ after: placeOfSuppression(first[1] ?? { hash: '', requestId: '' }), limit: 100 }))]).toEqual(all);
        expect(await bench.workspace('other').suppressions({ limit: 10 })).toEqual([]);
      });

      test('can be replayed into a store that has forgotten nobody yet, which then forgets again', async () => {
        const all = await store.suppressions({ limit: 100 });
        expect(await store.replay(all)).toBe(0);
        await store.lift('r1');
        await show(store, 'contact', 'psa', 'p1', { ...AINO, account: 'c1' });
        await show(store, 'contact', 'crm', '101', AINO);
        await show(store, 'salesCase', 'crm', '900', { name: 'Koulutus', contacts: set('101', '102') }, { asOf: at(5) });
        expect(await store.forgetSuppressed()).toEqual({ links: 0, others: 0 });
        expect(await bench.workspace('other').replay(all)).toBe(0);
        expect(await store.replay(all)).toBe(all.length);
        expect(await store.forgetSuppressed()).toMatchObject({ links: 2 });
        await noPerson();
        expect((await known(store, 'salesCase', 'crm', '900')).sides.crm?.fields).toEqual({ name: 'Koulutus', contacts: set('102') });
        expect((await known(store, 'contact', 'psa', 'p2')).sides.psa?.fields).toEqual({ ...EINO, account: 'c1' });
        expect(await store.forgetSuppressed()).toEqual({ links: 0, others: 0 });
      });

      test('that are replayed find whoever has no record here any more: in what others show, point to and wait for, in texts and in events', async () => {
        const all = await store.suppressions({ limit: 100 });
        await store.lift('r1');
        await show(store, 'account', 'psa', 'c1', { name: 'Kuura Oy', email: 'Aino.Virtanen@kuura.example', notes: 'Soita (040) 123 4567 tai aino.virtanen+myynti@kuura.example. Muuten Eino Virtanen.' }, { asOf: at(6) });
        await show(store, 'account', 'psa', 'c2', { name: 'Aamu Oy', notes: `Henkilö ${GUID}` }, { asOf: at(6) });
        await show(store, 'salesCase', 'crm', '900', { name: 'Koulutus', contacts: set('101', '102') }, { asOf: at(6) });
        const [taken] = await store.take({ entity: 'salesCase', ids: [people.deal.id], limit: 1, ttlMs: MINUTE });
        if (taken === undefined) throw new Error('nothing to take');
        const held = [{ side: 'psa', field: 'contacts', reason: 'unlinked-contact', waitsFor: { kind: 'record', entity: 'contact', side: 'crm', id: '101' } }] as const;
        const conflicts = [{ field: 'contacts', base: {}, values: { crm: set('101', '102') }, authors: {}, suggestion: null }];
        await store.record([outcome(taken, { sides: [agreed(taken.link, 'crm')], held, conflicts })]);
        await store.saveHints('crm', [{ entity: 'contact', id: '101', kind: 'changed' }, { entity: 'contact', id: '102', kind: 'changed' }]);
        await store.arm(orderFor({ ...subjectOf([]), names: [], emails: [], phones: [], refs: [{ side: 'psa', kind: 'contact', id: GUID }] }, { requestId: (await approvedRequest(store, 'r3')).id, seenVersion: 1 }));
        await show(store, 'account', 'psa', 'c2', { name: 'Aamu Oy', notes: `Henkilö ${GUID}` }, { asOf: at(7) });
        expect(await store.replay(all)).toBe(all.length);
        const again = await store.forgetSuppressed();
        expect(again.links).toBe(0);
        expect(again.others).toBeGreaterThanOrEqual(4);
        expect((await known(store, 'account', 'psa', 'c1')).sides.psa?.fields).toMatchObject({ name: 'Kuura Oy', email: null, notes: 'Soita (040) 123 4567 tai [poistettu]. Muuten Eino Virtanen.' });
        expect((await known(store, 'account', 'psa', 'c2')).sides.psa?.fields['notes']).toBe('Henkilö [poistettu]');
        const deal = await known(store, 'salesCase', 'crm', '900');
        expect([deal.sides.crm?.fields['contacts'], deal.held]).toEqual([set('102'), []]);
        expect((await store.inbox({ limit: 10 })).conflicts.map(({ values }) => values)).toEqual([{ crm: set('102') }]);
        expect((await store.hints({ entity: 'contact', side: 'crm', limit: 10 })).map(({ id }) => id)).toEqual(['102']);
        expect((await known(store, 'contact', 'psa', 'p2')).sides.psa?.fields).toEqual({ ...EINO, account: 'c1' });
        expect(await store.forgetSuppressed()).toEqual({ links: 0, others: 0 });
      });

      test('that are replayed take nothing from those who share an address with the person', async () => {
        const office = 'toimisto@kuura.example';
        const all = await store.suppressions({ limit: 100 });
        await store.lift('r1');
        await show(store, 'contact', 'crm', '101', { ...AINO, emails: set('aino.virtanen@kuura.example', office) });
        await show(store, 'contact', 'psa', 'p2', { ...EINO, emails: set('eino.virtanen@kuura.example', office), account: 'c1' }, { asOf: at(6) });
        await show(store, 'account', 'psa', 'c1', { name: 'Kuura Oy', notes: `Laskut: ${office}. Soita: Aino Virtanen.` }, { asOf: at(6) });
        await store.replay(all);
        expect(await store.forgetSuppressed()).toMatchObject({ links: 1 });
        await noPerson();
        expect((await known(store, 'contact', 'psa', 'p2')).sides.psa?.fields['emails']).toEqual(set('eino.virtanen@kuura.example', office));
        expect((await known(store, 'account', 'psa', 'c1')).sides.psa?.fields['notes']).toBe(`Laskut: ${office}. Soita: [poistettu].`);
      });

      test('of one request go without those of another', async () => {
        await approvedRequest(store, 'r2');
        await store.arm(orderFor(subjectOf([]), { requestId: 'r2', keys: ['email:aino.virtanen@kuura.example'] }));
        await store.lift('r1');
        expect(await store.suppressed(['email:aino.virtanen@kuura.example', 'id:crm:contact:101'])).toEqual(new Set(['email:aino.virtanen@kuura.example']));
      });

      test('seal where somebody was seen again for the holder of the key only', async () => {
        await carriedOut(store);
        await show(store, 'contact', 'crm', '102', AINO);
        const [sighting] = await store.sightings();
        const other = createSealer(() => [new Uint8Array(32).fill(77)]);
        expect(() => other.open(sighting?.refId ?? '', { workspace: 'main', record: 'r1', purpose: 'sighting' })).toThrow(/another key/u);
      });
    });
  });
}
