// What an erasure's use cases refuse, as the API says it: a field that does not fit, a request that is not there, or one that is in no state
// for it. Invariant: each says what to do.
import { StaleError, UsageError } from '../lib/errors.ts';
import { objection } from '../lib/objection.ts';
import type { ObjectionCode } from '../lib/objection.ts';
import type { QueryError } from './query.ts';
import type { ApiReply, TextReply } from './route.ts';

/** How a route says no. */
export interface Refusing {
  readonly nothing: () => TextReply;
  readonly refuse: (...errors: readonly QueryError[]) => TextReply;
  readonly clash: (code: string, detail: string) => TextReply;
}

/** Code → the field that it is about, and what is wrong with it. */
const FIELDS: Readonly<Record<string, readonly [field: string, objection: ObjectionCode]>> = {
  'email-unfit': ['email', 'email-unfit'], 'phone-unfit': ['phone', 'phone-unfit'], 'name-unfit': ['name', 'name-unfit'], 'asked-for-nobody': ['email', 'asked-for-nobody'], 'received-later': ['receivedOn', 'in-future'],
};
const CLASHES: ReadonlySet<string> = new Set(['request-state', 'too-late', 'which-person', 'not-looked', 'undecided', 'step-unknown']);

export async function answered({ nothing, refuse, clash }: Refusing, answer: () => Promise<ApiReply>): Promise<ApiReply> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof StaleError) return clash(error.code, sentence(error.message));
    if (!(error instanceof UsageError)) throw error;
    const about = FIELDS[error.code];
    if (about !== undefined) return refuse({ field: about[0], ...objection(about[1], {}, sentence(error.message)) });
    if (error.code === 'request-unknown') return nothing();
    if (CLASHES.has(error.code)) return clash(error.code, sentence(error.message));
    throw error;
  }
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
