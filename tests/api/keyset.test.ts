import { describe, expect, it } from 'vitest';
import { cursorOf, placeIn } from '../../src/api/keyset.ts';

const place = { since: '2026-03-15T09:00:00.000Z', id: 'one' };
const question = { field: 'name', limit: 50 };

describe('a cursor', () => {
  it('goes on behind the place it was given for, also with another length of page or as a file', () => {
    const cursor = cursorOf(question, place) as string;
    expect(placeIn({ ...question, cursor })).toEqual(place);
    expect(placeIn({ field: 'name', limit: 5, format: 'csv', locale: 'en', cursor } as typeof question & { cursor: string })).toEqual(place);
    expect([cursorOf(question, null), placeIn(question)]).toEqual([null, null]);
    expect(cursor.length).toBeLessThan(200);
  });

  it('fits no other question, and nothing that was made up', () => {
    const cursor = cursorOf(question, place) as string;
    for (const wrong of [{ field: 'city', limit: 50, cursor }, { ...question, cursor: 'nonsense' }, { ...question, cursor: Buffer.from('a\nb\nc').toString('base64url') }]) {
      expect(() => placeIn(wrong)).toThrow(expect.objectContaining({ code: 'cursor-unreadable' }) as Error);
    }
  });

  it.each([
    ['a day that is none', '2026-02-31T09:00:00.000Z', 'one'],
    ['a day without its time', '2026-03-15', 'one'],
    ['a year that no database knows', '0000-03-15T09:00:00.000Z', 'one'],
    ['an id that no database takes', place.since, 'o\u0000ne'],
  ])('with %s is refused, although its mark is right', (_what, since, id) => {
    const cursor = cursorOf(question, { since, id }) as string;
    expect(() => placeIn({ ...question, cursor })).toThrow(expect.objectContaining({ code: 'cursor-unreadable' }) as Error);
  });

  it('has a number that the database has room for where its ids are numbers', () => {
    const placed = (id: string) => () => placeIn({ ...question, cursor: cursorOf(question, { since: place.since, id }) as string }, 'numbers');
    expect(placed('12')()).toEqual({ since: place.since, id: '12' });
    for (const id of ['one', '', '-1', '1e3', '9'.repeat(19)]) expect(placed(id)).toThrow(expect.objectContaining({ code: 'cursor-unreadable' }) as Error);
  });
});
