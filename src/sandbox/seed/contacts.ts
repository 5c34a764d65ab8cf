// The people of one account, as the PSA and the CRM know them.
// Invariant: an e-mail belongs to one CRM contact at most, as HubSpot enforces; in the PSA it may stand on two people.

import type { Random } from '../../lib/random.ts';
import type { Company } from './company.ts';
import { slugOf } from './company-names.ts';
import { dayMs } from './dates.ts';
import { freeMailDomains, jobTitles, landlineDigits, mobileDigits, person, writtenPhone } from './people.ts';
import type { Person } from './people.ts';
import { contactRoles } from './registries.ts';
import type { CrmContact, Presence, PsaContact, WorldContact, WorldUser } from './world.ts';

/** A contact before anybody has looked at the whole world. */
export type MadeContact = Omit<WorldContact, 'match'>;

/** A PSA contact of an earlier account whose address comes up once more. */
export interface Acquaintance {
  readonly who: Person;
  readonly email: string;
  readonly createdAt: number;
}

interface ContactContext {
  readonly accountKey: string;
  readonly company: Company;
  readonly presence: Presence;
  readonly users: readonly WorldUser[];
  readonly now: number;
  /** Some earlier accounts of the CRM. */
  readonly neighbourKeys: readonly string[];
  /** People of some earlier accounts of the PSA. */
  readonly acquaintances: readonly Acquaintance[];
  /** Every e-mail given so far, lower case; grows. */
  readonly takenEmails: Set<string>;
}

/** None to nine people, four on average. */
export function makeContacts(context: ContactContext, random: Random): MadeContact[] {
  const count = random.chance(0.04) ? 0 : random.int(1, 4) + (random.chance(0.45) ? random.int(1, 5) : random.int(0, 2));
  const contacts: MadeContact[] = [];
  let previousEmail: string | null = null;
  for (let index = 0; index < count; index++) {
    const who = person(random, context.company.country);
    const email = uniqueEmail(who, context, random);
    const presence = contactPresence(context.presence, random);
    const mobile = mobileDigits(random, context.company.country);
    const jobTitle = random.chance(0.75) ? random.pick(jobTitles) : null;
    // Assistants' and shared boxes end up on two people of a PSA.
    const box: string | null = previousEmail !== null && presence === 'psa' && random.chance(0.03) ? previousEmail : null;
    const psa = presence === 'crm' ? null : psaContact(who, box ?? email, mobile, jobTitle, context, random);
    const crm = presence === 'psa' ? null : crmContact(who, email, mobile, jobTitle, context, random);
    contacts.push({ key: `${context.accountKey}/contact-${index + 1}`, psa, crm: crm === null ? null : withAddresses(crm, psa, who, context, random) });
    previousEmail = box === null ? email : null;
  }
  const again = context.presence === 'crm' ? null : sharedContact(context, random.fork('shared'));
  return again === null ? contacts : [...contacts, { key: `${context.accountKey}/contact-${count + 1}`, psa: again, crm: null }];
}

/** Those whose one address stands on nobody else of the PSA. */
export function acquaintancesOf(contacts: readonly MadeContact[]): Acquaintance[] {
  const addresses = Map.groupBy(contacts.flatMap(({ psa }) => psa?.emails ?? []), ({ address }) => address.toLowerCase());
  return contacts.flatMap(({ psa, crm }) => {
    const email = psa?.emails[0]?.address.toLowerCase();
    if (psa === null || email === undefined || psa.emails.length > 1 || addresses.get(email)?.length !== 1) return [];
    // A CRM record of the same person stands under the same address.
    if (crm !== null && (crm.email !== email || crm.firstName === null || crm.lastName === null)) return [];
    return [{ who: { firstName: psa.firstName, lastName: psa.lastName }, email, createdAt: psa.createdAt }];
  });
}

/** One account in sixteen has somebody who works for an earlier one too, or who is reached at its address (an accountant's). */
function sharedContact(context: ContactContext, random: Random): PsaContact | null {
  if (context.acquaintances.length === 0 || !random.chance(0.065)) return null;
  const other = random.pick(context.acquaintances);
  const isSame = random.chance(0.6);
  const who = isSame ? other.who : person(random, context.company.country);
  const base = psaContact(who, other.email, mobileDigits(random, context.company.country), random.pick(jobTitles), context, random);
  const createdAt = Math.min(context.now - dayMs, Math.max(base.createdAt, other.createdAt + dayMs));
  return { ...base, emails: [{ address: other.email, isForbiddenToUse: random.chance(0.07) }], createdAt };
}

function contactPresence(account: Presence, random: Random): Presence {
  if (account !== 'both') return account;
  const draw = random.next();
  return draw < 0.6 ? 'both' : draw < 0.85 ? 'psa' : 'crm';
}

