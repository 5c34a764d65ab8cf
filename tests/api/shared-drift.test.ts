// Sharing a calculation: who is told what, and that never two run at a time.
import { expect, it } from 'vitest';
import { createSharedDrift } from '../../src/api/shared-drift.ts';
import type { BillingViews } from '../../src/store/views/billing.ts';

type Answer = Awaited<ReturnType<BillingViews['drift']>>;

const question = { today: '2026-03-15', figures: [] };

/** Calculations that end when they are told to. */
function bench() {
  let now = 0;
  const asked: PromiseWithResolvers<Answer>[] = [];
  const views = { drift: (): Promise<Answer> => { const begun = Promise.withResolvers<Answer>(); asked.push(begun); return begun.promise; } };
  const shared = createSharedDrift({ now: () => now });
  const of = (today = question.today, workspace = 'main'): Promise<Answer> => shared.of(workspace, views, { ...question, today });
  const end = async (at: number, accounts: number): Promise<void> => { asked[at]?.resolve({ accounts, drift: [] }); await settled(); };
  return { asked, of, end, shared, advance: (ms: number) => { now += ms; } };
}

const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

it('whoever asks while it runs or within a minute of its end is told the same; later it is worked out anew', async () => {
  const { asked, of, end, advance } = bench();
  const both = [of(), of()];
  await settled();
  advance(300_000);
  await end(0, 1);
  advance(59_999);
  expect([...(await Promise.all(both)), await of()].map(({ accounts }) => accounts)).toEqual([1, 1, 1]);
  expect(asked).toHaveLength(1);
  advance(1);
  void of();
  await settled();
  expect(asked).toHaveLength(2);
});

it('another day, another workspace and put-right sums are worked out anew, those of one workspace after each other', async () => {
  const { asked, of, end, shared } = bench();
  void of();
  void of(question.today, 'north');
  await settled();
  expect(asked).toHaveLength(2);
  const next = of('2026-03-16');
  shared.forget('main');
  const last = of('2026-03-16');
  await settled();
  expect(asked).toHaveLength(2);
  await end(0, 1);
  expect(asked).toHaveLength(3);
  await end(2, 3);
  await end(3, 4);
  expect([(await next).accounts, (await last).accounts]).toEqual([3, 4]);
});

it('what failed is told to those who waited, and not kept', async () => {
  const { asked, of, end } = bench();
  const both = [of(), of()];
  await settled();
  asked[0]?.reject(new RangeError('no'));
  for (const one of both) await expect(one).rejects.toThrow('no');
  const again = of();
  await settled();
  await end(1, 2);
  expect((await again).accounts).toBe(2);
});
