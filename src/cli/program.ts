// The frame every command runs in: the list of commands, help, and one way to end. A command's own file describes it and does
// its work; it returns an exit code or throws, and nothing it throws gets further than here.
import { Command, CommanderError, Help, type Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { endingOf } from './command.ts';
import type { Context } from './context.ts';
import { EXIT, explain, tell, type ExitCode } from './exit.ts';
import { registerBackup } from './backup.ts';
import { registerBilling } from './billing.ts';
import { registerConnect } from './connect.ts';
import { registerDemo } from './demo.ts';
import { registerDoctor } from './doctor.ts';
import { registerErase } from './erase.ts';
import { registerExportSubject } from './export-subject.ts';
import { registerImport } from './import.ts';
import { registerHistory } from './history.ts';
import { registerConflicts, registerMatches } from './inbox.ts';
import { registerMigrate, registerWorkspace } from './operations.ts';
import { registerKeys } from './keys.ts';
import { registerReconcileMoney } from './reconcile-money.ts';
import { registerReports } from './reports.ts';
import { registerRestore } from './restore.ts';
import { registerRules } from './rules.ts';
import { registerRuns } from './runs.ts';
import { registerSandbox } from './sandbox.ts';
import { registerSchedules } from './schedules.ts';
import { registerStart } from './start.ts';
import { registerSync } from './sync.ts';
import { registerTokens } from './tokens.ts';
import { registerUsers } from './users.ts';
import { registerWorker } from './worker.ts';
import { registerWeb } from './web.ts';

/** Adds one command to the program. Each file in cli/ that is a command exports one. */
export type Register = (program: Command, context: Context) => void;

/** In the order the help lists them. */
export const commands: readonly Register[] = [
  registerStart,
  registerWorker,
  registerWeb,
  registerConnect,
  registerDemo,
  registerSandbox,
  registerSync,
  registerImport,
  registerBilling,
  registerHistory,
  registerReports,
  registerConflicts,
  registerMatches,
  registerRuns,
  registerRules,
  registerReconcileMoney,
  registerErase,
  registerExportSubject,
  registerSchedules,
  registerTokens,
  registerUsers,
  registerDoctor,
  registerBackup,
  registerRestore,
  registerKeys,
  registerMigrate,
  registerWorkspace,
];

/**
 * Runs one command line, without `node` and the script's name.
 * @returns the process's exit code; nothing is thrown
 */
export async function runProgram(argv: readonly string[], context: Context, register: readonly Register[]): Promise<ExitCode> {
  const program = buildProgram(context);
  for (const add of register) add(program, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return endingOf(program);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    return failed(error, argv, program, context);
  }
}

function buildProgram(context: Context): Command {
  return new Command('sauma')
    .description(packageJson.description)
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show what a command does and its options')
    .helpCommand('help [command]', 'the same')
    .configureHelp({ optionDescription: describeOption })
    .showSuggestionAfterError(true)
    // An option belongs to the command it follows: `runs show ID --json`, not `runs --json`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: () => undefined,
    });
}

const standardHelp = new Help();

/** A switch is off unless given: no need to say so each time. */
function describeOption(option: Option): string {
  return option.defaultValue === false ? option.description : standardHelp.optionDescription(option);
}

function failed(error: unknown, argv: readonly string[], program: Command, context: Context): ExitCode {
  if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const failure = explain(error, `${pathOf(program, argv)} --help`);
  return tell(failure, error, context, options.includes('--json'));
}

/** The command that was meant, as far as it exists: `sauma conflicts resolve`. */
function pathOf(program: Command, argv: readonly string[]): string {
  const names = [program.name()];
  let at = program;
  for (const word of argv) {
    const next = at.commands.find((command) => command.name() === word);
    if (!next) continue;
    at = next;
    names.push(next.name());
  }
  return names.join(' ');
}
