// Reconciling money: what every sum of an account is made from is read again, from the PSA and from the CRM, and the sums are
// compared: what we had kept against what the systems say, and all figures against each other. Invariant: nothing is made to agree
// but by what the systems say; what still differs afterwards is told as not healed.
import { todayIn } from '../lib/day.ts';
import type { BillingState } from '../core/billing.ts';
import { RetryableError } from '../lib/errors.ts';
import type { Drift } from '../store/views/billing.ts';
import type { Views } from '../store/views.ts';
import { adapterOf, feedOf, isStopping } from './context.ts';
import type { EngineContext, Mirroring } from './context.ts';
import { readAccount } from './mirror-account.ts';
import { lookAtMirrors } from './mirror.ts';
import { asPage, savePage } from './pull.ts';

const PAGE = 500;

/** psa: what we had kept of an account's rows, in one state (`about`), did not come to what the PSA says. */
export interface MoneyDrift extends Omit<Drift, 'what'> {
  readonly what: Drift['what'] | 'psa';
  readonly healed: boolean;
}

export interface MoneyReconciled {
  /** Accounts with something to compare. */
  readonly accounts: number;
  readonly drift: readonly MoneyDrift[];
}

export interface MoneyQuestion {
  /** Customers of the PSA; null: all of them. */
  readonly customers: readonly string[] | null;
  /** Names of the figures of accounts in force. */
  readonly figures: readonly string[];
}

/**
 * @param carry brings to the CRM what has changed: a cycle without rows
 * @throws RetryableError while another process does the same, and what reading throws
 */
export async function reconcileMoney(context: EngineContext, mirroring: Mirroring, views: Views, { customers: given, figures }: MoneyQuestion, carry: () => Promise<unknown>): Promise<MoneyReconciled> {
  const lease = await context.store.takeLease('reconcileMoney', context.limits.leaseMs);
  if (!lease) throw new RetryableError('already-running', 'Another process is comparing the sums right now; wait for it to end.');
  try {
    const today = todayIn(mirroring.timeZone, context.clock.now());
    await readCrm(context, given);
    const before = await views.drift({ today, figures, ...(given === null ? {} : { customers: given }) });
    const kept = await sumsOf(views, today, given);
    if (given === null) await readEverything(context);
    else for (const each of given) await readAccount(context, mirroring, each, lease);
    const wrong = differences(kept, await sumsOf(views, today, given));
    const customers = [...new Set([...before.drift, ...wrong].map((drift) => drift.customer))];
    if (customers.length === 0) return { accounts: before.accounts, drift: [] };
    await mirroring.store.touch(customers);
    await carry();
    await readCrm(context, customers);
    const after = (await views.drift({ today, figures, customers })).drift;
    const standing = new Set(after.map(keyOf));
    const known = new Set(before.drift.map(keyOf));
    const accounts = new Map((await context.store.linked('account', customers.map((id) => ({ side: 'psa', id })))).map(({ id, linkId }) => [id, linkId]));
    return {
      accounts: before.accounts,
      drift: [...wrong.map((drift) => ({ ...drift, account: accounts.get(drift.customer) ?? null })), ...before.drift.map((drift) => ({ ...drift, healed: !standing.has(keyOf(drift)) })), ...after.filter((drift) => !known.has(keyOf(drift))).map((drift) => ({ ...drift, healed: false }))],
    };
  } finally {
    await context.store.releaseLease(lease);
  }
}

function keyOf({ what, customer, currency, about }: Drift): string {
  return [what, customer, currency, about ?? ''].join('\n');
}

/** Every row that a sum is made from; a mirror that could not be read would leave its sums unproven. */
async function readEverything(context: EngineContext): Promise<void> {
  const counts = await lookAtMirrors(context, { mirrors: 'all', side: 'psa' });
  const failed = counts.find(({ error, isLeftOut }) => error !== null && !isLeftOut)?.error;
  if (failed) throw failed;
}

/** What the CRM shows of the accounts now. */
async function readCrm(context: EngineContext, customers: readonly string[] | null): Promise<void> {
  const adapter = adapterOf(context, 'crm', 'account');
  if (!adapter) return;
  const lease = await context.store.takeLease(`absent:${feedOf('crm', 'account')}`, context.limits.leaseMs);
  if (!lease) return;
  try {
    for await (const ids of companiesOf(context, customers, adapter.can.batchRead)) {
      if (isStopping(context)) return;
      await context.store.renewLease(lease, context.limits.leaseMs);
      await savePage(context, 'account', 'crm', 'sweep', asPage(new Set((await adapter.read(ids)).values())), null, lease);
    }
  } finally {
    await context.store.releaseLease(lease);
  }
}

async function* companiesOf(context: EngineContext, customers: readonly string[] | null, most: number): AsyncGenerator<readonly string[]> {
  if (customers !== null) {
    const linked = await context.store.linked('account', customers.map((id) => ({ side: 'psa', id })));
    const ids = linked.flatMap(({ ids: { crm } }) => (crm === undefined ? [] : [crm]));
    for (let at = 0; at < ids.length; at += most) yield ids.slice(at, at + most);
    return;
  }
  for (let after = ''; ; ) {
    const links = await context.store.links({ entity: 'account', stage: 'active', after, limit: most });
    const last = links.at(-1);
    if (last === undefined) return;
    after = last.id;
    const ids = links.flatMap(({ sides: { psa, crm } }) => (psa?.gone === null && crm?.gone === null ? [crm.id] : []));
    if (ids.length > 0) yield ids;
  }
}

interface Sum {
  readonly customer: string;
  readonly currency: string;
  readonly state: BillingState;
  readonly amount: string;
}

/** Sums of the billable flow by account, currency and state. */
async function sumsOf(views: Views, today: string, customers: readonly string[] | null): Promise<ReadonlyMap<string, Sum>> {
  const sums = new Map<string, Sum>();
  const filter = customers === null ? {} : { customers };
  for (let offset = 0; ; offset += PAGE) {
    const { groups } = await views.groups({ asOf: today, withAmounts: true, by: 'account', filter, offset, limit: PAGE });
    for (const { key, cells } of groups) {
      for (const { state, currency, amount } of key === null ? [] : cells) sums.set([key, currency, state].join('\n'), { customer: key as string, currency, state, amount: amount ?? '0' });
    }
    if (groups.length < PAGE) return sums;
  }
}

function differences(kept: ReadonlyMap<string, Sum>, told: ReadonlyMap<string, Sum>): readonly MoneyDrift[] {
  return [...new Set([...kept.keys(), ...told.keys()])].flatMap((key): MoneyDrift[] => {
    const [was, is] = [kept.get(key), told.get(key)];
    const { customer, currency, state } = (is ?? was) as Sum;
    return was?.amount === is?.amount ? [] : [{ what: 'psa', customer, account: null, currency, about: state, number: null, expected: is?.amount ?? null, found: was?.amount ?? null, healed: true }];
  });
}