function uniqueEmail(who: Person, context: ContactContext, random: Random): string {
  const domain = random.chance(0.05) ? random.pick(freeMailDomains) : context.company.domain;
  const local = `${slugOf(who.firstName)}.${slugOf(who.lastName)}`;
  let email = `${local}@${domain}`;
  for (let number = 2; context.takenEmails.has(email); number++) email = `${local}${number}@${domain}`;
  context.takenEmails.add(email);
  return email;
}

/** An address of one's own with some provider, which nobody else has. */
function privateEmail(who: Person, context: ContactContext, random: Random): string {
  let email = '';
  do email = `${slugOf(who.lastName)}${random.int(10, 9_999)}@${random.pick(freeMailDomains)}`;
  while (context.takenEmails.has(email));
  context.takenEmails.add(email);
  return email;
}

/** A few people have a second address: one of their own, or the two of the PSA the other way round. */
function withAddresses(crm: CrmContact, psa: PsaContact | null, who: Person, context: ContactContext, random: Random): CrmContact {
  const [first, second] = psa?.emails.map(({ address }) => address.toLowerCase()) ?? [];
  if (crm.email !== null && crm.email === first && second !== undefined && random.chance(0.4)) return { ...crm, email: second, additionalEmails: [first] };
  return crm.email !== null && random.chance(0.03) ? { ...crm, additionalEmails: [privateEmail(who, context, random)] } : crm;
}

/** Abroad the country's number comes first: a number without it would be taken for a Finnish one. */
function phoneStyle(context: ContactContext, random: Random): number {
  return context.company.country.code === 'FI' ? random.int(0, 4) : random.pick([0, 1]);
}

function psaContact(who: Person, email: string, mobile: string, jobTitle: string | null, context: ContactContext, random: Random): PsaContact {
  const { company } = context;
  const { dialCode } = company.country;
  const emails = random.chance(0.08) ? [] : [{ address: random.chance(0.1) ? capitalised(email) : email, isForbiddenToUse: random.chance(0.07) }];
  if (emails.length > 0 && random.chance(0.05)) emails.push({ address: privateEmail(who, context, random), isForbiddenToUse: random.chance(0.5) });
  const phones: { value: string; kind: 'Phone' | 'MobilePhone' }[] = [];
  if (random.chance(0.75)) phones.push({ value: writtenPhone(dialCode, mobile, phoneStyle(context, random)), kind: 'MobilePhone' });
  if (random.chance(0.15)) phones.push({ value: writtenPhone(dialCode, landlineDigits(random, company.city.areaCode), 1), kind: 'Phone' });
  return {
    firstName: who.firstName,
    lastName: who.lastName,
    jobTitle,
    isActive: !random.chance(0.07),
    isEmailAllowed: random.chance(0.55),
    roleKey: random.chance(0.5) ? random.pick(contactRoles).key : null,
    languageCode: random.chance(0.4) ? company.country.languageCode : null,
    emails,
    phones,
    createdAt: context.now - random.int(5, 2_500) * dayMs - random.int(0, dayMs),
  };
}

function crmContact(who: Person, email: string, mobile: string, jobTitle: string | null, context: ContactContext, random: Random): CrmContact {
  const { dialCode } = context.company.country;
  const owners = context.users.filter((user) => user.crm !== null);
  const hasEmail = !random.chance(0.05);
  return {
    firstName: random.chance(0.96) ? who.firstName : null,
    // A form asks for the first name only: the PSA cannot hold such a person. Somebody must be nameable by something, though.
    lastName: hasEmail && random.chance(0.05) ? null : who.lastName,
    email: hasEmail ? email : null,
    additionalEmails: [],
    isOptedOut: hasEmail && random.chance(0.06),
    phone: random.chance(0.35) ? writtenPhone(dialCode, landlineDigits(random, context.company.city.areaCode), phoneStyle(context, random)) : null,
    mobilePhone: random.chance(0.6) ? writtenPhone(dialCode, mobile, phoneStyle(context, random)) : null,
    jobTitle: random.chance(0.85) ? jobTitle : null,
    lifecycleStage: context.presence === 'both' ? random.pick(['lead', 'opportunity', 'customer', 'customer']) : random.pick(['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead']),
    ownerKey: random.chance(0.7) ? random.pick(owners).key : null,
    hasCompany: !random.chance(0.03),
    otherAccountKey: context.neighbourKeys.length > 0 && random.chance(0.03) ? random.pick(context.neighbourKeys) : null,
    createdAt: context.now - random.int(1, 1_500) * dayMs - random.int(0, dayMs),
  };
}

/** `aino.virta@kallio.fi` → `Aino.Virta@kallio.fi`, as Outlook's address book writes it. */
function capitalised(email: string): string {
  return email.replaceAll(/(^|\.)([a-z])(?=.*@)/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}
