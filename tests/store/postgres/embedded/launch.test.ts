// Which programs stand before PostgreSQL, given what this machine lets us run.
import { describe, expect, it } from 'vitest';
import { chooseLaunch } from '../../../../src/store/postgres/embedded/launch.ts';

describe('chooseLaunch', () => {
  it('asks for a clean shutdown with our process, wherever setpriv can be run', () => {
    const { prefix } = chooseLaunch(() => true);
    expect(prefix.slice(-3)).toEqual(['setpriv', '--pdeathsig', 'INT']);
  });

  it('does without what cannot be run, and never leaves the server to root', () => {
    const asked: string[] = [];
    const { prefix, identity } = chooseLaunch((command) => {
      asked.push(command);
      return false;
    });
    expect(asked).toContain('setpriv');
    expect(prefix).toEqual([]);
    expect(identity === null).toBe(process.getuid?.() !== 0);
    expect(identity?.uid).not.toBe(0);
  });

  it('makes no namespace inside which setpriv would not run', () => {
    const { prefix } = chooseLaunch((command) => command === 'unshare');
    expect(prefix).not.toContain('setpriv');
  });
});
