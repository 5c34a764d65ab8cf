// When cron expressions fire: plain days, the two nights a year when the clock is moved, rare dates, and the way back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronFaults, cronProblem, nextTimes, previousTime } from '../../src/jobs/cron.ts';
import { toInstant } from '../../src/lib/clock.ts';

const HELSINKI = 'Europe/Helsinki';
const next = (expression: string, after: string, count = 1, zone = HELSINKI): readonly string[] => nextTimes(expression, zone, Date.parse(after), count).map(toInstant);
const previous = (expression: string, at: string, zone = HELSINKI): string | null => {
  const time = previousTime(expression, zone, Date.parse(at));
  return time === null ? null : toInstant(time);
};

describe('nextTimes', () => {
  it('follows the wall clock of the zone', () => {
    expect(next('30 2 * * *', '2026-01-15T12:00:00Z', 2)).toEqual(['2026-01-16T00:30:00.000Z', '2026-01-17T00:30:00.000Z']);
    expect(next('30 2 * * *', '2026-07-15T12:00:00Z')).toEqual(['2026-07-15T23:30:00.000Z']);
    expect(next('0 9 * * 1-5', '2026-03-06T10:00:00Z', 2)).toEqual(['2026-03-09T07:00:00.000Z', '2026-03-10T07:00:00.000Z']);
    expect(next('*/20 * * * * *', '2026-03-06T10:00:00Z', 3)).toEqual(['2026-03-06T10:00:20.000Z', '2026-03-06T10:00:40.000Z', '2026-03-06T10:01:00.000Z']);
  });

  it('comes strictly after the given instant, also within a minute', () => {
    expect(next('* * * * *', '2026-03-06T10:00:00.000Z')).toEqual(['2026-03-06T10:01:00.000Z']);
    expect(next('* * * * *', '2026-03-06T09:59:59.999Z')).toEqual(['2026-03-06T10:00:00.000Z']);
  });

  it('fires a time that the beginning of summer time skips at the end of the gap, once', () => {
    expect(next('30 3 * * *', '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']);
    expect(next('0,30 3,4 29 3 *', '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-29T01:30:00.000Z']);
  });

  it('fires a time that comes twice at the end of summer time once', () => {
    expect(next('30 3 * * *', '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it('fires what is for every hour in every hour there is', () => {
    expect(next('30 * * * *', '2026-10-24T23:45:00Z', 4)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', '2026-10-25T02:30:00.000Z', '2026-10-25T03:30:00.000Z']);
    expect(next('30 * * * *', '2026-03-28T23:45:00Z', 3)).toEqual(['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z', '2026-03-29T02:30:00.000Z']);
  });

  it('knows zones that move at midnight and by half an hour', () => {
    expect(next('15 0 6 9 *', '2026-09-01T00:00:00Z', 1, 'America/Santiago')).toEqual(['2026-09-06T04:00:00.000Z']);
    expect(next('45 1 * * *', '2026-04-04T00:00:00Z', 2, 'Australia/Lord_Howe')).toEqual(['2026-04-04T14:45:00.000Z', '2026-04-05T15:15:00.000Z']);
  });

  it('knows the last day, the nearest working day and rare dates', () => {
    expect(next('0 0 L * *', '2026-02-10T00:00:00Z', 2, 'UTC')).toEqual(['2026-02-28T00:00:00.000Z', '2026-03-31T00:00:00.000Z']);
    expect(next('0 0 15W * *', '2026-02-10T00:00:00Z', 1, 'UTC')).toEqual(['2026-02-16T00:00:00.000Z']);
    expect(next('0 0 * * 5L', '2026-02-10T00:00:00Z', 1, 'UTC')).toEqual(['2026-02-27T00:00:00.000Z']);
    expect(next('0 0 29 2 *', '2026-02-10T00:00:00Z', 2, 'UTC')).toEqual(['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z']);
  });
});

describe('previousTime', () => {
  it('is the last time that has come', () => {
    expect(previous('30 2 * * *', '2026-01-15T12:00:00Z')).toBe('2026-01-15T00:30:00.000Z');
    expect(previous('* * * * *', '2026-01-15T12:00:00Z')).toBe('2026-01-15T12:00:00.000Z');
    expect(previous('0 0 29 2 *', '2026-01-15T12:00:00Z', 'UTC')).toBe('2024-02-29T00:00:00.000Z');
    expect(previous('30 3 * * *', '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(previous('30 3 * * *', '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('is the way back of nextTimes, in every zone and season', () => {
    const expressions = ['* * * * *', '17 * * * *', '30 2 * * *', '30 3 * * *', '0 */6 * * *', '5 1 * * 0', '0 12 1 * *'];
    const instants = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...expressions), fc.constantFrom(HELSINKI, 'UTC', 'America/New_York', 'Australia/Lord_Howe'), instants, (expression, zone, at) => {
        const [first = 0] = nextTimes(expression, zone, at, 1);
        expect(first).toBeGreaterThan(at);
        expect(previousTime(expression, zone, first)).toBe(first);
        const before = previousTime(expression, zone, first - 1) ?? 0;
        expect(before).toBeLessThanOrEqual(at);
        expect(nextTimes(expression, zone, before, 1)).toEqual([first]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('cronProblem', () => {
  it('says which field is wrong, and nothing about a good expression', () => {
    expect(cronProblem('*/5 * * * *')).toBeNull();
    expect(cronProblem('61 * * * *')).toMatch(/minute/);
    expect(cronProblem('0 0 31 2 *')).toMatch(/impossible/);
  });
});

describe('cronFaults', () => {
  it('names the parts that do not fit, each once', () => {
    expect(cronFaults('*/5 * * * *')).toEqual([]);
    expect(cronFaults('61 25 * * *')).toEqual(['minute', 'hour']);
    expect(cronFaults('0 0 31 2 *')).toEqual(['dayOfMonth']);
    expect(cronFaults('* * *')).toEqual(['expression']);
  });
});
