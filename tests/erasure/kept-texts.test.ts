// What a request keeps of what was found, once a thing is done. Invariant: ids and places to look at again, and marks to compare texts by; no
// text and no value of the person beyond what tells them.
import { expect, it } from 'vitest';
import { approve } from '../../src/erasure/approve.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { dataOf, stepDataOf } from '../../src/erasure/request-data.ts';
import { cancel } from '../../src/erasure/requests.ts';
import { reviewOf } from '../../src/erasure/review.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import type { ErasureContext } from '../../src/erasure/context.ts';
import { erasureBench, OFFICER, trace } from './bench.ts';
import { reviewed as reviewedIn } from './journey.ts';

const by = OFFICER;
const SECRET = 'Salainen';

async function reviewed() {
  const bench = erasureBench();
  bench.psa.traces = [
    trace('notes:5', { kind: 'note', treatment: 'redact', texts: { note: `aino.maki@koivu.example: ${SECRET} asia` }, content: { note: `aino.maki@koivu.example: ${SECRET} asia` } }),
    trace('invoices:8', { kind: 'invoice', on: '2025-05-06', texts: {}, content: { description: SECRET } }),
    trace('contactpersons:1', { content: { firstname: 'Aino', email: 'aino.maki@koivu.example', jobtitle: SECRET } }),
  ];
  await bench.store.addLocal('contact', { fields: { firstName: 'Aino', lastName: 'Mäki', jobTitle: SECRET, emails: [{ key: 'aino.maki@koivu.example' }] }, keys: [], by });
  return { bench, id: await reviewedIn(bench) };
}

/** All that the request and its steps keep, opened. */
async function kept(context: ErasureContext, id: string): Promise<string> {
  const request = await context.requests.request(id);
  return JSON.stringify([request && dataOf(context, request), (await context.requests.steps(id)).map((step) => stepDataOf(context, step))]);
}

it('keeps no text of what is done, and still knows where to look again', async () => {
  const { bench, id } = await reviewed();
  expect(await kept(bench, id)).toContain(SECRET);
  await approve(bench, id, { by });
  await proceed(bench, id);
  const after = await kept(bench, id);
  expect(after).not.toContain(SECRET);
  for (const place of ['notes:5', 'invoices:8', 'contactpersons:1', 'aino.maki@koivu.example']) expect(after).toContain(place);
  expect((await reviewOf(bench, id)).items).toEqual([]);
  expect((await bench.requests.steps(id)).map(({ kind, treatment, state }) => [kind, treatment, state])).toContainEqual(['note', 'redact', 'gone']);
});

it('keeps what is not done until it is', async () => {
  const { bench, id } = await reviewed();
  await approve(bench, id, { by });
  bench.psa.trouble = new RetryableError('unreachable', 'Severa does not answer.');
  await proceed(bench, id);
  const note = (await bench.requests.steps(id)).find(({ kind }) => kind === 'note');
  expect(JSON.stringify(note && stepDataOf(bench, note))).toContain(SECRET);
  const request = await bench.requests.request(id);
  expect(JSON.stringify(request && dataOf(bench, request))).not.toContain(SECRET);
});

it('keeps nothing of what was found when it is called off', async () => {
  const { bench, id } = await reviewed();
  await cancel(bench, id, { by });
  expect(await kept(bench, id)).not.toContain(SECRET);
});
