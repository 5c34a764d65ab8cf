import { describe, expect, it } from 'vitest';
import { AccessError } from '../../src/lib/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import type { LogLevel } from '../../src/lib/log.ts';

function logged(level: LogLevel = 'debug') {
  const lines: string[] = [];
  return { log: createLog({ level, destination: { write: (line: string) => void lines.push(line) } }), lines };
}

describe('the log', () => {
  it('writes one JSON object a line with level, time and message', () => {
    const { log, lines } = logged();
    log.info({ route: 'GET /v1/customers', status: 200 }, 'called');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] as string)).toMatchObject({ level: 'info', route: 'GET /v1/customers', status: 200, msg: 'called' });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logged('warn');
    log.info({}, 'no');
    log.warn({}, 'yes');
    expect(lines).toHaveLength(1);
  });

  it.each(['authorization', 'Authorization', 'set-cookie', 'clientSecret', 'client_secret', 'access_token', 'HUBSPOT_TOKEN', 'email', 'emails', 'phone', 'firstName', 'password'])(
    'hides %s at any depth',
    (key) => {
      const { log, lines } = logged();
      log.info({ [key]: 'canary-1', request: { headers: [{ [key]: 'canary-2' }] }, map: new Map([[key, 'canary-3']]) }, 'm');
      expect(lines[0]).not.toContain('canary');
      expect(lines[0]).toContain('[hidden]');
    },
  );

  it('shows kind, code and message of an error, never the objects it carries', () => {
    const { log, lines } = logged();
    const cause = Object.assign(new Error('socket'), { code: 'ECONNRESET', config: { headers: { authorization: 'canary' } } });
    log.error({ err: new AccessError('credentials-refused', 'Severa refused', { cause, status: 401 }) }, 'm');
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      err: { type: 'AccessError', code: 'credentials-refused', status: 401, message: 'Severa refused', cause: { code: 'ECONNRESET' } },
    });
    expect(lines[0]).not.toContain('canary');
  });

  it('survives what refers to itself', () => {
    const { log, lines } = logged();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    log.info({ loop }, 'm');
    expect(lines).toHaveLength(1);
  });
});
