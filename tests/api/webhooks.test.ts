// The route that HubSpot delivers to: what it keeps of a genuine delivery, and that it keeps nothing of any other.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CLIENT } from '../connectors/hubspot/installed.ts';
import { openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const event = (objectId: number, subscriptionType = 'company.propertyChange', more: object = {}): object => ({ eventId: 1, subscriptionId: 1001, portalId: 24601, appId: 4711, occurredAt: 1, subscriptionType, attemptNumber: 0, objectId, changeSource: 'CRM_UI', ...more });
const waiting = async (bench: Bench): Promise<readonly string[]> => (await bench.store.hints({ entity: 'account', side: 'crm', limit: 1_000 })).map(({ id, kind }) => `${id} ${kind}`);

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});

describe('a genuine delivery', () => {
  it('is answered, leaves where to look, and wakes somebody', async () => {
    const reply = await bench.deliver([event(12), event(13, 'company.deletion')]);
    expect(reply).toMatchObject({ status: 200, body: '{"received":2}' });
    expect(await waiting(bench)).toEqual(['12 changed', '13 deleted']);
    expect(bench.woken).toEqual(['main']);
  });

  it('is kept once however often and in whatever order it comes', async () => {
    const [one, two] = [[event(12), event(13)], [event(13), event(12), event(12, 'company.creation')]];
    for (const events of [one, two, one, two]) await bench.deliver(events);
    expect(await waiting(bench)).toEqual(['12 changed', '13 changed']);
  });

  it('of what is not ours is answered all the same, and wakes nobody', async () => {
    const reply = await bench.deliver([event(12, 'ticket.creation'), event(12, 'company.creation', { portalId: 1 }), { strange: true }]);
    expect(reply.status).toBe(200);
    expect(await waiting(bench)).toEqual([]);
    expect(bench.woken).toEqual([]);
    expect((await openBench().deliver([])).status).toBe(200);
  });

  it('keeps no value and no person of what it says', async () => {
    await bench.deliver([event(12, 'contact.propertyChange', { propertyName: 'email', propertyValue: 'aino@koivu.example' }), event(12, 'contact.privacyDeletion')]);
    const kept = JSON.stringify(await bench.store.hints({ entity: 'contact', side: 'crm', limit: 10 }));
    expect(kept + bench.logged.join('')).not.toContain('koivu');
  });

  it.each([['no list', '{}'], ['no JSON', 'hei'], ['an empty body', ''], ['101 events', JSON.stringify(Array.from({ length: 101 }, (_, index) => event(index + 1)))]])('with %s is not understood', async (_, body) => {
    const reply = await bench.deliver(body);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ status: 400, code: 'delivery-malformed', requestId: 'request-1' });
    expect(await waiting(bench)).toEqual([]);
  });
});

describe('any other delivery', () => {
  it('is refused: signed with the secret of another workspace, or meant for another one', async () => {
    await refused(bench.deliver([event(12)], { secret: 'the secret of another workspace' }));
    await refused(bench.deliver([event(12)], { workspace: 'north' }));
    await refused(bench.deliver([event(12)], { workspace: 'nowhere' }));
  });

  it('is refused: replayed after five minutes, or from the future', async () => {
    await refused(bench.deliver([event(12)], { at: -300_001 }));
    await refused(bench.deliver([event(12)], { at: 300_001 }));
  });

  it('is refused: with the older signature only', async () => {
    const body = JSON.stringify([event(12)]);
    const older = createHash('sha256').update(CLIENT.clientSecret + body).digest('hex');
    await refused(bench.call('POST', '/webhooks/hubspot/main', { body, headers: { 'x-hubspot-signature': older, 'x-hubspot-signature-version': 'v1', 'x-hubspot-request-timestamp': String(bench.clock.now()) } }));
  });

  it('is refused while there is no secret or no public address', async () => {
    bench = openBench({}, null);
    await refused(bench.deliver([event(12)]));
    bench = openBench({ publicUrl: null });
    await refused(bench.deliver([event(12)]));
  });

  it('is refused whatever its headers and body are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (body, signature, timestamp) => {
        const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
        await refused(bench.call('POST', '/webhooks/hubspot/main', { body, headers }));
      }),
    );
  });
});

async function refused(reply: Promise<{ status: number; body: string }>): Promise<void> {
  const { status, body } = await reply;
  expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([401, 'signature-refused']);
  expect(await waiting(bench)).toEqual([]);
  expect(bench.woken).toEqual([]);
}
