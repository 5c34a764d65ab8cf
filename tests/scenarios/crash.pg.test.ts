// A process that dies anywhere in a backfill: the next one ends where an undisturbed one would have ended.
import { describe, expect, it } from 'vitest';
import type { Stage } from './stage.ts';
import { Death, mortalEngine } from './interruption.ts';
import { cycleOf, openStory, pictureOf, reopen, settle } from './outcome.ts';

const WORLD = { accounts: 5, seed: 3, severa: { pageMax: 2 } };

/** Runs until the death and then as a new process; long enough for every lease of the dead to run out. */
async function dieAndReturn(stage: Stage, step: number): Promise<string> {
  const mortal = mortalEngine(stage, step);
  await expect(cycleOf(mortal.engine)).rejects.toBeInstanceOf(Death);
  stage.clock.advance(mortal.engine.limits.leaseMs + 1_000);
  return mortal.steps.at(-1) ?? '';
}

describe('a process that dies in a backfill', () => {
  it('leaves nothing that the next one cannot finish, whichever step it dies at', async () => {
    const undisturbed = await openStory(WORLD);
    const { engine, steps } = mortalEngine(undisturbed, 'never');
    await cycleOf(engine);
    await settle(undisturbed);
    const expected = await pictureOf(undisturbed);
    expect(steps.some((step) => step.startsWith('POST'))).toBe(true);

    const labels = new Set<string>();
    for (let step = 1; step <= steps.length; step++) {
      const stage = await openStory(WORLD);
      const label = await dieAndReturn(stage, step);
      labels.add(label.replace(/\/[0-9a-f-]{36}\//, '/{guid}/'));
      const next = reopen(stage);
      await cycleOf(next);
      await settle(stage, () => cycleOf(next), 2);
      expect({ step, label, ...(await pictureOf(stage)) }).toEqual({ step, label, ...expected });
      await stage.close();
    }
    expect([...labels]).toEqual(expect.arrayContaining(['savePage', 'take', 'announce', 'record', 'POST /rest-api/v1/customers']));
  });

  it('may die again in every attempt to finish', async () => {
    const undisturbed = await openStory(WORLD);
    await undisturbed.cycle();
    await settle(undisturbed);
    const stage = await openStory(WORLD);
    for (const step of [5, 7, 10, 13, 6, 9]) await dieAndReturn(stage, step);
    const next = reopen(stage);
    await cycleOf(next);
    await settle(stage, () => cycleOf(next));
    expect(await pictureOf(stage)).toEqual(await pictureOf(undisturbed));
  });
});
