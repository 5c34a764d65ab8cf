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

interface ContactContext {
  readonly accountKey: string;
  readonly company: Company;
  readonly presence: Presence;
  readonly users: readonly WorldUser[];
  readonly now: number;
  /** Some earlier accounts of the CRM. */
  readonly neighbourKeys: readonly string[];
  /** Every e-mail given so far, lower case; grows. */
  readonly takenEmails: Set<string>;
}

/** None to nine people, four on average. */
export function makeContacts(context: ContactContext, random: Random): WorldContact[] {
  const count = random.chance(0.04) ? 0 : random.int(1, 4) + (random.chance(0.45) ? random.int(1, 5) : random.int(0, 2));
  const contacts: WorldContact[] = [];
  let previousEmail: string | null = null;
  for (let index = 0; index < count; index++) {
    const who = person(random, context.company.country);
    const email = uniqueEmail(who, context, random);
    const presence = contactPresence(context.presence, random);
    const mobile = mobileDigits(random, context.company.country);
    const jobTitle = random.chance(0.75) ? random.pick(jobTitles) : null;
    // Assistants' and shared boxes end up on two people of a PSA.
    const sharesEmail: boolean = previousEmail !== null && presence === 'psa' && random.chance(0.03);
    const shownEmail: string = sharesEmail && previousEmail !== null ? previousEmail : email;
    contacts.push({
      key: `${context.accountKey}/contact-${index + 1}`,
      psa: presence === 'crm' ? null : psaContact(who, shownEmail, mobile, jobTitle, context, random),
      crm: presence === 'psa' ? null : crmContact(who, email, mobile, jobTitle, context, random),
    });
    previousEmail = email;
  }
  return contacts;
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

function psaContact(who: Person, email: string, mobile: string, jobTitle: string | null, context: ContactContext, random: Random): PsaContact {
  const { company } = context;
  const { dialCode } = company.country;
  const emails = random.chance(0.08) ? [] : [{ address: random.chance(0.1) ? capitalised(email) : email, isForbiddenToUse: random.chance(0.07) }];
  if (emails.length > 0 && random.chance(0.05)) emails.push({ address: `${slugOf(who.lastName)}${random.int(10, 99)}@${random.pick(freeMailDomains)}`, isForbiddenToUse: true });
  const phones: { value: string; kind: 'Phone' | 'MobilePhone' }[] = [];
  if (random.chance(0.75)) phones.push({ value: writtenPhone(dialCode, mobile, random.int(0, 4)), kind: 'MobilePhone' });
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
    phone: random.chance(0.35) ? writtenPhone(dialCode, landlineDigits(random, context.company.city.areaCode), random.int(0, 4)) : null,
    mobilePhone: random.chance(0.5) ? writtenPhone(dialCode, mobile, random.int(0, 4)) : null,
    jobTitle: random.chance(0.85) ? jobTitle : null,
    lifecycleStage: context.presence === 'both' ? random.pick(['lead', 'opportunity', 'customer', 'customer']) : random.pick(['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead']),
    ownerKey: random.chance(0.7) ? random.pick(owners).key : null,
    otherAccountKey: context.neighbourKeys.length > 0 && random.chance(0.03) ? random.pick(context.neighbourKeys) : null,
    createdAt: context.now - random.int(1, 1_500) * dayMs - random.int(0, dayMs),
  };
}

/** `aino.virta@kallio.fi` → `Aino.Virta@kallio.fi`, as Outlook's address book writes it. */
function capitalised(email: string): string {
  return email.replaceAll(/(^|\.)([a-z])(?=.*@)/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}
