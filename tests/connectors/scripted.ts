// A vendor of few words for tests: answers in order, and remembers what it was asked.
import { createHttp } from '../../src/connectors/http.ts';
import type { Http, HttpOptions } from '../../src/connectors/http.ts';
import { TransportFailure } from '../../src/connectors/transport.ts';
import type { Transport, TransportReply, TransportRequest } from '../../src/connectors/transport.ts';
import type { Log } from '../../src/lib/log.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { steppedClock } from '../conformance/harness.ts';
import type { SteppedClock } from '../conformance/harness.ts';

export type Answer = TransportFailure | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

export interface Scripted {
  readonly transport: Transport;
  readonly requests: TransportRequest[];
}

/** The last answer is given again and again. */
export function scripted(...answers: readonly Answer[]): Scripted {
  const requests: TransportRequest[] = [];
  return {
    requests,
    transport: (request) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)] as Answer;
      requests.push(request);
      return answer instanceof TransportFailure ? Promise.reject(answer) : Promise.resolve(replyOf(answer));
    },
  };
}

/** Answers by route: `METHOD /path` → answer. */
export function routed(answer: (request: TransportRequest, route: string) => Answer | undefined): Scripted {
  const requests: TransportRequest[] = [];
  return {
    requests,
    transport: (request) => {
      requests.push(request);
      const given = answer(request, `${request.method} ${new URL(request.url).pathname}`) ?? { status: 404 };
      return given instanceof TransportFailure ? Promise.reject(given) : Promise.resolve(replyOf(given));
    },
  };
}

function replyOf(answer: Exclude<Answer, TransportFailure>): TransportReply {
  const body = answer.body === undefined ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  return { status: answer.status, headers: answer.headers ?? {}, body };
}

export interface LogLine {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const write = (fields: LogLine['fields'], message: string): void => void lines.push({ fields, message });
  return { lines, debug: write, info: write, warn: write, error: write };
}

export interface HttpBench {
  readonly http: Http;
  readonly clock: SteppedClock;
  readonly backedOff: number[];
  readonly log: ReturnType<typeof memoryLog>;
}

export function httpBench(transport: Transport, options: Partial<HttpOptions> = {}): HttpBench {
  const clock = steppedClock(Date.parse('2026-03-02T08:00:00Z'));
  const log = memoryLog();
  const backedOff: number[] = [];
  const http = createHttp({
    system: 'severa',
    baseUrl: 'https://psa.example/rest-api',
    pacer: {
      take: () => Promise.resolve(),
      backOff: (_bucket, ms) => {
        backedOff.push(ms);
        return Promise.resolve();
      },
    },
    clock,
    random: seededRandom(1),
    log,
    authorize: (fresh) => Promise.resolve({ authorization: fresh ? 'Bearer second' : 'Bearer first' }),
    explain: () => ({ code: null, fields: [], scopes: [] }),
    transport,
    ...options,
  });
  return { http, clock, backedOff, log };
}
