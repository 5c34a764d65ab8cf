// Is the simulator worth its time? Each planted bug must be found within three hundred seeds.
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { simulate } from './simulation.ts';

const MOST_SEEDS = 300;
/** `npm run mutants` plants all of them, every other run each fifth. */
const PLANTED = process.env['SAUMA_MUTANTS'] === 'all' ? MUTANTS : MUTANTS.filter((_, at) => at % 5 === 0);

describe('the simulator finds that', () => {
  it.each(PLANTED)('$name', { timeout: 300_000 }, async ({ sabotage, always, given }) => {
    let found: readonly string[] = [];
    for (let seed = 1; seed <= MOST_SEEDS && found.length === 0; seed++) {
      const verdict = await simulate(seed, { sabotage, ...(always === undefined ? {} : { always }), ...(given === undefined ? {} : { given }) });
      found = verdict.findings.map(({ code }) => code);
    }
    expect(found).not.toEqual([]);
  });
});
