// The views on PostgreSQL. Invariant: each answer is one look at one moment, but for what is read account by account.
import type { Views } from '../../views.ts';
import { ask, type ViewOptions } from './asking.ts';
import { board, exportLines, groups, lines } from './billing-board.ts';
import { changes, forecast } from './billing-changes.ts';
import { drift } from './billing-drift.ts';
import { missing } from './billing-missing.ts';
import { find } from './finding.ts';
import { createHistoryViews } from './history.ts';

export function createViews(options: ViewOptions): Views {
  return {
    ...createHistoryViews(options),
    find: (question) => find(options, question),
    freshness: (asOf) => ask(options, asOf, ({ told }) => Promise.resolve(told)),
    board: (question) => board(options, question),
    groups: (question) => groups(options, question),
    lines: (question) => lines(options, question),
    export: (question) => exportLines(options, question),
    changes: (question) => changes(options, question),
    forecast: (question) => forecast(options, question),
    missing: (question) => missing(options, question),
    drift: (question) => drift(options, question),
  };
}
