// The matrix of routes, roles and amounts over a real database: every route of the contract as every role, and in no answer an amount to
// those who may not see amounts.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../src/api/contract.ts';
import type { AnyContract } from '../../src/api/contract.ts';
import { openapiDocument } from '../../src/api/openapi.ts';
import type { ApiReply } from '../../src/api/route.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { addToken, AMOUNTS, NOW, openFirm, roles } from './firm.ts';
import type { Firm } from './firm.ts';
import { QUESTIONS } from './questions.ts';
import type { Question } from './questions.ts';

let firm: Firm;
/** Where deeds are done, so that what they change is seen by no question. */
let busyFirm: Firm;
beforeAll(async () => {
  [firm, busyFirm] = [await openFirm(), await openFirm()];
});

const cells: readonly (readonly [string, AnyContract, Question])[] = Object.entries(CONTRACTS as Readonly<Record<string, AnyContract>>).map(([name, contract]) => [name, contract, QUESTIONS[name as keyof typeof QUESTIONS]]);
const questions = cells.filter(([, { method }]) => method === 'GET');
const deeds = cells.filter(([, { method }]) => method !== 'GET');

const call = (contract: AnyContract, { target, body }: Question, token?: string, at = firm): Promise<ApiReply> => at.call(target, token, { method: contract.method, body });
const bodyOf = (reply: ApiReply): Record<string, unknown> => JSON.parse(reply.body as string) as Record<string, unknown>;
const textOf = async (reply: ApiReply): Promise<string> => {
  if (typeof reply.body === 'string') return reply.body;
  const parts: Buffer[] = [];
  for await (const part of reply.body) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
};
const missingOf = ({ reads, changes }: AnyContract, role: string): string | undefined => {
  const has = roles[role];
  return reads.find((right) => !has?.reads.includes(right)) ?? changes.find((right) => !has?.changes.includes(right));
};

describe('the contract', () => {
  it('is the whole table of routes that callers may use, besides those of the session and the monitor', () => {
    const served = firm.routes.filter(({ permission }) => permission === 'caller').map(({ method, path }) => `${method} ${path}`);
    const declared = cells.map(([, { method, path }]) => `${method} /api/v1${path}`);
    expect(served.filter((route) => !/ (\/api\/v1\/session(\/.+)?|\/metrics)$/u.test(route)).toSorted()).toEqual(declared.toSorted());
    expect(new Set(declared).size).toBe(declared.length);
  });

  it('names a right for everything that changes something, and takes a body there', () => {
    for (const [name, { changes, body }] of deeds) expect([name, changes.length > 0, body !== null]).toEqual([name, true, true]);
    for (const [name, { changes, body }] of questions) expect([name, changes, body]).toEqual([name, [], null]);
  });

  it('asks for rights that a role of the product has', () => {
    const has = { reads: new Set(Object.values(roles).flatMap(({ reads }) => reads)), changes: new Set(Object.values(roles).flatMap(({ changes }) => changes)) };
    for (const [name, { reads, changes }] of cells) expect([name, reads.filter((right) => !has.reads.has(right)), changes.filter((right) => !has.changes.has(right))]).toEqual([name, [], []]);
  });
});

describe('the matrix of routes and roles', () => {
  it.each(questions)('lets exactly those with the rights ask: %s', async (name, contract, question) => {
    for (const role of Object.keys(roles)) {
      const reply = await call(contract, question, firm.tokens.get(role));
      const missing = missingOf(contract, role);
      expect([name, role, reply.status]).toEqual([name, role, missing === undefined ? (question.status ?? 200) : 403]);
      if (missing !== undefined) expect(bodyOf(reply)).toMatchObject({ code: 'right-missing', right: missing, detail: expect.stringContaining(`"${missing}"`) as string });
      else if (typeof reply.body !== 'string') reply.body.destroy();
    }
  });

  it.each(deeds)('lets exactly those with the rights do it: %s', async (name, contract, question) => {
    for (const role of Object.keys(roles)) {
      const reply = await call(contract, question, busyFirm.tokens.get(role), busyFirm);
      const missing = missingOf(contract, role);
      if (missing !== undefined) expect([name, role, reply.status, bodyOf(reply)['right']]).toEqual([name, role, 403, missing]);
      else if (question.personOnly) expect([name, role, reply.status, bodyOf(reply)['code']]).toEqual([name, role, 403, 'session-needed']);
      // A second time it may well be too late for it; but it is always understood.
      else expect([200, 404, 409, 412], `${name} ${role}: ${reply.status} ${await textOf(reply)}`).toContain(reply.status);
    }
  });

  it('lets nobody in without a token that works, and tells all of them the same', async () => {
    const [over, revoked, gone] = [await addToken(firm.api, 'over', ['finance'], 0), await addToken(firm.api, 'revoked', ['finance']), await addToken(firm.api, 'gone', ['finance'], 90, 'north')];
    await firm.api.workspaces.get('main')?.access.revokeToken('id of revoked', toInstant(NOW));
    const good = firm.tokens.get('finance') ?? '';
    const swapped = gone.replace('sauma_north_', 'sauma_main_');
    const told = new Set<string>();
    for (const [name, contract, question] of cells) {
      for (const token of [undefined, '', 'sauma_main_short', over, revoked, swapped, `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`, good.replace('main', 'nowhere'), ` ${good}`]) {
        const reply = await call(contract, question, token);
        expect([name, reply.status, reply.headers['www-authenticate']]).toEqual([name, 401, 'Bearer']);
        const { requestId: _id, ...rest } = bodyOf(reply);
        told.add(JSON.stringify(rest));
      }
    }
    expect(told.size).toBe(1);
  });

  it('shows a workspace to its own tokens only', async () => {
    const north = await addToken(firm.api, 'north finance', ['finance'], 90, 'north');
    expect(bodyOf(await firm.call('/billing/board', north))['cells']).toEqual([]);
  });

  it('gives a role that the configuration has no more nothing', async () => {
    const token = await addToken(firm.api, 'former', ['bookkeeper']);
    expect((await firm.call('/billing/board', token)).status).toBe(403);
    expect((await firm.call('/freshness', token)).status).toBe(200);
  });
});

