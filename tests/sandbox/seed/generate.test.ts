// The laws of the seeded world: the same for the same seed, as dirty as promised, and consistent to the cent.

import { describe, expect, it } from 'vitest';
import { finnishCheckDigit } from '../../../src/sandbox/seed/business-ids.ts';
import { businessIdKey, nameKey } from '../../../src/sandbox/seed/expected-match.ts';
import { generateWorld } from '../../../src/sandbox/seed/generate.ts';
import { cents } from '../../../src/sandbox/seed/money.ts';
import type { World, WorldAccount } from '../../../src/sandbox/seed/world.ts';

const now = Date.UTC(2026, 10, 21, 9, 30);
const world = generateWorld({ seed: 7, accounts: 2_000, now });
const today = '2026-11-21';

function share(of: World, test: (account: WorldAccount) => boolean): number {
  return of.accounts.filter(test).length / of.accounts.length;
}

function mean(of: World, count: (account: WorldAccount) => number): number {
  return of.accounts.reduce((sum, account) => sum + count(account), 0) / of.accounts.length;
}

function unmatched<T>(items: readonly T[]): (T & { match: 'none' })[] {
  return items.map((item) => ({ ...item, match: 'none' }));
}

/** The matches alone look at later accounts too: a later duplicate makes one ambiguous. */
function comparable(account: WorldAccount): WorldAccount {
  return { ...account, match: 'none', contacts: unmatched(account.contacts), salesCases: unmatched(account.salesCases) };
}

function created(of: World): number[] {
  return of.accounts.slice(0, 30).flatMap((account) => (account.psa === null ? [] : [account.psa.createdAt]));
}

function originals(of: World): WorldAccount[] {
  return of.accounts.filter((account) => account.duplicateOf === null && !account.dirt.includes('internal'));
}

describe('determinism', () => {
  it('makes the same world from the same seed, delivery included', () => {
    const again = generateWorld({ seed: 7, accounts: 2_000, now });
    expect(again.accounts).toEqual(world.accounts);
    expect(again.users).toEqual(world.users);
    const account = world.accounts.find((candidate) => world.delivery(candidate).invoices.length > 0) as WorldAccount;
    expect(again.delivery(account)).toEqual(world.delivery(account));
    expect(world.delivery(account)).toEqual(world.delivery(account));
  });

  it('makes another world from another seed', () => {
    const other = generateWorld({ seed: 8, accounts: 50, now });
    expect(other.accounts.map((account) => account.psa?.name)).not.toEqual(world.accounts.slice(0, 50).map((account) => account.psa?.name));
  });

  it('begins a bigger world with the smaller one', () => {
    const small = generateWorld({ seed: 7, accounts: 300, now });
    expect(small.accounts.map(comparable)).toEqual(world.accounts.slice(0, 300).map(comparable));
  });

  it('moves every date with its moment', () => {
    const later = generateWorld({ seed: 7, accounts: 30, now: now + 86_400_000 });
    expect(created(later)).toEqual(created(world).map((at) => at + 86_400_000));
  });
});

