// The staff of the invented consultancy that owns both systems: Severa users and HubSpot owners.
// Invariant: the list does not grow with the accounts, and a few people exist on one side only, so that some ownerships
// have no counterpart.

import type { Random } from '../../lib/random.ts';
import { mobileDigits, person, writtenPhone } from './people.ts';
import { slugOf } from './company-names.ts';
import { countries } from './places.ts';
import { vendorFirm } from './registries.ts';
import type { WorldUser } from './world.ts';

type Side = 'both' | 'psa' | 'crm' | 'left';

const staff: readonly { readonly title: string; readonly side: Side }[] = [
  { title: 'Toimitusjohtaja', side: 'both' },
  { title: 'Myyntijohtaja', side: 'both' },
  { title: 'Asiakkuuspäällikkö', side: 'both' },
  { title: 'Asiakkuuspäällikkö', side: 'both' },
  { title: 'Asiakkuuspäällikkö', side: 'both' },
  { title: 'Projektipäällikkö', side: 'both' },
  { title: 'Projektipäällikkö', side: 'both' },
  { title: 'Vanhempi konsultti', side: 'both' },
  { title: 'Konsultti', side: 'both' },
  { title: 'Markkinointipäällikkö', side: 'crm' },
  { title: 'Konsultti', side: 'psa' },
  { title: 'Suunnittelija', side: 'psa' },
  { title: 'Myyntipäällikkö', side: 'left' },
];

export function makeUsers(random: Random): WorldUser[] {
  const taken = new Set<string>();
  return staff.map(({ title, side }, index) => {
    let name = person(random, countries.FI);
    while (taken.has(slugOf(name.firstName + name.lastName))) name = person(random, countries.FI);
    taken.add(slugOf(name.firstName + name.lastName));
    const email = `${slugOf(name.firstName)}.${slugOf(name.lastName)}@${vendorFirm.domain}`;
    return {
      key: `user-${index + 1}`,
      ...name,
      title,
      phone: writtenPhone('+358', mobileDigits(random, countries.FI), 1),
      // The PSA keeps addresses as typed, with capitals now and then.
      psa: side === 'crm' ? null : { email: random.chance(0.3) ? `${name.firstName}.${name.lastName}@${vendorFirm.domain}`.normalize('NFD').replaceAll(/\p{M}/gu, '') : email, isActive: side !== 'left' },
      crm: side === 'psa' ? null : { email, isArchived: side === 'left' },
    };
  });
}
