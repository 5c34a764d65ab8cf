// What the looks after the arming find: ids and addresses nobody knew of, and texts that have been changed since somebody decided on them.
// Invariants: what is found later must not come back either, and is in the ledger file before a system is called; nothing that no person has
// seen and no machine is sure of goes.
import { describe, expect, it } from 'vitest';
import type { Privacy, Trace } from '../../src/connectors/privacy.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { approve } from '../../src/erasure/approve.ts';
import { eraseAgain } from '../../src/erasure/again.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import { decide, reviewOf } from '../../src/erasure/review.ts';
import { DAY_MS, erasureBench, OFFICER, trace } from './bench.ts';
import type { Bench } from './bench.ts';

const by = OFFICER;
const EMAIL = 'aino.maki@koivu.example';
const OTHER = 'aino@uusi.example';
const NEW_KEYS = ['id:psa:contact:9', `email:${OTHER}`];

/** How many keys the file keeps away. */
const inFile = async (bench: Bench): Promise<number> => new Set((await bench.ledgerFile.all()).map(({ hash }) => hash)).size;

const privacyIn = (bench: Bench): Privacy => bench.connectors.get('psa')?.privacy as Privacy;

/** The system shows more of whoever a look finds under id 9: an address. */
function showsMore(bench: Bench, added = OTHER): void {
  Object.assign(privacyIn(bench), {
    traces: ((subject) => Promise.resolve({ subject: bench.psa.traces.some(({ id }) => id === 'contactpersons:9') ? { ...subject, emails: [...subject.emails, added], refs: [...subject.refs, { side: 'psa', kind: 'contact', id: '9' }] } : subject, traces: bench.psa.traces })) satisfies Privacy['traces'],
  });
}

async function approved(bench: Bench, choice: 'treat' | 'leave' = 'treat'): Promise<string> {
  const { request: { id } } = await receive(bench, { origin: 'web', by, email: EMAIL, name: 'Aino Mäki' });
  await recordIdentity(bench, id, { how: 'codeToAddress', by });
  await proceed(bench, id);
  const open = (await reviewOf(bench, id)).items.filter(({ needsDecision }) => needsDecision);
  if (open.length > 0) await decide(bench, id, { by, decisions: open.map((item) => ({ item: item.id, choice })) });
  await approve(bench, id, { by });
  return id;
}

/** Treated as systems do: only a text that still stands as it was decided on is changed. */
function storing(bench: Bench): Map<string, string> {
  const stored = new Map<string, string>();
  Object.assign(privacyIn(bench), {
    traces: ((subject) => Promise.resolve({ subject, traces: bench.psa.traces.map((one) => ({ ...one, texts: { ...one.texts, ...(stored.has(one.id) && { note: stored.get(one.id) ?? '' }) } })) })) satisfies Privacy['traces'],
    treat: ((orders) => Promise.resolve(orders.map(({ trace: { id, texts }, texts: wanted }) => {
      if (id in Object.fromEntries(stored) && stored.get(id) !== texts['note']) return { kind: 'moved' } as const;
      stored.set(id, wanted['note'] ?? '');
      return { kind: 'done', how: 'redacted' } as const;
    }))) satisfies Privacy['treat'],
    left: ((_subject, treated) => Promise.resolve(treated.flatMap((one) => {
      const note = stored.get(one.id) ?? '';
      return /Mäki|@/u.test(note) ? [{ ...one, texts: { note } }] : [];
    }))) satisfies Privacy['left'],
  });
  return stored;
}

/** A contact that we know. */
async function known({ store }: Bench, id: string, firstName: string, { side = 'psa', lastName = 'Salo' }: { readonly side?: RemoteSide; readonly lastName?: string } = {}): Promise<string> {
  const lease = await store.takeLease('page', 60_000);
  if (lease === null) throw new Error('somebody else reads');
  const at = '2026-03-01T08:00:00.000Z';
  await store.savePage({ entity: 'contact', side, reason: 'poll', mapVersion: '', records: [{ seen: { id, fields: { firstName, lastName }, handles: {}, asOf: at, modifiedAt: at, modifiedBy: null, formerIds: [] }, keys: [] }], tombstones: [], checkpoint: null }, lease);
  await store.releaseLease(lease);
  return (await store.linked('contact', [{ side, id }]))[0]?.linkId ?? '';
}

