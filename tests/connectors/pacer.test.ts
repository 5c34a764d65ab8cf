import { expect, it } from 'vitest';
import { unpaced } from '../../src/connectors/pacer.ts';

it('an unpaced bucket lets every call pass at once, even after it was told to hold back', async () => {
  await unpaced.backOff('b', 3_600_000);
  await Promise.all(Array.from({ length: 100 }, () => unpaced.take('b')));
  expect(await unpaced.take('b')).toBeUndefined();
});