describe('shape', () => {
  it('puts about 45 % of the accounts in both systems, 35 % in the PSA and 20 % in the CRM', () => {
    expect(share(world, (account) => account.presence === 'both')).toBeCloseTo(0.45, 1);
    expect(share(world, (account) => account.presence === 'psa')).toBeCloseTo(0.35, 1);
    expect(share(world, (account) => account.presence === 'crm')).toBeCloseTo(0.2, 1);
    for (const account of world.accounts) {
      expect([account.psa !== null, account.crm !== null]).toEqual([account.presence !== 'crm', account.presence !== 'psa']);
    }
  });

  it('has about 4 contacts, 1.6 cases, 40 hours and 3 invoices per account', () => {
    expect(Math.abs(mean(world, (account) => account.contacts.length) - 4)).toBeLessThan(0.5);
    expect(Math.abs(mean(world, (account) => account.salesCases.length) - 1.6)).toBeLessThan(0.25);
    expect(Math.abs(mean(world, (account) => world.delivery(account).workHours.length) - 40)).toBeLessThan(8);
    expect(Math.abs(mean(world, (account) => world.delivery(account).invoices.length) - 3)).toBeLessThan(0.8);
  });

  it('gives every account but the marked ones a business id and a name of its own', () => {
    const ids = originals(world).map((account) => businessIdKey(account.psa?.vatNumber ?? account.crm?.businessId ?? null)).filter((id) => id !== null);
    expect(ids.length).toBeGreaterThan(1_500);
    expect(new Set(ids).size).toBe(ids.length);
    const names = originals(world).map((account) => nameKey(account.psa?.name ?? account.crm?.name ?? ''));
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives Finnish companies ids with a right check digit, except those marked invalid', () => {
    const wrong = world.accounts.filter((account) => {
      const written = [account.psa?.vatNumber, account.crm?.businessId].map((text) => /^(?:FI)?(\d{7})(\d)$/.exec((text ?? '').replaceAll(/[^A-Z0-9]/g, '')));
      return written.some((digits) => digits !== null && finnishCheckDigit(Number(digits[1])) !== Number(digits[2]));
    });
    expect(wrong.length).toBeGreaterThan(10);
    expect(wrong.every((account) => account.dirt.includes('invalid-business-id'))).toBe(true);
  });

  it('keeps a CRM contact e-mail unique and nobody nameless', () => {
    const contacts = world.accounts.flatMap((account) => account.contacts).flatMap((contact) => (contact.crm === null ? [] : [contact.crm]));
    const emails = contacts.flatMap((contact) => [...(contact.email === null ? [] : [contact.email.toLowerCase()]), ...contact.additionalEmails]);
    expect(new Set(emails).size).toBe(emails.length);
    expect(contacts.filter((contact) => contact.email === null && contact.firstName === null && contact.lastName === null)).toEqual([]);
  });

  it('has every kind of dirt that real registers have', () => {
    const kinds = ['duplicate-business-id', 'duplicate-domain', 'duplicate-name', 'missing-business-id', 'invalid-business-id', 'free-mail-domain', 'trailing-space', 'renamed', 'inactive', 'internal'] as const;
    for (const kind of kinds) expect(world.accounts.filter((account) => account.dirt.includes(kind)).length, kind).toBeGreaterThan(0);
    const psaContacts = world.accounts.flatMap((account) => account.contacts).flatMap((contact) => (contact.psa === null ? [] : [contact.psa]));
    const addresses = psaContacts.flatMap((contact) => contact.emails.map((email) => email.address.toLowerCase()));
    expect(new Set(addresses).size).toBeLessThan(addresses.length);
    expect(psaContacts.some((contact) => contact.emails.length === 0)).toBe(true);
  });

  it('keeps a few staff on one side only', () => {
    expect(world.users.some((user) => user.crm === null)).toBe(true);
    expect(world.users.some((user) => user.psa === null)).toBe(true);
    expect(world.users.some((user) => user.crm?.isArchived === true)).toBe(true);
  });

  it('enters no person and no case before their company', () => {
    const early = world.accounts.filter(({ psa, crm, contacts, salesCases }) =>
      [...contacts, ...salesCases].some((child) => (child.psa !== null && psa !== null && child.psa.createdAt < psa.createdAt) || (child.crm !== null && crm !== null && child.crm.createdAt < crm.createdAt)),
    );
    expect(early).toEqual([]);
  });

  it('uses three currencies and four countries', () => {
    const psa = world.accounts.flatMap((account) => (account.psa === null ? [] : [account.psa]));
    expect(new Set(psa.map((account) => account.currency))).toEqual(new Set(['EUR', 'SEK', 'USD']));
    expect(new Set(psa.map((account) => account.headquarters.countryCode))).toEqual(new Set(['FI', 'SE', 'EE', 'DE']));
  });
});

