// A small firm with work, invoices and deals behind the API, and callers with every role. Its amounts are such that no other number of
// an answer is one of them.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { newServiceToken } from '../../src/api/access.ts';
import type { ApiContext, ApiReply, ApiWorkspace, Method } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/server.ts';
import { callRoute } from '../../src/api/access.ts';
import { loadConfig } from '../../src/config.ts';
import { rolesSchema } from '../../src/config-schema.ts';
import rolesFile from '../../config/roles.json' with { type: 'json' };
import type { LedgerFile } from '../../src/erasure/ledger-file.ts';
import { createSigner } from '../../src/erasure/signer.ts';
import { toInstant } from '../../src/lib/clock.ts';
import type { Suppression } from '../../src/store/forgetting.ts';
import { tokenHash } from '../../src/lib/crypto.ts';
import { createLog } from '../../src/lib/log.ts';
import { createAccess } from '../../src/store/postgres/access.ts';
import { createAudit } from '../../src/store/postgres/audit.ts';
import { createSessions } from '../../src/store/postgres/sessions.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { createPersonPorts } from '../../src/store/postgres/persons.ts';
import { createRunNotes } from '../../src/store/postgres/run-notes.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import { createRemarks } from '../../src/store/postgres/remarks.ts';
import { createViews } from '../../src/store/postgres/views/views.ts';
import { openBench as openEngineBench } from '../engine/bench.ts';
import { auditSeal } from '../support/audit-seal.ts';
import { freshDatabase } from '../support/database.ts';
import { fillRuns } from './firm-runs.ts';
import { insertRecord, insertRows } from '../store/postgres/billing-rows.ts';
import { KEYS } from '../support/keys.ts';

export const NOW = Date.parse('2026-03-15T09:00:00Z');
/** Every role of the product, and one that sees the flow without amounts. */
export const roles: ApiContext['roles'] = { ...rolesSchema.parse(rolesFile), clerk: { label: { fi: 'Apulainen', en: 'Clerk' }, reads: ['billableFlow', 'purchaseHistory', 'salesCases', 'funnel'], changes: [] } };

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const config = loadConfig({ env: {}, rootDir });

export interface Firm {
  readonly api: ApiContext;
  readonly database: Database<Tables>;
  readonly logged: readonly string[];
  /** Role → the token of a caller who has it and no other. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly routes: ReturnType<typeof routeTable>;
  /** @param target below /api/v1, with its query */
  call(target: string, token?: string, given?: { readonly method?: Method; readonly body?: unknown }): Promise<ApiReply>;
}

