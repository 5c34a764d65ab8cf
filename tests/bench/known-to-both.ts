// The people whom both sandboxes know, found by their e-mail addresses alone, and what somebody does to them. Shares nothing
// with the product: what has arrived on the other side is read from the vendors' own data.
import { guidIn } from '../../src/sandbox/severa/row.ts';
import type { HubspotState } from '../../src/sandbox/hubspot/state.ts';
import type { SeveraState } from '../../src/sandbox/severa/state.ts';

export type System = 'severa' | 'hubspot';

export interface Person {
  readonly email: string;
  readonly guid: string;
  readonly id: string;
  readonly companyId: string;
}

interface States {
  readonly severa: SeveraState;
  readonly hubspot: HubspotState;
}

const EDITOR = 70;

/** Those of one company whose only address in either system nobody else has, in the order of their ids. */
export function knownToBoth({ severa, hubspot }: States): readonly Person[] {
  const addresses = severa.list('contactcommunications').filter((row) => String(row['value']).includes('@'));
  const active = new Set(severa.list('contactpersons').flatMap((row) => (row['isActive'] === true && row['isDeleted'] !== true ? [row.guid] : [])));
  const byEmail = Map.groupBy(addresses, (row) => String(row['value']).trim().toLowerCase());
  const byContact = Map.groupBy(addresses, (row) => guidIn(row, 'contact'));
  const companies = Map.groupBy(hubspot.links('contacts', 'companies'), ({ from }) => from);
  return hubspot.list('contacts').flatMap(({ id, properties }) => {
    const email = (properties['email'] ?? '').toLowerCase();
    const [row, ...others] = byEmail.get(email) ?? [];
    const guid = row && others.length === 0 ? guidIn(row, 'contact') : null;
    const [company, ...more] = companies.get(id) ?? [];
    if (guid === null || byContact.get(guid)?.length !== 1 || !active.has(guid) || !company || more.length > 0) return [];
    return [{ email, guid, id, companyId: company.to }];
  });
}

/** Gives each of them this job title, as a person would. */
export function entitle({ severa, hubspot }: States, system: System, people: readonly Person[], title: string, now: number): void {
  for (const { guid, id } of people) {
    if (system === 'severa') severa.edit('contactpersons', guid, { '/jobTitle': title }, now);
    else hubspot.edit('contacts', id, { jobtitle: title }, { now, userId: EDITOR });
  }
}

/** How many of them have this job title there. */
export function entitled({ severa, hubspot }: States, system: System, people: readonly Person[], title: string): number {
  const titleOf = ({ guid, id }: Person): unknown => (system === 'severa' ? severa.get('contactpersons', guid)?.['jobTitle'] : hubspot.get('contacts', id)?.properties['jobtitle']);
  return people.filter((person) => titleOf(person) === title).length;
}
