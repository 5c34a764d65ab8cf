// How the vendor says no: one exception with the status, the type and the place, turned into its error envelope in one
// place. A 404 carries no body and the quota answers plain text, so both are made elsewhere.
import type { SandboxResponse } from '../contract.ts';

type RefusalType =
  | 'InternalSystemError'
  | 'AuthenticationRequired'
  | 'AddonMissing'
  | 'InvalidParameter'
  | 'InvalidOperation'
  | 'InvalidRequest'
  | 'InsufficientApiScope';

export interface RefusalDetail {
  readonly message: string;
  /** Where in the request; `identifier` is the field or parameter. */
  readonly location?: { readonly type: 'PathParameter' | 'RequestBody' | 'RequestHeader' | 'UriParameter'; readonly identifier: string };
}

export class Refusal extends Error {
  readonly status: number;
  readonly type: RefusalType;
  readonly details: readonly RefusalDetail[];
  constructor(status: number, type: RefusalType, details: readonly RefusalDetail[]) {
    super(details.map((detail) => detail.message).join(' '));
    this.name = 'Refusal';
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

/** 404: nothing with this guid. */
export class Missing extends Error {}

export function invalidParameter(name: string, message: string): Refusal {
  return new Refusal(400, 'InvalidParameter', [{ message, location: { type: 'UriParameter', identifier: name } }]);
}

export function invalidBody(field: string, message: string): Refusal {
  return new Refusal(400, 'InvalidParameter', [{ message, location: { type: 'RequestBody', identifier: field } }]);
}

export function invalidOperation(message: string): Refusal {
  return new Refusal(400, 'InvalidOperation', [{ message }]);
}

export function errorResponse(refusal: Refusal): SandboxResponse {
  const details = refusal.details.map(({ message, location }) => ({
    message,
    url: null,
    location: location ? { type: location.type, name: location.identifier, identifier: location.identifier } : null,
  }));
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: { error: { httpStatusCode: refusal.status, type: refusal.type, details, stack: null } },
  };
}
