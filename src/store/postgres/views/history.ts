// Purchase history and the reports of sales and management, on PostgreSQL. Invariant: each answer is one look at one moment.
import type { HistoryViews } from '../../views/history.ts';
import type { ViewOptions } from './asking.ts';
import { header } from './history-account.ts';
import { timeline } from './history-timeline.ts';
import { totals } from './history-totals.ts';
import { trace } from './history-trace.ts';
import { dormant, profitable } from './reports-accounts.ts';
import { funnel } from './reports-funnel.ts';
import { pipeline, salesForecast } from './reports-pipeline.ts';

export function createHistoryViews(options: ViewOptions): HistoryViews {
  return {
    header: (question) => header(options, question),
    timeline: (question) => timeline(options, question),
    totals: (question) => totals(options, question),
    trace: (question) => trace(options, question),
    profitable: (question) => profitable(options, question),
    dormant: (question) => dormant(options, question),
    pipeline: (question) => pipeline(options, question),
    salesForecast: (question) => salesForecast(options, question),
    funnel: (question) => funnel(options, question),
  };
}