/** All cheaper looks have found nothing; after the last of them the system shows this, and the month is over. */
async function shownLate(bench: Bench, found: Trace): Promise<string> {
  const id = await approved(bench);
  Object.assign(privacyIn(bench), { left: (() => Promise.resolve([])) satisfies Privacy['left'] });
  for (const days of [0, 0.1, 1]) {
    bench.advance(days * DAY_MS);
    await proceed(bench, id);
  }
  bench.psa.traces = [found];
  await proceed(bench, id);
  expect(bench.psa.treated).toEqual([]);
  bench.advance(31 * DAY_MS);
  return id;
}

const NOTE = (note: string): Trace => trace('notes:5', { kind: 'note', treatment: 'redact', sure: false, texts: { note } });

describe('an id or an address that is found only after the arming', () => {
  it('must not come back either: it is in the ledger file and in the store before its record is erased', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    showsMore(bench);
    const id = await approved(bench);
    await proceed(bench, id);
    const before = await inFile(bench);
    bench.psa.traces = [trace('contactpersons:9')];
    const asItTreats = { ...privacyIn(bench) };
    const known: (readonly [file: number, store: number])[] = [];
    Object.assign(privacyIn(bench), { treat: (async (orders) => {
      known.push([(await inFile(bench)) - before, (await bench.forgetting.suppressed(NEW_KEYS)).size]);
      return asItTreats.treat(orders);
    }) satisfies Privacy['treat'] });
    bench.advance(DAY_MS / 10);
    await proceedDue(bench);
    expect(known).toEqual([[2, 2]]);
    expect(await bench.store.addLocal('contact', { fields: { firstName: 'A', lastName: 'M', emails: [{ key: OTHER }] }, keys: [], by })).toBeNull();
  });

  it('is no key when somebody else shows it too', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    showsMore(bench, 'myynti@koivu.example');
    await bench.store.addLocal('contact', { fields: { firstName: 'Onni', lastName: 'Salo', emails: [{ key: 'myynti@koivu.example' }] }, keys: [], by });
    const id = await approved(bench);
    await proceed(bench, id);
    bench.psa.traces = [trace('contactpersons:9')];
    bench.advance(DAY_MS / 10);
    await proceedDue(bench);
    expect([...(await bench.forgetting.suppressed(['id:psa:contact:9', 'email:myynti@koivu.example']))]).toEqual(['id:psa:contact:9']);
  });

  it('is not taken for the person\'s where somebody with another name is known by it: two records were merged there', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await approved(bench);
    await proceed(bench, id);
    await known(bench, '9', 'Onni');
    bench.psa.traces = [trace('contactpersons:7')];
    Object.assign(privacyIn(bench), { traces: ((subject) => Promise.resolve({ subject: { ...subject, refs: [...subject.refs, { side: 'psa', kind: 'contact', id: '7' }, { side: 'psa', kind: 'contact', id: '9' }] }, traces: bench.psa.traces })) satisfies Privacy['traces'] });
    bench.advance(DAY_MS / 10);
    await proceedDue(bench);
    expect([...(await bench.forgetting.suppressed(['id:psa:contact:7', 'id:psa:contact:9']))]).toEqual(['id:psa:contact:7']);
    expect((await bench.store.linked('contact', [{ side: 'psa', id: '9' }])).length).toBe(1);
  });

  it('brings what it is one with in the other system: a copy that sync has made of it must not come back as somebody new', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await approved(bench);
    await proceed(bench, id);
    const into = await known(bench, '9', 'Aino', { lastName: 'Mäki' });
    const from = await known(bench, '70', 'Aino', { side: 'crm', lastName: 'Mäki' });
    await bench.store.decideMatches('contact', [{ kind: 'join', into, from, by: 'name' }]);
    bench.psa.traces = [trace('contactpersons:9')];
    bench.advance(DAY_MS / 10);
    await proceedDue(bench);
    expect([...(await bench.forgetting.suppressed(['id:psa:contact:9', 'id:crm:contact:70']))].toSorted()).toEqual(['id:crm:contact:70', 'id:psa:contact:9']);
  });

  it('takes with it what hangs on it, before it goes: nobody would find that any more', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await approved(bench);
    await proceed(bench, id);
    bench.psa.treated.length = 0;
    const [own, shared, namesake] = [trace('notes:7', { kind: 'note' }), trace('notes:8/contactpersons:9', { kind: 'association', treatment: 'detach', others: 1 }), trace('contactpersons:10', { sure: false })];
    bench.psa.traces = [own, shared, namesake, trace('contactpersons:9')];
    Object.assign(privacyIn(bench), { left: (() => Promise.resolve(bench.psa.traces.filter((one) => one.id === 'contactpersons:9'))) satisfies Privacy['left'] });
    bench.advance(DAY_MS / 10);
    await proceed(bench, id);
    expect(bench.psa.treated).toEqual(['notes:7', 'notes:8/contactpersons:9', 'contactpersons:9']);
    expect((await bench.requests.steps(id)).every(({ state }) => state === 'gone')).toBe(true);
  });

  it('is suppressed when somebody who was shown again is erased again', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    showsMore(bench);
    const id = await approved(bench);
    for (const days of [0, 0.1, 1, 31]) {
      bench.advance(days * DAY_MS);
      await proceed(bench, id);
    }
    await bench.store.addLocal('contact', { fields: { firstName: 'Aino', lastName: 'Mäki', emails: [{ key: EMAIL }] }, keys: [], by });
    await proceedDue(bench);
    bench.psa.traces = [trace('contactpersons:9')];
    const before = await inFile(bench);
    await eraseAgain(bench, id, { by });
    expect((await inFile(bench)) - before).toBe(2);
    expect([...(await bench.forgetting.suppressed(NEW_KEYS))].toSorted()).toEqual(NEW_KEYS.toSorted());
  });
});

