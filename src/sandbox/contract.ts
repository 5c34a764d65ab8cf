// What a sandbox vendor is: a pure-in-time state machine from requests to responses. Routing, validation and state live
// in the model; `http.ts` only converts between sockets and these shapes. `now` comes with every request.

export interface SandboxRequest {
  readonly method: string;
  /** Decoded path without query, e.g. /rest-api/v1/customers. */
  readonly path: string;
  /** Raw query string without '?', so that a model can tell repeated from comma-separated parameters. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Raw body text; '' when there was none. */
  readonly body: string;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A string is sent as it is (with the content-type header given); null sends no body; anything else as JSON. */
  readonly body: unknown;
  /** Transport faults, carried out by whoever owns the socket: wait this long, then cut instead of answering. */
  readonly delayMs?: number;
  readonly cut?: 'reset' | 'timeout' | 'half-body';
}

/** An outgoing HTTP request the vendor makes: a webhook delivery. */
export interface SandboxEvent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Not before this time (ms). */
  readonly dueAt: number;
  /** The same as it is sent again at `now` (ms) after `refused` refusals; without it every try is alike. */
  readonly again?: (refused: number, now: number) => SandboxEvent;
}

export interface Handled {
  readonly response: SandboxResponse;
  readonly events: readonly SandboxEvent[];
}

export interface SandboxModel {
  handle(request: SandboxRequest, now: number): Handled;
}
