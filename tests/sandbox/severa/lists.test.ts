import { describe, expect, it } from 'vitest';
import { openapiChecker, openapiDocument } from '../../support/openapi.ts';
import { newCaller, type Caller, type Json } from './caller.ts';
import { pathOf } from './paths.ts';
import { populate } from './populated.ts';

const document = openapiDocument('severa');
const operations = document === null ? [] : openapiChecker(document).operations;

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly documentedDefault: unknown;
}

const lists = operations
  .filter(({ method }) => method === 'GET')
  .map(({ template, definition }) => ({
    template,
    parameters: ((definition['parameters'] ?? []) as Json[])
      .filter((parameter) => parameter['in'] === 'query')
      .map((parameter): Parameter => {
        const schema = parameter['schema'] as Json;
        return { name: String(parameter['name']), type: String(schema['format'] ?? schema['type']), documentedDefault: parameter['x-documented-default'] };
      }),
  }));

/** What a value of this kind is never. */
const nonsense: Readonly<Record<string, string>> = { boolean: 'maybe', int32: 'x', double: 'x', 'date-time': 'x', date: 'x' };

/** Named by the contract and without effect: what they do is not documented, or they only widen a list that is whole here. */
const withoutEffect = new Set(['calculateRowCount', 'includeParentLevel', 'includeSubPhases', 'includeChildSegments', 'searchCriterias', 'sortings', 'target', 'userKeywordGuids', 'purpose', 'userGuid', 'includeRecurringRules', 'includeMarketSegmentsFromRegistry', 'includeAsMember', 'useStrictStartAndEndDateTime']);

/** Every list with two rows in it, some of them on an invoice. */
function doublyPopulated(): Caller {
  const caller = newCaller();
  for (const { project, rows } of [populate(caller), populate(caller)]) {
    const invoice = caller.post('/v1/invoices', { projects: [{ guid: project.guid }], groupProjects: true });
    expect(invoice['projects']).toHaveLength(1);
    expect(rows['workhours']).toBeDefined();
  }
  return caller;
}

// The contract is the vendor's own document and does not come with the program: SAUMA_OPENAPI_DIR names the folder that has it.
describe.skipIf(document === null)('the lists of the published contract (skipped without SAUMA_OPENAPI_DIR)', () => {
  it('page by token or by offset exactly as the contract says, never both', () => {
    const caller = doublyPopulated();
    const wrong: string[] = [];
    for (const { template, parameters } of lists) {
      const names = parameters.map(({ name }) => name);
      const path = pathOf(caller, template);
      const whole = caller.send('GET', path);
      if (!Array.isArray(whole.body) || whole.body.length < 2) continue;
      const page = caller.send('GET', `${path}?rowCount=1`);
      const rows = (page.body as unknown[]).length;
      const hasToken = 'NextPageToken' in page.headers;
      if (hasToken !== names.includes('pageToken')) wrong.push(`${template}: NextPageToken`);
      if (rows !== (names.includes('rowCount') ? 1 : whole.body.length)) wrong.push(`${template}: rowCount`);
      const second = caller.send('GET', `${path}?rowCount=1&firstRow=1`);
      const moved = JSON.stringify(second.body) !== JSON.stringify(page.body);
      if (moved !== names.includes('firstRow')) wrong.push(`${template}: firstRow`);
    }
    expect(wrong).toEqual([]);
  });

  it('give all rows without rowCount where the contract says so, and twenty elsewhere', () => {
    const caller = newCaller();
    populate(caller);
    const wrong: string[] = [];
    for (const { template, parameters } of lists) {
      const rowCount = parameters.find(({ name }) => name === 'rowCount');
      if (!rowCount || template.includes('{')) continue;
      const collection = template.slice('/v1/'.length);
      const [pattern] = caller.model.state.list(collection);
      if (!pattern) continue;
      const { guid: _guid, ...copy } = pattern;
      for (let count = 0; count < 21; count++) caller.model.state.put(collection, copy, caller.now);
      const rows = caller.list(template).length;
      if (rowCount.documentedDefault === 'all' ? rows <= 20 : rows !== 20) wrong.push(`${template}: ${rows}`);
    }
    expect(wrong).toEqual([]);
  });

  it('refuse a filter of the wrong kind and find nothing for a guid of nobody', () => {
    const caller = doublyPopulated();
    const wrong: string[] = [];
    for (const { template, parameters } of lists) {
      const path = pathOf(caller, template);
      for (const { name, type } of parameters) {
        if (withoutEffect.has(name) || name.startsWith('includeTasks')) continue;
        const bad = nonsense[type];
        const answer = caller.send('GET', `${path}?${name}=${bad ?? 'nobody'}`);
        const isRefused = bad !== undefined || name === 'pageToken';
        if (isRefused ? answer.status !== 400 : (answer.body as unknown[]).length > 0) wrong.push(`${template} ${name} → ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