describe('amounts', () => {
  const AMOUNT_KEY = /amount|margin|cost|price|worth|value|weighted|invoiced|expected|found/iu;
  /** Of what is a value itself. */
  const keysOf = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.flatMap(keysOf) : value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([key, part]) => (part !== null && typeof part === 'object' ? keysOf(part) : [key])) : [];
  /** Names of words and dates, not of amounts. */
  const HARMLESS = new Set(['claimValue', 'expectedOrderDate', 'valueClass', 'withoutValue', 'lastInvoiceOn', 'invoicedOverAgreed']);

  /** What a sales case is worth is the work of whoever may edit it: they see it with the sales case, and nowhere else. */
  const OWN_WORK = new Set(['salesCases', 'salesCaseStages', 'salesCaseRecord', 'accountSalesCases', 'contactSalesCases']);

  it.each(questions)('are in no answer to a role without the right, neither their names nor themselves: %s', async (name, _contract, { target, also = [] }) => {
    for (const [role, { reads, changes }] of Object.entries(roles)) {
      if (reads.includes('amounts') || (OWN_WORK.has(name) && changes.includes('salesCases'))) continue;
      for (const question of [target, ...also]) {
        const reply = await firm.call(question, firm.tokens.get(role));
        if (reply.headers['content-type']?.startsWith('text/event-stream') && typeof reply.body !== 'string') { reply.body.destroy(); continue; }
        const text = await textOf(reply);
        for (const amount of AMOUNTS) expect(text.replaceAll(',', '.'), `${role} ${question}`).not.toContain(amount);
        if (reply.status === 200 && typeof reply.body === 'string') expect(keysOf(JSON.parse(text)).filter((key) => AMOUNT_KEY.test(key) && !HARMLESS.has(key)), `${role} ${question}`).toEqual([]);
      }
    }
  });

  it('are in no answer to a deed of a role without the right', async () => {
    for (const [name, contract, question] of deeds) {
      for (const [role, { reads, changes }] of Object.entries(roles)) {
        if (reads.includes('amounts') || changes.includes('salesCases')) continue;
        const text = await textOf(await call(contract, question, busyFirm.tokens.get(role), busyFirm));
        for (const amount of AMOUNTS) expect(text, `${role} ${name}`).not.toContain(amount);
      }
    }
  });

  it('are there for those who may see them', async () => {
    const told: string[] = [];
    for (const target of ['/billing/lines', '/billing/board', '/billing/forecast', '/billing/missing/wonWithoutWork']) told.push(await textOf(await firm.call(target, firm.tokens.get('finance'))));
    for (const amount of AMOUNTS.slice(0, -1)) expect(told.join()).toContain(amount);
  });
});

describe('an answer', () => {
  const document = openapiDocument(CONTRACTS, '1.2.3') as { paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>> };
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  addFormats.default(ajv);

  it.each(questions)('is of the shape that the contract declares, with amounts and without: %s', async (name, contract, question) => {
    const schema = document.paths[`/api/v1${contract.path.replaceAll(/:(\w+)/g, '{$1}')}`]?.['get']?.responses['200']?.content['application/json']?.schema;
    const validate = ajv.compile(schema ?? false);
    for (const role of Object.keys(roles)) {
      const reply = await call(contract, question, firm.tokens.get(role));
      if (reply.status !== 200 || typeof reply.body !== 'string') continue;
      validate(bodyOf(reply));
      expect([name, role, validate.errors]).toEqual([name, role, null]);
    }
  });
});
