// What the legal bases are called; HubSpot's own names are their keys. Invariant: a name that is not on the list is shown as it stands.
import { LEGAL_BASES } from '../../../api/contract/restrictions.ts';
import type { TextKey } from '../../i18n/text-key.ts';

const WORDS: Readonly<Record<(typeof LEGAL_BASES)[number], TextKey>> = {
  'Performance of a contract': 'rights:bases.contract',
  'Legitimate interest – existing customer': 'rights:bases.customer',
  'Legitimate interest – prospect/lead': 'rights:bases.prospect',
  'Legitimate interest - other': 'rights:bases.interest',
  'Freely given consent from contact': 'rights:bases.consent',
  'Not applicable': 'rights:bases.none',
};

export function basisWord(t: (key: TextKey) => string, basis: string): string {
  const known = LEGAL_BASES.find((one) => one === basis);
  return known === undefined ? basis : t(WORDS[known]);
}
