// A small firm in a Severa sandbox whose work is billed, for tests of mirrors: one row of everything that a mirror reads.
import type { MirrorAdapter, MirrorPage } from '../../../../src/connectors/connector.ts';
import type { MirrorRow } from '../../../../src/entities/mirrors/mirror.ts';
import { MIRRORS } from '../../../../src/entities/mirrors/index.ts';
import { scopes, severaBench } from '../bench.ts';
import type { Bench } from '../bench.ts';

const moneyScopes = {
  ...scopes,
  money: ['projects:read', 'users:read', 'invoices:read', 'hours:read', 'fees:read', 'travels:read', 'settings:read', 'organization:read'],
};

export interface Firm extends Bench {
  readonly ids: Readonly<Record<string, string>>;
  mirror(name: string): MirrorAdapter;
  /** One row of everything: mirror → id. Adds another of it each time. */
  make(mirror: string, more?: Readonly<Record<string, unknown>>): string;
  now(): number;
}

export const psaMirrors = [...MIRRORS.values()].filter(({ side }) => side === 'psa').map(({ name }) => name);

/** Mirrors with a feed of their own, and the collections they are rows of. */
export const collections: Readonly<Record<string, string>> = {
  users: 'users', phases: 'phases', proposals: 'proposals', proposalRows: 'proposalworkrows', invoices: 'invoices', invoiceRows: 'invoicerows', workHours: 'workhours', projectFees: 'projectfees',
  travelExpenses: 'projecttravelexpenses', flatRates: 'flatrates',
};

const guid = (of: string): { guid: string } => ({ guid: of });

export function firm(options: Parameters<typeof severaBench>[0] = {}): Firm {
  const bench = severaBench({ ...options, connector: { money: true, scopes: moneyScopes, ...options.connector } });
  const { state } = bench.model;
  const first = (collection: string): { guid: string } => guid(state.list(collection)[0]?.guid ?? '');
  const user = bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'Aino.Virta@Luotsi.example', title: 'Konsultti', socialSecurityNumber: '010190-999X' });
  const customer = bench.put('customers', { name: 'Koivu Oy' });
  const project = bench.put('projects', { name: 'Verkkokauppa', customer: guid(customer), projectOwner: guid(user), salesPerson: guid(user) });
  const phase = bench.put('phases', { name: 'Toteutus', project: guid(project) });
  const invoice = bench.put('invoices', { customer: guid(customer), billingCustomer: guid(customer), projects: [guid(project)], date: '2026-02-01', dueDate: '2026-02-15', status: first('invoicestatuses') });
  const proposal = bench.put('proposals', { name: 'Tarjous', project: guid(project), proposalDate: '2026-01-10' });
  const ids = { user, customer, project, phase, invoice, proposal };
  const item = { project: guid(project), phase: guid(phase), eventDate: '2026-01-20', quantity: 1.5, unitPrice: { amount: 99.9, currencyCode: 'EUR' }, invoice: guid(invoice) };
  const rows: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
    users: () => ({ firstName: 'Eero', lastName: 'Niemi', email: 'eero@luotsi.example' }),
    phases: () => ({ name: 'Huolto', project: guid(project) }),
    proposals: () => ({ name: 'Jatkotarjous', project: guid(project), proposalDate: '2026-02-10' }),
    proposalRows: () => ({ name: 'Työ', proposal: guid(proposal), quantity: 3, workType: first('worktypes'), phase: guid(phase), unitPrice: { amount: 100, currencyCode: 'EUR' } }),
    invoices: () => ({ customer: guid(customer), projects: [guid(project)], date: '2026-02-20', dueDate: '2026-03-06', status: first('invoicestatuses') }),
    invoiceRows: () => ({ invoiceGuid: invoice, rowType: 'Hours', category: 'Hours', description: 'Työ', quantity: 1.5, unitPrice: { amount: 99.9, currencyCode: 'EUR' }, sortOrder: 1 }),
    workHours: () => ({ ...item, user: guid(user), workType: first('worktypes') }),
    projectFees: () => ({ ...item, name: 'Lisenssi' }),
    travelExpenses: () => ({ ...item, user: guid(user), travelExpense: first('travelexpensetypes') }),
    flatRates: () => ({ phase: guid(phase), project: guid(project), billingSchedule: 'OnDate', plannedBillingDate: '2026-06-01', price: { amount: 500, currencyCode: 'EUR' }, invoiceGuid: invoice }),
  };
  return {
    ...bench,
    ids,
    mirror: (name) => bench.connector.mirrors.get(name) as MirrorAdapter,
    make: (mirror, more = {}) => state.put(collections[mirror] ?? '', { ...rows[mirror]?.(), ...more }, bench.clock.now()).guid,
    now: () => bench.clock.now(),
  };
}

export function feedOf(one: Firm, mirror: string): NonNullable<MirrorAdapter['feed']> {
  const { feed } = one.mirror(mirror);
  if (feed === null) throw new Error(`${mirror} has no feed`);
  return feed;
}

export const rowsOf = (pages: readonly MirrorPage[]): readonly MirrorRow[] => pages.flatMap(({ rows }) => rows);
export const goneOf = (pages: readonly MirrorPage[]): readonly string[] => pages.flatMap(({ gone }) => gone.map(({ id }) => id));
export const lastOf = (pages: readonly MirrorPage[]): string => pages.at(-1)?.checkpoint ?? '';
