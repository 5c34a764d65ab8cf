// The log for somebody who sits at a terminal: each entry as one plain line. Everywhere else it stays what machines read, one
// JSON object a line. Invariant: nothing is shown here that the log itself would hide.
import type { Output } from './context.ts';
import { whenText } from './words.ts';

const LEFT_OUT: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'stack']);

/** A destination of the log; null when nobody sits there, or somebody wants all there is. */
export function plainLines(output: Output, options: { readonly timeZone: string; readonly debug: boolean }): { write(line: string): void } | null {
  if (output.isTTY !== true || options.debug) return null;
  return { write: (line) => void output.write(plainLine(line, options.timeZone)) };
}

function plainLine(line: string, timeZone: string): string {
  const entry = JSON.parse(line) as { readonly time: string; readonly msg?: string };
  const said = details(entry);
  return `${whenText(entry.time, timeZone)}  ${entry.msg ?? 'something happened'}${said.length > 0 ? ` (${said.join(', ')})` : ''}\n`;
}

/** Of an error its message says enough; its stack is for SAUMA_DEBUG. */
function details(entry: object): readonly string[] {
  return Object.entries(entry).flatMap(([key, value]: [string, unknown]) => {
    if (LEFT_OUT.has(key)) return [];
    if (typeof value === 'object' && value !== null && 'message' in value) return [String(value.message)];
    return [`${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
}
