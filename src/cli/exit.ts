// How a command ends: its exit code, and what a person or a script is told when it did not do its work. Whatever was thrown
// becomes one message and one thing to do; a stack is shown only when asked for.
import { CommanderError } from 'commander';
import { AccessError, ConfigError, isExpected, RejectedError, RetryableError, StaleError, UsageError } from '../lib/errors.ts';
import type { Context } from './context.ts';
import { writeJson } from './output.ts';

/** Stable: scripts rely on them. */
export const EXIT = { done: 0, failed: 1, usage: 2, needsPerson: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Failure {
  readonly exit: ExitCode;
  /** Stable, safe to branch on. */
  readonly code: string;
  readonly message: string;
  readonly action: string;
}

/** @param help the command line that explains the command, e.g. `sauma sync --help` */
export function explain(error: unknown, help: string): Failure {
  if (error instanceof CommanderError) {
    return { exit: EXIT.usage, code: 'usage', message: oneLine(error.message.replace(/^error: /, '').replace(/^command-argument value '(.*)' is invalid for argument '(.*)'\. /u, '"$1" is no $2. ')), action: `see "${help}".` };
  }
  if (error instanceof UsageError) {
    return { exit: EXIT.usage, code: error.code, message: oneLine(error.message), action: `see "${help}".` };
  }
  if (isExpected(error)) return { exit: EXIT.failed, code: error.code, message: oneLine(error.message), action: actionFor(error) };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    exit: EXIT.failed,
    code: 'unexpected',
    message: `something went wrong that should not have: ${oneLine(text)}`,
    action: 'run it again with SAUMA_DEBUG=1 and report the stack trace. Nothing is lost: what was begun is taken up at the next run.',
  };
}

/** Tells a person on standard error and, with `json`, a script on standard output; the stack only under SAUMA_DEBUG. */
export function tell(failure: Failure, error: unknown, context: Pick<Context, 'stdout' | 'stderr' | 'env'>, json: boolean): ExitCode {
  const { code, message, action } = failure;
  context.stderr.write(`sauma: ${message}\nWhat to do: ${action}\n`);
  if (context.env['SAUMA_DEBUG']) context.stderr.write(stackOf(error));
  if (json) writeJson(context, { error: { code, message, action } });
  return failure.exit;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return `${error.stack}\n${error.cause instanceof Error ? `Caused by ${stackOf(error.cause)}` : ''}`;
}

/** Trouble with an app's access whose message names the remedy. */
export const SAYS_WHAT_TO_DO: ReadonlySet<string> = new Set(['not-connected', 'access-revoked', 'client-refused']);

function actionFor(error: Error): string {
  if (error instanceof ConfigError) return `correct ${error.key} as said above, and run the command again.`;
  if (error instanceof AccessError && SAYS_WHAT_TO_DO.has(error.code)) return 'do as said above.';
  if (error instanceof AccessError) return 'check the credentials and their scopes in the system that refused them; "npx sauma doctor" lists what is missing.';
  if (error instanceof RetryableError) return 'run it again in a while: it goes on where it stopped. "npx sauma doctor" shows what does not answer.';
  if (error instanceof RejectedError) return 'correct the record in the system it came from; the others are not affected.';
  if (error instanceof StaleError) return 'run it again: something else changed the same data meanwhile.';
  return 'see "npx sauma doctor".';
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
