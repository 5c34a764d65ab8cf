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
});
