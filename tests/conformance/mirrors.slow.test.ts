// One suite over every mirror of every connector: what the engine may rely on of rows that only flow in. Nothing here names a
// system or a mirror; those are in the subjects.
import { afterEach, describe, expect, it } from 'vitest';
import type { MirrorAdapter, MirrorPage } from '../../src/connectors/connector.ts';
import { MIRRORS } from '../../src/entities/mirrors/index.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import type { Harness, Running } from './harness.ts';
import { hubspotHarness } from './hubspot-harness.ts';
import { hubspotMirrors } from './hubspot-mirrors.ts';
import { severaHarness } from './severa-harness.ts';
import { severaMirrors } from './severa-mirrors.ts';
import type { MirrorSubject } from './severa-mirrors.ts';

const tried = [
  { harness: severaHarness, subjects: severaMirrors },
  { harness: hubspotHarness, subjects: hubspotMirrors },
];
const all = tried.flatMap(({ harness, subjects }) => subjects.map((subject) => [subject.mirror, harness.name, subject, harness] as const));
const withFeed = all.filter(([, , { idleCalls }]) => idleCalls !== null);
const withIds = all.filter(([, , { readable }]) => readable);
const withDeleted = all.filter(([, , { tellsDeleted }]) => tellsDeleted);

let running: Running | null = null;

async function start(subject: MirrorSubject, harness: Harness): Promise<Running & { readonly adapter: MirrorAdapter }> {
  running = await harness.start();
  const adapter = running.connector.mirrors.get(subject.mirror);
  if (!adapter) throw new Error(`no ${subject.mirror}`);
  return { ...running, adapter };
}

afterEach(async () => {
  const stopping = running;
  running = null;
  await stopping?.stop();
});

const idsOf = (pages: readonly MirrorPage[]): string[] => pages.flatMap(({ rows }) => rows.map(({ id }) => id)).toSorted();
const totalCalls = ({ connector }: Running): number => [...connector.calls.values()].reduce((sum, count) => sum + count, 0);

function feedOf(adapter: MirrorAdapter): NonNullable<MirrorAdapter['feed']> {
  if (adapter.feed === null) throw new Error('no feed');
  return adapter.feed;
}

async function lastCheckpoint(pages: AsyncIterable<MirrorPage>): Promise<string> {
  return (await Array.fromAsync(pages)).at(-1)?.checkpoint ?? '';
}

describe.each(tried)('the connector of $harness.name', ({ harness, subjects }) => {
  it('has a subject here for every mirror it offers, and offers what its side declares', async () => {
    const { connector, stop } = await harness.start();
    await stop();
    expect([...connector.mirrors.keys()].toSorted()).toEqual(subjects.map(({ mirror }) => mirror).toSorted());
    expect([...connector.mirrors.keys()].toSorted()).toEqual([...MIRRORS.values()].filter(({ side }) => side === connector.side).map(({ name }) => name).toSorted());
  });
});

describe.each(all)('%s of the %s connector', (_mirror, _system, subject, harness) => {
  it('shows under each parent the rows that name it, with the declared columns', async () => {
    const running = await start(subject, harness);
    const made = subject.create(running);
    const parents = Object.entries(subject.parents(running));
    expect(parents.map(([column]) => column).toSorted()).toEqual([...running.adapter.parents].toSorted());
    for (const [column, parent] of parents) {
      const row = (await Array.fromAsync(running.adapter.of(column, parent))).flat().find(({ id }) => id === made);
      expect([row?.values[column]].flat()).toContain(parent);
      expect(Object.keys(row?.values ?? {}).toSorted()).toEqual(Object.keys(MIRRORS.get(subject.mirror)?.columns ?? {}).toSorted());
    }
    await expect(Array.fromAsync(running.adapter.of('no such column', made))).rejects.toThrow(RangeError);
  });
});

