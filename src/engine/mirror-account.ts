// Everything that one account's sums are made from, read again parent by parent. Invariant: what the PSA does not list any more is
// looked at by id before anybody concludes anything.
import type { Lease } from '../store/store.ts';
import type { EngineContext, Mirroring } from './context.ts';
import { readOnInvoice } from './mirror-invoices.ts';
import { mirrorAdapters, readBelow } from './mirror-rows.ts';

const ON_PROJECTS = ['workHours', 'projectFees', 'travelExpenses', 'flatRates'] as const;

/** The invoices of a customer with all that is on them, and the work of its projects. */
export async function readAccount(context: EngineContext, mirroring: Mirroring, customer: string, lease: Lease): Promise<void> {
  const adapters = mirrorAdapters(context);
  const ofCustomer = async (name: string): Promise<void> => {
    const adapter = adapters.get(name);
    if (adapter) await readBelow(context, mirroring, adapter, 'customer', customer, lease);
  };
  await ofCustomer('projects');
  await ofCustomer('invoices');
  for (const invoice of await mirroring.store.naming('invoices', 'customer', [customer])) await readOnInvoice(context, mirroring, invoice, lease);
  for (const project of await mirroring.store.naming('projects', 'customer', [customer])) {
    for (const name of ON_PROJECTS) {
      const adapter = adapters.get(name);
      if (adapter) await readBelow(context, mirroring, adapter, 'project', project, lease);
    }
  }
}
