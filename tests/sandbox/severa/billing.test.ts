import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/sandbox/severa/row.ts';
import { errorType, expectContractKept, monday, named, newCaller, type Caller, type Json } from './caller.ts';
import { populate, type Populated } from './populated.ts';

const later = monday + 60_000;
const since = '2026-11-16T09:00:30Z';

function ready(options: Parameters<typeof newCaller>[0] = {}): { caller: Caller; organisation: Populated; invoice: () => Json } {
  const caller = newCaller(options);
  const organisation = populate(caller);
  caller.now = later;
  return { caller, organisation, invoice: () => caller.post('/v1/invoices', { projects: [{ guid: organisation.project.guid }] }) };
}

function row(organisation: Populated, collection: string): Row {
  return organisation.rows[collection] as Row;
}

function send(caller: Caller, invoice: Json): Json {
  return caller.patch(`/v1/invoices/${String(invoice['guid'])}`, { '/status': { guid: named(caller, 'invoicestatuses', 'Lähetetty').guid } });
}

describe('work hours', () => {
  it('know their project and customer by their phase, and whether they are billable by price', () => {
    const { caller, organisation } = ready();
    const { phase, user, rows } = organisation;
    const workType = rows['workhours']?.['workType'];
    const hour = { phase: { guid: phase.guid }, user: { guid: user.guid }, workType, eventDate: '2026-11-12', quantity: 1.5 };
    expect(caller.post('/v1/workhours', { ...hour, unitPrice: { amount: 90, currencyCode: 'EUR' } })).toMatchObject({
      project: { name: 'Verkkokauppa' },
      customer: { name: 'Koivukylä Oy' },
      unitCost: { amount: 40 },
      isBillable: true,
      billableStatus: 'Billable',
      isModifiable: true,
      invoice: null,
      eventDate: '2026-11-12',
    });
    expect(caller.post('/v1/workhours', hour)).toMatchObject({ isBillable: false, billableStatus: 'NotBillable' });
    expect(caller.list('/v1/workhours?billableStatus=NotBillable')).toHaveLength(1);
    expect(caller.list('/v1/workhours?eventDateStart=2026-11-11&eventDateEnd=2026-11-12')).toHaveLength(2);
    expectContractKept(caller);
  });

  it('are locked once approved, until the approval is taken back', () => {
    const { caller, organisation } = ready();
    const path = `/v1/workhours/${row(organisation, 'workhours').guid}`;
    expect(caller.patch(path, { '/isApproved': true })['isModifiable']).toBe(false);
    expect(errorType(caller.send('PATCH', path, [{ op: 'Replace', path: '/quantity', value: 8 }]))).toBe('InvalidOperation');
    expect(errorType(caller.send('DELETE', path))).toBe('InvalidOperation');
    caller.patch(path, { '/isApproved': false });
    expect(caller.patch(path, { '/quantity': 8 })['quantity']).toBe(8);
  });

  it('need a phase member where that is a fact', () => {
    const { caller, organisation } = ready({ facts: { phaseMemberRequired: true } });
    const stranger = caller.model.state.put('users', { firstName: 'Otso', lastName: 'Kallio' }, monday);
    const { phase, rows } = organisation;
    const hour = { phase: { guid: phase.guid }, workType: rows['workhours']?.['workType'], eventDate: '2026-11-12', quantity: 1 };
    expect(errorType(caller.send('POST', '/v1/workhours', { ...hour, user: { guid: stranger.guid } }))).toBe('InvalidOperation');
    caller.post('/v1/workhours', { ...hour, user: { guid: organisation.user.guid } });
  });
});

