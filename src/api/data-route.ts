// How a contract becomes a route: question and body are read, the day is known, and the caller's rights decide what is asked of the
// views. Invariant: the answer has the shape that the contract declares, or it does not compile.
import type { z } from 'zod';
import { todayIn } from '../lib/day.ts';
import { UsageError } from '../lib/errors.ts';
import { objection } from '../lib/objection.ts';
import type { Views } from '../store/views.ts';
import { rightMissing } from './access.ts';
import { API_ROOT } from './contract.ts';
import type { DataContract } from './contract.ts';
import { offsetOf } from './paging.ts';
import { problem } from './problem.ts';
import { bodyOf, questionOf } from './query.ts';
import type { QueryError } from './query.ts';
import { json } from './route.ts';
import type { ApiContext, ApiReply, ApiRequest, ApiWorkspace, Caller, CallerRoute, TextReply } from './route.ts';

export interface Asked<Query extends z.ZodObject, Answer extends z.ZodType, Body extends z.ZodType | null> {
  readonly query: z.output<Query>;
  /** What was sent; null when the contract takes nothing. */
  readonly body: Body extends z.ZodType ? z.output<Body> : null;
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller;
  readonly workspace: ApiWorkspace;
  readonly views: Views;
  /** Plain dates: the day that is asked about, and today. */
  readonly asOf: string;
  readonly today: string;
  readonly withAmounts: boolean;
  readonly request: ApiRequest;
  /** Where the page begins, of a question that is answered in pages of ours. */
  readonly offset: () => number;
  readonly tell: (answer: z.output<Answer>, headers?: Readonly<Record<string, string>>) => TextReply;
  /** What is asked for is not there. */
  readonly nothing: () => TextReply;
  /** What was sent cannot be taken: what is wrong with which part of it (lib/objection.ts). */
  readonly refuse: (...errors: readonly QueryError[]) => TextReply;
  /** Somebody was there first, or it is not in a state for it. `detail` says what to do. */
  readonly clash: (code: string, detail: string) => TextReply;
}

/** Most bytes of a body. */
const BODY = { type: 'application/json', limitBytes: 262_144 } as const;

export function dataRoute<Query extends z.ZodObject, Answer extends z.ZodType, Body extends z.ZodType | null>(
  context: Pick<ApiContext, 'workspaces' | 'clock' | 'timeZone'>,
  contract: DataContract<Query, Answer, Body>,
  answer: (asked: Asked<Query, Answer, Body>) => Promise<ApiReply>,
): CallerRoute {
  const { method, path, reads, changes } = contract;
  return {
    method,
    path: `${API_ROOT}${path}`,
    permission: 'caller',
    reads,
    changes,
    body: contract.body === null ? null : BODY,
    handle: async (request, caller) => {
      const { params, requestId } = request;
      const workspace = context.workspaces.get(caller.workspace);
      const { query, errors } = questionOf(contract.query, request.query);
      const nothing = (): TextReply => problem(404, 'not-found', 'There is no such thing here. Check its id.', requestId);
      if (errors !== null) return refused(errors, requestId);
      if (!workspace || Object.values(params).some((param) => !isId(param))) return nothing();
      const sent = sentBody(contract.body, request.body);
      if (sent.errors !== null) return unfit(sent.errors, requestId);
      const today = todayIn(context.timeZone, context.clock.now());
      const asked: Asked<Query, Answer, Body> = {
        query, body: sent.body as Asked<Query, Answer, Body>['body'], params, caller, workspace, views: workspace.views, request, today, nothing,
        asOf: (query as { asOf?: string }).asOf ?? today,
        withAmounts: caller.reads.has('amounts'),
        offset: () => offsetOf(query),
        tell: (value, headers = {}) => { const reply = json(200, value); return { ...reply, headers: { ...reply.headers, ...headers } }; },
        refuse: (...wrong) => unfit(wrong, requestId),
        clash: (code, detail) => problem(409, code, detail, requestId),
      };
      try {
        return await answer(asked);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (error.code === 'amounts-hidden') return rightMissing('amounts', requestId);
        if (error.code === 'cursor-unreadable') return refused([{ field: 'cursor', ...objection('cursor-unreadable') }], requestId);
        throw error;
      }
    },
  };
}

function sentBody(schema: z.ZodType | null, given: Buffer): { readonly body: unknown; readonly errors: readonly QueryError[] | null } {
  if (schema === null) return { body: null, errors: null };
  try {
    return bodyOf(schema, given);
  } catch {
    return { body: null, errors: [{ field: '', ...objection('no-json') }] };
  }
}

/** Nothing else can be one: it would be an error of the database. */
function isId(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are just what is refused
  return text.length <= 200 && !/[\u0000-\u001f\u007f]/u.test(text);
}

function refused(errors: readonly QueryError[], requestId: string): TextReply {
  return problem(400, 'query-invalid', 'The question is not understood: see "errors".', requestId, { errors });
}

function unfit(errors: readonly QueryError[], requestId: string): TextReply {
  return problem(422, 'body-invalid', 'What was sent cannot be taken: see "errors".', requestId, { errors });
}
