// The wires between workers and vendors: requests take time, and trouble finds them on the way. Invariant: what a request did
// at the vendor is done whether or not anybody is left to hear the answer.
import { TransportFailure } from '../../src/connectors/transport.ts';
import type { Transport, TransportReply, TransportRequest } from '../../src/connectors/transport.ts';
import type { Fields, RemoteSide } from '../../src/core/vocabulary.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Handled, SandboxEvent, SandboxRequest, SandboxResponse } from '../../src/sandbox/contract.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { dropRow } from './mixed-rows.ts';
import { CALL_FAULTS } from './plan.ts';
import { kindOfCall, namedIn, subjectOf } from './calls.ts';
import type { CallKind } from './calls.ts';
import type { CallFault, Plan } from './plan.ts';
import type { Process } from './process.ts';
import type { Ref } from './records/kinds.ts';
import type { World } from './world.ts';

export interface Call {
  readonly worker: string;
  /** officer: what an erasure asks for. */
  readonly author: 'engine' | 'officer';
  readonly side: RemoteSide;
  readonly kind: CallKind;
  readonly request: SandboxRequest;
  readonly sentAt: number;
}

export interface Served extends Call {
  readonly servedAt: number;
  readonly response: SandboxResponse;
  readonly fault: CallFault | null;
}

export interface NetworkHooks {
  /** Just before the vendor handles a request. */
  readonly arriving: (call: Call) => void;
  readonly served: (call: Served) => void;
  /** A record whose updates the vendor always refuses. */
  readonly refuses: (ref: Ref) => boolean;
  /** What a worker had decided to write to a record; null: nothing. */
  readonly decided: (worker: string, ref: Ref) => Fields | null;
  /** What HubSpot has to tell, since the last time. */
  readonly told: (events: readonly SandboxEvent[]) => void;
}

const FAULTS_BY_KIND: Readonly<Record<CallKind, readonly CallFault[]>> = {
  token: ['status-429', 'status-500', 'status-502', 'status-503', 'malformed', 'half-body', 'timeout-before', 'reset-before'],
  read: CALL_FAULTS.filter((name) => !['twice', 'unchanged-timestamp', 'mixed-rows', 'bad-gateway-after-commit', 'timeout-after-commit', 'reset-after-commit'].includes(name)),
  'set-up': ['status-429', 'status-500', 'status-503', 'timeout-before', 'timeout-after-commit', 'reset-after-commit', 'malformed'],
  create: CALL_FAULTS.filter((name) => !name.endsWith('-page') && !name.startsWith('empty') && name !== 'repeat-token'),
  update: CALL_FAULTS.filter((name) => !name.endsWith('-page') && !name.startsWith('empty') && name !== 'repeat-token'),
};
const OF_CRM_ONLY: readonly string[] = ['status-423', 'status-477', 'mixed-rows'];
/** Chance of trouble with one call: far above any vendor's, since a world is short. */
const RATE: Readonly<Record<CallKind, number>> = { token: 0.03, read: 0.04, 'set-up': 0.05, create: 0.25, update: 0.2 };
const RETRY_AFTER_S = 4;

export class Network {
  readonly #world: World;
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #hooks: NetworkHooks;
  #next: CallFault | null = null;
  #calm = false;

  constructor(parts: { readonly world: World; readonly plan: Plan; readonly random: Random; readonly hooks: NetworkHooks }) {
    this.#world = parts.world;
    this.#plan = parts.plan;
    this.#random = parts.random;
    this.#hooks = parts.hooks;
    for (const model of [this.#world.psa, this.#world.crm]) model.faults.next = () => this.#rule();
  }

  /** From now on every call goes well. */
  calm(): void {
    this.#calm = true;
  }

  /** Trouble begins, or begins again. */
  stir(): void {
    this.#calm = false;
  }

  transport(process: Process, side: RemoteSide, author: Call['author'] = 'engine'): Transport {
    return async (request) => {
      const call = { worker: author === 'engine' ? process.name : `${process.name}*`, author, side, request: sandboxRequest(request), kind: kindOfCall(request), sentAt: 0 };
      const label = `${call.kind === 'set-up' || call.kind === 'token' ? 'read' : call.kind}:${side}`;
      await process.pass(`${label}:before-send`, 1);
      const answer = this.#send(process, { ...call, sentAt: this.#world.scheduler.now() }, label, request.timeoutMs);
      const [settled] = await Promise.allSettled([answer]);
      await process.pass(`${label}:answered`, 1);
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    };
  }

  #send(process: Process, call: Call, label: string, timeoutMs: number): Promise<TransportReply> {
    const { scheduler } = this.#world;
    return new Promise((resolve, reject) => {
      scheduler.at(call.sentAt + this.#latency(), () => {
        this.#hooks.arriving(call);
        const handled = this.#handle(call);
        process.mark(`${label}:served`);
        const { response } = handled;
        const back = scheduler.now() + this.#latency() + (response.delayMs ?? 0);
        if (response.cut === 'timeout') scheduler.at(call.sentAt + timeoutMs, () => reject(new TransportFailure('ECONNABORTED', true)));
        else if (response.cut) scheduler.at(back, () => reject(new TransportFailure('ECONNRESET', true)));
        else {
          const date = new Date(scheduler.now()).toUTCString();
          scheduler.at(back, () => resolve(replyOf(response, date)));
        }
      });
    });
  }