describe.each(withIds)('%s of the %s connector, by id', (_mirror, _system, subject, harness) => {
  it('shows a row, and tells what is not known', async () => {
    const running = await start(subject, harness);
    const made = subject.create(running);
    const found = await running.adapter.read([made, '00000000-0000-0000-0000-0000000000aa']);
    expect(found.get(made)).toMatchObject({ id: made });
    expect(found.get('00000000-0000-0000-0000-0000000000aa')).toBeNull();
  });
});

describe.each(withFeed)('%s of the %s connector, by its feed', (_mirror, _system, subject, harness) => {
  it('shows every row once and goes on after any page as if nothing had happened', async () => {
    const running = await start(subject, harness);
    const ids = Array.from({ length: 130 }, () => subject.create(running));
    const feed = feedOf(running.adapter);
    const pages = await Array.fromAsync(feed.all(null));
    expect(idsOf(pages)).toEqual(expect.arrayContaining(ids));
    expect(new Set(idsOf(pages)).size).toBe(idsOf(pages).length);
    expect(pages.map(({ complete }) => complete)).toEqual(pages.map((_, index) => index === pages.length - 1));
    for (const [index, page] of pages.slice(0, -1).entries()) {
      expect(idsOf(await Array.fromAsync(feed.all(page.checkpoint)))).toEqual(idsOf(pages.slice(index + 1)));
    }
  });

  it('shows a new row, and shows it again from the same checkpoint', async () => {
    const running = await start(subject, harness);
    const feed = feedOf(running.adapter);
    await running.catchUp();
    const checkpoint = await lastCheckpoint(feed.changes(await lastCheckpoint(feed.all(null))));
    const made = subject.create(running);
    await running.catchUp();
    for (let time = 0; time < 2; time++) expect(idsOf(await Array.fromAsync(feed.changes(checkpoint)))).toContain(made);
  });

  it('costs the stated calls when nothing has changed', async () => {
    const running = await start(subject, harness);
    const feed = feedOf(running.adapter);
    running.clock.advance(600_000);
    const checkpoint = await lastCheckpoint(feed.changes(await lastCheckpoint(feed.all(null))));
    running.clock.advance(600_000);
    const before = totalCalls(running);
    expect(idsOf(await Array.fromAsync(feed.changes(checkpoint)))).toEqual([]);
    expect(totalCalls(running) - before).toBe(subject.idleCalls);
  });

  it('reads everything from pages that are short or empty before the end', async () => {
    const running = await start(subject, harness);
    const ids = Array.from({ length: 30 }, () => subject.create(running));
    running.faults.add({ kind: 'short-page', every: 2 });
    running.faults.add({ kind: 'empty-page-with-token', every: 3, times: 3 });
    expect(idsOf(await Array.fromAsync(feedOf(running.adapter).all(null)))).toEqual(expect.arrayContaining(ids));
  });

  it('breaks off with an error that says to try again while the system is down, and is read later', async () => {
    const running = await start(subject, harness);
    const made = subject.create(running);
    const feed = feedOf(running.adapter);
    const checkpoint = await lastCheckpoint(feed.all(null));
    running.faults.add({ kind: 'status-503' });
    await expect(Array.fromAsync(feed.changes(checkpoint))).rejects.toThrow(RetryableError);
    running.faults.clear();
    await running.catchUp();
    expect(idsOf(await Array.fromAsync(feed.changes(checkpoint)))).toContain(made);
  });
});

describe.each(withDeleted)('%s of the %s connector', (_mirror, _system, subject, harness) => {
  it('tells what was deleted', async () => {
    const running = await start(subject, harness);
    const made = subject.create(running);
    const feed = feedOf(running.adapter);
    const checkpoint = await lastCheckpoint(feed.all(null));
    running.clock.advance(600_000);
    subject.remove(running, made);
    const pages = await Array.fromAsync(feed.changes(checkpoint));
    expect(pages.flatMap(({ gone }) => gone.map(({ id }) => id))).toContain(made);
  });
});
