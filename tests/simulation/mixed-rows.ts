// HubSpot's mixed answer: of one batch some rows are stored and one is refused. Invariant: the refused row is not stored, and
// the answer names it as HubSpot does.
import type { Random } from '../../src/lib/random.ts';
import type { Handled, SandboxRequest } from '../../src/sandbox/contract.ts';

interface Input {
  readonly id?: string;
  readonly objectWriteTraceId?: string;
}

interface Answer {
  readonly results: readonly unknown[];
  readonly errors?: readonly unknown[];
}

const KINDS = [
  { category: 'VALIDATION_ERROR', message: 'The row was refused.' },
  { category: 'RESOURCE_LOCKED', message: 'The row is locked.' },
] as const;

export function dropRow(request: SandboxRequest, random: Random, handle: (request: SandboxRequest) => Handled): Handled {
  const { inputs } = JSON.parse(request.body) as { readonly inputs: readonly Input[] };
  const dropped = random.pick(inputs);
  const rest = inputs.filter((input) => input !== dropped);
  const error = { status: 'error', ...random.pick(KINDS), context: { objectWriteTraceId: [dropped.objectWriteTraceId ?? ''] } };
  const refused: Answer & { readonly status: string } = { status: 'COMPLETE', results: [], errors: [error] };
  if (rest.length === 0) return { response: { status: 207, headers: {}, body: refused }, events: [] };
  const handled = handle({ ...request, body: JSON.stringify({ inputs: rest }) });
  const body = handled.response.body as Answer | null;
  if (handled.response.status >= 300 || body === null || typeof body !== 'object') return handled;
  return { ...handled, response: { ...handled.response, status: 207, body: { ...body, errors: [...(body.errors ?? []), error] } } };
}
