// Deliveries of HubSpot: the genuine ones pass, and nothing that differs from one in a single bit does.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureProblem } from '../../src/api/webhook-signature.ts';
import type { SignedRequest } from '../../src/api/webhook-signature.ts';

const SECRET = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const NOW = 1_693_657_560_000;
const vector: SignedRequest = {
  method: 'POST',
  url: 'https://www.example.com/webhook_uri',
  body: Buffer.from("{'example_field':'example_value'}"),
  timestamp: String(NOW),
  signature: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
};
const bodies = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes));

/** As HubSpot signs: `address` with its characters decoded. */
function signed(address: string, body: Buffer, timestamp: number | string = NOW, secret = SECRET): SignedRequest {
  const signature = createHmac('sha256', secret).update(`POST${address}`).update(body).update(String(timestamp)).digest('base64');
  return { method: 'POST', url: address, body, timestamp: String(timestamp), signature };
}

const check = (request: SignedRequest, secret: string | null = SECRET, now = NOW): string | null => signatureProblem(request, secret, now);
const flip = (bytes: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
};

describe('a genuine delivery', () => {
  it('passes, as the published vector does', () => expect(check(vector)).toBeNull());

  it('passes with any bytes in it', () => {
    fc.assert(fc.property(bodies, (body) => check(signed('https://sauma.example/webhooks/hubspot/main', body)) === null));
  });

  it('is signed with some characters of its address decoded, and only those', () => {
    const body = Buffer.from('[]');
    const sent = (url: string, address: string): string | null => check({ ...signed(address, body), url });
    expect(sent('https://s.example/a%3ab%2Fc%3F%40%21%24%27%28%29%2A%2C%3B', "https://s.example/a:b/c?@!$'()*,;")).toBeNull();
    expect(sent('https://s.example/h?tenant=a%40b', 'https://s.example/h?tenant=a@b')).toBeNull();
    expect(sent('https://s.example/h?q=a%20b%26c', 'https://s.example/h?q=a%20b%26c')).toBeNull();
    expect(sent('https://s.example/h?q=a%20b', 'https://s.example/h?q=a b')).toBe('wrong');
    expect(sent('https://s.example/h?q=%253A', 'https://s.example/h?q=%3A')).toBe('wrong');
  });

  it('passes up to five minutes from now, earlier and later, and no further', () => {
    const at = (ms: number): string | null => check(signed('https://s.example/h', Buffer.from('[]'), NOW + ms));
    expect([-300_000, 0, 300_000].map(at)).toEqual([null, null, null]);
    expect([-300_001, 300_001, 86_400_000].map(at)).toEqual(['late', 'late', 'late']);
    expect(check(vector, SECRET, NOW + 300_001)).toBe('late');
  });

  it('does not pass without a secret of ours', () => {
    const empty = signed('https://s.example/h', Buffer.from('[]'), NOW, '');
    expect([check(vector, null), check(empty, '')]).toEqual(['no-secret', 'no-secret']);
  });
});

describe('a request that was tampered with', () => {
  const flippedBit = fc.tuple(fc.constantFrom('body', 'url', 'timestamp', 'signature', 'method'), fc.nat());
  const otherText = fc.tuple(fc.constantFrom('url', 'timestamp', 'signature', 'method', 'body'), fc.string({ maxLength: 60 }));

  it('is refused, 10,000 ways', () => {
    let tried = 0;
    const genuine = fc.tuple(bodies, fc.webPath(), fc.integer({ min: -300_000, max: 300_000 })).map(([body, path, ms]) => signed(`https://sauma.example/webhooks/hubspot/main${path.replaceAll('%', '')}`, body, NOW + ms));
    const mutated = fc.oneof(
      fc.tuple(genuine, flippedBit).map(([request, [part, bit]]) => {
        const value = request[part as keyof SignedRequest] as string | Buffer;
        const bytes = Buffer.from(value as string);
        const changed = flip(bytes, bit % (bytes.length * 8));
        return { ...request, [part]: part === 'body' ? changed : changed.toString('latin1') };
      }),
      fc.tuple(genuine, otherText).map(([request, [part, text]]) => (part === 'body' ? { ...request, body: Buffer.concat([request.body, Buffer.from(`${text}x`)]) } : { ...request, [part]: text })),
      fc.tuple(genuine, fc.integer({ min: 1, max: 10 ** 9 }), fc.boolean()).map(([request, ms, later]) => ({ ...request, timestamp: String(Number(request.timestamp) + (later ? ms : -ms)) })),
      fc.tuple(genuine, fc.constantFrom('north', 'main2', 'MAIN', 'main/', '')).map(([request, workspace]) => ({ ...request, url: request.url.replace('/main', `/${workspace}`) })),
      fc.tuple(bodies, fc.string({ minLength: 1 })).map(([body, secret]) => signed('https://sauma.example/webhooks/hubspot/main', body, NOW, `${secret}-of-another`)),
      fc.tuple(bodies, fc.integer({ min: 300_001, max: 10 ** 12 }), fc.boolean()).map(([body, ms, later]) => signed('https://sauma.example/webhooks/hubspot/main', body, NOW + (later ? ms : -ms))),
      // Only the older signature, in its own header and in the place of the newer one.
      bodies.map((body) => ({ ...signed('https://sauma.example/webhooks/hubspot/main', body), signature: createHash('sha256').update(SECRET).update(body).digest('hex') })),
      genuine.map((request) => ({ ...request, signature: undefined })),
      genuine.map((request) => ({ ...request, timestamp: undefined })),
      // The same bytes in another spelling of base64.
      genuine.map((request) => ({ ...request, signature: request.signature?.replace(/=$/, '') })),
      genuine.map((request) => ({ ...request, signature: `${request.signature}=` })),
      genuine.map((request) => ({ ...request, timestamp: `${request.timestamp}.0` })),
      genuine.map((request) => ({ ...request, timestamp: `0${request.timestamp}` })),
    );
    fc.assert(
      fc.property(mutated, (request) => {
        tried++;
        expect(check(request)).not.toBeNull();
      }),
      { numRuns: 10_000 },
    );
    expect(tried).toBeGreaterThanOrEqual(10_000);
  });
});
