// Every operation of the published contract, dated and legacy, answered as the contract says.
import { describe, expect, it } from 'vitest';
import { openapiChecker, openapiDocument } from '../../support/openapi.ts';
import { OPERATIONS, OPERATION_TIME, furnish, requestOf } from './operations.ts';

const document = openapiDocument('hubspot');

describe('the published HubSpot contract', () => {
  // The contract is the vendor's own document and does not come with the program: SAUMA_OPENAPI_DIR names the folder that has it.
  it.skipIf(document === null)('is answered for every operation (skipped without SAUMA_OPENAPI_DIR)', () => {
    const checker = openapiChecker(document ?? {}, { closed: true });
    const violations: string[] = [];
    const statuses = new Map<string, number>();
    for (const { method, template, definition } of checker.operations) {
      const id = String(definition['operationId']).replace(/^legacy_/, '').replace('oauth_v1_', 'oauth_');
      const make = OPERATIONS[id];
      if (make === undefined) {
        violations.push(`no request for ${id}`);
        continue;
      }
      const at = furnish();
      const request = requestOf(method, template, make(at));
      const { response } = at.account.model.handle(request, OPERATION_TIME);
      statuses.set(`${method} ${template}`, response.status);
      if (response.status >= 400) violations.push(`${method} ${request.path} → ${response.status} ${JSON.stringify(response.body)}`);
      try {
        checker.check(request, response);
      } catch (error) {
        violations.push((error as Error).message);
      }
    }
    expect(violations).toEqual([]);
    expect(statuses.size).toBe(checker.operations.length);
    expect(statuses.get('POST /crm/v4/associations/{fromObjectType}/{toObjectType}/batch/archive')).toBe(204);
    expect(statuses.get('POST /crm/associations/2026-09/{fromObjectType}/{toObjectType}/batch/archive')).toBe(200);
  });
});
