// The suppression file of a simulated installation. Invariant: every change is a step at which the process may die, before it or after;
// what has been written stays, whoever dies.
import type { LedgerFile } from '../../../src/erasure/ledger-file.ts';
import type { Suppression } from '../../../src/store/forgetting.ts';
import type { Process } from '../process.ts';

export class SuppressionFile {
  #lines: readonly Suppression[] = [];

  get lines(): readonly Suppression[] {
    return this.#lines;
  }

  /** As this process reaches it. */
  of(process: Process): LedgerFile {
    const step = async (work: () => void): Promise<void> => {
      await process.pass('ledgerFile:before');
      work();
      await process.pass('ledgerFile:after', 0);
    };
    return {
      all: () => Promise.resolve(this.#lines),
      add: (given) => step(() => (this.#lines = [...this.#lines, ...given.filter((one) => !this.#lines.some((known) => known.hash === one.hash && known.requestId === one.requestId))])),
      rewrite: (change) => step(() => (this.#lines = change(this.#lines))),
    };
  }
}
