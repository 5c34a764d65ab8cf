// The pure parts of the components: differences of texts, progress, errors of forms, dates, choices.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flag, oneOf } from '../../src/web/checks.ts';
import { hasEnded, NOT_STARTED, percentDone, progressed, waitBeforeMs, type ProgressEvent } from '../../src/web/components/progress-state.ts';
import { diffTexts } from '../../src/web/components/text-diff.ts';
import { readDate } from '../../src/web/forms/plain-date-input.tsx';
import { placeErrors } from '../../src/web/forms/server-errors.ts';
import { createPreferences, preferred } from '../../src/web/preferences.ts';
import { createSignal } from '../../src/web/signal.ts';

function event(step: number, more: Partial<ProgressEvent> = {}): ProgressEvent {
  return { step, state: 'running', done: step, total: 10, message: null, counts: {}, ...more };
}

function refuse(): never {
  throw new Error('forbidden');
}

describe('a difference', () => {
  it('marks the words that only one side has', () => {
    expect(diffTexts('Satamakatu 4 B', 'Satamakatu 6 B').left).toEqual([{ text: 'Satamakatu ', same: true }, { text: '4', same: false }, { text: ' B', same: true }]);
  });

  it('loses nothing of either side', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (left, right) => {
      const diff = diffTexts(left, right);
      const [a, b] = [diff.left, diff.right].map((pieces) => pieces.map(({ text }) => text).join(''));
      const common = (pieces: typeof diff.left): string => pieces.filter(({ same }) => same).map(({ text }) => text).join('');
      expect([a, b]).toEqual([left, right]);
      expect(common(diff.left)).toBe(common(diff.right));
    }));
  });

  it('of very long texts is told as a whole', () => {
    const long = 'word '.repeat(500);
    expect(diffTexts(long, `${long}x`)).toEqual({ left: [{ text: long, same: false }], right: [{ text: `${long}x`, same: false }] });
  });
});

describe('progress', () => {
  it('is the same when events come twice or late', () => {
    const once = [1, 2, 3].reduce((state, step) => progressed(state, event(step)), NOT_STARTED);
    const twice = [1, 2, 2, 1, 3, 2].reduce((state, step) => progressed(state, event(step)), NOT_STARTED);
    expect(twice).toEqual(once);
  });

  it('is not moved once it has ended', () => {
    const ended = progressed(NOT_STARTED, event(5, { state: 'failed' }));
    expect(progressed(ended, event(6)).last).toEqual(ended.last);
    expect([hasEnded(ended), hasEnded(NOT_STARTED)]).toEqual([true, false]);
  });

  it('is a share only where the whole is known', () => {
    expect(percentDone(NOT_STARTED)).toBeNull();
    expect(percentDone(progressed(NOT_STARTED, event(3)))).toBe(30);
    expect(percentDone(progressed(NOT_STARTED, event(3, { total: null })))).toBeNull();
    expect(percentDone(progressed(NOT_STARTED, event(12)))).toBe(100);
    expect(percentDone(progressed(NOT_STARTED, event(3, { state: 'done', total: null })))).toBe(100);
  });

  it('waits longer each time the line breaks, up to half a minute', () => {
    expect([0, 1, 4, 9].map(waitBeforeMs)).toEqual([1000, 2000, 16_000, 30_000]);
  });
});

describe('objections of the server', () => {
  it('stand at their field, at its parent, or above the form', () => {
    const placed = placeErrors([{ field: 'phone', message: 'A' }, { field: 'phone', message: 'B' }, { field: 'address.city', message: 'C' }, { field: 'owner', message: 'D' }], ['phone', 'address']);
    expect(placed).toEqual({ fields: { phone: 'A B', address: 'C' }, rest: ['D'] });
  });
});

describe('a typed date', () => {
  it.each([['1.3.2026', '2026-03-01'], ['01/03/2026', '2026-03-01'], ['2026-3-1', '2026-03-01'], ['31.2.2026', null], ['29.2.2028', '2028-02-29'], ['tomorrow', null], ['1.13.2026', null]])('%s is %s', (typed, plain) => {
    expect(readDate(typed)).toBe(plain);
  });
});

describe('choices kept in the browser', () => {
  it('last as long as the page where the storage is full or forbidden', () => {
    const preferences = createPreferences({ getItem: refuse, setItem: refuse });
    let told = 0;
    const stop = preferences.listen(() => { told += 1; });
    expect(preferences.read('density')).toBeNull();
    preferences.write('density', '"compact"');
    stop();
    preferences.write('density', '"comfortable"');
    expect([preferences.read('density'), told]).toEqual(['"comfortable"', 1]);
  });

  it('fall back to the default when they are not understood', () => {
    expect(preferred('{', flag, true)).toBe(true);
    expect(preferred('"huge"', oneOf('a', 'b'), 'a')).toBe('a');
    expect(preferred('"b"', oneOf('a', 'b'), 'a')).toBe('b');
    expect(preferred(null, flag, false)).toBe(false);
  });
});

describe('a signal', () => {
  it('tells its listeners of a change, once', () => {
    const signal = createSignal();
    const seen: boolean[] = [];
    const stop = signal.listen(() => seen.push(signal.on()));
    for (const on of [true, true, false]) signal.set(on);
    stop();
    signal.set(true);
    expect(seen).toEqual([true, false]);
  });
});