describe('deleted rows', () => {
  it.each([
    ['workhours', 'projectGuids'],
    ['projectfees', 'projectGuids'],
    ['projecttravelexpenses', 'projectGuid'],
  ])('of %s are told with their parents, filtered by %s', (collection, filter) => {
    const { caller, organisation } = ready();
    const { guid } = row(organisation, collection);
    expect(caller.send('DELETE', `/v1/${collection}/${guid}`).status).toBe(204);
    const { project, customer } = organisation;
    expect(caller.list(`/v1/deleted${collection}?deletedSince=${since}&${filter}=${project.guid}`)).toMatchObject([
      { guid, project: { guid: project.guid }, customer: { guid: customer.guid }, deletedDateTime: '2026-11-16T09:01:00.000Z' },
    ]);
    expect(caller.list(`/v1/deleted${collection}?deletedSince=2026-11-16T09:01:01Z`)).toEqual([]);
    expect(caller.send('GET', `/v1/${collection}/${guid}`).status).toBe(404);
    expectContractKept(caller);
  });

  it('of anything else are told by nothing', () => {
    const { caller } = ready();
    for (const collection of ['customers', 'projects', 'invoices', 'flatrates']) expect(caller.send('GET', `/v1/deleted${collection}`).status).toBe(404);
  });
});