describe('expected matches', () => {
  it('finds most by business id, some by domain, and leaves names and collisions to a person', () => {
    const both = world.accounts.filter((account) => account.presence === 'both');
    const by = (rule: string): number => both.filter((account) => account.match === rule).length / both.length;
    expect(by('business-id')).toBeGreaterThan(0.6);
    expect(by('domain')).toBeGreaterThan(0.12);
    expect(by('name')).toBeGreaterThan(0.02);
    expect(by('ambiguous')).toBeGreaterThan(0.005);
    expect(by('none')).toBeGreaterThan(0);
  });

  it('calls a pair found by business id only when both sides show the same valid one and nobody else does', () => {
    const holders = Map.groupBy(
      world.accounts.flatMap((account) => [businessIdKey(account.psa?.vatNumber ?? null), businessIdKey(account.crm?.businessId ?? null)].filter((id) => id !== null)),
      (id) => id,
    );
    for (const account of world.accounts.filter((candidate) => candidate.match === 'business-id')) {
      const id = businessIdKey(account.psa?.vatNumber ?? null);
      expect(id).toBe(businessIdKey(account.crm?.businessId ?? null));
      expect(holders.get(id ?? '')).toHaveLength(2);
    }
  });

  it('never expects a match from free mail', () => {
    const free = world.accounts.filter((account) => account.dirt.includes('free-mail-domain'));
    expect(free.length).toBeGreaterThan(5);
    expect(free.filter((account) => account.match === 'domain')).toEqual([]);
  });

  it('finds no counterpart across systems for an account that is in one only, unless it is a duplicate', () => {
    const surprised = world.accounts.filter((account) => account.presence !== 'both' && account.match !== 'none');
    expect(surprised.length).toBeGreaterThan(0);
    expect(surprised.filter((account) => account.duplicateOf === null || account.match !== 'ambiguous')).toEqual([]);
  });
});

describe('delivery', () => {
  const deliveries = world.accounts.slice(0, 400).map((account) => world.delivery(account));
  const invoices = deliveries.flatMap((delivery) => delivery.invoices);

  it('sums every invoice from its rows to the cent, and takes a credited one back in full', () => {
    const byKey = new Map(invoices.map((invoice) => [invoice.key, invoice]));
    for (const invoice of invoices) {
      const exact = invoice.rows.reduce((sum, row) => sum + Math.round(row.quantity * 1_000) * cents(row.unitPrice), 0);
      expect(cents(invoice.totalExcludingTax)).toBe(Math.round(exact / 1_000) || 0);
      expect(cents(invoice.totalIncludingTax)).toBe(cents(invoice.totalExcludingTax) + cents(invoice.totalTax));
    }
    const notes = Map.groupBy(invoices.filter((invoice) => invoice.creditOf !== null), (note) => note.creditOf ?? '');
    for (const [key, own] of notes) {
      const invoice = byKey.get(key);
      const left = cents(invoice?.totalExcludingTax ?? { amount: '0.00', currency: 'EUR' }) + own.reduce((sum, note) => sum + cents(note.totalExcludingTax), 0);
      if (invoice?.statusKey === 'credited') expect(left).toBe(0);
      else expect(left).toBeGreaterThan(0);
    }
    expect(invoices.filter((invoice) => invoice.creditOf !== null).length).toBeGreaterThan(5);
    expect(new Set(invoices.map((invoice) => invoice.statusKey))).toEqual(new Set(['draft', 'sent', 'paid', 'credited', 'credit-note']));
  });

  it('puts exactly the hours on an invoice that its rows count', () => {
    for (const { invoices, workHours } of deliveries) {
      for (const row of invoices.filter((invoice) => invoice.statusKey !== 'credit-note').flatMap((invoice) => invoice.rows)) {
        if (row.rowType !== 'Hours') continue;
        expect(workHours.filter((hour) => hour.rowKey === row.key).reduce((sum, hour) => sum + (hour.invoiceQuantity ?? 0), 0)).toBe(row.quantity);
      }
    }
  });

  it('leaves unapproved and unbilled work in every stage of the board', () => {
    const open = deliveries.flatMap((delivery) => delivery.workHours).filter((hour) => hour.isBillable && hour.invoiceKey === null && hour.billableStatus === 'Billable');
    expect(open.filter((hour) => hour.isApproved).length).toBeGreaterThan(20);
    expect(open.filter((hour) => !hour.isApproved).length).toBeGreaterThan(20);
    expect(invoices.filter((invoice) => invoice.statusKey === 'sent' && invoice.dueDate < today).length).toBeGreaterThan(0);
  });

  it('dates nothing in the future but plans', () => {
    const dated = deliveries.flatMap((delivery) => [...delivery.workHours, ...delivery.fees, ...delivery.travelExpenses, ...delivery.invoices]);
    const plans = new Set(deliveries.flatMap((delivery) => delivery.fees).flatMap((fee) => (fee.plannedBillingDate === fee.date ? [fee.key] : [])));
    expect(dated.filter((item) => (item.date > today && !plans.has(item.key)) || item.createdAt > now)).toEqual([]);
  });
});
