// The tick of forgetting among others who are quicker. Invariant: what went wrong with one request keeps none of the others.
import { describe, expect, it } from 'vitest';
import { proceedDue } from '../../src/erasure/due.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import type { Sighting } from '../../src/store/forgetting.ts';
import { DAY_MS, erasureBench, OFFICER } from './bench.ts';
import type { Bench } from './bench.ts';

const by = OFFICER;

async function identified(bench: Bench, email: string): Promise<string> {
  const { request: { id } } = await receive(bench, { origin: 'web', by, email });
  await recordIdentity(bench, id, { how: 'calledBack', by });
  return id;
}

describe('the tick', () => {
  it('goes on with all others when somebody is quicker with a request whose person was shown again', async () => {
    const bench = erasureBench();
    const [first, second] = [await identified(bench, 'aino.maki@koivu.example'), await identified(bench, 'oiva.laine@koivu.example')];
    const begun = await bench.requests.request(first);
    const over = begun && { ...begun, id: 'over', state: 'completed' as const };
    const sighting: Sighting = { requestId: 'over', side: 'crm', entity: 'contact', refId: null, at: '2026-03-02T08:00:00.000Z' };
    const isOutrun = (id: string): boolean => id === first || id === 'over';
    const desk: Bench = {
      ...bench,
      forgetting: { ...bench.forgetting, sightings: () => Promise.resolve([sighting]) },
      requests: {
        ...bench.requests,
        request: (id) => (id === 'over' ? Promise.resolve(over) : bench.requests.request(id)),
        saveRequest: async (request, ...more) => !isOutrun(request.id) && bench.requests.saveRequest(request, ...more),
      },
    };
    expect(await proceedDue(desk)).toBe(1);
    expect([(await bench.requests.request(first))?.state, (await bench.requests.request(second))?.state]).toEqual(['verified', 'review']);
    expect(bench.logged.filter((line) => line.includes('an erasure'))).toEqual([]);
  });

  it('takes in the other hints of systems when a request about one was being closed, and that one the next time', async () => {
    const bench = erasureBench();
    await bench.store.saveHints('crm', [{ entity: 'contact', id: '77', kind: 'erased' }, { entity: 'contact', id: '78', kind: 'erased' }]);
    let isFirst = true;
    const desk: Bench = {
      ...bench,
      requests: {
        ...bench.requests,
        addRequest: (request) => {
          const isClosing = isFirst;
          isFirst = false;
          return isClosing ? Promise.resolve(false) : bench.requests.addRequest(request);
        },
      },
    };
    await proceedDue(desk);
    expect(await bench.requests.requests({ limit: 10 })).toMatchObject([{ origin: 'crm', state: 'review' }]);
    await proceedDue(desk);
    expect(await bench.requests.requests({ limit: 10 })).toMatchObject([{ state: 'review' }, { state: 'review' }]);
    expect(await bench.store.erasedHints(10)).toEqual([]);
  });

  it('tells of every deadline that is near, however many requests have come since, the nearest first', async () => {
    const bench = erasureBench();
    const first = await receive(bench, { origin: 'web', by, email: 'first@koivu.example' });
    bench.advance(DAY_MS);
    const second = await receive(bench, { origin: 'web', by, email: 'second@koivu.example' });
    bench.advance(25 * DAY_MS);
    for (let number = 0; number < 205; number += 1) await receive(bench, { origin: 'web', by, email: `new${number}@koivu.example` });
    await proceedDue(bench);
    const told = bench.logged.filter((line) => line.includes('deadline'));
    expect(told.map((line) => [first, second].findIndex(({ request }) => line.includes(request.id)))).toEqual([0, 1]);
    await proceedDue(bench);
    expect(bench.logged.filter((line) => line.includes('deadline'))).toHaveLength(2);
  });
});
