// What each kind of database error turns into for the one who asked.
import { describe, expect, it } from 'vitest';
import { failureOf, translate } from '../../../src/store/postgres/failures.ts';

const failing = (code: string, message = 'as the server says'): Error => Object.assign(new Error(message), { code });

describe('failureOf', () => {
  it('tells what may be run again from what may not', () => {
    expect(['40001', '40P01'].map((code) => failureOf(failing(code)))).toEqual(['contention', 'contention']);
    const gone = ['08006', '57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT'];
    expect(new Set(gone.map((code) => failureOf(failing(code))))).toEqual(new Set(['unreachable']));
    expect(failureOf(new Error('Connection terminated unexpectedly'))).toBe('unreachable');
    const ours = [failing('42601'), failing('23505'), failing('57014'), new Error('a bug'), null, 'text'];
    expect(new Set(ours.map(failureOf))).toEqual(new Set(['other']));
  });
});

describe('translate', () => {
  it('names the setting to look at and what to do', () => {
    expect(translate(failing('ECONNREFUSED'), 'DATABASE_URL', true)).toMatchObject({
      code: 'database-unreachable',
      outcomeUnknown: true,
      message: expect.stringMatching(/DATABASE_URL.*ECONNREFUSED.*Check/) as string,
    });
    expect(translate(failing('57P03'), 'SAUMA_DATA_DIR')).toMatchObject({ message: expect.stringContaining('pg.log') as string });
    expect(translate(failing('28P01'), 'DATABASE_URL')).toMatchObject({ name: 'ConfigError', code: 'database-refused', key: 'DATABASE_URL' });
    expect(translate(failing('3D000'), 'SAUMA_MIGRATION_URL')).toMatchObject({ code: 'database-missing', key: 'SAUMA_MIGRATION_URL' });
    expect(translate(failing('53100'), 'DATABASE_URL')).toMatchObject({ name: 'RetryableError', code: 'database-full' });
    expect(translate(failing('40001'), 'DATABASE_URL')).toMatchObject({ name: 'RetryableError', code: 'database-contention' });
  });

  it('leaves a bug in our own statements as it is', () => {
    const bug = failing('42601');
    expect(translate(bug, 'DATABASE_URL')).toBe(bug);
  });
});
