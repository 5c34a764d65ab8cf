// Texts of records overwritten a hundred at a time. Invariant: every row has an outcome of its own; one that is not there any more is
// an answer, and one that the answer leaves out may have been written.
import { AccessError, RejectedError, RetryableError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { TreatOutcome } from '../../privacy.ts';
import { singular } from '../object-map.ts';
import type { ObjectType } from '../object-map.ts';
import { BUCKET, PAGE, routes } from '../paths.ts';
import { explainRow, listOf, willPass } from '../refusals.ts';
import { batchSchema } from '../wire.ts';
import type { WireRowError } from '../wire.ts';

export interface TextRow {
  readonly id: string;
  /** Property → text; empty text clears. */
  readonly properties: Readonly<Record<string, string>>;
}

export type Written = 'written' | 'absent' | Exclude<TreatOutcome, { readonly kind: 'done' | 'moved' }>;

/** One call per hundred; each id once. */
export async function writeTexts(http: Http, type: ObjectType, rows: readonly TextRow[]): Promise<ReadonlyMap<string, Written>> {
  const outcomes = new Map<string, Written>();
  for (let start = 0; start < rows.length; start += PAGE) {
    const chunk = rows.slice(start, start + PAGE);
    try {
      const inputs = chunk.map(({ id, properties }) => ({ id, properties, objectWriteTraceId: id }));
      const { data } = await http.call({ ...routes.batch(type, 'update'), json: { inputs }, bucket: BUCKET, replay: 'repeat', reply: batchSchema });
      for (const { id } of data.results) outcomes.set(id, 'written');
      for (const error of data.errors) for (const id of idsIn(error)) outcomes.set(id, refused(type, error));
      for (const { id } of chunk) if (!outcomes.has(id)) outcomes.set(id, unanswered(type));
    } catch (error) {
      const outcome = failureOf(error);
      for (const { id } of chunk) outcomes.set(id, outcome);
    }
  }
  return outcomes;
}

/** Throws what is none of our errors. */
export function failureOf(error: unknown): Extract<TreatOutcome, { readonly error: unknown }> {
  if (error instanceof RejectedError) return { kind: 'rejected', error };
  if (error instanceof RetryableError) return { kind: error.outcomeUnknown ? 'unknown' : 'failed', error };
  if (!(error instanceof AccessError)) throw error;
  if (error.code === 'scope-missing') return { kind: 'rejected', error: new RejectedError(error.code, error.message, { cause: error }) };
  return { kind: 'failed', error: new RetryableError(error.code, error.message, { cause: error }) };
}

function refused(type: ObjectType, error: WireRowError): Written {
  const category = error.category ?? '';
  if (category === 'OBJECT_NOT_FOUND') return 'absent';
  if (willPass(category)) return { kind: 'failed', error: new RetryableError('unavailable', `HubSpot could not write this ${singular[type]} now (${category}); it will be tried again later`) };
  const { code, fields } = explainRow(error);
  return { kind: 'rejected', error: new RejectedError('refused', `HubSpot refused the ${singular[type]}${code === null ? '' : ` (${code})`}; change it there by hand`, { fields }) };
}

function unanswered(type: ObjectType): Written {
  return { kind: 'unknown', error: new RetryableError('unanswered', `HubSpot did not say what became of this ${singular[type]}; it will be looked at again`, { outcomeUnknown: true }) };
}

function idsIn(error: WireRowError): readonly string[] {
  const contexts = [error.context, ...error.errors.map((entry) => entry.context)];
  return [...new Set(contexts.flatMap((context) => [...listOf(context['objectWriteTraceId']), ...listOf(context['ids']), ...listOf(context['id'])]))];
}
