// The mirrors of Severa for the suite over all of them. People work in the sandbox's own data, in one firm's one project.
import type { MirrorName } from '../../src/entities/mirrors/mirror.ts';
import type { Running } from './harness.ts';
import { severaState } from './severa-harness.ts';

export interface MirrorSubject {
  readonly mirror: MirrorName;
  /** Calls of `changes` when nothing has changed; null: it has no feed. */
  readonly idleCalls: number | null;
  /** It can be looked at by id. */
  readonly readable: boolean;
  /** Its feed says what was deleted. */
  readonly tellsDeleted: boolean;
  /** A person makes a row there; gives its id. */
  create(running: Running): string;
  /** Column → the parent that a row of `create` names in it. */
  parents(running: Running): Readonly<Record<string, string>>;
  remove(running: Running, id: string): void;
}

type Fields = Readonly<Record<string, unknown>>;

interface Base {
  readonly user: string;
  readonly customer: string;
  readonly project: string;
  readonly phase: string;
  readonly proposal: string;
  readonly invoice: string;
}

const bases = new WeakMap<Running['connector'], Base>();
const guid = (of: string): { guid: string } => ({ guid: of });

/** Made once in each sandbox, and before anything of a test happens. */
function baseOf(running: Running): Base {
  const known = bases.get(running.connector);
  if (known) return known;
  const state = severaState(running);
  const put = (collection: string, row: Fields): string => state.put(collection, row, running.clock.now() - 86_400_000).guid;
  const user = state.list('users')[0]?.guid ?? '';
  const customer = put('customers', { name: 'Koivu Oy' });
  const project = put('projects', { name: 'Verkkokauppa', customer: guid(customer), projectOwner: guid(user) });
  const base = {
    user,
    customer,
    project,
    phase: put('phases', { name: 'Toteutus', project: guid(project) }),
    proposal: put('proposals', { name: 'Tarjous', project: guid(project), proposalDate: '2026-01-10' }),
    invoice: put('invoices', { customer: guid(customer), projects: [guid(project)], date: '2026-02-01', dueDate: '2026-02-15' }),
  };
  bases.set(running.connector, base);
  return base;
}

function subject(
  mirror: MirrorName,
  collection: string,
  row: (base: Base, running: Running) => Fields,
  parents: (base: Base) => Readonly<Record<string, string>>,
  about: Partial<Pick<MirrorSubject, 'idleCalls' | 'readable' | 'tellsDeleted'>> = {},
): MirrorSubject {
  return {
    mirror,
    idleCalls: 1,
    readable: true,
    tellsDeleted: false,
    ...about,
    create: (running) => severaState(running).put(collection, row(baseOf(running), running), running.clock.now()).guid,
    parents: (running) => parents(baseOf(running)),
    remove: (running, id) => {
      // What is on an invoice cannot be deleted.
      if ('invoice' in parents(baseOf(running))) severaState(running).edit(collection, id, { '/invoice': null }, running.clock.now());
      severaState(running).remove(collection, id, running.clock.now());
    },
  };
}

const first = (running: Running, collection: string): { guid: string } => guid(severaState(running).list(collection)[0]?.guid ?? '');
const unitPrice = { amount: 99.9, currencyCode: 'EUR' };
const item = (base: Base): Fields => ({ project: guid(base.project), phase: guid(base.phase), invoice: guid(base.invoice), eventDate: '2026-01-20', quantity: 1.5, unitPrice });
const onInvoice = ({ project, invoice }: Base): Readonly<Record<string, string>> => ({ project, invoice });
const withDeleted = { idleCalls: 2, tellsDeleted: true } as const;

export const severaMirrors: readonly MirrorSubject[] = [
  subject('users', 'users', () => ({ firstName: 'Eero', lastName: 'Niemi', email: 'eero@luotsi.example' }), () => ({})),
  subject('projects', 'projects', (base) => ({ name: 'Huolto', customer: guid(base.customer), projectOwner: guid(base.user) }), ({ customer }) => ({ customer }), { idleCalls: null }),
  subject('phases', 'phases', (base) => ({ name: 'Huolto', project: guid(base.project) }), ({ project }) => ({ project })),
  subject('proposals', 'proposals', (base) => ({ name: 'Jatko', project: guid(base.project), proposalDate: '2026-02-10' }), ({ project }) => ({ project })),
  subject('proposalRows', 'proposalworkrows', (base, running) => ({ name: 'Työ', proposal: guid(base.proposal), quantity: 3, workType: first(running, 'worktypes'), unitPrice }), ({ proposal }) => ({ proposal }), { idleCalls: 2 }),
  subject(
    'statusHistory',
    'salesstatushistory',
    (base, running) => ({ project: guid(base.project), salesStatusType: first(running, 'salesstatustypes'), timeStamp: '2026-01-01T08:00:00Z', createdBy: guid(base.user) }),
    ({ project }) => ({ project }),
    { idleCalls: null, readable: false },
  ),
  subject(
    'invoices',
    'invoices',
    (base) => ({ customer: guid(base.customer), projects: [guid(base.project)], date: '2026-02-20', dueDate: '2026-03-06' }),
    ({ customer, project }) => ({ customer, projects: project }),
  ),
  subject('invoiceRows', 'invoicerows', (base) => ({ invoiceGuid: base.invoice, rowType: 'Hours', category: 'Hours', quantity: 1.5, unitPrice, sortOrder: 1 }), ({ invoice }) => ({ invoice })),
  subject('workHours', 'workhours', (base, running) => ({ ...item(base), user: guid(base.user), workType: first(running, 'worktypes') }), onInvoice, withDeleted),
  subject('projectFees', 'projectfees', (base) => ({ ...item(base), name: 'Lisenssi' }), onInvoice, withDeleted),
  subject('travelExpenses', 'projecttravelexpenses', (base, running) => ({ ...item(base), user: guid(base.user), travelExpense: first(running, 'travelexpensetypes') }), onInvoice, withDeleted),
  subject(
    'flatRates',
    'flatrates',
    (base) => ({ phase: guid(base.phase), project: guid(base.project), billingSchedule: 'OnDate', price: { amount: 500, currencyCode: 'EUR' }, invoiceGuid: base.invoice }),
    onInvoice,
  ),
];