describe('a text that was changed after somebody decided on it', () => {
  it('loses what is sure; what nobody has seen and no machine is sure of waits for a person', async () => {
    const bench = erasureBench();
    bench.psa.traces = [NOTE('Aino Mäki soitti. Ainolle vastattiin.')];
    const stored = storing(bench);
    const id = await approved(bench);
    stored.set('notes:5', 'Aino Mäki soitti. Ainon sisko Ainolle kukkia.');
    await proceed(bench, id);
    expect(stored.get('notes:5')).toBe('[poistettu] soitti. Ainon sisko Ainolle kukkia.');
    expect((await bench.requests.steps(id)).map(({ state, problem }) => [state, problem])).toEqual([['manual', 'unsure']]);
  });

  it('is treated as somebody decided where they left what is not sure', async () => {
    const bench = erasureBench();
    bench.psa.traces = [NOTE('Aino Mäki soitti. Ainolle vastattiin.')];
    const stored = storing(bench);
    const id = await approved(bench, 'leave');
    stored.set('notes:5', 'Aino Mäki soitti. Ainon sisko Ainolle kukkia.');
    await proceed(bench, id);
    expect(stored.get('notes:5')).toBe('[poistettu] soitti. Ainon sisko Ainolle kukkia.');
    expect((await bench.requests.steps(id)).map(({ state }) => state)).toEqual(['gone']);
  });

  it('and is shown again after all was over: only what is sure goes by a machine', async () => {
    const bench = erasureBench();
    bench.psa.traces = [NOTE('Aino Mäki soitti. Ainolle vastattiin.')];
    const stored = storing(bench);
    const id = await approved(bench);
    for (const days of [0, 0.1, 1, 31]) {
      bench.advance(days * DAY_MS);
      await proceed(bench, id);
    }
    await bench.store.addLocal('contact', { fields: { firstName: 'Aino', lastName: 'Mäki', emails: [{ key: EMAIL }] }, keys: [], by });
    await proceedDue(bench);
    bench.psa.traces = [NOTE('Aino Mäki palasi. Ainon sisko Ainolle kukkia.')];
    stored.set('notes:5', 'Aino Mäki palasi. Ainon sisko Ainolle kukkia.');
    await eraseAgain(bench, id, { by });
    await proceed(bench, id);
    expect(stored.get('notes:5')).toBe('[poistettu] palasi. Ainon sisko Ainolle kukkia.');
    expect((await bench.requests.steps(id)).map(({ state, problem }) => [state, problem])).toContainEqual(['manual', 'unsure']);
  });
});

describe('a text that no cheaper look comes to, for nothing of it was treated', () => {
  it('is found by the look of the month, which goes through everything once more, and is cleaned', async () => {
    const bench = erasureBench();
    const id = await shownLate(bench, { ...NOTE('Aino Mäki palasi.'), sure: true });
    await proceed(bench, id);
    expect(bench.psa.treated).toEqual(['notes:5']);
    const { checks, state } = (await bench.requests.request(id)) ?? {};
    expect({ state, found: checks?.map(({ found }) => found) }).toEqual({ state: 'completed', found: [0, 0, 0, 1, 0] });
  });

  it('is nobody\'s affair where it only looks like the name: namesakes are written about for ever', async () => {
    const bench = erasureBench();
    const id = await shownLate(bench, NOTE('Ainon sisko Ainolle kukkia.'));
    await proceed(bench, id);
    expect(bench.psa.treated).toEqual([]);
    expect(await bench.requests.request(id)).toMatchObject({ state: 'completed' });
  });
});
