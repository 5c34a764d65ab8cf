// What a matcher should find among people and sales cases, said by the world itself: first on a few records that can be read at
// a glance, then that a whole world has enough of each.
import { describe, expect, it } from 'vitest';
import { expectedContactMatches } from '../../../src/sandbox/seed/expected-contact.ts';
import { expectedCaseMatches } from '../../../src/sandbox/seed/expected-sales-case.ts';
import { generateWorld } from '../../../src/sandbox/seed/generate.ts';
import type { CrmContact, CrmDeal, ExpectedMatch, PsaContact, PsaSalesCase, WorldContact } from '../../../src/sandbox/seed/world.ts';

const now = Date.UTC(2026, 10, 21, 9, 30);
const world = generateWorld({ seed: 1, accounts: 500, now });
const contacts = world.accounts.flatMap((account) => account.contacts);
const cases = world.accounts.flatMap((account) => account.salesCases);

const psaPerson = (firstName: string, lastName: string, email: string | null, phone: string | null = null): PsaContact => ({
  firstName, lastName, jobTitle: null, isActive: true, isEmailAllowed: true, roleKey: null, languageCode: null, createdAt: now,
  emails: email === null ? [] : [{ address: email, isForbiddenToUse: false }],
  phones: phone === null ? [] : [{ value: phone, kind: 'MobilePhone' }],
});

const crmPerson = (firstName: string | null, lastName: string | null, email: string | null, more: Partial<CrmContact> = {}): CrmContact => ({
  firstName, lastName, email, additionalEmails: [], isOptedOut: false, phone: null, mobilePhone: null, jobTitle: null,
  lifecycleStage: 'lead', ownerKey: null, hasCompany: true, otherAccountKey: null, createdAt: now, ...more,
});

type Pair = readonly [psa: PsaContact | null, crm: CrmContact | null];

function people(...accounts: readonly (readonly [match: ExpectedMatch, ...pairs: Pair[]])[]): string[] {
  const made = accounts.map(([match, ...pairs], at) => ({ key: `a${at}`, match, contacts: pairs.map(([psa, crm], index) => ({ key: `a${at}/${index}`, psa, crm })) }));
  return [...expectedContactMatches(made).values()];
}

describe('people', () => {
  it('are found by any of their addresses, whatever the capitals and the account', () => {
    expect(people(['none', [psaPerson('Aino', 'Virta', 'Aino.Virta@koivu.example'), crmPerson('A', null, 'a@koivu.example', { additionalEmails: ['aino.virta@koivu.example'], hasCompany: false })]])).toEqual(['email']);
  });

  it('are found by name and phone where their accounts have joined, and only proposed by the name', () => {
    const [psa, crm] = [psaPerson('Äijö', 'Öhman', null, '040 123 4567'), crmPerson('Aijo', 'Ohman', 'x@koivu.example', { mobilePhone: '+358 (0)40 123 4567' })];
    expect(people(['domain', [psa, crm]])).toEqual(['person']);
    expect(people(['name', [psa, crm]])).toEqual(['none']);
    expect(people(['domain', [psa, { ...crm, mobilePhone: '040 999 9999' }]])).toEqual(['full-name']);
    expect(people(['domain', [psa, { ...crm, hasCompany: false }]])).toEqual(['none']);
    expect(people(['domain', [psa, { ...crm, lastName: null }]])).toEqual(['none']);
  });

  it('who work for two customers have a main contact and a part, the main one where the CRM has them', () => {
    const aino = psaPerson('Aino', 'Virta', 'aino@koivu.example');
    expect(people(['none', [aino, null]], ['domain', [aino, crmPerson('Aino', 'Virta', 'aino@koivu.example')]])).toEqual(['part', 'email']);
    expect(people(['none', [aino, null]], ['none', [aino, null]])).toEqual(['none', 'part']);
  });

  it('who share a box are found by the other rules only, and whoever is not waits for a person', () => {
    const [aino, eero] = [psaPerson('Aino', 'Virta', 'laskut@koivu.example', '040 123 4567'), psaPerson('Eero', 'Niemi', 'laskut@koivu.example')];
    const inCrm = crmPerson('Aino', 'Virta', 'laskut@koivu.example', { phone: '+358401234567' });
    expect(people(['domain', [aino, inCrm], [eero, null]])).toEqual(['person', 'shared-email']);
    expect(people(['none', [aino, inCrm], [eero, null]])).toEqual(['shared-email', 'shared-email']);
  });

  it('of one name in one account wait for a person', () => {
    const [one, other] = ['040 111 1111', '040 222 2222'].map((phone) => psaPerson('Aino', 'Virta', null, phone)) as [PsaContact, PsaContact];
    expect(people(['domain', [one, crmPerson('Aino', 'Virta', null)], [other, null]])).toEqual(['ambiguous', 'ambiguous']);
  });

  it('of the seeded world are found in every way there is', () => {
    const count = (match: WorldContact['match']): number => contacts.filter((contact) => contact.match === match).length;
    expect(count('email')).toBeGreaterThan(400);
    for (const match of ['person', 'full-name', 'part', 'shared-email'] as const) expect(count(match), match).toBeGreaterThan(9);
    expect(contacts.filter(({ psa, crm, match }) => match === 'part' && (psa === null || crm !== null))).toEqual([]);
  });

  it('of the seeded world are about two thousand, with everything that makes people difficult', () => {
    expect(Math.abs(contacts.length - 2_000)).toBeLessThan(300);
    const crm = contacts.flatMap((contact) => (contact.crm === null ? [] : [contact.crm]));
    const psa = contacts.flatMap((contact) => (contact.psa === null ? [] : [contact.psa]));
    const shown = {
      'no last name': crm.filter((each) => each.lastName === null),
      'no company': crm.filter((each) => !each.hasCompany),
      'two companies': crm.filter((each) => each.hasCompany && each.otherAccountKey !== null),
      'two addresses in the CRM': crm.filter((each) => each.additionalEmails.length > 0),
      'two addresses in the PSA': psa.filter((each) => each.emails.length > 1),
      'opted out in the CRM': crm.filter((each) => each.isOptedOut),
      'opted out in the PSA only': contacts.filter((each) => each.match === 'email' && each.psa?.emails[0]?.isForbiddenToUse === true && each.crm?.isOptedOut === false),
      'opted out in the CRM only': contacts.filter((each) => each.match === 'email' && each.psa?.emails[0]?.isForbiddenToUse === false && each.crm?.isOptedOut === true),
      inactive: psa.filter((each) => !each.isActive),
    };
    for (const [what, found] of Object.entries(shown)) expect(found.length, what).toBeGreaterThan(9);
  });
});

