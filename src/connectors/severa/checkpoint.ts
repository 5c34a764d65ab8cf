// Home of a checkpoint's text. Two shapes: in the middle of reading everything or of reading changes, both of which end as
// `since`, the start of the next look. Instants are ms; an unreadable text is a mistake of the caller's.
import { z } from 'zod';

const position = z.union([
  z.strictObject({ kind: z.literal('all'), startedAt: z.number(), pageToken: z.string() }),
  /** `startedAt` and `pageToken` only in the middle. */
  z.strictObject({ kind: z.literal('changes'), since: z.number(), startedAt: z.number().optional(), pageToken: z.string().optional() }),
]);
type Position = z.infer<typeof position>;

export function encodePosition(at: Position): string {
  return JSON.stringify(at);
}

/** Throws RangeError for a text that this connector never gave. */
export function decodePosition(text: string): Position {
  try {
    return position.parse(JSON.parse(text));
  } catch (cause) {
    throw new RangeError('not a checkpoint of the Severa connector', { cause });
  }
}

/** `2026-04-01T00:00:00Z`: whole seconds, rounded down, always UTC. */
export function sinceText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** An instant as Severa shows it → ISO 8601 in UTC; a naive one is taken as UTC; null when absent or unreadable. */
export function instantOf(text: string | null | undefined): string | null {
  if (!text) return null;
  const ms = Date.parse(/(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Clocks differ, and a create takes its time. */
const toleranceMs = 5 * 60_000;

/** The since-filter that shows every row for which `madeSince` may hold. */
export function earliest(since: string): string {
  return sinceText(Date.parse(since) - toleranceMs);
}

/** True for a row made since shortly before the instant: a look for a create counts nothing older. */
export function madeSince(createdDateTime: string | null | undefined, since: string): boolean {
  return Date.parse(instantOf(createdDateTime) ?? '') >= Date.parse(since) - toleranceMs;
}

/** Something that a create may have made. */
export interface Made<Found> {
  readonly found: Found;
  readonly createdDateTime: string | null | undefined;
}

/**
 * Of what a create may have made, that which was made since its instant, when there is any: what was there shortly before, under
 * the same name, is somebody else's.
 */
export function likeliest<Found>(all: readonly Made<Found>[], since: string): readonly Found[] {
  const fromMs = Date.parse(sinceText(Date.parse(since)));
  const later = all.filter(({ createdDateTime }) => Date.parse(instantOf(createdDateTime) ?? '') >= fromMs);
  return (later.length > 0 ? later : all).map(({ found }) => found);
}
