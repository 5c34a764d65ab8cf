// Routes that need no scope: the token and its refresh, sign-out, and the health checks, which answer plain text.
import type { SandboxRequest, SandboxResponse } from '../contract.ts';
import type { Access } from './access.ts';
import { Refusal } from './refusal.ts';
import { empty, json } from './route.ts';

export interface AccessRoute {
  readonly method: string;
  readonly template: string;
  answer(request: SandboxRequest, now: number): SandboxResponse;
}

export function accessRoutes(access: Access): readonly AccessRoute[] {
  return [
    { method: 'POST', template: '/v1/token', answer: (request, now) => json(200, access.issue(readBody(request), now)) },
    { method: 'POST', template: '/v1/refreshtoken', answer: (request, now) => json(200, access.refresh(readBody(request), now)) },
    {
      method: 'POST',
      template: '/v1/signout',
      answer: (request, now) => {
        access.check(request.headers, [], now);
        access.signOut(readBody(request));
        return text('Signed out');
      },
    },
    { method: 'GET', template: '/heartbeat/server', answer: () => text('OK') },
    { method: 'GET', template: '/heartbeat/database', answer: () => text('OK') },
    {
      method: 'GET',
      template: '/heartbeat/authorized',
      answer: (request, now) => {
        access.check(request.headers, [], now);
        return empty(204);
      },
    },
  ];
}

function text(body: string): SandboxResponse {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body };
}

function readBody(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw new Refusal(400, 'InvalidRequest', [{ message: 'The request body is not valid JSON.' }]);
  }
}
