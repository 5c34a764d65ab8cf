// Every mirror there is, in the order in which they are read: what an invoice is about is read after the invoice, so that a
// piece of work never names an invoice that nobody has seen.
import { phases, projects, proposalRows, proposals, statusHistory, users } from './delivery.ts';
import { invoiceRows, invoices } from './invoices.ts';
import type { Mirror, MirrorName } from './mirror.ts';
import { touches } from './touches.ts';
import { flatRates, projectFees, travelExpenses, workHours } from './work.ts';

export const MIRRORS: ReadonlyMap<MirrorName, Mirror> = new Map(
  [users, projects, statusHistory, phases, proposals, proposalRows, invoices, invoiceRows, workHours, projectFees, travelExpenses, flatRates, touches].map((mirror) => [mirror.name, mirror]),
);