describe('an invoice', () => {
  it('collects what the project can bill, and the link is on the items', () => {
    const { caller, organisation, invoice } = ready();
    const draft = invoice();
    // Hours 4 × 100, fee 2 × 100, expense 30 × 1; the flat rate is planned for next year.
    expect(draft).toMatchObject({ number: null, isCreditNote: false, canBeDeleted: true, date: '2026-11-16', dueDate: '2026-11-30', status: { name: 'Luonnos' }, workHoursQuantity: 4 });
    expect(draft).toMatchObject({ totalExcludingTax: { amount: 630, currencyCode: 'EUR' }, totalTax: { amount: 160.65 }, totalIncludingTax: { amount: 790.65 } });
    expect(draft).toMatchObject({ projects: [{ name: 'Verkkokauppa' }], receiverCustomerName: 'Koivukylä Oy', senderVatNumber: 'FI20774740' });
    const path = `/v1/invoices/${String(draft['guid'])}`;
    const lines = caller.list(`${path}/invoicerows`);
    expect(lines.map((line) => [line['rowType'], line['category'], line['quantity']])).toEqual([
      ['Hours', 'Hours', 4],
      ['ProjectFees', 'ProjectFees', 2],
      ['TravelExpenses', 'Travels', 30],
    ]);
    expect(caller.list(`/v1/invoicerows/${String(lines[0]?.['guid'])}/workhours`)).toMatchObject([{ invoice: { guid: draft['guid'], number: null }, invoiceQuantity: 4, isModifiable: false }]);
    expect(caller.list(`${path}/projectfees`)).toHaveLength(1);
    expect(caller.list(`${path}/uninvoicedworkhours`)).toEqual([]);
    expect(caller.list(`/v1/projects/${organisation.project.guid}/workhours?isBilled=true`)).toHaveLength(1);
    expectContractKept(caller);
  });

  it('moves no time of the items it takes, unless that is a fact', () => {
    const silent = ready();
    silent.invoice();
    expect(silent.caller.list(`/v1/workhours?changedSince=${since}`)).toEqual([]);
    expect(silent.caller.list(`/v1/invoices?changedSince=${since}`)).toHaveLength(1);
    const loud = ready({ facts: { invoicingTouchesItems: true } });
    loud.invoice();
    expect(loud.caller.list(`/v1/workhours?changedSince=${since}`)).toHaveLength(1);
  });

  it('leaves out hours that wait for approval where that is required', () => {
    const { caller, organisation, invoice } = ready({ facts: { workHourApproval: 'RequiredForInvoicing' } });
    expect(invoice()['workHoursQuantity']).toBe(0);
    expect(caller.get(`/v1/workhours/${row(organisation, 'workhours').guid}`)['invoice']).toBeNull();
  });

  it('bills of an hour what somebody planned to bill, also when it is nothing', () => {
    const { caller, organisation, invoice } = ready();
    const path = `/v1/workhours/${row(organisation, 'workhours').guid}`;
    caller.patch(path, { '/plannedInvoiceQuantity': 2.5 });
    const draft = invoice();
    expect(draft).toMatchObject({ workHoursQuantity: 2.5, totalExcludingTax: { amount: 480 } });
    expect(caller.get(path)).toMatchObject({ quantity: 4, invoiceQuantity: 2.5 });
    caller.patch(path, { '/invoice': null });
    caller.patch(path, { '/plannedInvoiceQuantity': 0 });
    expect(caller.patch(path, { '/invoice': { guid: draft['guid'] } })['invoiceQuantity']).toBe(0);
    expect(caller.get(`/v1/invoices/${String(draft['guid'])}`)).toMatchObject({ totalExcludingTax: { amount: 230 } });
  });

  it('has totals in whole units where the organisation rounds so', () => {
    const { caller, invoice } = ready({ facts: { currencyRoundingType: 'NearestInteger' } });
    expect(invoice()).toMatchObject({ totalExcludingTax: { amount: 630 }, totalTax: { amount: 161 }, totalIncludingTax: { amount: 791 }, workHoursTotalExcludingTax: { amount: 400 } });
    expect(caller.get('/v1/organizationsettings')).toMatchObject({ currencyRoundingType: 'NearestInteger' });
  });

  it('is not made of nothing', () => {
    const { caller, organisation, invoice } = ready();
    invoice();
    expect(errorType(caller.send('POST', '/v1/invoices', { projects: [{ guid: organisation.project.guid }] }))).toBe('InvalidOperation');
    expect(caller.send('POST', '/v1/invoices', { projects: [] }).status).toBe(400);
  });

  it('stands for several projects of a customer when they are grouped', () => {
    const { caller, organisation } = ready();
    const second = caller.post('/v1/projects', { name: 'Ylläpito', customer: { guid: organisation.customer.guid }, projectOwner: { guid: organisation.user.guid } });
    caller.post('/v1/projectfees', { name: 'Kuukausimaksu', project: { guid: second['guid'] }, quantity: 1, unitPrice: { amount: 50, currencyCode: 'EUR' } });
    const answer = caller.send('POST', '/v1/invoices', { projects: [{ guid: organisation.project.guid }, { guid: second['guid'] }], groupProjects: true });
    expect(answer.body).toMatchObject([{ projects: [{ name: 'Verkkokauppa' }, { name: 'Ylläpito' }], totalExcludingTax: { amount: 680 } }]);
    expectContractKept(caller);
  });

  it('gets its number when it is sent, and the number of a deleted newest invoice is given again', () => {
    const { caller, invoice } = ready();
    const sent = send(caller, invoice());
    expect(sent).toMatchObject({ number: 1, referenceNumber: '1000012', status: { isSent: true, isWaitingPayment: true }, canBeDeleted: true });
    expect(caller.get('/v1/organizationsettings')).toMatchObject({ lastInvoiceNumber: 1, nextInvoiceNumber: 2 });
    expect(caller.send('DELETE', `/v1/invoices/${String(sent['guid'])}`).status).toBe(204);
    expect(caller.list('/v1/workhours')[0]).toMatchObject({ invoice: null, invoiceRowGuid: null });
    expect(send(caller, invoice())['number']).toBe(1);
    expectContractKept(caller);
  });

  it('cannot be deleted once a newer number exists', () => {
    const { caller, organisation, invoice } = ready();
    const first = send(caller, invoice());
    caller.post('/v1/projectfees', { name: 'Lisätyö', project: { guid: organisation.project.guid }, quantity: 1, unitPrice: { amount: 50, currencyCode: 'EUR' } });
    send(caller, invoice());
    expect(caller.get(`/v1/invoices/${String(first['guid'])}`)['canBeDeleted']).toBe(false);
    expect(errorType(caller.send('DELETE', `/v1/invoices/${String(first['guid'])}`))).toBe('InvalidOperation');
  });

  it('gives up a row and what it billed, which is then free or not billable any more', () => {
    const { caller, invoice } = ready();
    const path = `/v1/invoices/${String(invoice()['guid'])}`;
    const [hours, fees] = caller.list(`${path}/invoicerows`);
    caller.send('DELETE', `/v1/invoicerows/${String(hours?.['guid'])}?setAsNonBillable=true`);
    caller.send('DELETE', `/v1/invoicerows/${String(fees?.['guid'])}`);
    expect(caller.list('/v1/workhours')[0]).toMatchObject({ invoice: null, isBillable: false, billableStatus: 'RemovedFromInvoice' });
    expect(caller.list('/v1/projectfees')[0]).toMatchObject({ invoice: null, isBillable: true });
    expect(caller.get(path)).toMatchObject({ totalExcludingTax: { amount: 30 }, workHoursQuantity: 0 });
    expect(caller.list(`${path}/uninvoicedprojectfees`)).toHaveLength(1);
    expect(caller.list(`${path}/uninvoicedworkhours`)).toEqual([]);
    expect(caller.list(`${path}/uninvoicedworkhours?isBillable=false`)).toHaveLength(1);
    expectContractKept(caller);
  });

  it('lets an hour be put on it and taken off by the hour itself', () => {
    const { caller, organisation, invoice } = ready();
    const draft = invoice();
    const path = `/v1/workhours/${row(organisation, 'workhours').guid}`;
    expect(caller.patch(path, { '/invoice': null })).toMatchObject({ invoice: null, invoiceRowGuid: null });
    expect(caller.get(`/v1/invoices/${String(draft['guid'])}`)['totalExcludingTax']).toMatchObject({ amount: 230 });
    expect(caller.patch(path, { '/invoice': { guid: draft['guid'] } })).toMatchObject({ invoice: { guid: draft['guid'] } });
    expect(caller.get(`/v1/invoices/${String(draft['guid'])}`)['totalExcludingTax']).toMatchObject({ amount: 630 });
  });

  it('changes the fields of its nearest published model', () => {
    const { caller, invoice } = ready();
    const path = `/v1/invoices/${String(invoice()['guid'])}`;
    expect(caller.patch(path, { '/paymentDate': '2026-11-20', '/orderNumber': 'T-1', '/totalTax': { amount: 1, currencyCode: 'EUR' } })).toMatchObject({ paymentDate: '2026-11-20', orderNumber: 'T-1', totalTax: { amount: 160.65 } });
  });
});

