// Invented mirrored rows: a customer's project and the work on it.
import type { MirrorRow, MirrorValue } from '../../../../src/entities/mirrors/mirror.ts';
import { at } from '../../contract/bench.ts';

type Values = Readonly<Record<string, MirrorValue>>;

export const row = (id: string, values: Values, minutes = 0): MirrorRow => ({ id, asOf: at(minutes), values });

export const project = (id: string, customer: string): MirrorRow => row(id, { number: '1', name: 'Verkkokauppa', customer, internal: false, closed: false });

export const hour = (id: string, values: Values = {}, minutes = 0): MirrorRow =>
  row(id, { project: 'p1', customer: 'c1', date: '2026-03-02', quantity: '1.50', unitPrice: '100', currency: 'EUR', billable: true, billableStatus: 'Billable', approved: false, invoice: null, invoiceRow: null, ...values }, minutes);
