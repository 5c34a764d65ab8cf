import { expect, it } from 'vitest';
import { mapParallel } from '../../src/connectors/parallel.ts';

it('keeps the order of results and never has more under way than allowed', async () => {
  let running = 0;
  let most = 0;
  const results = await mapParallel([5, 1, 3, 2, 4], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 30, 20, 40]);
  expect(most).toBe(2);
});

it('begins nothing new after a failure, and lets what had begun end before it throws', async () => {
  const begun: number[] = [];
  let ended = 0;
  const work = mapParallel([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('first');
    await Promise.resolve();
    await Promise.resolve();
    ended++;
  });
  await expect(work).rejects.toThrow('first');
  expect(begun).toEqual([1, 2]);
  expect(ended).toBe(1);
});
