// One suite over forgetting in every system: everything that was planted is found, treating twice is once, nothing is left, and the
// people beside keep every byte. What differs between systems is in their offices; a test here that named a system would be a hole.
import { afterEach, describe, expect, it } from 'vitest';
import type { Found, Privacy, TreatOrder } from '../../src/connectors/privacy.ts';
import { hitsIn, redacted } from '../../src/core/sensitive-text.ts';
import { NOBODY } from '../../src/core/subject.ts';
import type { Running } from './harness.ts';
import { hubspotOffice } from './hubspot-office.ts';
import { email, phone, spoken } from './person.ts';
import type { Planted } from './person.ts';
import { severaOffice } from './severa-office.ts';
import { totalCalls } from './showing.ts';

const offices = [hubspotOffice, severaOffice];

/** What is carried out when everything sure is agreed to. */
function ordersOf({ traces, subject }: Found): readonly TreatOrder[] {
  return traces.flatMap((trace): readonly TreatOrder[] => {
    if (trace.treatment === 'manual' || !trace.sure) return [];
    const texts = Object.entries(trace.texts).map(([name, text]) => [name, redacted(text, hitsIn(text, subject), 'all')]);
    return [{ trace, treatment: trace.treatment, texts: trace.treatment === 'redact' ? (Object.fromEntries(texts) as Record<string, string>) : {} }];
  });
}

const withoutTimes = (row: string | undefined): string => (row ?? '').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'T');
const timeless = (rows: ReadonlyMap<string, string>): readonly string[] => [...rows].map(([id, row]) => `${id} ${withoutTimes(row)}`).toSorted();
const rowOf = (traceId: string): string => traceId.split('/')[0] ?? '';

