// Home of what safe reads tell of invoices: whether putting an hour on an invoice moves the hour's own time of change.
// Invariant: as with every probe, nothing is said that was not seen.
import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import { AccessError } from '../../../lib/errors.ts';
import { INVOICING_MOVES_ITEMS } from '../../connector.ts';
import { sinceText } from '../checkpoint.ts';
import type { ListPage, Lists } from '../paging.ts';
import { flag, guid, instant } from './cells.ts';
import { under } from './source.ts';

const lookBackMs = 60 * 86_400_000;
const mostInvoices = 8;
const enoughWitnesses = 3;
/** Stamps of one change may be rounded to the minute. */
const sameMs = 60_000;

const stampedInvoice = z.object({ guid, createdDateTime: instant, isCreditNote: flag });
const stampedHour = z.object({ createdDateTime: instant, lastUpdatedDateTime: instant });

/**
 * `no` once an hour on an invoice was last changed before the invoice was made; `yes` when on several invoices hours made before
 * were changed with it, and none before. At most 9 calls; nothing without the right to read invoices.
 */
export async function probeInvoicingMoves(lists: Lists, clock: Clock): Promise<Record<string, string>> {
  try {
    const query = [['changedSince', sinceText(clock.now() - lookBackMs)]] as const;
    const invoices = await firstRows(lists.tokenPages({ route: '/v1/invoices', query, row: stampedInvoice }, null));
    let witnesses = 0;
    for (const invoice of invoices.filter(({ isCreditNote }) => isCreditNote !== true).slice(0, mostInvoices)) {
      const verdict = await movedWith(lists, invoice);
      if (verdict === 'no') return { [INVOICING_MOVES_ITEMS]: 'no' };
      if (verdict === 'yes') witnesses += 1;
    }
    return witnesses >= enoughWitnesses ? { [INVOICING_MOVES_ITEMS]: 'yes' } : {};
  } catch (error) {
    if (error instanceof AccessError && error.code === 'scope-missing') return {};
    throw error;
  }
}

/** null: this invoice does not tell, such as one without hours or whose hours were changed afterwards. */
async function movedWith(lists: Lists, invoice: z.infer<typeof stampedInvoice>): Promise<'yes' | 'no' | null> {
  if (invoice.guid === null || invoice.createdDateTime === null) return null;
  const made = Date.parse(invoice.createdDateTime);
  const hours = await firstRows(lists.tokenPages(under('/v1/invoices/{invoiceGuid}/workhours', invoice.guid, stampedHour), null));
  let moved = false;
  for (const { createdDateTime, lastUpdatedDateTime } of hours) {
    const changed = lastUpdatedDateTime ?? createdDateTime;
    if (createdDateTime === null || changed === null) continue;
    if (Date.parse(changed) < made - sameMs) return 'no';
    if (Date.parse(createdDateTime) < made - sameMs && Date.parse(changed) <= made + sameMs) moved = true;
  }
  return moved ? 'yes' : null;
}

async function firstRows<Row>(pages: AsyncIterator<ListPage<Row>, void>): Promise<readonly Row[]> {
  const first = await pages.next();
  return first.done ? [] : first.value.rows;
}
