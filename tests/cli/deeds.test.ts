// That no command can change something past the audit: each says what it notes, and one that says so and has not is found out.
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { AUDIT_WORDS } from '../../src/api/contract/audit-words.ts';
import { addCommand, run } from '../../src/cli/command.ts';
import { doesOf, READS, SERVES, type Deeds, type Does } from '../../src/cli/deed.ts';
import { EXIT, type ExitCode } from '../../src/cli/exit.ts';
import { commands, runProgram, type Register } from '../../src/cli/program.ts';
import { collectingContext } from './harness.ts';

/** Every command that does something when it is called, by what is typed. */
async function tree(): Promise<ReadonlyMap<string, Command>> {
  const found = new Map<string, Command>();
  const walk = (command: Command, path: readonly string[]): void => {
    if (command.commands.length === 0 || Reflect.get(command, '_actionHandler') !== null) found.set(path.join(' '), command);
    for (const one of command.commands) walk(one, [...path, one.name()]);
  };
  const capture: Register = (program) => walk(program, []);
  await runProgram(['--version'], collectingContext().context, [...commands, capture]);
  return found;
}

interface Ended {
  readonly exit: ExitCode;
  readonly err: string;
}

async function ending(does: Does, action: (deeds: Deeds) => Promise<ExitCode>): Promise<Ended> {
  const { context, err } = collectingContext();
  const register: Register = (program) => void addCommand(program, 'change', 'changes things', does).action(run((_args, _command, deeds) => action(deeds)));
  return { exit: await runProgram(['change'], context, [register]), err: err() };
}

describe('every command', () => {
  it('says what it notes in the audit, in words that the web app has, or why it notes nothing', async () => {
    const all = await tree();
    expect(all.size).toBeGreaterThan(50);
    const said = [...all].map(([path, command]) => [path, doesOf(command)] as const);
    expect(said.filter(([, does]) => does === null)).toEqual([]);
    expect(said.flatMap(([, does]) => (does !== null && 'notes' in does ? does.notes : [])).filter((name) => AUDIT_WORDS[name] === undefined)).toEqual([]);
  });

  it('that notes nothing is one of these, which change nothing that a person would have to answer for', async () => {
    const unnoted = [...(await tree())].flatMap(([path, command]) => {
      const does = doesOf(command);
      return does !== null && 'unnoted' in does ? [[path, does] as const] : [];
    });
    expect(unnoted.filter(([, does]) => does === READS).map(([path]) => path).toSorted()).toEqual([
      'billing', 'billing changes', 'billing forecast', 'billing missing', 'conflicts', 'conflicts list', 'erase list', 'erase receipt', 'erase status', 'erase verify', 'history', 'keys', 'keys list',
      'matches', 'matches list', 'reports dormant', 'reports forecast', 'reports funnel', 'reports pipeline', 'reports profitable', 'rules', 'rules list', 'runs', 'runs list', 'runs show',
      'schedules', 'schedules list', 'tokens', 'tokens list', 'users', 'users list', 'workspace', 'workspace list',
    ]);
    expect(unnoted.filter(([, does]) => does === SERVES).map(([path]) => path)).toEqual(['start', 'worker', 'web']);
    expect(unnoted.filter(([, does]) => does !== READS && does !== SERVES).map(([path]) => path)).toEqual(['demo', 'sandbox', 'migrate']);
  });
});

describe('a command that says that it notes something', () => {
  const undoes: Does = { notes: ['undoRun'] };
  it.each([EXIT.done, EXIT.needsPerson])('and ends with %i without having noted it has failed, whatever it told', async (code) => {
    const { exit, err } = await ending(undoes, () => Promise.resolve(code));
    expect(exit).toBe(EXIT.failed);
    expect(err).toMatch(/"change" has noted nothing in the audit, neither undoRun/u);
  });

  it('may end without where it failed, or says that there was nothing to do', async () => {
    expect((await ending(undoes, () => Promise.resolve(EXIT.failed))).err).toBe('');
    expect(await ending(undoes, (deeds) => Promise.resolve(deeds.nothing()).then(() => EXIT.done))).toEqual({ exit: EXIT.done, err: '' });
  });

  it('cannot note anything else, and one that only shows things cannot note at all', async () => {
    for (const does of [undoes, READS]) expect((await ending(does, (deeds) => deeds.note({} as never, 'addToken').then(() => EXIT.done))).err).toMatch(/does not say that it notes "addToken"/u);
  });
});

describe('a command that says nothing', () => {
  it('does nothing', async () => {
    const { context, err } = collectingContext();
    const done: string[] = [];
    const register: Register = (program) => void program.command('change').action(run(() => Promise.resolve(void done.push('done')).then(() => EXIT.done)));
    expect([await runProgram(['change'], context, [register]), done]).toEqual([EXIT.failed, []]);
    expect(err()).toContain('"change" does not say what it notes');
  });
});
