// Home of making a sub-row exactly once. Invariant: a create whose answer was lost is looked for before anything is said about
// it, so that no sub-row is ever made twice.
import { RetryableError } from '../../lib/errors.ts';
import type { HttpCall } from '../call.ts';
import type { Http } from '../http.ts';

/** After a lost answer looks first, and makes it again, once, only when it is certainly not there. */
export async function make<Row extends Found, Found>(http: Http, call: HttpCall<Row>, look: () => Promise<Found | null>): Promise<Found | Row> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await http.call(call)).data;
    } catch (error) {
      if (!(error instanceof RetryableError) || !error.outcomeUnknown) throw error;
      const found = await look();
      if (found !== null) return found;
      if (attempt >= 2) throw error;
    }
  }
}
