// The contract about requests to be forgotten: who asked once is not asked for twice, every move is one that is allowed, and who it was
// about is gone when it is over.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { at, type Bench, type OpenBench } from './bench.ts';
import { request, step } from './people.ts';

export function describeRequests(open: OpenBench): void {
  // In a part of its own: what it prepares is dear.
  describe('requests', () => {
    let bench: Bench;
    let store: Store;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
    });

    describe('a request to be forgotten', () => {
      test('is told as it was kept, in its own workspace only', async () => {
        const given = request('r1', {
          extended: { at: at(1), by: 'officer@sauma.example', reason: 'complex' }, identity: { how: 'calledBack', by: 'officer@sauma.example', at: at(1) },
          checks: [{ check: 'now', at: at(2), found: 0 }], nextAt: at(3), retainedUntil: '2032-12-31', reappearedAt: at(4), lifted: { by: 'officer@sauma.example', at: at(5) },
        });
        expect(await store.addRequest(given)).toBe(true);
        expect(await store.request('r1')).toEqual(given);
        expect(await bench.workspace('other').request('r1')).toBeNull();
      });

      test('is not made twice while the first is open, and may be made again when it is over', async () => {
        await store.addRequest(request('r1', { subjectHash: 'same' }));
        expect(await store.addRequest(request('r2', { subjectHash: 'same' }))).toBe(false);
        expect(await bench.workspace('other').addRequest(request('r2', { subjectHash: 'same' }))).toBe(true);
        await store.saveRequest(request('r1', { subjectHash: 'same', state: 'cancelled', cancelled: { by: 'officer@sauma.example', at: at(1) } }), 1);
        expect(await store.addRequest(request('r3', { subjectHash: 'same' }))).toBe(true);
        expect((await store.requests({ subjectHash: 'same', limit: 10 })).map(({ id }) => id)).toEqual(['r3', 'r1']);
      });

      test('is found by the beginning of its id and by state, the newest first, and by when it is due, whoever has waited longest first', async () => {
        await store.addRequest(request('aa-1', { receivedAt: at(1), nextAt: at(5) }));
        await store.addRequest(request('aa-2', { receivedAt: at(2), nextAt: at(9) }));
        await store.addRequest(request('bb-1', { receivedAt: at(3), state: 'review' }));
        const ids = async (query: Partial<Parameters<Store['requests']>[0]>): Promise<readonly string[]> => (await store.requests({ limit: 10, ...query })).map(({ id }) => id);
        expect(await ids({})).toEqual(['bb-1', 'aa-2', 'aa-1']);
        expect(await ids({ id: 'aa' })).toEqual(['aa-2', 'aa-1']);
        expect(await ids({ states: ['review'] })).toEqual(['bb-1']);
        expect(await ids({ due: at(5) })).toEqual(['aa-1']);
        await store.addRequest(request('bb-2', { receivedAt: at(4), nextAt: at(4) }));
        // Whoever has waited longest comes first, however late they came in: no limit keeps them waiting.
        expect([await ids({ due: at(9) }), await ids({ due: at(9), limit: 1 })]).toEqual([['bb-2', 'aa-1', 'aa-2'], ['bb-2']]);
        expect(await ids({ after: 'bb-1', limit: 1 })).toEqual(['aa-2']);
      });

      test('moves only from what was seen, and only as the table allows', async () => {
        await store.addRequest(request('r1'));
        expect(await store.saveRequest(request('r1', { state: 'verified' }), 1)).toBe(true);
        expect(await store.saveRequest(request('r1', { state: 'refused' }), 1)).toBe(false);
        await expect(store.saveRequest(request('r1', { state: 'completed' }), 2, [step('s1', 'r1')])).rejects.toThrow(RangeError);
        expect([await store.request('r1'), await store.steps('r1')]).toEqual([request('r1', { state: 'verified', version: 2 }), []]);
        expect(await store.saveRequest(request('r2'), 1)).toBe(false);
      });

      test('has its steps in their order, replaced as a whole or changed one by one', async () => {
        await store.addRequest(request('r1'));
        await store.saveRequest(request('r1'), 1, [step('s1', 'r1', { position: 2 }), step('s2', 'r1', { position: 1, until: '2032-12-31', ground: 'accounting-act-2-10' })]);
        expect((await store.steps('r1')).map(({ id, until }) => [id, until])).toEqual([['s2', '2032-12-31'], ['s1', null]]);
        expect(await store.saveStep(step('s1', 'r1', { position: 2, state: 'sent', attempts: 1 }), 1)).toBe(true);
        expect(await store.saveStep(step('s1', 'r1', { position: 2, state: 'done' }), 1)).toBe(false);
        await expect(store.saveStep(step('s1', 'r1', { position: 2, state: 'retained' }), 2)).rejects.toThrow(RangeError);
        expect((await store.steps('r1'))[1]).toEqual(step('s1', 'r1', { position: 2, state: 'sent', attempts: 1, version: 2 }));
        await store.saveRequest(request('r1'), 2, [step('s3', 'r1')]);
        expect((await store.steps('r1')).map(({ id }) => id)).toEqual(['s3']);
      });

      test('keeps its receipts', async () => {
        const receipts = [1, 2].map((minutes) => ({ requestId: 'r1', at: at(minutes), body: `{"n":${minutes}}`, signature: 'signed' }));
        for (const receipt of receipts) await store.saveReceipt(receipt);
        expect(await store.receipts('r1')).toEqual(receipts);
        expect(await store.receipts('r2')).toEqual([]);
      });

      test('no longer tells who it was about once it has been over for long enough, but for what is kept by law', async () => {
        await store.addRequest(request('r1', { state: 'verifying' }));
        await store.addRequest(request('r2', { state: 'verifying' }));
        await store.saveRequest(request('r1', { state: 'completed', completedAt: at(1) }), 1, [step('s1', 'r1', { state: 'gone' }), step('s2', 'r1', { position: 2, state: 'retained' })]);
        expect([await store.expireRequests(at(1)), await store.expireRequests(at(2)), await store.expireRequests(at(9))]).toEqual([0, 1, 0]);
        expect([(await store.request('r1'))?.sealed, (await store.request('r2'))?.sealed]).toEqual([null, 'sealed']);
        expect((await store.steps('r1')).map(({ sealed }) => sealed)).toEqual([null, 'sealed']);
      });
    });
  });
}
