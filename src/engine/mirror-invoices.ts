// Following invoices: where putting work on an invoice does not move the work's own time of change, an invoice that has changed or
// gone says whose rows to look at again. Invariant: which invoices are due is written down before their page is saved, so that a
// crash in between repeats looks and loses none.
import { INVOICING_MOVES_ITEMS } from '../connectors/connector.ts';
import type { MirrorAdapter } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { Lease } from '../store/store.ts';
import { feedOf, isStopping } from './context.ts';
import type { EngineContext, Mirroring } from './context.ts';
import { lookAtRows, mirrorAdapters, readBelow } from './mirror-rows.ts';

const ON_INVOICES = ['invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates'] as const;
/** Invoices followed between two notes of how far it has come. */
const BATCH = 20;

interface Due {
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

/**
 * Under the lease of the invoices' feed. Notes all of these as due; `settle` leaves of them those that did change, and those that are gone: all, when it is not said
 * which.
 */
export async function noteInvoices(context: EngineContext, side: RemoteSide, noted: Due): Promise<{ settle(changed: readonly string[], gone?: readonly string[]): Promise<void> } | null> {
  if (noted.changed.length + noted.gone.length === 0) return null;
  const before = await dueOf(context, side);
  const save = (more: Due): Promise<void> => context.store.saveFact(factOf(side), { changed: union(before.changed, more.changed), gone: union(before.gone, more.gone) } satisfies Due);
  await save(noted);
  return { settle: (changed, gone = noted.gone) => save({ changed, gone }) };
}

/** Looks at what is, or was, on the invoices that are due. */
export async function followInvoices(context: EngineContext, mirroring: Mirroring, side: RemoteSide): Promise<void> {
  let due = await dueOf(context, side);
  if (due.changed.length + due.gone.length === 0) return;
  const lease = await context.store.takeLease(`pull:${feedOf(side, 'invoices')}`, context.limits.leaseMs);
  if (!lease) return;
  try {
    const facts = ((await context.store.fact(`facts:${side}`)) ?? {}) as Readonly<Record<string, string>>;
    const move = facts[INVOICING_MOVES_ITEMS] === 'yes';
    const invoices = mirrorAdapters(context).get('invoices');
    while (due.changed.length + due.gone.length > 0 && !isStopping(context)) {
      const gone = due.gone.slice(0, BATCH);
      const changed = due.changed.slice(0, BATCH - gone.length);
      for (const invoice of move ? [] : changed) await readOnInvoice(context, mirroring, invoice, lease);
      for (const adapter of gone.length > 0 ? adaptersOf(context) : []) await lookAtRows(context, mirroring, adapter, await mirroring.store.naming(adapter.mirror, 'invoice', gone), lease);
      if (invoices && gone.length > 0) await lookAtRows(context, mirroring, invoices, await mirroring.store.naming('invoices', 'credits', gone), lease);
      if (isStopping(context)) return;
      due = { changed: due.changed.slice(changed.length), gone: due.gone.slice(gone.length) };
      await context.store.saveFact(factOf(side), due.changed.length + due.gone.length === 0 ? null : due);
    }
  } finally {
    await context.store.releaseLease(lease);
  }
}

/** What is on the invoice now, and what was and is not listed any more. */
export async function readOnInvoice(context: EngineContext, mirroring: Mirroring, invoice: string, lease: Lease): Promise<void> {
  for (const adapter of adaptersOf(context)) await readBelow(context, mirroring, adapter, 'invoice', invoice, lease);
}

function adaptersOf(context: EngineContext): readonly MirrorAdapter[] {
  const adapters = mirrorAdapters(context);
  return ON_INVOICES.flatMap((name) => adapters.get(name) ?? []);
}

async function dueOf(context: EngineContext, side: RemoteSide): Promise<Due> {
  return ((await context.store.fact(factOf(side))) as Due | null) ?? { changed: [], gone: [] };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

function factOf(side: RemoteSide): string {
  return `follow:${feedOf(side, 'invoices')}`;
}
