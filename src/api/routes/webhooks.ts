// HubSpot's deliveries. Invariants: only a genuine one is read; it is answered before anything is looked at, and all that is
// kept of it is where to look.
import { z } from 'zod';
import { problem } from '../problem.ts';
import { json } from '../route.ts';
import type { ApiContext, ApiReply, ApiRequest, Route } from '../route.ts';
import { signatureProblem } from '../webhook-signature.ts';

/** A hundred events with long texts; the vendor sends no more in one delivery. */
const LIMIT_BYTES = 2_000_000;
const deliverySchema = z.array(z.unknown()).max(100);

export function webhookRoutes(context: ApiContext): readonly Route[] {
  const body = { type: 'application/json', limitBytes: LIMIT_BYTES } as const;
  return [{ method: 'POST', path: '/webhooks/hubspot/:workspace', permission: 'public-signed', body, handle: (request) => receive(context, request) }];
}

async function receive(context: ApiContext, request: ApiRequest): Promise<ApiReply> {
  const { headers, params, requestId } = request;
  const workspace = context.workspaces.get(params['workspace'] ?? '');
  const url = `${context.publicUrl ?? ''}${request.target}`;
  const signed = { method: 'POST', url, body: request.body, timestamp: headers['x-hubspot-request-timestamp'], signature: headers['x-hubspot-signature-v3'] };
  const secret = context.publicUrl === null ? null : (workspace?.webhookSecret?.reveal() ?? null);
  const wrong = signatureProblem(signed, secret, context.clock.now());
  if (wrong !== null || !workspace) {
    // Why is nobody's business but ours: an unknown workspace and a wrong signature look the same.
    context.log.warn({ requestId, reason: wrong, known: workspace !== undefined }, 'a delivery was refused; check HUBSPOT_WEBHOOK_SECRET, SAUMA_PUBLIC_URL and the clock');
    return problem(401, 'signature-refused', 'Sign the request with the secret of the app, by version 3, within five minutes.', requestId);
  }
  const delivery = deliverySchema.safeParse(parsed(request.body));
  if (!delivery.success) return problem(400, 'delivery-malformed', 'Send a list of at most 100 events.', requestId);
  const connector = workspace.connectors.get('crm');
  const hints = connector?.receive?.(delivery.data) ?? [];
  await workspace.store.saveHints('crm', hints);
  const reply = json(200, { received: delivery.data.length });
  return hints.length === 0 ? reply : { ...reply, afterwards: () => context.wake(params['workspace'] ?? '') };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
