import { describe, expect, it } from 'vitest';
import { checked, openapiChecker } from './openapi.ts';

const document = {
  openapi: '3.0.3',
  servers: [{ url: 'https://api.example/base' }],
  paths: {
    '/v1/things': {
      get: {
        parameters: [{ name: 'size', in: 'query', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } } } } },
      },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 204: { description: 'made' }, 400: { description: 'bad' } },
      },
    },
  },
  components: {
    schemas: {
      NullValue: { type: 'string', nullable: true, enum: [null] },
      Thing: {
        type: 'object',
        required: ['name', 'guid'],
        properties: {
          guid: { type: 'string', readOnly: true },
          name: { type: 'string', minLength: 1 },
          owner: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/NullValue' }] },
          at: { type: 'string', format: 'date-time', nullable: true },
        },
      },
    },
  },
};

const checker = openapiChecker(document, { closed: true });
const thing = { guid: '1', name: 'a', owner: null, at: null };

function judge(method: string, path: string, query: string, body: unknown, status: number, answer: unknown): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  try {
    checker.check({ method, path, query, headers: {}, body: text }, { status, headers: answer === null ? {} : { 'content-type': 'application/json' }, body: answer });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the judge of contracts', () => {
  it('is content with what the document allows, below the base path or not', () => {
    expect(judge('GET', '/base/v1/things', 'size=1', undefined, 200, [thing, { ...thing, owner: thing, at: '2026-11-16T09:00:00Z' }])).toBe('');
    expect(judge('GET', '/v1.0/things', 'size=1', undefined, 200, [])).toBe('');
    expect(judge('POST', '/v1/things', '', { name: 'a' }, 204, null)).toBe('');
    expect(judge('POST', '/v1/things', '', { name: '' }, 400, null)).toBe('');
  });

  it.each([
    ['GET', '/v1/other', '', undefined, 200, [], 'unknown path'],
    ['DELETE', '/v1/things', '', undefined, 204, null, 'no such method'],
    ['GET', '/v1/things', '', undefined, 200, [], 'query size is missing'],
    ['GET', '/v1/things', 'size=x', undefined, 200, [], 'query size must be integer'],
    ['GET', '/v1/things', 'size=1&color=red', undefined, 200, [], 'query color is not documented'],
    ['GET', '/v1/things', 'size=1', undefined, 418, [], 'status 418 is not documented'],
    ['GET', '/v1/things', 'size=1', undefined, 200, [{ guid: '1' }], "must have required property 'name'"],
    ['GET', '/v1/things', 'size=1', undefined, 200, [{ ...thing, at: 'yesterday' }], 'must match format'],
    ['GET', '/v1/things', 'size=1', undefined, 200, [{ ...thing, colour: 'red' }], 'colour'],
    ['GET', '/v1/things', 'size=1', undefined, 200, null, 'the reply has no body'],
    ['POST', '/v1/things', '', undefined, 204, null, 'request body is missing'],
    ['POST', '/v1/things', '', { name: '' }, 204, null, 'fewer than 1 characters'],
    ['POST', '/v1/things', '', { name: 'a' }, 204, thing, 'has no documented body'],
  ] as const)('finds what is wrong in %s %s?%s %j → %i %j', (method, path, query, body, status, answer, wrong) => {
    expect(judge(method, path, query, body, status, answer)).toContain(wrong);
  });

  it('collects what passes a model and leaves cut answers alone', () => {
    const request = { method: 'GET', path: '/v1/things', query: 'size=1', headers: {}, body: '' };
    const answers = [{ status: 500, headers: {}, body: null }, { status: 0, headers: {}, body: null, cut: 'reset' as const }];
    const model = checked({ handle: () => ({ response: answers.shift() ?? { status: 200, headers: {}, body: [thing] }, events: [] }) }, checker);
    for (let call = 0; call < 3; call++) model.handle(request, 0);
    expect(model.violations).toEqual([expect.stringContaining('status 500 is not documented')]);
  });
});
