// What all commands share: the options that every one has, how an option's value is checked, and how the command hands its
// exit code to the program it belongs to.
import { InvalidArgumentError, type Command } from 'commander';
import { EXIT, type ExitCode } from './exit.ts';

export interface SharedOptions {
  readonly workspace: string;
  readonly json: boolean;
}

/** Adds a command (or a sub-command of one). `usage` is its name and arguments. */
export function addCommand(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--workspace <name>', 'the workspace to work in', 'main')
    .option('--json', 'print one machine-readable object on standard output', false);
}

const endings = new WeakMap<Command, ExitCode>();

/** For `.action(run(...))`: the command gets its positional arguments and itself, and returns how it ended. */
export function run(action: (args: readonly string[], command: Command) => Promise<ExitCode>) {
  return async (...given: readonly unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    let program = command;
    while (program.parent) program = program.parent;
    endings.set(program, await action(command.args, command));
  };
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
