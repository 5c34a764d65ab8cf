// Home of the log: one JSON object a line on standard error, so that standard output stays for results.
// Invariant: a field whose name promises a secret or personal data never reaches the output, however deep it sits, and
// an error shows its kind, code and message, never the objects it carries.
import { pino } from 'pino';
import type { DestinationStream } from 'pino';

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const hidden =
  /^(authorization|proxyauthorization|cookie|setcookie|.*secret.*|.*password.*|.*token|apikey|masterkey|emails?|phones?|phonenumbers?|firstname|lastname|fullname|street|addressline|birthdate|dateofbirth|socialsecuritynumber|bankaccountnumber)$/;
const depthLimit = 8;

/** `destination` is standard error unless given; writing is synchronous, so that nothing is lost when the process dies. */
export function createLog(options: { readonly level: LogLevel; readonly destination?: DestinationStream }): Log {
  const destination = options.destination ?? pino.destination({ fd: 2, sync: true });
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are described by `redacted`; pino's own description would show what they carry.
      serializers: { err: (described: unknown) => described },
      formatters: { level: (label) => ({ level: label }), log: (fields) => redacted(fields, 0) as Record<string, unknown> },
    },
    destination,
  );
}

function redacted(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describedError(value, depth);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthLimit) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  if (value instanceof Date) return value;
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [String(key), isHidden(String(key)) ? '[hidden]' : redacted(item, depth + 1)]));
}

function isHidden(key: string): boolean {
  return hidden.test(key.replace(/[^a-z]/gi, '').toLowerCase());
}

function describedError(error: Error, depth: number): Record<string, unknown> {
  const { code, status } = error as { code?: unknown; status?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
    ...(error.cause instanceof Error && depth < depthLimit ? { cause: describedError(error.cause, depth + 1) } : {}),
  };
}
