import { expect, it } from 'vitest';
import { explain } from '../../../src/connectors/severa/errors.ts';

const body = (details: unknown) => ({ error: { httpStatusCode: 400, type: 'InvalidParameter', details, stack: null } });

it('takes the type and the names of properties, and never a message or a value', () => {
  const told = explain(400, body([
    { message: 'Aino is wrong', url: null, location: { type: 'RequestBody', name: '/vatNumber', identifier: 'aino@koivu.example' } },
    { message: 'x', location: { type: 'RequestBody', identifier: 'kvkNumber' } },
  ]));
  expect(told).toEqual({ code: 'InvalidParameter', fields: ['vatNumber', 'kvkNumber'], scopes: [] });
});

it.each(['API calls quota exceeded!', null, {}, { error: null }, { httpStatusCode: 400, type: 'Flat', message: 'x' }])('understands nothing of %j and does not fail', (text) => {
  expect(explain(400, text)).toEqual({ code: null, fields: [], scopes: [] });
});
