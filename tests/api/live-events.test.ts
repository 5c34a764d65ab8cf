// What goes on, told as it happens: in which form, for how long, and to how many at once.
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { liveEvents } from '../../src/api/live-events.ts';
import type { LiveEvent } from '../../src/api/live-events.ts';
import type { ApiReply, Caller } from '../../src/api/route.ts';
import type { Clock } from '../../src/lib/clock.ts';

const caller = (name: string): Caller => ({ workspace: 'main', name, roles: [], reads: new Set(), changes: new Set(), session: null });
/** Silence lasts as long as the test says. */
function openClock(): { readonly clock: Clock; readonly pass: () => void } {
  let waiting: (() => void)[] = [];
  const sleep: Clock['sleep'] = (_ms, signal) =>
    new Promise((resolve, reject) => {
      waiting.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  return { clock: { now: () => 0, sleep }, pass: () => waiting.splice(0).forEach((wake) => wake()) };
}
const asked = (gone: AbortSignal, headers: Readonly<Record<string, string>> = {}): { headers: Readonly<Record<string, string>>; gone: AbortSignal; requestId: string } => ({ headers, gone, requestId: 'r' });
const textOf = async (reply: ApiReply): Promise<string> => {
  let text = '';
  for await (const part of reply.body as Readable) text += String(part);
  return text;
};
async function* waiting(gone: AbortSignal): AsyncGenerator<LiveEvent> {
  await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve()));
  yield* [];
}

const always = (): Promise<boolean> => Promise.resolve(true);

describe('live events', () => {
  it('are sent with their ids, after how long to come back, and end with their source', async () => {
    const live = liveEvents(openClock().clock, always);
    const reply = live(caller('a'), asked(new AbortController().signal), async function* () {
      yield* await Promise.resolve([{ id: '1', data: { step: 1, text: 'a\nb' } }, { id: '2\nevent: other', data: 'end' }]);
    });
    expect(reply.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(await textOf(reply)).toBe('retry: 2000\n\nid: 1\nevent: progress\ndata: {"step":1,"text":"a\\nb"}\n\nid: 2event: other\nevent: progress\ndata: "end"\n\n');
  });

  it('go on after the last one that was seen', () => {
    const live = liveEvents(openClock().clock, always);
    const seen: (string | null)[] = [];
    const source = (after: string | null, gone: AbortSignal): AsyncIterable<LiveEvent> => {
      seen.push(after);
      return waiting(gone);
    };
    live(caller('a'), asked(new AbortController().signal, { 'last-event-id': '17' }), source);
    live(caller('a'), asked(new AbortController().signal), source);
    expect(seen).toEqual(['17', null]);
  });

  it('break the silence before somebody in between takes the line for dead', async () => {
    const { clock, pass } = openClock();
    const gone = new AbortController();
    const reply = liveEvents(clock, always)(caller('a'), asked(gone.signal), (_after, over) => waiting(over));
    const parts = (reply.body as Readable)[Symbol.asyncIterator]();
    expect((await parts.next()).value).toBe('retry: 2000\n\n');
    const next = parts.next();
    await new Promise((resolve) => setImmediate(resolve));
    pass();
    expect((await next).value).toBe(': still here\n\n');
    gone.abort();
    expect((await parts.next()).done).toBe(true);
  });

  it('end once whoever reads them may be told no more', async () => {
    const { clock, pass } = openClock();
    let stands = true;
    const reply = liveEvents(clock, () => Promise.resolve(stands))(caller('a'), asked(new AbortController().signal), (_after, over) => waiting(over));
    const parts = (reply.body as Readable)[Symbol.asyncIterator]();
    await parts.next();
    for (const [still, done] of [[true, false], [false, true]] as const) {
      stands = still;
      const next = parts.next();
      await new Promise((resolve) => setImmediate(resolve));
      pass();
      expect((await next).done).toBe(done);
    }
  });

  it('fail as their source fails, so that nobody takes a part for the whole', async () => {
    const reply = liveEvents(openClock().clock, always)(caller('a'), asked(new AbortController().signal), async function* () {
      yield await Promise.resolve({ id: '1', data: 1 });
      throw new Error('the database is gone');
    });
    await expect(textOf(reply)).rejects.toThrow('the database is gone');
  });

  it('are sent on a few lines to one caller; a line that was closed makes room', () => {
    const live = liveEvents(openClock().clock, always);
    const lines = Array.from({ length: 6 }, () => new AbortController());
    const open = (name: string, gone: AbortController): number => live(caller(name), asked(gone.signal), (_after, over) => waiting(over)).status;
    expect(lines.map((line) => open('a', line))).toEqual([200, 200, 200, 200, 200, 200]);
    expect([open('a', new AbortController()), open('b', new AbortController())]).toEqual([429, 200]);
    lines[0]?.abort();
    expect(open('a', new AbortController())).toBe(200);
  });
});
