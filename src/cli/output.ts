// What a command prints on standard output: one JSON object for scripts, or text for people, never both.
import type { Context } from './context.ts';

export function writeJson(context: Pick<Context, 'stdout'>, value: unknown): void {
  context.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A list that is as long as the limit may go on. */
export function cutOff(shown: readonly unknown[], limit: number): string {
  return shown.length < limit ? '' : `  ... the first ${limit}; --limit shows more\n`;
}