  #handle(call: Call): Handled {
    const { trace, scheduler } = this.#world;
    const model = call.side === 'psa' ? this.#world.psa : this.#world.crm;
    this.#next = this.#draw(call);
    const fault = this.#next;
    if (fault !== null) trace.hit(`fault ${fault}`);
    const refused = refusalOf(call, this.#hooks.refuses);
    const changes = call.kind === 'create' || call.kind === 'update';
    const work = (): Handled => refused ?? (fault === 'mixed-rows' ? dropRow(call.request, this.#random, (request) => model.handle(request, scheduler.now())) : model.handle(call.request, scheduler.now()));
    const kind = subjectOf(call.side, call.request.path);
    const asked = kind === null ? {} : { asked: { kind, decided: (ref: Ref) => this.#hooks.decided(call.worker, ref) } };
    const handled = changes ? this.#world.as({ author: call.author, by: call.worker, hidden: call.author === 'officer' || fault === 'unchanged-timestamp' || call.request.method === 'DELETE', side: call.side, ...asked }, work) : work();
    this.#next = null;
    const { response } = handled;
    const path = call.request.path.replace(/^\/rest-api\/v1|^\/crm\/objects\/2026-09/, '');
    trace.add(call.worker, `${call.side} ${call.request.method} ${path}${call.side === 'psa' && call.request.query !== '' ? `?${call.request.query}` : ''}${changes ? ` ${call.request.body}` : ''} -> ${response.cut ?? response.status}${fault === null ? '' : ` [${fault}]`}`);
    if (refused !== null) trace.hit('fault stubborn-record');
    if (response.status === 429 && fault === null) trace.hit('fault quota');
    if (call.request.path.endsWith('/search') && this.#plan.armed.has('stale-index')) trace.hit('fault stale-index');
    this.#hooks.served({ ...call, servedAt: scheduler.now(), response, fault });
    if (call.side === 'crm') this.#hooks.told(handled.events);
    return handled;
  }

  #draw(call: Call): CallFault | null {
    if (this.#calm || !this.#random.chance(RATE[call.kind])) return null;
    const mayBe = FAULTS_BY_KIND[call.kind].filter((name) => this.#plan.armed.has(name) && (call.side === 'crm' ? name !== 'expire-token' : !OF_CRM_ONLY.includes(name)));
    if (mayBe.length === 0) return null;
    const fault = this.#random.pick(mayBe);
    const fits = fault === 'mixed-rows' ? /\/objects\/.*\/batch\/(?:create|update)$/u.test(call.request.path) : !PAGE_FAULTS.has(fault) || (isPaged(call) && !(fault === 'short-page' && isSmall(call)));
    return fits ? fault : null;
  }

  #rule(): FaultRule | null {
    if (this.#next === null || this.#next === 'mixed-rows') return null;
    return this.#next === 'status-429-after' ? { kind: 'status-429', retryAfter: RETRY_AFTER_S } : { kind: this.#next };
  }

  #latency(): number {
    return this.#plan.armed.has('quota') ? 20 : this.#random.int(5, 150);
  }
}

const PAGE_FAULTS: ReadonlySet<CallFault> = new Set(['short-page', 'empty-page-with-token', 'repeat-token']);

/** HubSpot lists properties and pipelines whole, and pages the associations of one record, not the answer. */
function isPaged({ request }: Call): boolean {
  return !/\/crm\/(?:properties|pipelines|associations)\//u.test(request.path);
}

/** No page of Severa is known to be shorter than twenty rows while there are more: its registers, and what hangs on one record, are. */
function isSmall({ side, request }: Call): boolean {
  return side === 'psa' && !/\/v1\/(?:customers|contactpersons|contactcommunications|projects|addresses|customermarketsegments)$/u.test(request.path);
}

function refusalOf(call: Call, refuses: NetworkHooks['refuses']): Handled | null {
  if (call.side !== 'psa' || call.kind !== 'update' || !namedIn('psa', call.request).some(refuses)) return null;
  const body = [{ errorCode: 'InvalidOperation', errorMessages: [{ message: 'This record is closed for changes.' }] }];
  return { response: { status: 400, headers: { 'content-type': 'application/json' }, body }, events: [] };
}

function sandboxRequest(request: TransportRequest): SandboxRequest {
  const url = new URL(request.url);
  return { method: request.method, path: decodeURIComponent(url.pathname), query: url.search.slice(1), headers: { ...request.headers }, body: request.body ?? '' };
}

function replyOf(response: SandboxResponse, date: string): TransportReply {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const body = response.body === null ? '' : typeof response.body === 'string' ? response.body : JSON.stringify(response.body);
  return { status: response.status, headers: { date, ...headers }, body };
}
