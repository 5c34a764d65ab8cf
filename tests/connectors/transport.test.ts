import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport, TransportFailure } from '../../src/connectors/transport.ts';

const request = { method: 'POST', url: 'https://psa.example/v1/things?n=1', headers: { authorization: 'Bearer word', 'content-type': 'application/json' }, body: '{"name":"Koivu Oy"}', timeoutMs: 5_000 };

afterEach(() => {
  nock.cleanAll();
});

describe('the transport', () => {
  it('sends the text as it is and gives any status back as text', async () => {
    nock('https://psa.example', { reqheaders: { authorization: 'Bearer word' } })
      .post('/v1/things?n=1', '{"name":"Koivu Oy"}')
      .reply(503, '{"a": 1}', { NextPageToken: 'x' });
    expect(await createTransport()(request)).toEqual({ status: 503, headers: { nextpagetoken: 'x' }, body: '{"a": 1}' });
  });

  it('leaves a redirect to the caller', async () => {
    nock('https://psa.example').post('/v1/things?n=1').reply(302, '', { location: 'https://elsewhere.example/' });
    expect((await createTransport()(request)).status).toBe(302);
  });

  it.each([
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
    ['ECONNRESET', true],
    ['EPIPE', true],
  ])('says of %s whether the request can have arrived, and nothing of the request', async (code, mayHaveArrived) => {
    nock('https://psa.example').post('/v1/things?n=1').replyWithError(Object.assign(new Error('Bearer word'), { code }));
    const error = await createTransport()(request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransportFailure);
    expect(error).toMatchObject({ code, mayHaveArrived });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('word');
  });
});
