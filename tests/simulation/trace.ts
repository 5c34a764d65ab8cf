// What happened, line by line, and how often each kind of thing did. Invariant: the same seed gives the same lines, so their
// digest tells whether a run was repeated exactly.
import { createHash } from 'node:crypto';
import { toInstant } from '../../src/lib/clock.ts';

export class Trace {
  readonly #now: () => number;
  readonly #lines: string[] = [];
  readonly #counts = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(who: string, what: string): void {
    this.#lines.push(`${toInstant(this.#now()).slice(11, 23)} ${who.padEnd(9)} ${what}`);
  }

  /** Something of the coverage table has happened. */
  hit(label: string): void {
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  digest(): string {
    return createHash('sha256').update(this.#lines.join('\n')).digest('base64url');
  }

  /** The lines that name one of these, or all. */
  about(words: readonly string[]): readonly string[] {
    return this.#lines.filter((line) => words.length === 0 || words.some((word) => line.includes(word)));
  }
}
