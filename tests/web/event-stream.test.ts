// Server-sent events, however the chunks are cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/web/event-stream.ts';

const STREAM = ': hello\r\nid: 1\nevent: progress\ndata: {"a":1}\n\ndata: two\ndata: lines\r\r\nid\ndata\n\nretry: 5\n\nid: 3\ndata:x\r\n\r\n';

describe('a stream of events', () => {
  const whole = createParser()(STREAM);

  it('gives each event once it is complete', () => {
    expect(whole).toEqual([
      { id: '1', name: 'progress', data: '{"a":1}' },
      { id: '1', name: 'message', data: 'two\nlines' },
      { id: '', name: 'message', data: '' },
      { id: '3', name: 'message', data: 'x' },
    ]);
  });

  it('gives the same however it is cut', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: STREAM.length })), (cuts) => {
      const parser = createParser();
      const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
      const events = places.slice(1).flatMap((place, index) => parser(STREAM.slice(places[index], place)));
      expect(events).toEqual(whole);
    }));
  });

  it('gives nothing of an event that did not end', () => {
    expect(createParser()('data: half\n')).toEqual([]);
  });
});
