// The views on PostgreSQL. Invariant: each answer is one look at one moment, but for what is read account by account.
import type { Views } from '../../views.ts';
import { quotaUse } from './administration.ts';
import { ask, type ViewOptions } from './asking.ts';
import { board, exportLines, groups, lines } from './billing-board.ts';
import { changes, forecast } from './billing-changes.ts';
import { choices } from './billing-choices.ts';
import { drift } from './billing-drift.ts';
import { missing } from './billing-missing.ts';
import { doneViews } from './done.ts';
import { find } from './finding.ts';
import { createHistoryViews } from './history.ts';
import { createRunViews } from './runs.ts';
import { createInboxViews } from './inbox.ts';
import { createRecordViews } from './records.ts';
import { createRegisterViews } from './registers.ts';

export function createViews(options: ViewOptions): Views {
  return {
    ...createHistoryViews(options),
    ...doneViews(options),
    ...createRunViews(options),
    ...createRecordViews(options),
    ...createRegisterViews(options),
    ...createInboxViews(options),
    quotaUse: (now) => quotaUse(options, now),
    find: (question) => find(options, question),
    freshness: (asOf) => ask(options, asOf, ({ told }) => Promise.resolve(told)),
    board: (question) => board(options, question),
    groups: (question) => groups(options, question),
    lines: (question) => lines(options, question),
    export: (question) => exportLines(options, question),
    changes: (question) => changes(options, question),
    forecast: (question) => forecast(options, question),
    missing: (question) => missing(options, question),
    choices: (question) => choices(options, question),
    drift: (question) => drift(options, question),
  };
}
