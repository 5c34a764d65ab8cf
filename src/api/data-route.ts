// How a contract becomes a route: the question is read, the day is known, and the caller's rights decide what is asked of the views.
// Invariant: the answer has the shape that the contract declares, or it does not compile.
import type { z } from 'zod';
import { todayIn } from '../lib/day.ts';
import { UsageError } from '../lib/errors.ts';
import type { Views } from '../store/views.ts';
import { rightMissing } from './access.ts';
import { API_ROOT } from './contract.ts';
import type { DataContract } from './contract.ts';
import { offsetOf } from './paging.ts';
import { problem } from './problem.ts';
import { questionOf } from './query.ts';
import type { QueryError } from './query.ts';
import { json } from './route.ts';
import type { ApiContext, ApiReply, TextReply, TokenRoute } from './route.ts';

export interface Asked<Query extends z.ZodObject, Answer extends z.ZodType> {
  readonly query: z.output<Query>;
  readonly params: Readonly<Record<string, string>>;
  readonly views: Views;
  /** Plain dates: the day that is asked about, and today. */
  readonly asOf: string;
  readonly today: string;
  readonly withAmounts: boolean;
  /** Where the page begins, of a question that is answered in pages of ours. */
  readonly offset: () => number;
  readonly tell: (answer: z.output<Answer>) => TextReply;
  /** What is asked for is not there. */
  readonly nothing: () => TextReply;
}

export function dataRoute<Query extends z.ZodObject, Answer extends z.ZodType>(
  context: Pick<ApiContext, 'workspaces' | 'clock' | 'timeZone'>,
  contract: DataContract<Query, Answer>,
  answer: (asked: Asked<Query, Answer>) => Promise<ApiReply>,
): TokenRoute {
  return {
    method: 'GET',
    path: `${API_ROOT}${contract.path}`,
    permission: 'token',
    reads: contract.reads,
    body: null,
    handle: async ({ query: given, params, requestId }, caller) => {
      const { views } = context.workspaces.get(caller.workspace) ?? {};
      const { query, errors } = questionOf(contract.query, given);
      const nothing = (): TextReply => problem(404, 'not-found', 'There is no such thing here. Check its id.', requestId);
      if (errors !== null) return refused(errors, requestId);
      if (!views || Object.values(params).some((param) => !isId(param))) return nothing();
      const withAmounts = caller.reads.has('amounts');
      const today = todayIn(context.timeZone, context.clock.now());
      const asOf = (query as { asOf?: string }).asOf ?? today;
      try {
        return await answer({ query, params, views, asOf, today, withAmounts, offset: () => offsetOf(query), tell: (value) => json(200, value), nothing });
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (error.code === 'amounts-hidden') return rightMissing('amounts', requestId);
        if (error.code === 'cursor-unreadable') return refused([{ name: 'cursor', message: 'is not of this question; begin without it' }], requestId);
        throw error;
      }
    },
  };
}

/** Nothing else can be one: it would be an error of the database. */
function isId(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are just what is refused
  return text.length <= 200 && !/[\u0000-\u001f\u007f]/u.test(text);
}

function refused(errors: readonly QueryError[], requestId: string): TextReply {
  return problem(400, 'query-invalid', 'The question is not understood: see "errors".', requestId, { errors });
}
