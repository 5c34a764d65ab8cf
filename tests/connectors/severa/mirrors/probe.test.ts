import { describe, expect, it } from 'vitest';
import { firm } from './firm.ts';
import type { Firm } from './firm.ts';

const fact = 'invoicingMovesItems';

/** A person makes an invoice of each project's hours, a day after they were entered. */
function bill(one: Firm, projects: number): void {
  const { customer, user } = one.ids;
  for (let index = 0; index < projects; index++) {
    const project = { guid: one.put('projects', { name: `Hanke ${index}`, customer: { guid: customer }, projectOwner: { guid: user } }) };
    const phase = { guid: one.put('phases', { name: 'Työ', project }) };
    one.make('workHours', { project, phase, invoice: null });
    one.clock.advance(86_400_000);
    one.model.state.bill([project.guid], one.now());
  }
}

describe('whether invoicing moves what is invoiced', () => {
  it.each([[true, 'yes'], [false, 'no']] as const)('is found by comparing hours with their invoices (%s)', async (invoicingTouchesItems, verdict) => {
    const one = firm({ sandbox: { facts: { invoicingTouchesItems } } });
    expect(await one.connector.probe()).not.toHaveProperty(fact);
    bill(one, 3);
    one.clock.advance(3_600_000);
    one.calls();
    expect(await one.connector.probe()).toMatchObject({ [fact]: verdict });
    expect(one.calls()['GET /v1/invoices/{invoiceGuid}/workhours']).toBeLessThanOrEqual(4);
  });

  it('is not said on the word of one or two invoices', async () => {
    const one = firm({ sandbox: { facts: { invoicingTouchesItems: true } } });
    bill(one, 2);
    expect(await one.connector.probe()).not.toHaveProperty(fact);
  });

  it('is not asked without the right to invoices, nor where billable work is not read', async () => {
    const narrow = firm({ sandbox: { grantedScopes: ['customers:read', 'projects:read', 'settings:read'] } });
    expect(await narrow.connector.probe()).not.toHaveProperty(fact);
    const off = firm({ connector: { money: false } });
    await off.connector.probe();
    expect(off.calls()).not.toHaveProperty('GET /v1/invoices');
  });
});