export async function openFirm(): Promise<Firm> {
  const database = await freshDatabase<Tables>(['north']);
  await database.unit('main', fill);
  const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
  const logged: string[] = [];
  let ids = 0;
  const clock = { now: () => NOW, sleep: () => Promise.resolve() };
  const workspaceOf = (workspace: string): ApiWorkspace => {
    const parts = { database, workspace };
    const store = createPostgresStore({ ...KEYS, ...parts, clock, newId: randomUUID, holder: '1' });
    const persons = createPersonPorts({ ...parts, clock, newId: randomUUID });
    const engine = { ...openEngineBench({ sides: [] }).engine, workspace, store, clock, newId: randomUUID, entities: config.entities, policy: config.policy, gates: config.gates, deletes: config.deletes, notes: createRunNotes({ ...parts, clock, newId: randomUUID }), restrictions: persons.restrictions };
    const setup = { installed: config, started: config, withChanges: (changes: ReadonlyMap<string, unknown>) => loadConfig({ env: {}, rootDir, changes }) };
    const { connectors, modes, log } = engine;
    const erasure = { workspace, store, connectors, modes, sealer: KEYS.sealer, clock, newId: randomUUID, log, requests: store, forgetting: store, hashes: KEYS.hashes, ledgerFile: memoryLedger(), signer: createSigner(() => [Buffer.alloc(32, 2)]), settings: config.settings.privacy, timeZone: 'Europe/Helsinki' };
    return { ...persons, engine, store, setup, erasure, views: createViews({ ...parts, currency: 'EUR', rateDirection: 'organisation-per-unit', classes }), access: createAccess(parts), audit: createAudit({ ...parts, seal: auditSeal, kept: () => [] }), sessions: createSessions(parts), remarks: createRemarks(parts), connectors: new Map(), webhookSecret: null };
  };
  const api: ApiContext = {
    workspaces: new Map(['main', 'north'].map((name) => [name, workspaceOf(name)])),
    roles,
    timeZone: 'Europe/Helsinki',
    unplannedDays: 30,
    dormantMonths: 12,
    figures: ['netInvoiced'],
    webApp: null,
    server: config.settings.server,
    login: config.settings.login,
    currency: 'EUR',
    identityProvider: null,
    publicUrl: null,
    clock,
    log: createLog({ level: 'debug', destination: { write: (entry) => void logged.push(entry) } }),
    newId: () => `request-${++ids}`,
    ready: () => Promise.resolve(true),
    wake: () => Promise.resolve(),
    schedules: config.settings.schedules.jobs,
    queue: () => Promise.resolve(true),
  };
  for (const [name, workspace] of api.workspaces) if (name === 'main') await fillRuns(workspace, database, name);
  const tokens = new Map<string, string>();
  for (const role of Object.keys(roles)) tokens.set(role, await addToken(api, role, [role]));
  const routes = routeTable(api);
  const call: Firm['call'] = (target, token, { method = 'GET', body } = {}) => {
    const [path = '', query = ''] = target.split('?');
    for (const route of routes) {
      const params = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`, 'u').exec(`/api/v1${path}`);
      if (!params || route.method !== method) continue;
      const decoded = Object.fromEntries(Object.entries(params.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
      const headers: Readonly<Record<string, string>> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return callRoute(api, route, { target, params: decoded, query: new URLSearchParams(query), headers, body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)), requestId: api.newId(), gone: new AbortController().signal });
    }
    throw new RangeError(`no route ${method} ${path}`);
  };
  return { api, database, logged, tokens, routes, call };
}

/** A suppression ledger without a file. */
function memoryLedger(): LedgerFile {
  let kept: readonly Suppression[] = [];
  return { add: (more) => Promise.resolve(void (kept = [...kept, ...more])), all: () => Promise.resolve(kept), rewrite: (change) => Promise.resolve(void (kept = change(kept))) };
}

export async function addToken(api: ApiContext, name: string, of: readonly string[], days = 90, workspace = 'main'): Promise<string> {
  const token = newServiceToken(workspace);
  const times = { createdAt: toInstant(NOW), expiresAt: toInstant(NOW + days * 86_400_000) };
  await api.workspaces.get(workspace)?.access.addToken({ id: `id of ${name}`, name, roles: of, hash: tokenHash(token), createdBy: 'tester', ...times });
  return token;
}

/** What the firm's amounts and their sums are: it can be seen in no answer to somebody without the right to amounts. */
export const AMOUNTS = ['7391.5', '8123.75', '6457.25', '5813.5', '3697.75', '9241.5', '4620.75', '88698.00', '11089.25', '4409.25'] as const;
const [HOUR, DRAFT, LATE, PAID, FEE, DEAL] = AMOUNTS;

const deal = (state: string): object => ({ name: 'Deal', state, value: { amount: DEAL, currency: 'EUR' }, probability: 50, expectedOrderDate: '2026-04-20', account: 'a' });

async function fill(transaction: Parameters<typeof insertRows>[0]): Promise<void> {
  const money = { currency: 'EUR', approval: 'required', rounding: 'cents', rates: {} };
  await sql`insert into fact (name, value, at) values ('money:psa', ${JSON.stringify(money)}::jsonb, now()), ('fresh:psa:workHours', '"2026-03-15T06:00:00.000Z"', now())`.execute(transaction);
  await insertRows(transaction, 'users', [{ id: 'u1', first_name: 'Anni', last_name: 'Esimerkki' }]);
  const project = { currency: 'EUR', internal: false, closed: false, customer: 'a', owner: 'u1', status: 'Running' };
  await insertRows(transaction, 'projects', [{ ...project, id: 'p1', name: '=Audit "1"', number: 17 }, { ...project, id: 'p2', name: 'Idle', expected_order_date: '2026-02-02' }]);
  const hour = { project: 'p1', customer: 'a', date: '2026-01-02', quantity: '1', unit_price: HOUR, currency: 'EUR', billable: true, billable_status: 'Billable', approved: true, unit_cost: '11' };
  await insertRows(transaction, 'work_hours', [{ ...hour, id: 'h1' }, ...Array.from({ length: 12 }, (_, at) => ({ ...hour, id: `x${at}`, date: '2026-03-01', approved: false }))]);
  await insertRows(transaction, 'project_fees', [{ project: 'p1', customer: 'a', date: '2026-03-01', quantity: '1', unit_price: FEE, currency: 'EUR', billable: true, schedule: 'OnDate', id: 'f1', planned_billing_date: '2026-04-10' }]);
  const invoice = { customer: 'a', billing_customer: 'a', projects: ['p1'], currency: 'EUR', currency_rate: '1', sent: true, paid: false, credit_note: false };
  await insertRows(transaction, 'invoices', [
    { ...invoice, id: 'draft', date: '2026-03-14', total_excluding_tax: DRAFT, sent: false, created_at: '2026-03-14T08:00:00Z' },
    { ...invoice, id: 'late', number: '101', date: '2026-01-31', due_date: '2026-02-14', total_excluding_tax: LATE },
    { ...invoice, id: 'paid', number: '102', date: '2024-11-30', due_date: '2024-12-14', paid: true, payment_date: '2024-12-10', total_excluding_tax: PAID, customer: 'b', billing_customer: 'b', projects: [] },
  ]);
  await insertRows(transaction, 'invoice_rows', [['r0', 'draft', DRAFT], ['r1', 'late', LATE], ['r3', 'paid', PAID]].map(([id, of, price]) => ({ id, invoice: of, type: 'Hours', quantity: '1', unit_price: price })));
  await insertRows(transaction, 'proposals', [{ id: 'pr1', project: 'p1', name: 'Offer', status: 'Accepted', currency: 'EUR' }]);
  for (const id of ['a', 'b']) await insertRecord(transaction, { link: `l${id}`, side: 'psa', entity: 'account', id, fields: { name: `Customer ${id}` } });
  await insertRecord(transaction, { link: 'd1', side: 'psa', entity: 'salesCase', id: 'p1', fields: { ...deal('won') } });
  await insertRecord(transaction, { link: 'd2', side: 'psa', entity: 'salesCase', id: 'p2', fields: { ...deal('won') } });
  await insertRecord(transaction, { link: 'd5', side: 'local', entity: 'salesCase', id: 'd5', fields: { ...deal('open') } });
  await insertRecord(transaction, { link: 'c1', side: 'local', entity: 'contact', id: 'c1', fields: { firstName: 'Aino', lastName: 'Esimerkki', account: 'la', emails: [{ key: 'aino@esimerkki.example' }], optOuts: [{ key: 'aino@esimerkki.example' }] } });
  await sql`insert into billing_move (at, kind, ref_id, customer, project, from_state, to_state, amount, currency) values
    ('2026-03-14T10:00:00Z', 'workHour', 'h1', 'a', 'p1', 'unapproved', 'approved', ${HOUR}, 'EUR'), ('2026-03-10T10:00:00Z', 'workHour', 'x1', 'a', 'p1', null, 'unapproved', ${HOUR}, 'EUR')`.execute(transaction);
}