/** A sent invoice and the credit note a person made of it. */
function credited(options: Parameters<typeof newCaller>[0] = {}, newInvoice = false) {
  const { caller, organisation, invoice } = ready(options);
  const sent = send(caller, invoice());
  const note = caller.model.state.credit(String(sent['guid']), later + 60_000, newInvoice);
  return { caller, organisation, sent, note: caller.get(`/v1/invoices/${note.guid}`) };
}

describe('a credit note', () => {
  it('names the invoice it credits, takes the next number and is never deleted', () => {
    const { caller, sent, note } = credited();
    expect(note).toMatchObject({ isCreditNote: true, number: 2, reimburseInvoice: { guid: sent['guid'], number: 1 }, canBeDeleted: false, totalExcludingTax: { amount: -630 } });
    expect(caller.get(`/v1/invoices/${String(sent['guid'])}`)).toMatchObject({ creditNoteInvoice: { guid: note['guid'], number: 2 }, totalExcludingTax: { amount: 630 }, canBeDeleted: false });
    expect(errorType(caller.send('DELETE', `/v1/invoices/${String(note['guid'])}`))).toBe('InvalidOperation');
    expectContractKept(caller);
  });

  it('may carry positive amounts', () => {
    expect(credited({ facts: { creditNoteSign: 'positive' } }).note['totalExcludingTax']).toMatchObject({ amount: 630 });
  });

  it('leaves copies on the credited invoice, and the items not billable unless billed anew', () => {
    const { caller, organisation, sent } = credited();
    const path = `/v1/invoices/${String(sent['guid'])}`;
    expect(caller.list(`${path}/reimbursedworkhours`)).toMatchObject([{ quantity: 4, invoiceGuid: sent['guid'], customer: { name: 'Koivukylä Oy' } }]);
    expect(caller.list(`${path}/reimbursedprojectfees`)).toHaveLength(1);
    expect(caller.list(`${path}/workhours`)).toEqual([]);
    expect(caller.get(`/v1/workhours/${row(organisation, 'workhours').guid}`)).toMatchObject({ invoice: null, isBillable: false });
    const again = credited({}, true);
    expect(again.caller.get(`/v1/workhours/${row(again.organisation, 'workhours').guid}`)).toMatchObject({ invoice: null, isBillable: true });
    expectContractKept(caller);
  });

  it('may take back a part, and another, each a note of its own; the items stay on the invoice', () => {
    const { caller, organisation, invoice } = ready();
    const sent = send(caller, invoice());
    const [first, second] = [0.25, 0.5].map((share, at) => caller.get(`/v1/invoices/${caller.model.state.creditPart(String(sent['guid']), share, later + at).guid}`)) as [Json, Json];
    expect(first).toMatchObject({ isCreditNote: true, number: 2, totalExcludingTax: { amount: -157.5 }, reimburseInvoice: { guid: sent['guid'] } });
    expect(second).toMatchObject({ number: 3, totalExcludingTax: { amount: -315 } });
    expect(caller.get(`/v1/invoices/${String(sent['guid'])}`)).toMatchObject({ creditNoteInvoice: { guid: second['guid'] }, totalExcludingTax: { amount: 630 } });
    expect(caller.get(`/v1/workhours/${row(organisation, 'workhours').guid}`)).toMatchObject({ invoice: { guid: sent['guid'] }, isBillable: true });
    expectContractKept(caller);
  });

  it('is not made of a draft or twice', () => {
    const { caller, invoice } = ready();
    const draft = invoice();
    expect(() => caller.model.state.credit(String(draft['guid']), later)).toThrow('draft');
    send(caller, draft);
    caller.model.state.credit(String(draft['guid']), later);
    expect(() => caller.model.state.credit(String(draft['guid']), later)).toThrow('already');
  });
});