describe.each(offices.map((office) => [office.harness.name, office] as const))('forgetting in %s', (_name, { harness, plant, calls }) => {
  let running: Running | null = null;
  const start = async (): Promise<{ readonly running: Running; readonly privacy: Privacy; readonly planted: Planted }> => {
    running = await harness.start();
    const { privacy } = running.connector;
    if (!privacy) throw new Error('it holds persons');
    return { running, privacy, planted: plant(running) };
  };
  afterEach(async () => {
    const stopping = running;
    running = null;
    await stopping?.stop();
  });

  it('finds everything that was planted, the person last, and the same at every look', async () => {
    const { privacy, planted } = await start();
    const { traces } = await privacy.traces(planted.subject);
    const sure = traces.filter((trace) => trace.sure).map(({ id }) => id);
    expect(sure).toEqual(expect.arrayContaining([...planted.found]));
    expect(sure.at(-1)).toBe(planted.person);
    expect(new Set(traces.map(({ id }) => id)).size).toBe(traces.length);
    expect((await privacy.traces(planted.subject)).traces).toEqual(traces);
  });

  it('finds the person by an address alone, and shows what it holds', async () => {
    const { privacy, planted } = await start();
    const { subject, traces } = await privacy.traces({ ...NOBODY, emails: [email.toUpperCase()] });
    expect(subject).toMatchObject({ names: [{ first: 'Sanelma', last: 'Tuomikoski' }] });
    expect(subject.refs).toEqual(expect.arrayContaining([...planted.subject.refs]));
    const person = traces.find(({ id }) => id === planted.person);
    expect(Object.values(person?.content ?? {})).toEqual(expect.arrayContaining(['Sanelma', 'Tuomikoski', email, 'Ostopäällikkö']));
  });

  it('has no identifier of the person in the id of a trace', async () => {
    const { privacy, planted } = await start();
    const { traces } = await privacy.traces(planted.subject);
    expect(traces.filter(({ id }) => hitsIn(id, { ...planted.subject, refs: [] }).length > 0)).toEqual([]);
  });

  it('is sure of nobody but the person, and touches nobody’s number', async () => {
    const { privacy, planted } = await start();
    const { traces } = await privacy.traces(planted.subject);
    expect(traces.filter(({ id, sure }) => sure && planted.beside.includes(id))).toEqual([]);
  });

  it('leaves nothing of the person, and every byte of everybody else', async () => {
    const { running, privacy, planted } = await start();
    const before = planted.rows();
    const found = await privacy.traces(planted.subject);
    const orders = ordersOf(found);
    expect((await privacy.treat(orders)).map(({ kind }) => kind)).toEqual(orders.map(() => 'done'));
    const after = planted.rows();
    const allowed = new Set([...found.traces.filter(({ sure }) => sure).map(({ id }) => rowOf(id)), ...planted.around]);
    const changed = [...before].flatMap(([id, row]) => (after.get(id) === row ? [] : [id]));
    expect(changed.filter((id) => !allowed.has(id))).toEqual([]);
    for (const id of planted.beside) expect(after.get(id), id).toBe(before.get(id));
    const namesake = new Set(planted.beside);
    const theirs = [...after].filter(([id]) => !namesake.has(id)).map(([, row]) => row);
    expect(theirs.filter((row) => [email, phone, spoken].some((one) => row.includes(one)))).toEqual([]);
    await running.catchUp();
    expect(await privacy.left(found.subject, orders.map(({ trace }) => trace))).toEqual([]);
  });

  it('shows what is left before anything was done', async () => {
    const { privacy, planted } = await start();
    const found = await privacy.traces(planted.subject);
    const left = await privacy.left(found.subject, ordersOf(found).map(({ trace }) => trace));
    expect(left.map(({ id }) => id)).toEqual(expect.arrayContaining([planted.person, planted.text.id]));
  });

  it('does no more when it is done twice', async () => {
    const { privacy, planted } = await start();
    const orders = ordersOf(await privacy.traces(planted.subject));
    await privacy.treat(orders);
    const once = timeless(planted.rows());
    expect((await privacy.treat(orders)).map(({ kind }) => kind)).toEqual(orders.map(() => 'done'));
    expect(timeless(planted.rows())).toEqual(once);
  });

  it('does not write over a text that somebody has changed, and keeps the person until it is settled', async () => {
    const { privacy, planted } = await start();
    const orders = ordersOf(await privacy.traces(planted.subject));
    planted.text.change(`${spoken} on lomalla`);
    const outcomes = await privacy.treat(orders);
    expect(outcomes[orders.findIndex(({ trace }) => trace.id === planted.text.id)]).toEqual({ kind: 'moved' });
    expect(outcomes[orders.findIndex(({ trace }) => trace.id === planted.person)]).toMatchObject({ kind: 'failed', error: { code: 'waits-for-others' } });
    expect(planted.rows().get(planted.text.id)).toContain(`${spoken} on lomalla`);
  });

  it('ends the same when an answer is lost', async () => {
    const { running, privacy, planted } = await start();
    const found = await privacy.traces(planted.subject);
    const orders = ordersOf(found);
    running.faults.add({ ...planted.write, kind: 'reset-after-commit', times: 1 });
    const first = await privacy.treat(orders);
    const open = orders.filter((_, index) => first[index]?.kind !== 'done');
    if (open.length > 0) expect((await privacy.treat(open)).map(({ kind }) => kind)).toEqual(open.map(() => 'done'));
    await running.catchUp();
    expect(await privacy.left(found.subject, orders.map(({ trace }) => trace))).toEqual([]);
  });

  it('says so when the system is down, and has done nothing by halves to the person', async () => {
    const { running, privacy, planted } = await start();
    const orders = ordersOf(await privacy.traces(planted.subject));
    const before = withoutTimes(planted.rows().get(planted.person));
    running.faults.add({ ...planted.write, kind: 'status-503' });
    const outcomes = await privacy.treat(orders);
    expect(outcomes[orders.findIndex(({ trace }) => trace.id === planted.person)]).toMatchObject({ kind: 'failed' });
    expect(withoutTimes(planted.rows().get(planted.person))).toBe(before);
    running.faults.clear();
    await expect(privacy.treat(orders)).resolves.toEqual(orders.map(() => expect.objectContaining({ kind: 'done' }) as unknown));
  });

  it('takes few calls from the first look to the check', async () => {
    const { running, privacy, planted } = await start();
    const earlier = totalCalls(running);
    const found = await privacy.traces(planted.subject);
    const orders = ordersOf(found);
    await privacy.treat(orders);
    await privacy.left(found.subject, orders.map(({ trace }) => trace));
    expect(totalCalls(running) - earlier).toBeLessThanOrEqual(calls);
  });

  it('finds nothing of somebody who is not there', async () => {
    const { privacy } = await start();
    const nobody = { ...NOBODY, names: [{ first: 'Olli', last: 'Ketola' }], emails: ['olli.ketola@muualla.example'] };
    expect(await privacy.traces(nobody)).toMatchObject({ subject: nobody, traces: [] });
    expect(await privacy.left(nobody, [])).toEqual([]);
  });
});
