// The questions people ask of the mirrored rows, for one workspace: what is to be billed, and what was bought. Only PostgreSQL
// answers them. Invariant: a question changes nothing, and whoever may not see amounts is never sent any.
import type { BillingViews } from './views/billing.ts';
import type { FindingViews } from './views/finding.ts';
import type { HistoryViews } from './views/history.ts';

export type Views = BillingViews & FindingViews & HistoryViews;