describe('a flat rate', () => {
  it('answers a list of one by its guid, and shows no times', () => {
    const { caller, organisation } = ready();
    const answer = caller.list(`/v1/flatrates/${row(organisation, 'flatrates').guid}`);
    expect(answer).toMatchObject([{ price: { amount: 500 }, billingSchedule: 'OnDate', billAdditionalHours: true, project: { name: 'Verkkokauppa' } }]);
    expect(answer[0]).not.toHaveProperty('createdDateTime');
    expectContractKept(caller);
  });
});

describe('an invoice in another currency', () => {
  it('says what one unit of it is worth in the organisation’s currency, and is filtered by that worth', () => {
    const { caller, organisation } = ready();
    const krona = caller.model.state.list('currencies').find((currency) => currency['code'] === 'SEK') as Row;
    caller.model.state.put('invoices', { customer: { guid: organisation.customer.guid }, currency: { guid: krona.guid }, date: '2026-11-01', totalExcludingTax: { amount: 1_000, currencyCode: 'SEK' } }, later);
    expect(caller.list('/v1/currencies')).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'EUR', rate: 1 }), expect.objectContaining({ code: 'SEK', rate: 0.0893 })]));
    expect(caller.list('/v1/invoices?minimumTotalExcludingTax=89&maximumTotalExcludingTax=90')).toMatchObject([{ currencyRate: 0.0893, totalExcludingTax: { amount: 1_000 } }]);
    expectContractKept(caller);
  });
});
