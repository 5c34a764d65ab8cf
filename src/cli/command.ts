// What all commands share: the options that every one has, what it notes in the audit, how an option's value is checked, and how the
// command hands its exit code to the program it belongs to.
import { InvalidArgumentError, type Command } from 'commander';
import { UsageError } from '../lib/errors.ts';
import { closest } from '../lib/suggest.ts';
import { declare, deedsOf, type Deeds, type Does } from './deed.ts';
import { EXIT, type ExitCode } from './exit.ts';

export interface SharedOptions {
  readonly workspace: string;
  readonly json: boolean;
}

/** Adds a command (or a sub-command of one). @param usage its name and arguments @param does what it notes in the audit, or why nothing */
export function addCommand(parent: Command, usage: string, description: string, does: Does): Command {
  // Where a sub-command may stand, any other word is answered by `refuseUnknown`.
  if (parent.parent) parent.allowExcessArguments();
  return declare(parent.command(usage).allowExcessArguments(false), does)
    .description(description)
    .option('--workspace <name>', 'the workspace to work in', 'main')
    .option('--json', 'print one machine-readable object on standard output', false);
}

const endings = new WeakMap<Command, ExitCode>();

/** For `.action(run(...))`: the command gets its positional arguments, itself and where it notes what it does, and returns how it ended. */
export function run(action: (args: readonly string[], command: Command, deeds: Deeds) => Promise<ExitCode>) {
  return async (...given: readonly unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    refuseUnknown(command);
    let program = command;
    while (program.parent) {
      program = program.parent;
      takeOver(program, command);
    }
    const { settle, ...deeds } = deedsOf(command);
    const ending = await action(command.args, command, deeds);
    if (ending !== EXIT.failed) settle();
    endings.set(program, ending);
  };
}

/** A command that has both an action and sub-commands: any word after it is meant to be one of them. */
function refuseUnknown(command: Command): void {
  const [word] = command.args;
  if (command.commands.length === 0 || word === undefined) return;
  const names = command.commands.map((one) => one.name());
  const likely = closest(word, names);
  const hint = likely === null ? `Known: ${names.join(', ')}.` : `Did you mean ${likely}?`;
  throw new UsageError('usage', `unknown command '${command.name()} ${word}'. ${hint}`);
}

/** `conflicts --workspace acme list` means the same as `conflicts list --workspace acme`: an option is never passed over. */
function takeOver(parent: Command, command: Command): void {
  for (const name of Object.keys(command.opts())) {
    const own = command.getOptionValueSource(name) === 'cli';
    if (!own && parent.getOptionValueSource(name) === 'cli') command.setOptionValueWithSource(name, parent.getOptionValue(name), 'cli');
  }
}

export function endingOf(program: Command): ExitCode {
  return endings.get(program) ?? EXIT.done;
}

/** For `.option('--port <number>', ..., wholeNumber(0, 65535))`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > max) throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return value;
  };
}
