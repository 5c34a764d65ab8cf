import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommand, run, wholeNumber, type SharedOptions } from '../../src/cli/command.ts';
import { READS } from '../../src/cli/deed.ts';
import { EXIT, type ExitCode } from '../../src/cli/exit.ts';
import { writeJson } from '../../src/cli/output.ts';
import { runProgram, type Register } from '../../src/cli/program.ts';
import { AccessError, ConfigError, RejectedError, RetryableError, StaleError, UsageError } from '../../src/lib/errors.ts';
import { collectingContext } from './harness.ts';

interface Told {
  readonly exit: ExitCode;
  readonly out: string;
  readonly err: string;
}

async function sauma(argv: readonly string[], action: (options: SharedOptions) => Promise<ExitCode>, env: Record<string, string> = {}): Promise<Told> {
  const { context, out, err } = collectingContext(env);
  const register: Register = (program) => {
    addCommand(program, 'measure [what]', 'measures one thing', READS)
      .option('--times <number>', 'how often', wholeNumber(1, 9), 1)
      .addOption(new Option('--unit <unit>', 'in what').choices(['metre', 'mile']))
      .action(run((_args, command) => action(command.opts<SharedOptions>())));
    addCommand(addCommand(program, 'group', 'things', READS), 'turn', 'turns one', READS).action(run(() => action({ workspace: 'main', json: false })));
    addCommand(program, 'show', 'shows things', READS).action(
      run((args, command) => {
        writeJson(context, { args, ...command.opts() });
        return Promise.resolve(EXIT.done);
      }),
    );
  };
  const exit = await runProgram(argv, context, [register]);
  return { exit, out: out(), err: err() };
}

const fine = (): Promise<ExitCode> => Promise.resolve(EXIT.done);
const failing = (error: unknown) => (): Promise<ExitCode> => Promise.reject(error as Error);

describe('exit codes', () => {
  it.each([EXIT.done, EXIT.failed, EXIT.needsPerson])('%i is what the command returned', async (code) => {
    expect(await sauma(['measure'], () => Promise.resolve(code))).toEqual({ exit: code, out: '', err: '' });
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['meassure'], "unknown command 'meassure' (Did you mean measure?)"],
    ['an unknown option', ['measure', '--tims', '3'], "unknown option '--tims' (Did you mean --times?)"],
    ['a value of the wrong kind', ['measure', '--times', 'many'], 'It must be a whole number from 1 to 9.'],
    ['a value out of range', ['measure', '--times', '12'], 'It must be a whole number from 1 to 9.'],
    ['a value that is no choice', ['measure', '--unit', 'inch'], 'Allowed choices are metre, mile.'],
    ['an option without its value', ['measure', '--unit'], "option '--unit <unit>' argument missing"],
    ['too many arguments', ['show', 'a', 'b'], 'too many arguments'],
    ['too many arguments of a sub-command', ['group', 'turn', 'a'], 'too many arguments'],
  ])('2 is given for %s, with a hint', async (_, argv, message) => {
    const { exit, out, err } = await sauma(argv, fine);
    expect(exit).toBe(EXIT.usage);
    expect(out).toBe('');
    expect(err).toContain(`sauma: `);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
    expect(err).toMatch(/What to do: see "sauma (measure |show |group turn )?--help"\./);
  });

  it('2 is given without a command, and the help goes to standard error', async () => {
    const { exit, out, err } = await sauma([], fine);
    expect(exit).toBe(EXIT.usage);
    expect(out).toBe('');
    expect(err).toContain('measures one thing');
  });

  it('0 is given for help and version, on standard output', async () => {
    const help = await sauma(['measure', '--help'], fine);
    expect(help).toMatchObject({ exit: EXIT.done, err: '' });
    for (const option of ['--workspace <name>', '--json', '--times <number>', '--help']) expect(help.out).toContain(option);
    const version = await sauma(['--version'], fine);
    expect(version).toMatchObject({ exit: EXIT.done, err: '' });
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a failure', () => {
  it.each<[Error, ExitCode, string]>([
    [new ConfigError('configuration-invalid', 'SAUMA_PORT', 'SAUMA_PORT must be a port number.'), EXIT.failed, 'correct SAUMA_PORT'],
    [new AccessError('credentials-refused', 'Severa refuses the credentials.'), EXIT.failed, 'check the credentials'],
    [new RetryableError('unreachable', 'cannot reach 127.0.0.1.'), EXIT.failed, 'run it again in a while'],
    [new RejectedError('refused', 'HubSpot refuses a company.'), EXIT.failed, 'correct the record'],
    [new StaleError('moved', 'the link was changed.'), EXIT.failed, 'run it again'],
    [new UsageError('no-such-item', 'there is no run 7.'), EXIT.usage, 'see "sauma measure --help"'],
  ])('%o becomes one message and one thing to do', async (error, code, action) => {
    const { exit, out, err } = await sauma(['measure'], failing(error));
    expect(exit).toBe(code);
    expect(out).toBe('');
    expect(err.split('\n')).toEqual([`sauma: ${error.message}`, expect.stringContaining(`What to do: ${action}`), '']);
  });

  it('that nobody expected says so, without a stack trace', async () => {
    const { exit, err } = await sauma(['measure'], failing(new TypeError('x is not\na function')));
    expect(exit).toBe(EXIT.failed);
    expect(err).toMatch(/^sauma: something went wrong that should not have: TypeError: x is not a function\nWhat to do: .*SAUMA_DEBUG=1.*\n$/);
  });

  it('shows its stack and its causes under SAUMA_DEBUG', async () => {
    const cause = new Error('socket closed');
    const { err } = await sauma(['measure'], failing(new RetryableError('unreachable', 'no answer', { cause })), { SAUMA_DEBUG: '1' });
    expect(err).toMatch(/RetryableError: no answer\n {4}at .*/);
    expect(err).toMatch(/Caused by Error: socket closed\n {4}at .*/);
  });

  it('is one object on standard output with --json, also when the command line itself was wrong', async () => {
    const refused = await sauma(['measure', '--json'], failing(new AccessError('scope-missing', 'a scope is missing')));
    expect(JSON.parse(refused.out)).toEqual({ error: { code: 'scope-missing', message: 'a scope is missing', action: expect.any(String) } });
    const misused = await sauma(['measure', '--json', '--tims'], fine);
    expect(misused.exit).toBe(EXIT.usage);
    expect(JSON.parse(misused.out)).toMatchObject({ error: { code: 'usage' } });
  });
});

describe('every command', () => {
  it('works on the workspace main unless told otherwise, and prints for people unless asked for JSON', async () => {
    expect(JSON.parse((await sauma(['show'], fine)).out)).toEqual({ args: [], workspace: 'main', json: false });
    const other = await sauma(['show', '--workspace', 'acme', '--json'], fine);
    expect(JSON.parse(other.out)).toEqual({ args: [], workspace: 'acme', json: true });
  });
});
