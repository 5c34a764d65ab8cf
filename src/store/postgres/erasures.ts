// Requests of people to be forgotten on PostgreSQL. Invariant: a request and its steps are written in one transaction, on the version
// that was seen; the version grows by one with every write.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { isOver } from '../../core/erasure-state.ts';
import type { ErasureRequest, Erasures, ErasureStep, Receipt } from '../erasures.ts';
import { overSince, requireMove, requireStepMove } from '../ledger/requests.ts';
import { recordset, textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

const PLAIN = sql.raw(`id, version, state, origin, requested_by as "requestedBy", received_at as "receivedAt", due_on as "dueOn", course, next_at as "nextAt",
  retained_until as "retainedUntil", reappeared_at as "reappearedAt", sealed, subject_hash as "subjectHash"`);
const STEP = sql.raw('id, request_id as "requestId", version, position, system, kind, treatment, ground, until, state, attempts, problem, at, sealed');
const STEP_COLUMNS = 'id text, request_id text, version integer, position integer, system text, kind text, treatment text, ground text, until date, state text, attempts integer, problem text, at timestamptz, sealed text';
const STEP_NAMES = sql.raw(STEP_COLUMNS.split(', ').map((column) => column.split(' ')[0]).join(', '));

/** What is kept in one document. */
type Course = Pick<ErasureRequest, 'extended' | 'identity' | 'approved' | 'armedAt' | 'erasedAt' | 'completedAt' | 'refused' | 'cancelled' | 'lifted' | 'checks'>;

interface Stored extends Omit<ErasureRequest, keyof Course> {
  readonly course: Course;
}

export function createErasures(options: StoreOptions): Erasures {
  const { database, workspace } = options;
  const read = <Row>(query: RawBuilder<unknown>): Promise<readonly Row[]> => database.unit(workspace, (transaction) => rowsOf<Row>(transaction, query));
  return {
    addRequest: (request) =>
      inTurn(options, 'write', async ({ transaction }) => {
        const same = await rowsOf<{ state: ErasureRequest['state'] }>(transaction, sql`select state from erasure_request where subject_hash = ${request.subjectHash}`);
        if (same.some(({ state }) => !isOver(state))) return false;
        await insert(transaction, request);
        return true;
      }),
    request: async (id) => {
      const [row] = await read<Stored>(sql`select ${PLAIN} from erasure_request where id = ${id}`);
      return row === undefined ? null : decode(row);
    },
    requests: async ({ id, states, subjectHash, due, after, limit }) => {
      const conditions = [
        sql`true`,
        ...(id === undefined ? [] : [sql`starts_with(id, ${id})`]),
        ...(states === undefined ? [] : [sql`state = any(${textArray(states)})`]),
        ...(subjectHash === undefined ? [] : [sql`subject_hash = ${subjectHash}`]),
        ...(due === undefined ? [] : [sql`next_at is not null and next_at <= ${due}::timestamptz`]),
        ...(after === undefined ? [] : [sql`(received_at, id) < (select received_at, id from erasure_request where id = ${after})`]),
      ];
      const order = due === undefined ? sql`received_at desc, id desc` : sql`next_at, id`;
      return (await read<Stored>(sql`select ${PLAIN} from erasure_request where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`)).map(decode);
    },
    saveRequest: (request, seenVersion, steps) =>
      database.unit(workspace, (transaction) => saveRequest(transaction, request, seenVersion, steps), 'read committed'),
    steps: (requestId) => read<ErasureStep>(sql`select ${STEP} from erasure_step where request_id = ${requestId} order by position, id`),
    saveStep: (step, seenVersion) =>
      database.unit(
        workspace,
        async (transaction) => {
          const [known] = await rowsOf<ErasureStep>(transaction, sql`select ${STEP} from erasure_step where id = ${step.id} for update`);
          if (known?.version !== seenVersion) return false;
          requireStepMove(known, step);
          await sql`delete from erasure_step where id = ${step.id}`.execute(transaction);
          await insertSteps(transaction, [{ ...step, version: seenVersion + 1 }]);
          return true;
        },
        'read committed',
      ),
    saveReceipt: ({ requestId, at, body, signature }) =>
      database.unit(
        workspace,
        async (transaction) => {
          await sql`insert into erasure_receipt (request_id, at, body, signature) values (${requestId}, ${at}::timestamptz, ${body}, ${signature})`.execute(transaction);
        },
        'read committed',
      ),
    receipts: (requestId) => read<Receipt>(sql`select request_id as "requestId", at, body, signature from erasure_receipt where request_id = ${requestId} order by position`),
    expireRequests: (before) =>
      database.unit(
        workspace,
        async (transaction) => {
          const expired = await rowsOf<{ id: string }>(transaction, sql`update erasure_request set sealed = null where over_at < ${before}::timestamptz and sealed is not null returning id`);
          await sql`update erasure_step set sealed = null where request_id = any(${textArray(expired.map(({ id }) => id))}) and state <> 'retained'`.execute(transaction);
          return expired.length;
        },
        'read committed',
      ),
  };
}

/** Held until the transaction ends. */
export async function requestIn(transaction: Transaction<Tables>, id: string): Promise<ErasureRequest | null> {
  const [row] = await rowsOf<Stored>(transaction, sql`select ${PLAIN} from erasure_request where id = ${id} for update`);
  return row === undefined ? null : decode(row);
}

/** False when it has moved on. @throws RangeError for a move that is not allowed */
export async function saveRequest(transaction: Transaction<Tables>, request: ErasureRequest, seenVersion: number, steps?: readonly ErasureStep[]): Promise<boolean> {
  const known = await requestIn(transaction, request.id);
  if (known?.version !== seenVersion) return false;
  requireMove(known, request);
  const { state, requestedBy, receivedAt, dueOn, nextAt, retainedUntil, reappearedAt, sealed, subjectHash } = request;
  await sql`update erasure_request set version = ${seenVersion + 1}, state = ${state}, requested_by = ${requestedBy}, received_at = ${receivedAt}::timestamptz,
      due_on = ${dueOn}::date, course = ${JSON.stringify(courseOf(request))}::jsonb, next_at = ${nextAt}::timestamptz, retained_until = ${retainedUntil}::date,
      reappeared_at = ${reappearedAt}::timestamptz, over_at = ${overSince(request)}::timestamptz, sealed = ${sealed}, subject_hash = ${subjectHash}
    where id = ${request.id}`.execute(transaction);
  if (steps === undefined) return true;
  await sql`delete from erasure_step where request_id = ${request.id}`.execute(transaction);
  await insertSteps(transaction, steps);
  return true;
}

async function insert(transaction: Transaction<Tables>, request: ErasureRequest): Promise<void> {
  const { id, version, state, origin, requestedBy, receivedAt, dueOn, nextAt, retainedUntil, reappearedAt, sealed, subjectHash } = request;
  await sql`insert into erasure_request (id, version, state, origin, requested_by, received_at, due_on, course, next_at, retained_until, reappeared_at, over_at, sealed, subject_hash)
    values (${id}, ${version}, ${state}, ${origin}, ${requestedBy}, ${receivedAt}::timestamptz, ${dueOn}::date, ${JSON.stringify(courseOf(request))}::jsonb, ${nextAt}::timestamptz,
      ${retainedUntil}::date, ${reappearedAt}::timestamptz, ${overSince(request)}::timestamptz, ${sealed}, ${subjectHash})`.execute(transaction);
}

async function insertSteps(transaction: Transaction<Tables>, steps: readonly ErasureStep[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ requestId, ...step }) => ({ ...step, request_id: requestId }));
  await sql`insert into erasure_step (${STEP_NAMES}) select ${STEP_NAMES} from ${recordset(rows, STEP_COLUMNS)}`.execute(transaction);
}

function courseOf({ extended, identity, approved, armedAt, erasedAt, completedAt, refused, cancelled, lifted, checks }: ErasureRequest): Course {
  return { extended, identity, approved, armedAt, erasedAt, completedAt, refused, cancelled, lifted, checks };
}

function decode({ course, ...row }: Stored): ErasureRequest {
  // Of requests of earlier versions it does not say it.
  return { ...row, ...course, lifted: course.lifted ?? null };
}
