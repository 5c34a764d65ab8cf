import { describe, expect, it } from 'vitest';
import { createProgress, progressEvents } from '../../src/cli/progress.ts';

function collecting(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  const output = { isTTY, columns: 80, write: (text: string) => written.push(text), on: () => output, once: () => output, removeListener: () => output };
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  return { output, clock, text: () => written.join(''), pass: (ms: number) => void (now += ms) };
}

describe('progress', () => {
  it('without a terminal is a line now and then and one at the end', () => {
    const { output, clock, text, pass } = collecting(false);
    const phase = createProgress({ output, clock, plain: false }).phase('accounts from Severa', 500);
    phase.advance(100);
    pass(10_000);
    phase.advance(100);
    phase.advance(100);
    pass(9_999);
    phase.advance(100);
    phase.done();
    expect(text()).toBe('accounts from Severa: 200 of 500\naccounts from Severa: 400 of 500\n');
  });

  it('names no total that nobody knows', () => {
    const { output, clock, text } = collecting(false);
    const phase = createProgress({ output, clock, plain: false }).phase('changes', null);
    phase.advance(7);
    phase.done();
    expect(text()).toBe('changes: 7\n');
  });

  it('on a terminal is a bar per phase, side by side and one after another', () => {
    const { output, clock, text } = collecting(true);
    const progress = createProgress({ output, clock, plain: false });
    const [psa, crm] = [progress.phase('Severa', 10), progress.phase('HubSpot', null)];
    psa.advance(10);
    crm.advance(3);
    psa.done();
    crm.done();
    const write = progress.phase('writes', 2);
    write.advance(2);
    write.done();
    expect(text()).toMatch(/Severa .* 10 of 10/);
    expect(text()).toMatch(/HubSpot .* 3\b/);
    expect(text()).toMatch(/writes .* 2 of 2/);
  });

  it('is plain lines on a terminal too when asked for', () => {
    const { output, clock, text } = collecting(true);
    const phase = createProgress({ output, clock, plain: true }).phase('accounts', 2);
    phase.advance(2);
    phase.done();
    expect(text()).toBe('accounts: 2 of 2\n');
  });
});

describe('running totals of the engine', () => {
  it('name the systems, and begin anew when a count does', () => {
    const { output, clock, text } = collecting(false);
    const { event, end } = progressEvents({ stderr: output, clock }, false);
    event('read psa account', 100, null);
    event('read psa account', 130, 130);
    event('read psa account', 4, 4);
    event('write salesCase', 2, null);
    event('read crm activity details', 9, null);
    end();
    expect(text()).toBe('read Severa accounts: 130\nread Severa accounts: 4 of 4\nbring together sales cases: 2\nread HubSpot activities details: 9\n');
  });
});
