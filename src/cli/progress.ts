// Progress on standard error: bars on a terminal, an occasional line elsewhere. It only shows; nothing depends on it.
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Clock } from '../lib/clock.ts';
import type { ProgressEvent } from '../engine/context.ts';
import type { Side } from '../core/vocabulary.ts';
import type { Context, Output } from './context.ts';
import { entityNames, mirrorName, SIDE_NAME } from './words.ts';

export interface Phase {
  advance(by: number): void;
  done(): void;
}

export interface Progress {
  /** @param total null when nobody knows how much there is */
  phase(name: string, total: number | null): Phase;
}

const LINE_EVERY_MS = 10_000;

/** @param options.plain lines even on a terminal, for `--json` */
export function createProgress(options: { readonly output: Output; readonly clock: Clock; readonly plain: boolean }): Progress {
  return options.output.isTTY === true && !options.plain ? bars(options.output as NodeJS.WriteStream) : lines(options.output, options.clock);
}

function lines(output: Output, clock: Clock): Progress {
  return {
    phase: (name, total) => {
      let count = 0;
      let lastLine = clock.now();
      const say = (): void => void output.write(`${name}: ${count}${total === null ? '' : ` of ${total}`}\n`);
      return {
        advance: (by) => {
          count += by;
          if (clock.now() - lastLine < LINE_EVERY_MS) return;
          lastLine = clock.now();
          say();
        },
        done: say,
      };
    },
  };
}

function bars(stream: NodeJS.WriteStream): Progress {
  let shown: MultiBar | null = null;
  let open = 0;
  return {
    phase: (name, total) => {
      shown ??= new MultiBar({ stream, hideCursor: true, clearOnComplete: false, format: '{name} {bar} {value}{of}' });
      open += 1;
      const bar: SingleBar = shown.create(total ?? 0, 0, { name: name.padEnd(27), of: total === null ? '' : ` of ${total}` });
      return {
        advance: (by) => {
          if (total === null) bar.setTotal(bar.getTotal() + by);
          bar.increment(by);
        },
        done: () => {
          bar.stop();
          open -= 1;
          if (open > 0) return;
          shown?.stop();
          shown = null;
        },
      };
    },
  };
}

/** The engine's running totals as phases: a new name ends the one before it on the same subject. */
export function progressEvents(context: Pick<Context, 'stderr' | 'clock'>, plain: boolean): { readonly event: ProgressEvent; readonly end: () => void } {
  const progress = createProgress({ output: context.stderr, clock: context.clock, plain });
  const open = new Map<string, { phase: Phase; done: number }>();
  const end = (): void => {
    for (const { phase } of open.values()) phase.done();
    open.clear();
  };
  return {
    event: (name, done, total) => {
      const known = open.get(name);
      // The count begins again: another cycle reads the same feed.
      const again = known !== undefined && done < known.done;
      if (again) known.phase.done();
      const shown = known && !again ? known : { phase: progress.phase(named(name), total), done: 0 };
      shown.phase.advance(done - shown.done);
      shown.done = done;
      open.set(name, shown);
    },
    end,
  };
}

/** `read psa salesCase` as a person knows it: `read Severa sales cases`. */
function named(phase: string): string {
  return phase
    .split(' ')
    .map((word, at) => (word in SIDE_NAME ? SIDE_NAME[word as Side] : at === 0 ? (STEP[word] ?? word) : AS_IT_IS.has(word) ? word : mirrorName(word) === word ? entityNames(word) : mirrorName(word)))
    .join(' ');
}

const AS_IT_IS: ReadonlySet<string> = new Set(['details', 'figures', 'users', 'projects', 'phases', 'proposals', 'invoices', 'touches']);
/** What is written is told at the end: the last step also finds that there is nothing to write. */
const STEP: Readonly<Record<string, string>> = { write: 'bring together' };
