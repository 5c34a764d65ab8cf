import { describe, expect, it } from 'vitest';
import { plainLines } from '../../src/cli/log-lines.ts';
import { createLog } from '../../src/lib/log.ts';

const options = { timeZone: 'Europe/Helsinki', debug: false };

describe('the log on a terminal', () => {
  it('is one plain line an entry, and of an error its message', () => {
    const shown: string[] = [];
    const destination = plainLines({ isTTY: true, write: (text) => shown.push(text) }, options);
    const log = createLog({ level: 'info', ...(destination === null ? {} : { destination }) });
    log.warn({ system: 'severa', waitMs: 1000, token: 'abc' }, 'trying again');
    log.error({ error: new Error('no answer') }, 'a job failed');
    expect(shown).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}trying again \(system severa, waitMs 1000, token \[hidden\]\)\n$/),
      expect.stringMatching(/ {2}a job failed \(no answer\)\n$/),
    ]);
  });

  it('stays what machines read where no person sits, and where somebody looks for a bug', () => {
    expect(plainLines({ write: () => true }, options)).toBeNull();
    expect(plainLines({ isTTY: true, write: () => true }, { ...options, debug: true })).toBeNull();
  });
});
