// Broken promises: which invariant, what happened, and the words that find the story of it in the trace. Invariant: one
// finding per invariant and subject, so that a repeated fault does not bury the others.
import type { Trace } from '../trace.ts';

export interface Finding {
  /** S1 … S13, L1 … L3, F1 … F5 (somebody is forgotten), D1, or X1 for an error that nobody expects. */
  readonly code: string;
  readonly message: string;
  readonly words: readonly string[];
}

export class Findings {
  readonly list: Finding[] = [];
  readonly #trace: Trace;
  readonly #seen = new Set<string>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  add(code: string, message: string, words: readonly string[]): void {
    const key = `${code} ${words.join(' ')}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push({ code, message, words });
    this.#trace.add('CHECK', `${code} ${message}`);
  }
}
