// What is wrong with a value: one code for pages, English words for programs, and never the value.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { objection, objectionTo } from '../../src/lib/objection.ts';

const codeOf = (schema: z.ZodType, value: unknown): readonly unknown[] => {
  const issue = schema.safeParse(value, { reportInput: true }).error?.issues[0];
  const { code, params, message } = objectionTo(issue ?? { message: '' });
  return [code, params, message === issue?.message];
};

describe('an objection', () => {
  it('has English words with what it takes to say it', () => {
    expect(objection('too-long', { most: 20 })).toEqual({ code: 'too-long', params: { most: 20 }, message: 'must have at most 20 characters' });
    expect(objection('empty', {}, 'other words')).toEqual({ code: 'empty', params: {}, message: 'other words' });
  });

  it.each([
    [z.string(), undefined, 'missing', {}],
    [z.enum(['a', 'b']), undefined, 'missing', {}],
    [z.enum(['a', 'b']), 'c', 'no-choice', {}],
    [z.string(), 7, 'no-text', {}],
    [z.int(), 'x', 'no-number', {}],
    [z.boolean(), 'x', 'no-flag', {}],
    [z.string().min(1), '', 'empty', {}],
    [z.string().min(3), 'ab', 'too-short', { least: 3 }],
    [z.string().max(3), 'abcd', 'too-long', { most: 3 }],
    [z.number().max(3), 4, 'too-large', { most: 3 }],
    [z.number().min(3), 2, 'too-small', { least: 3 }],
    [z.array(z.string()).max(1), ['a', 'b'], 'too-many', { most: 1 }],
    [z.array(z.string()).min(1), [], 'too-few', { least: 1 }],
    [z.iso.date(), '31.3.2026', 'no-day', {}],
    [z.email(), 'x', 'email-unfit', {}],
    [z.string().regex(/^a$/u), 'b', 'unfit', {}],
    [z.string().refine(() => false, { params: { objection: 'asked-for-nobody' } }), 'b', 'asked-for-nobody', {}],
    [z.string().refine(() => false, { params: { objection: 'nonsense' } }), 'b', 'unfit', {}],
  ] as const)('tells what a schema says: %#', (schema, value, code, params) => {
    expect(codeOf(schema, value)).toEqual([code, params, true]);
  });
});