const project = (number: number, name: string, amount: string): PsaSalesCase => ({
  number, name, stageKey: 'lead', probability: 10, expectedValue: { amount, currency: 'EUR' }, expectedOrderDate: '2026-12-01', startDate: null, deadline: null,
  isClosed: false, isInternal: false, ownerKey: 'u', salesPersonKey: 'u', leadSourceKey: null, projectStatusKey: null, contactKey: null, createdAt: now,
});

const deal = (name: string, amount: string | null, more: Partial<CrmDeal> = {}): CrmDeal => ({
  name, projectNumber: null, stageKey: 'lead', value: amount === null ? null : { amount, currency: 'EUR' }, closeDate: null, ownerKey: null,
  contactKeys: [], hasCompany: true, otherAccountKey: null, createdAt: now, ...more,
});

function trade(match: ExpectedMatch, ...pairs: readonly (readonly [PsaSalesCase | null, CrmDeal | null])[]): string[] {
  return [...expectedCaseMatches([{ key: 'a', match, salesCases: pairs.map(([psa, crm], index) => ({ key: `a/${index}`, psa, crm })) }]).values()];
}

describe('sales cases', () => {
  it('are found by number wherever they are, then by name and value within the account; the name alone proposes', () => {
    const psa = project(10_001, 'Brändityö', '5000.00');
    expect(trade('none', [psa, deal('jotain muuta', '1.00', { projectNumber: 10_001, hasCompany: false })])).toEqual(['number']);
    expect(trade('business-id', [psa, deal('BRÄNDITYÖ ', '5000.00')])).toEqual(['deal']);
    expect(trade('business-id', [psa, deal('Brändityö', '5000.01')])).toEqual(['title']);
    expect(trade('business-id', [psa, deal('Brändityö', '5000.00', { value: { amount: '5000.00', currency: 'USD' } })])).toEqual(['title']);
    expect(trade('business-id', [psa, deal('Brändityö', '5000.00', { hasCompany: false })])).toEqual(['none']);
    expect(trade('ambiguous', [psa, deal('Brändityö', '5000.00')])).toEqual(['none']);
  });

  it('of one name wait for a person, unless a surer rule has taken the others', () => {
    const [one, other] = [project(10_001, 'Brändityö', '5000.00'), project(10_002, 'Brändityö', '7000.00')];
    expect(trade('domain', [one, deal('Brändityö', null)], [other, null])).toEqual(['ambiguous', 'ambiguous']);
    expect(trade('domain', [one, deal('Brändityö', '5000.00')], [other, null])).toEqual(['deal', 'none']);
  });

  it('of the seeded world are about eight hundred, found in every way and of every kind', () => {
    expect(Math.abs(cases.length - 800)).toBeLessThan(80);
    for (const match of ['number', 'deal', 'title'] as const) expect(cases.filter((each) => each.match === match).length, match).toBeGreaterThan(9);
    const psa = cases.flatMap((each) => (each.psa === null ? [] : [each.psa]));
    const crm = cases.flatMap((each) => (each.crm === null ? [] : [each.crm]));
    const noCounterpart = new Set(world.users.filter((user) => user.psa === null || user.crm === null || user.crm.isArchived).map((user) => user.key));
    const shown = {
      open: psa.filter((each) => each.stageKey !== 'won' && each.stageKey !== 'lost'),
      lost: psa.filter((each) => each.stageKey === 'lost'),
      'won lately': psa.filter((each) => each.stageKey === 'won' && each.expectedOrderDate >= '2025-11-21'),
      'won long ago': psa.filter((each) => each.stageKey === 'won' && each.expectedOrderDate < '2025-11-21'),
      'another currency': crm.filter((each) => each.value !== null && each.value.currency !== 'EUR'),
      'no company': crm.filter((each) => !each.hasCompany),
      'two companies': crm.filter((each) => each.hasCompany && each.otherAccountKey !== null),
      'owner known to the CRM only': crm.filter((each) => each.ownerKey !== null && noCounterpart.has(each.ownerKey)),
      'owner known to the PSA only': psa.filter((each) => noCounterpart.has(each.salesPersonKey)),
    };
    for (const [what, found] of Object.entries(shown)) expect(found.length, what).toBeGreaterThan(9);
    expect(psa.filter((each) => each.isInternal).length).toBeGreaterThan(3);
  });
});
