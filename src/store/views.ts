// The questions people ask of the mirrored rows, for one workspace: what is to be billed, and what was bought. Only PostgreSQL
// answers them. Invariant: a question changes nothing, and whoever may not see amounts is never sent any.
import type { AdministrationViews } from './views/administration.ts';
import type { BillingViews } from './views/billing.ts';
import type { DoneViews } from './views/done.ts';
import type { FindingViews } from './views/finding.ts';
import type { HistoryViews } from './views/history.ts';
import type { InboxViews } from './views/inbox.ts';
import type { RecordViews } from './views/records.ts';
import type { RegisterViews } from './views/registers.ts';
import type { RunViews } from './views/runs.ts';

export type Views = RunViews & AdministrationViews & BillingViews & DoneViews & FindingViews & HistoryViews & InboxViews & RegisterViews & RecordViews;
